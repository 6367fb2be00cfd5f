"""A hundred accounts press Create in the same moment: do all finish, in how much memory, and who notices?

The studio is a real process (and once more with a worker beside it); the people are websockets that speak as
the browser does; the sandbox is a process of its own and is not counted. Meanwhile somebody who has nothing to
do with it types, and every letter is timed until its answer is back.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.studio import (
    STUDIO,
    Member,
    Sandbox,
    Studio,
    Tab,
    form_data,
    handler,
    quantile,
    sandbox_process,
    studio_process,
    table,
)

PEOPLE = 100
SECONDS = 2.0  # what the provider takes for a picture
STREAMS = 16  # open at the provider at once
PICTURE_BYTES = 1_500_000
QUIET_SECONDS = 5.0  # of the unrelated person alone, before the others come
BETWEEN = 0.05  # seconds between the unrelated person's letters


@dataclass(frozen=True)
class Figures:
    """What one run showed."""

    done: int
    seconds: float
    most_streams: int
    quiet: Sequence[float]  # milliseconds of each round trip
    busy: Sequence[float]
    idle_mb: float
    web_mb: float
    after_mb: float
    worker_mb: float | None
    cpu_seconds: float  # of the studio's processes together


async def main() -> None:
    """Measure the embedded studio, then one with a worker beside it."""
    runs = {"all in one process": await _run(with_worker=False), "worker beside it": await _run(with_worker=True)}
    print(
        f"{PEOPLE} accounts at once, 2 previews, {PICTURE_BYTES / 1e6:.1f} MB each, "
        f"provider {SECONDS:.0f} s with {STREAMS} streams: {PEOPLE / STREAMS * SECONDS:.1f} s at least"
    )
    table([("", *runs), *_rows(list(runs.values()))])


async def _run(*, with_worker: bool) -> Figures:
    with (
        sandbox_process(seconds=SECONDS, picture_bytes=PICTURE_BYTES) as sandbox,
        studio_process(sandbox, with_worker=with_worker, worker_slots=STREAMS, provider_slots=STREAMS) as studio,
    ):
        stranger, warm_up, *people = await studio.members(PEOPLE + 2)
        async with AsyncExitStack() as stack:
            typist = await stack.enter_async_context(Tab.open(studio, stranger, "/studio/"))
            await typist.until(_is_loaded)
            await _draw_one(studio, warm_up)
            quiet = await _typing(typist, until=asyncio.create_task(asyncio.sleep(QUIET_SECONDS)))
            tabs = [await stack.enter_async_context(Tab.open(studio, person, "/studio/")) for person in people]
            for tab in tabs:
                await tab.until(_is_loaded)
            await asyncio.sleep(1)
            sandbox.forget()
            idle = _megabytes(studio.pid, "VmRSS")
            _forget_peak(studio.pid)
            started, cpu = time.perf_counter(), _cpu_seconds(studio)
            crowd = asyncio.gather(*(_draw(tab) for tab in tabs))
            busy = await _typing(typist, until=crowd)
            took = time.perf_counter() - started
            peak = _megabytes(studio.pid, "VmHWM")
            await asyncio.sleep(3)
            return Figures(
                done=sum(crowd.result()),
                seconds=took,
                most_streams=_most_at_once(sandbox),
                quiet=quiet,
                busy=busy,
                idle_mb=idle,
                web_mb=peak,
                after_mb=_megabytes(studio.pid, "VmRSS"),
                worker_mb=_megabytes(studio.worker_pid, "VmHWM") if studio.worker_pid else None,
                cpu_seconds=_cpu_seconds(studio) - cpu,
            )


async def _draw_one(studio: Studio, member: Member) -> None:
    """Let everything be imported and connected, and the sandbox draw the picture that it will hand out."""
    async with Tab.open(studio, member, "/studio/") as tab:
        await tab.until(_is_loaded)
        await _draw(tab)


async def _draw(tab: Tab) -> bool:
    """Press Create and watch until the picture is final; tell whether it was made."""
    form = form_data(prompt="a baby in a red raincoat", submit_key=tab.get(STUDIO, "submit_key"))
    await tab.send(handler(STUDIO, "create"), form_data=form)
    await tab.until(lambda tab: _statuses(tab) and not _statuses(tab) & {"queued", "running"}, seconds=180)
    return _statuses(tab) == {"done"}


async def _typing(tab: Tab, *, until: asyncio.Future[object]) -> list[float]:
    """Type one letter after the other; return the milliseconds until each one's answer was back."""
    took = []
    while not until.done():
        length = len(took) % 200 + 1
        before = time.perf_counter()
        await tab.send(handler(STUDIO, "write"), prompt="x" * length)
        await tab.until(lambda tab, length=length: tab.get(STUDIO, "characters") == length)
        took.append((time.perf_counter() - before) * 1000)
        await asyncio.sleep(BETWEEN)
    return took


def _is_loaded(tab: Tab) -> bool:
    return tab.get(STUDIO, "is_loaded") is True


def _statuses(tab: Tab) -> set[str]:
    return set(tab.get(STUDIO, "status", {}).values())


def _most_at_once(sandbox: Sandbox) -> int:
    calls = [call for call in sandbox.calls() if call["path"].startswith("/v1/images")]
    moments = [(call["started"], 1) for call in calls] + [(call["finished"], -1) for call in calls]
    open_now = most = 0
    for _, change in sorted(moments):
        open_now += change
        most = max(most, open_now)
    return most


def _megabytes(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024 / 1e6


def _cpu_seconds(studio: Studio) -> float:
    ticks = 0
    for pid in filter(None, (studio.pid, studio.worker_pid)):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _forget_peak(pid: int) -> None:
    """Start the kernel's high-water mark anew, so that starting up does not count."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _rows(runs: Sequence[Figures]) -> list[tuple[str, ...]]:
    def row(name: str, *cells: str) -> tuple[str, ...]:
        return (name, *cells)

    return [
        row("pictures made", *(f"{run.done} of {PEOPLE}" for run in runs)),
        row("seconds until the last one", *(f"{run.seconds:.1f}" for run in runs)),
        row("most provider streams at once", *(str(run.most_streams) for run in runs)),
        row("processor time a picture, ms", *(f"{run.cpu_seconds / PEOPLE * 1000:.0f}" for run in runs)),
        row("web process, idle MB", *(f"{run.idle_mb:.0f}" for run in runs)),
        row("web process, peak MB", *(f"{run.web_mb:.0f}" for run in runs)),
        row("web process, 3 s later MB", *(f"{run.after_mb:.0f}" for run in runs)),
        row("worker process, peak MB", *("-" if run.worker_mb is None else f"{run.worker_mb:.0f}" for run in runs)),
        row("stranger's event alone, median ms", *(f"{statistics.median(run.quiet):.0f}" for run in runs)),
        row("stranger's event alone, p95 ms", *(f"{quantile(run.quiet, 0.95):.0f}" for run in runs)),
        row("stranger's event meanwhile, median ms", *(f"{statistics.median(run.busy):.0f}" for run in runs)),
        row("stranger's event meanwhile, p95 ms", *(f"{quantile(run.busy, 0.95):.0f}" for run in runs)),
        row("stranger's event meanwhile, worst ms", *(f"{max(run.busy):.0f}" for run in runs)),
    ]


if __name__ == "__main__":
    asyncio.run(main())
