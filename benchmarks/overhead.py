"""Click in the browser to picture on the screen, minus the provider's time; against the bare SDK and a minimal page.

The minimal page (one button, one fetch, the same SDK, nothing kept, nothing checked) is the least that a web
page can do; the bare SDK call is the least that a program can do. All three ask the same sandbox for the same
picture with two previews, take turns, and use the same browser.
"""

from __future__ import annotations

import asyncio
import base64
import statistics
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from openai import AsyncOpenAI
from playwright.async_api import BrowserContext, Page, async_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from babydance.store import generations
from babydance.store.database import Database
from benchmarks.studio import Sandbox, Studio, free_port, quantile, sandbox_process, studio_process, table
from tests.chromium import FLAGS, find_chromium

SECONDS = 2.0  # what the provider takes
ROUNDS = 15
WARM_UPS = 3
GENERATIONS = "/v1/images/generations"
MODERATIONS = "/v1/moderations"
CALL: dict[str, Any] = {
    "model": "gpt-image-2.5-flare",
    "size": "1024x1024",
    "quality": "medium",
    "output_format": "jpeg",
    "n": 1,
    "stream": True,
    "partial_images": 2,
}

# Epoch milliseconds of what the eye would see; a picture counts when it is decoded and a frame has been painted.
_SPY = """
() => {
  const now = () => performance.timeOrigin + performance.now();
  window.seen = {};
  document.addEventListener('click', (event) => {
    window.seen = { clicked: performance.timeOrigin + event.timeStamp };
    for (const tile of document.querySelectorAll('[data-tile]')) tile.dataset.old = '';
  }, true);
  const look = () => {
    const tile = document.querySelector('[data-tile]:not([data-old])');
    if (!tile) return;
    const seen = window.seen;
    seen.tile ??= now();
    if (tile.dataset.status === 'running') seen.running ??= now();
    const image = tile.querySelector('img');
    if (image) seen.preview ??= now();
    if (tile.dataset.status === 'done' && !seen.done) {
      seen.done = now();
      image.decode().then(() => requestAnimationFrame(() => {
        const entry = performance.getEntriesByName(image.currentSrc).at(-1);
        seen.loaded = performance.timeOrigin + (entry ? entry.responseEnd : 0);
        seen.visible = now();
      }));
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}
"""

# Not wait_for_function: it evaluates strings, which the studio's content security policy forbids.
_WAIT = """
() => new Promise((resolve) => {
  const look = () => window.seen?.visible ? resolve(window.seen) : setTimeout(look, 20);
  look();
})
"""

_MINIMAL = """<!doctype html><title>Minimal</title><button>Create</button><img>
<script>
  const now = () => performance.timeOrigin + performance.now();
  document.querySelector('button').onclick = async (event) => {
    window.seen = { clicked: performance.timeOrigin + event.timeStamp };
    const answer = await fetch('/draw', { method: 'POST' });
    const image = document.querySelector('img');
    image.src = URL.createObjectURL(await answer.blob());
    await image.decode();
    requestAnimationFrame(() => { window.seen.visible = now(); });
  };
</script>"""


