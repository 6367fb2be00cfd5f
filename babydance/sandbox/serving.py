"""Serving a sandbox on a loopback port, in one process, until told to stop."""

import asyncio
import contextlib
import ipaddress
import socket
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

from granian.constants import Interfaces
from granian.server.embed import Server

_BACKLOG = 1024
_GRACE_SECONDS = 2.0


class NotLoopbackError(ValueError):
    """A host that others could reach."""


def check_loopback(host: str) -> None:
    """Refuse every host but this machine's own: the sandbox asks nobody who they are."""
    with contextlib.suppress(ValueError):
        if host == "localhost" or ipaddress.ip_address(host).is_loopback:
            return
    raise NotLoopbackError(f"The sandbox listens on this machine only, not on {host}.")


@contextlib.asynccontextmanager
async def serving(app: Any, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve an ASGI app while the block runs; give its address without a trailing slash."""
    check_loopback(host)
    tasks = _OpenRequests(app)
    with _reserved(host, port) as chosen:
        server = Server(
            tasks,
            address="127.0.0.1" if host == "localhost" else host,
            port=chosen,
            interface=Interfaces.ASGINL,
            websockets=False,
            backlog=_BACKLOG,
            backpressure=_BACKLOG,
            log_enabled=False,
        )
        running = asyncio.ensure_future(server.serve())
        try:
            await _until_listening(host, chosen, running)
            yield f"http://{f'[{host}]' if ':' in host else host}:{chosen}"
        finally:
            tasks.cancel()
            server.stop()
            await asyncio.wait({running}, timeout=_GRACE_SECONDS)
            tasks.cancel()


class _OpenRequests:
    """Wrap an app and remember its requests, so that streams can be ended when the server stops."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine of an ASGI server runs in a task
        self._tasks.add(task)
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await self._app(scope, receive, send)
        finally:
            self._tasks.discard(task)

    def cancel(self) -> None:
        """End every request that is under way."""
        for task in list(self._tasks):
            task.cancel()


@contextlib.contextmanager
def _reserved(host: str, port: int) -> Any:
    """Hold a free port for the server: on Linux it may share it, elsewhere it is let go just before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if port:
        with socket.socket(family) as probe:  # sharing would hide another server from us, and us from it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    with socket.socket(family) as holder:
        if sys.platform == "linux":
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind((host, port))
        chosen = holder.getsockname()[1]
        if sys.platform != "linux":
            holder.close()
        yield chosen


async def _until_listening(host: str, port: int, running: "asyncio.Future[Any]") -> None:
    while not running.done():
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
            await writer.wait_closed()
            return
        await asyncio.sleep(0.01)
    await running
    raise ConnectionError(f"The sandbox could not listen on {host}:{port}.")
