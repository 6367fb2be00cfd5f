"""The book of calls: who asked the sandbox for what, for tests and benchmarks to read."""

import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_EPOCH = time.time() - time.monotonic()


def now() -> float:
    """Give the seconds since 1970 by a clock that never jumps."""
    return _EPOCH + time.monotonic()


@dataclass
class Call:
    """One request, as it stands: `finished` and `status` are None while it is under way."""

    path: str
    method: str
    request_id: str
    time: float = field(default_factory=now)
    started: float = 0.0
    finished: float | None = None
    status: int | None = None
    bytes: int = 0
    is_complete: bool = False
    model: str | None = None
    stream: bool = False
    n: int = 1
    prompt_sha256: str | None = None
    safety_identifier: str | None = None
    parameters: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.started = self.started or self.time


class CallBook:
    """Keep the last calls and count them all."""

    def __init__(self, keep: int = 10_000) -> None:
        self._calls: deque[Call] = deque(maxlen=keep)
        self._count = 0

    def open(self, call: Call) -> None:
        """Write down a call that begins."""
        self._calls.append(call)
        self._count += 1

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()
        self._count = 0

    def report(self) -> dict[str, Any]:
        """List the calls, oldest first, with how many there were and how many are under way."""
        under_way = sum(call.finished is None for call in self._calls)
        return {"count": self._count, "open": under_way, "calls": [asdict(call) for call in self._calls]}


class CallRecorder:
    """Wrap an app: give each request an id, write it in the book, measure the answer."""

    def __init__(self, app: ASGIApp, book: CallBook) -> None:
        self._app = app
        self._book = book
        self._numbers = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer, and write down how it went."""
        if scope["type"] != "http" or not scope["path"].startswith(("/v1/", "/other/v1/")):
            await self._app(scope, receive, send)
            return
        self._numbers += 1
        request_id = f"req_sandbox_{time.time_ns():x}{self._numbers:06x}"
        call = Call(path=scope["path"], method=scope["method"], request_id=request_id)
        scope["call"] = call
        self._book.open(call)

        async def measured(message: Message) -> None:
            if message["type"] == "http.response.start":
                call.status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            else:
                call.bytes += len(message.get("body", b""))
                call.is_complete = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, measured)
        finally:
            call.finished = now()
