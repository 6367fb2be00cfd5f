"""Our reading of picture streams against the SDK's, over real HTTP: CPU, peak memory, longest stall of the loop.

Run it with ``python -m benchmarks.event_reader``; only the ratios mean anything.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

STREAMS = 20  # at once
ROUNDS = 3
PREVIEWS = 2
PICTURE_BYTES = 1_150_000  # about 1.5 MB of base64
JOB = {"prompt": "a baby", "model": "gpt-image-2.5-flare", "quality": "low", "background": "auto"}


@dataclass(frozen=True)
class Figures:
    """What one way of reading took."""

    cpu_ms: float  # for each picture with its previews
    peak_mb: float  # above the idle process, for each stream
    stall_ms: float  # longest


def main() -> None:
    """Measure both ways in processes of their own and print the ratios."""
    spawn = multiprocessing.get_context("spawn")
    told, tells = spawn.Pipe()
    server = spawn.Process(target=_serve, args=(tells,), daemon=True)
    server.start()
    url = told.recv()
    figures: dict[str, Figures] = {}
    for name in ("sdk", "ours"):
        receives, sends = spawn.Pipe()
        worker = spawn.Process(target=_measure, args=(name, url, sends))
        worker.start()
        figures[name] = receives.recv()
        worker.join()
    server.terminate()
    sdk, ours = figures["sdk"], figures["ours"]
    print(f"{STREAMS} streams at once, {PREVIEWS} previews and a picture of {PICTURE_BYTES / 1e6:.2f} MB each")
    print(f"{'':28}{'SDK':>8}{'ours':>8}{'ratio':>8}")
    for label, theirs, mine in (
        ("CPU a picture, ms", sdk.cpu_ms, ours.cpu_ms),
        ("peak memory a stream, MB", sdk.peak_mb, ours.peak_mb),
        ("longest stall, ms", sdk.stall_ms, ours.stall_ms),
    ):
        print(f"{label:28}{theirs:8.1f}{mine:8.1f}{theirs / mine:8.1f}")


def _measure(name: str, url: str, sends: Connection) -> None:
    sends.send(asyncio.run(_figures(_sdk(url) if name == "sdk" else _ours(url))))


async def _figures(draw: Callable[[], Awaitable[int]]) -> Figures:
    await draw()  # imports, connections
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    watching = asyncio.create_task(_longest_stall())
    started = time.process_time()
    for _ in range(ROUNDS):
        sizes = await asyncio.gather(*(draw() for _ in range(STREAMS)))
        if set(sizes) != {PICTURE_BYTES * (PREVIEWS + 1)}:
            sys.exit("pictures were lost on the way")
    cpu = time.process_time() - started
    watching.cancel()
    unit = 1 if sys.platform == "darwin" else 1024
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) * unit
    stall = await watching
    return Figures(cpu * 1000 / STREAMS / ROUNDS, peak / 1e6 / STREAMS, stall * 1000)


def _sdk(url: str) -> Callable[[], Awaitable[int]]:
    """Read as the SDK's manual says."""
    from openai import AsyncOpenAI  # noqa: PLC0415  only in its own process

    client = AsyncOpenAI(api_key="sk-test", base_url=url, max_retries=0)
    call: dict[str, Any] = JOB | {"size": "1024x1024", "stream": True, "partial_images": PREVIEWS}

    async def draw() -> int:
        size = 0
        async for event in await client.images.generate(**call):
            size += len(base64.b64decode(event.b64_json))
        return size

    return draw


def _ours(url: str) -> Callable[[], Awaitable[int]]:
    from babydance.adapters.openai_images import OpenAIImageModel  # noqa: PLC0415  only in its own process
    from babydance.domain.images import DrawingJob  # noqa: PLC0415

    model = OpenAIImageModel("sk-test", url)
    job = DrawingJob(
        **JOB, width=1024, height=1024, output_format="png", previews=PREVIEWS, safety_identifier="someone"
    )

    async def draw() -> int:
        size = 0
        async with contextlib.aclosing(model.draw(job)) as drawing:
            async for made in drawing:
                size += len(made.data)
        return size

    return draw


async def _longest_stall() -> float:
    longest = 0.0
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - before - 0.001)
    return longest


def _serve(tells: Connection) -> None:
    asyncio.run(_serve_pictures(tells))


async def _serve_pictures(tells: Connection) -> None:
    body = b"".join(_events())
    head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            asked = (await reader.readuntil(b"\r\n\r\n")).lower()
            await reader.readexactly(int(asked.split(b"content-length:")[1].split(b"\r\n")[0]))
            writer.write(head)
            for start in range(0, len(body), 65_536):
                writer.write(body[start : start + 65_536])
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    tells.send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1")
    await server.serve_forever()


def _events() -> list[bytes]:
    events = []
    for index in (*range(PREVIEWS), None):
        event: dict[str, Any] = {"b64_json": base64.b64encode(os.urandom(PICTURE_BYTES)).decode(), "size": "1024x1024"}
        event["type"] = "image_generation.completed" if index is None else "image_generation.partial_image"
        if index is not None:
            event["partial_image_index"] = index
        events.append(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
    return events


if __name__ == "__main__":
    main()
