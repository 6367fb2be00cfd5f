"""The first visit to the studio page, signed in: bytes over the wire, paints, and when an event works.

Chromium with an empty cache, the processor slowed four times, 10 Mbit/s and 40 ms; an event works when a press on an
example has come back from the server as a count of letters.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, CDPSession, async_playwright

from benchmarks.studio import Member, Studio, sandbox_process, studio_process, table
from tests.chromium import FLAGS, find_chromium

ROUNDS = 7
SLOWER = 4
LINE = {"offline": False, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8, "latency": 40}
AIMS = {"script and style": 200.0, "font": 90.0}  # thousands of bytes

_PAINTS = """
window.painted = {};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.painted[entry.entryType] = entry.startTime;
}).observe({ type: 'largest-contentful-paint', buffered: true });
"""

# Presses an example again and again: the page shows the button before anybody listens to it.
_PRESS = """
() => new Promise((resolve) => {
  const pressing = setInterval(() => {
    const counter = document.querySelector('.counter');
    if (!counter) return;
    if (parseInt(counter.textContent) > 0) { clearInterval(pressing); resolve(performance.now()); return; }
    document.querySelector('.examples button')?.click();
  }, 50);
})
"""


@dataclass(frozen=True)
class Load:
    """One visit."""

    kilobytes: Counter[str]
    requests: int
    first_paint: float
    largest_paint: float
    works: float


async def main() -> None:
    """Load the page several times and print what came and when."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found.")
    with sandbox_process(seconds=0) as sandbox, studio_process(sandbox) as studio:
        [member] = await studio.members(1)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            await _visit(browser, studio, member)
            loads = [await _visit(browser, studio, member) for _ in range(ROUNDS)]
            await browser.close()
    _report(loads)


async def _visit(browser: Browser, studio: Studio, member: Member) -> Load:
    context = await browser.new_context()
    await context.add_cookies([{"name": "session", "value": member.session_token, "url": studio.origin}])
    page = await context.new_page()
    wire = await context.new_cdp_session(page)
    kilobytes, requests = await _listen(wire)
    await wire.send("Network.emulateNetworkConditions", LINE)
    await wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.add_init_script(_PAINTS)
    await page.goto(f"{studio.origin}/studio/", wait_until="commit")
    works: float = await page.evaluate(_PRESS)
    await page.wait_for_timeout(1_000)
    first: float = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    largest: float = await page.evaluate("window.painted['largest-contentful-paint']")
    await context.close()
    return Load(kilobytes, len(requests), first, largest, works)


async def _listen(wire: CDPSession) -> tuple[Counter[str], dict[str, str]]:
    """Count the bytes of each kind of file as they come over the wire, headers included."""
    kilobytes: Counter[str] = Counter()
    kinds: dict[str, str] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()

    def finished(event: dict[str, Any]) -> None:
        kilobytes[kinds.get(event["requestId"], "other")] += event["encodedDataLength"] / 1000

    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)
    await wire.send("Network.enable")
    await wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return kilobytes, kinds


def _report(loads: Sequence[Load]) -> None:
    print(f"Studio page, signed in, empty cache, {SLOWER}x slower processor, 10 Mbit/s, 40 ms; {len(loads)} visits")
    kinds = sorted({kind for load in loads for kind in load.kilobytes})
    weights = {kind: statistics.median(load.kilobytes[kind] for load in loads) for kind in kinds}
    weights["script and style"] = weights.get("script", 0) + weights.get("stylesheet", 0)
    rows: list[tuple[object, ...]] = [("over the wire, kB", "median", "aim")]
    rows += [(kind, f"{weight:.1f}", AIMS.get(kind, "")) for kind, weight in weights.items()]
    rows.append(("everything", f"{statistics.median(sum(load.kilobytes.values()) for load in loads):.1f}", ""))
    rows.append(("requests", f"{statistics.median(load.requests for load in loads):.0f}", ""))
    table(rows)
    print()
    table(
        [
            ("milliseconds after the start", "median", "least", "most"),
            _times("first contentful paint", [load.first_paint for load in loads]),
            _times("largest contentful paint", [load.largest_paint for load in loads]),
            _times("an event works", [load.works for load in loads]),
        ]
    )


def _times(name: str, values: Sequence[float]) -> tuple[str, ...]:
    return (name, f"{statistics.median(values):.0f}", f"{min(values):.0f}", f"{max(values):.0f}")


if __name__ == "__main__":
    asyncio.run(main())