async def main() -> None:
    """Let the three take turns and print how long each was busy beside the provider."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("No Chromium found.")
    with sandbox_process(seconds=SECONDS) as sandbox, studio_process(sandbox) as studio:
        async with (
            async_playwright() as playwright,
            _minimal_page(sandbox) as minimal_origin,
            AsyncOpenAI(api_key=sandbox.key, base_url=sandbox.url, max_retries=0) as sdk,
        ):
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = await browser.new_context()
            page = await _studio_page(context, studio)
            minimal = await context.new_page()
            await minimal.goto(minimal_origin)
            ours, plain, bare = [], [], []
            for round_ in range(WARM_UPS + ROUNDS):
                await page.bring_to_front()
                steps = await _our_round(page, sandbox, studio)
                await minimal.bring_to_front()
                least = await _minimal_round(minimal, sandbox)
                call = await _bare_round(sdk, sandbox)
                if round_ >= WARM_UPS:
                    ours.append(steps)
                    plain.append(least)
                    bare.append(call)
            await browser.close()
    _report(ours, plain, bare)


async def _studio_page(context: BrowserContext, studio: Studio) -> Page:
    [member] = await studio.members(1)
    await context.add_cookies([{"name": "session", "value": member.session_token, "url": studio.origin}])
    page = await context.new_page()
    await page.goto(f"{studio.origin}/studio/")
    await page.wait_for_selector(".create-bar button:not([disabled])")
    await page.evaluate(_SPY)
    await page.fill("#prompt, textarea[name=prompt]", "A laughing baby in a yellow raincoat jumping into a puddle")
    await page.wait_for_timeout(500)
    return page


async def _our_round(page: Page, sandbox: Sandbox, studio: Studio) -> dict[str, float]:
    """Return the milliseconds of each part of the way."""
    sandbox.forget()
    await page.click(".create-bar button")
    seen: dict[str, float] = await page.evaluate(_WAIT)
    tile = await page.evaluate("document.querySelector('[data-tile]:not([data-old])').dataset.tile")
    calls = await _settled_calls(sandbox)
    drawn = next(call for call in calls if call["path"] == GENERATIONS)
    words, picture = (call for call in calls if call["path"] == MODERATIONS)
    provider_from, provider_to = drawn["started"] * 1000, drawn["finished"] * 1000
    row = await _row(studio, tile)
    begun, ended = (_milliseconds(moment) for moment in (row.started_at, row.finished_at))
    submitted = _milliseconds(row.created_at)
    return {
        "overhead": seen["visible"] - seen["clicked"] - (provider_to - provider_from),
        "moderation at the vendor": sum((call["finished"] - call["started"]) * 1000 for call in (words, picture)),
        "click -> submit": submitted - seen["clicked"],
        "submit -> begun (queue)": begun - submitted,
        "begun -> words checked": words["finished"] * 1000 - begun,
        "words checked -> provider": provider_from - words["finished"] * 1000,
        "provider -> picture being checked": picture["started"] * 1000 - provider_to,
        "picture being checked": (picture["finished"] - picture["started"]) * 1000,
        "checked -> settled": ended - picture["finished"] * 1000,
        "settled -> page knows": seen["done"] - ended,
        "page knows -> loaded": seen["loaded"] - seen["done"],
        "loaded -> visible": seen["visible"] - seen["loaded"],
        "(click -> tile on the page)": seen["tile"] - seen["clicked"],
    }


async def _minimal_round(page: Page, sandbox: Sandbox) -> float:
    sandbox.forget()
    await page.evaluate("window.seen = {}")
    await page.click("button")
    seen = await page.evaluate(_WAIT)
    return seen["visible"] - seen["clicked"] - _span(await _settled_calls(sandbox))


async def _bare_round(sdk: AsyncOpenAI, sandbox: Sandbox) -> float:
    sandbox.forget()
    clock = asyncio.get_running_loop().time
    before = clock()
    await _drawn(sdk)
    took = (clock() - before) * 1000
    return took - _span(await _settled_calls(sandbox))


async def _drawn(sdk: AsyncOpenAI) -> bytes:
    """Read a stream as the SDK's manual says; return the finished picture."""
    data = b""
    async for event in await sdk.images.generate(prompt="a baby", **CALL):
        if event.type == "image_generation.completed":
            data = base64.b64decode(event.b64_json)
    return data


@asynccontextmanager
async def _minimal_page(sandbox: Sandbox) -> AsyncIterator[str]:
    sdk = AsyncOpenAI(api_key=sandbox.key, base_url=sandbox.url, max_retries=0)

    async def page(_request: Request) -> Response:
        return HTMLResponse(_MINIMAL)

    async def draw(_request: Request) -> Response:
        return Response(await _drawn(sdk), media_type="image/jpeg")

    app = Starlette(routes=[Route("/", page), Route("/draw", draw, methods=["POST"])])
    port = free_port()
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_level=LogLevels.error)
    serving = asyncio.create_task(server.serve())
    await asyncio.sleep(1)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.stop()
        await serving
        await sdk.close()


async def _settled_calls(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Return the book of calls once every call in it has ended."""
    while True:
        calls = await asyncio.to_thread(sandbox.calls)
        if calls and all(call["finished"] for call in calls):
            return calls
        await asyncio.sleep(0.02)


def _span(calls: Sequence[Mapping[str, Any]]) -> float:
    return sum((call["finished"] - call["started"]) * 1000 for call in calls if call["path"] == GENERATIONS)


async def _row(studio: Studio, generation_id: str) -> Any:
    database = Database(studio.database_url)
    async with database.reading() as session:
        found = await generations.with_run(session, generation_id)
    await database.close()
    if found is None:
        raise LookupError(generation_id)
    return found[0]


def _milliseconds(moment: datetime | None) -> float:
    return moment.timestamp() * 1000 if moment else 0.0


def _report(ours: Sequence[Mapping[str, float]], plain: Sequence[float], bare: Sequence[float]) -> None:
    def line(name: str, values: Sequence[float]) -> tuple[str, ...]:
        return (name, f"{statistics.median(values):.0f}", f"{min(values):.0f}", f"{quantile(values, 0.9):.0f}")

    overhead = [steps["overhead"] for steps in ours]
    beside = [steps["overhead"] - steps["moderation at the vendor"] for steps in ours]
    print(f"Milliseconds beside a provider that takes {SECONDS:.0f} s, {len(ours)} rounds in turn")
    head = ("", "median", "least", "p90")
    table(
        [
            head,
            line("studio, click to visible", overhead),
            line("  without the vendor's safety checks", beside),
            line("minimal page, click to visible", plain),
            line("bare SDK call, no page", bare),
        ]
    )
    print("\nWhere the studio's time goes")
    table([head, *(line(name, [steps[name] for steps in ours]) for name in list(ours[0])[1:])])
    whole, least, sdk = (statistics.median(values) for values in (overhead, plain, bare))
    print(
        f"\nRatio to the minimal page {whole / least:.1f}, to the bare SDK call {whole / sdk:.1f}; "
        f"of the whole wait {(SECONDS * 1000 + whole) / (SECONDS * 1000 + least):.3f} of the minimal page's"
    )


if __name__ == "__main__":
    asyncio.run(main())
