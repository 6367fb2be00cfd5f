"""A sandbox over real HTTP: `with start_sandbox() as sandbox: OpenAI(base_url=sandbox.url, ...)`."""

import asyncio
import contextlib
import json
import urllib.request
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from babydance.sandbox.openai_options import KEY, SandboxOptions
from babydance.sandbox.openai_server import create_app
from babydance.sandbox.serving import serving

_PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that listens."""

    url: str
    """The base_url for the SDK, ending in /v1."""
    key: str = KEY

    def calls(self) -> list[dict[str, Any]]:
        return self.ask("calls")["calls"]

    def clear(self) -> None:
        self.ask("calls", method="DELETE")
        self.ask("violations", method="DELETE")

    def violations(self) -> list[str]:
        return self.ask("violations")

    def ask(self, what: str, *, method: str = "GET") -> Any:
        address = f"{self.url.removesuffix('/v1')}/_sandbox/{what}"
        request = urllib.request.Request(address, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")


@contextlib.contextmanager
def start_sandbox(**options: Any) -> Iterator[RunningSandbox]:
    """Serve a sandbox from a thread of this process; the options are those of SandboxOptions."""
    app = create_app(SandboxOptions(**{"retry_after_ms": 1, **options}))
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stopped = asyncio.Event()
        async with serving(app) as address:
            started.set_result((address, asyncio.get_running_loop(), stopped))
            await stopped.wait()

    with ThreadPoolExecutor(1, thread_name_prefix="sandbox") as threads:
        running = threads.submit(lambda: asyncio.run(serve()))
        wait({running, started}, timeout=_PATIENCE_SECONDS, return_when=FIRST_COMPLETED)
        if not started.done():
            running.result(timeout=0)
        address, loop, stopped = started.result(timeout=0)
        try:
            yield RunningSandbox(f"{address}/v1")
        finally:
            loop.call_soon_threadsafe(stopped.set)
            running.result(timeout=_PATIENCE_SECONDS)
