"""Painting a mask over a picture of 4096 x 4096 pixels: script time for each pointer event.

Chromium without a graphics card, the processor slowed four times. The time is what the page's thread spends on the
listeners of a pointer event and on the frame after it, from Chromium's own trace; other programs do not count. Each
stroke is 60 moves of about 14 pixels of the screen, which are 90 of the picture while the whole of it is shown.
"""

from __future__ import annotations

import asyncio
import io
import json
import math
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, CDPSession, Page, async_playwright

from babydance.adapters.media_store import ObstoreMedia
from babydance.domain.ids import new_id
from babydance.domain.media import original_key
from babydance.store.database import Database
from babydance.store.images import ImageRow, RunRow
from benchmarks.studio import Member, Studio, quantile, sandbox_process, studio_process, table
from tests.chromium import FLAGS, find_chromium

EDGE = 4_096  # pixels
SLOWER = 4
AIM = 8.0  # milliseconds, 95th percentile
STROKES, MOVES = 4, 60
Brush = tuple[str, str, str]  # its name, and where the sliders of size and hardness stand
BRUSHES: tuple[Brush, ...] = (
    ("small", "30", "80"),
    ("as it comes", "86", "80"),
    ("soft", "86", "0"),
    ("largest", "100", "80"),
    ("largest, soft", "100", "0"),
)


async def main() -> None:
    """Paint with each brush and print the times."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found.")
    with sandbox_process(seconds=0) as sandbox, studio_process(sandbox) as studio:
        [member] = await studio.members(1)
        picture = await _hang(studio, member)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = await browser.new_context(viewport={"width": 1280, "height": 1000})
            await context.add_cookies([{"name": "session", "value": member.session_token, "url": studio.origin}])
            page = await context.new_page()
            await page.goto(f"{studio.origin}/edit/?picture={picture}")
            await page.get_by_role("application").wait_for()
            await page.wait_for_load_state("networkidle")
            wire = await context.new_cdp_session(page)
            await wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            rows = [await _painted(browser, page, wire, brush=brush) for brush in BRUSHES]
            await browser.close()
    print(f"{EDGE} x {EDGE} pixels, {SLOWER}x slower processor; {STROKES} strokes of {MOVES} moves; aim p95 {AIM} ms")
    table([("brush", "size", "frames", "median ms", "p95 ms", "most ms"), *rows])


async def _hang(studio: Studio, member: Member) -> str:
    """Put one large picture into the gallery."""
    picture_id, now = new_id(), datetime.now(UTC)
    file = Path(studio.database_url.partition("///")[2])
    buffer = io.BytesIO()
    Image.radial_gradient("L").resize((EDGE, EDGE)).convert("RGB").save(buffer, "JPEG", quality=80)
    await ObstoreMedia.in_folder(file.parent / "media").put(original_key(picture_id), buffer.getvalue())
    database = Database(studio.database_url)
    async with database.transaction() as session:
        session.add(_run(picture_id, member, now))
        await session.flush()
        session.add(_image(picture_id, member, now, byte_size=buffer.tell()))
    await database.close()
    return picture_id


def _run(picture_id: str, member: Member, now: datetime) -> RunRow:
    return RunRow(
        id=picture_id,
        account_id=member.account_id,
        submit_key=picture_id,
        prompt="A large picture",
        style="",
        fragment="",
        model="gpt-image-2.5-flare",
        width=EDGE,
        height=EDGE,
        quality="low",
        background="auto",
        output_format="jpeg",
        count=1,
        credits_each=1,
        expected_micro_usd_each=1,
        micro_usd_per_credit=15_000,
        previews=0,
        is_sandbox=True,
        created_at=now,
    )


def _image(picture_id: str, member: Member, now: datetime, *, byte_size: int) -> ImageRow:
    return ImageRow(
        id=picture_id,
        account_id=member.account_id,
        run_id=picture_id,
        width=EDGE,
        height=EDGE,
        format="jpeg",
        byte_size=byte_size,
        colour="#808080",
        created_at=now,
        kind="copy",
    )


async def _painted(browser: Browser, page: Page, wire: CDPSession, *, brush: Brush) -> tuple[object, ...]:
    """Paint with one brush; return its line of the table."""
    name, size, hardness = brush
    await _set(page, "Size", size)
    await _set(page, "Hardness", hardness)
    box = await page.get_by_role("application").bounding_box()
    if box is None:
        raise RuntimeError("there is no stage")
    await browser.start_tracing(page=page, categories=["devtools.timeline"])
    for stroke in range(STROKES):
        await _stroke(wire, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, turn=stroke)
    spent = _spent(json.loads(await browser.stop_tracing())["traceEvents"])
    pixels = await page.get_by_label("Size", exact=True).get_attribute("aria-valuetext")
    figures = (statistics.median(spent), quantile(spent, 0.95), max(spent))
    return (name, pixels, len(spent), *(f"{figure:.1f}" for figure in figures))


def _spent(trace: list[dict[str, Any]]) -> list[float]:
    """Return milliseconds of the thread for each frame that had pointer moves before it."""
    moves = [event for event in trace if event.get("name") == "EventDispatch" and _kind(event) == "pointermove"]
    threads = {(event["pid"], event["tid"]) for event in moves}
    frames = [e for e in trace if e.get("name") == "FireAnimationFrame" and (e["pid"], e["tid"]) in threads]
    spent, waiting = [], 0.0
    for event in sorted(moves + frames, key=lambda event: event["ts"]):
        waiting += event.get("tdur", 0) / 1000
        if event["name"] == "FireAnimationFrame" and waiting:
            spent.append(waiting)
            waiting = 0.0
    return spent


def _kind(event: dict[str, Any]) -> str:
    return event.get("args", {}).get("data", {}).get("type", "")


async def _set(page: Page, slider: str, value: str) -> None:
    await page.get_by_label(slider, exact=True).fill(value)


async def _stroke(wire: CDPSession, x: float, y: float, *, turn: int) -> None:
    """Draw a flower, each time turned a little."""
    for move in range(MOVES):
        angle = move / MOVES * 2 * math.pi + turn
        reach = 120 + 80 * math.cos(3 * angle)
        kind = "mousePressed" if move == 0 else "mouseMoved"
        await wire.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": x + reach * math.cos(angle),
                "y": y + reach * math.sin(angle),
                "button": "left",
                "buttons": 1,
                "clickCount": 1 if move == 0 else 0,
            },
        )
    await wire.send("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": x, "y": y, "button": "left"})


if __name__ == "__main__":
    asyncio.run(main())
