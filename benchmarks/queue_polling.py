"""What looking at the job queue costs, and what not looking costs: ``python benchmarks/queue_polling.py [SECONDS...]``.

For each polling interval, on SQLite and PostgreSQL, one job at a time at random moments: the time from the start of
queueing it to the first line of its workflow, once rung for by the process that takes it, once found by looking, as
by a worker beside the web process; and the processor time of an idle process.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babydance.domain.ids import new_id
from babydance.services.leases import LeaseService
from babydance.store.database import Database
from babydance.workflows import queues
from babydance.workflows.engine import JobEngine, JobLimits
from babydance.workflows.parts import Parts
from tests.databases import create_tables, postgres_server

INTERVALS = (0.02, 0.05, 0.1, 0.2)
JOBS = 25
IDLE_SECONDS = 8.0


class Nothing:
    """Stands for every service: notes when a job begins, and has no chores."""

    def __init__(self) -> None:
        self.begun: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def begin(self, _generation_id: str) -> None:
        """Note the moment; there is nothing to draw."""
        self.begun.set_result(time.perf_counter())

    async def nothing(self, *_: Any, **__: Any) -> list[str]:
        """Find nothing to do."""
        return []

    unstarted = open_for = sweep_files = sweep_holds = unsent = nothing


@dataclass(frozen=True)
class Figures:
    """Seconds from queueing to beginning, and the processor seconds of one idle second."""

    rung: Sequence[float]
    found: Sequence[float]
    idle: float


async def measure(app_url: str, jobs_url: str, *, poll: float) -> Figures:
    """Run an engine and give it jobs."""
    database, nothing = Database(app_url), Nothing()
    services: Any = nothing
    parts = Parts(generation=services, drawing=services, gallery=services, mail=services)
    engine = JobEngine(parts, LeaseService(database), url=jobs_url, limits=JobLimits(poll_seconds=poll))
    await engine.start()
    await asyncio.sleep(2)
    rung = await waits(nothing, lambda job: engine.jobs.start_generations([job], account_id="a"))
    found = await waits(nothing, lambda job: queues.enqueue_generations([job], account_id="a"))
    await asyncio.sleep(1)
    cpu, clock = time.process_time(), time.perf_counter()
    await asyncio.sleep(IDLE_SECONDS)
    idle = (time.process_time() - cpu) / (time.perf_counter() - clock)
    await engine.stop()
    await database.close()
    return Figures(rung, found, idle)


async def waits(nothing: Nothing, start: Callable[[str], Awaitable[None]]) -> list[float]:
    """Start jobs one after the other and return how long each had to wait."""
    seconds = []
    for _ in range(JOBS):
        nothing.begun = asyncio.get_running_loop().create_future()
        asked_at = time.perf_counter()
        await start(new_id())
        seconds.append(await nothing.begun - asked_at)
        await asyncio.sleep(random.uniform(0, 0.2))
    return seconds


def report(kind: str, poll: float, figures: Figures) -> None:
    """Print one line."""
    print(
        f"{kind:10}  every {poll:4.2f} s   rung for: {_spread(figures.rung)}   found: {_spread(figures.found)}"
        f"   idle: {figures.idle:5.1%} of a core"
    )


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return f"{statistics.median(ordered) * 1000:4.0f} ms median, {ordered[int(len(ordered) * 0.9)] * 1000:4.0f} p90"


def main() -> None:
    """Print one line for each database and interval."""
    intervals = [float(word) for word in sys.argv[1:]] or INTERVALS
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        for poll in intervals:
            app, jobs = (Path(folder) / f"{name}-{poll}.db" for name in ("app", "jobs"))
            create_tables(f"sqlite+aiosqlite:///{app}")
            report("SQLite", poll, asyncio.run(measure(f"sqlite+aiosqlite:///{app}", f"sqlite:///{jobs}", poll=poll)))
            if server is not None:
                with server.lend() as url:
                    report("PostgreSQL", poll, asyncio.run(measure(url, url, poll=poll)))


if __name__ == "__main__":
    main()
