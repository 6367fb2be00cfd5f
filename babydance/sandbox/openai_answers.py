"""Answers of the images endpoints: one JSON object or a stream of events, whole, or broken on request."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from babydance.sandbox.openai_drawing import Drawing, Sheet
from babydance.sandbox.openai_errors import Refusal, moderation_blocked, server_error
from babydance.sandbox.openai_requests import PictureRequest

if TYPE_CHECKING:
    from babydance.sandbox.contract import Contract


class CutError(Exception):
    """The connection is to be cut here."""


class Body(Response):
    """Send pieces of a body until they end, are cut, or the caller leaves; the first sends the headers."""

    def __init__(self, pieces: AsyncIterator[bytes], *, media_type: str) -> None:
        self.pieces = pieces
        self.status_code = 200
        self.background = None
        self.media_type = media_type
        self.init_headers({"cache-control": "no-store"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until then; where a body is left unfinished, the server drops the connection."""
        del scope
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_caller_leaves(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, CutError):
            await sending

    async def _send(self, send: Send) -> None:
        is_started = False
        async for piece in self.pieces:
            if not is_started:
                is_started = True
                headers = self.raw_headers
                await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
            if piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Answers:
    """Answer checked requests for pictures."""

    def __init__(self, drawing: Drawing, contract: "Contract | None", *, silence_seconds: float) -> None:
        self._drawing = drawing
        self._contract = contract
        self._silence_seconds = silence_seconds

    def answer(self, asked: PictureRequest, request_id: str) -> Body:
        """Choose between JSON and events."""
        if asked.stream and "json" not in asked.words:
            return Body(self._events(asked, request_id), media_type="text/event-stream")
        return Body(self._json(asked, request_id), media_type="application/json")

    async def _json(self, asked: PictureRequest, request_id: str) -> AsyncIterator[bytes]:
        await self._keep_silence(asked)
        finished = [sheet async for sheet in self._drawing.sheets(asked) if sheet.index is None]
        for refusal in _late_refusals(asked, request_id):
            raise refusal
        if "no-completed" in asked.words:
            finished = []
        answer = {
            "created": int(time.time()),
            **_looks(asked),
            "data": [{"b64_json": sheet.b64} for sheet in finished],
            "usage": _usage(asked, pictures=asked.n, is_detailed=True),
        }
        if self._contract is not None:
            self._contract.answer("pictures", answer)
        whole = json.dumps(answer).encode()
        if asked.words & {"cut", "broken-frame"}:
            yield whole[: len(whole) // 2]
            if "cut" in asked.words:
                raise CutError
        else:
            yield whole

    async def _events(self, asked: PictureRequest, request_id: str) -> AsyncIterator[bytes]:
        yield b""
        await self._keep_silence(asked)
        kind = "image_edit" if asked.is_edit else "image_generation"
        if "unknown-event" in asked.words:
            yield _frame({"type": f"{kind}.brush_cleaned", "created_at": int(time.time())})
        position = 0
        async for sheet in self._drawing.sheets(asked):
            if position == min(1, asked.partial_images):
                if "cut" in asked.words:
                    raise CutError
                if "broken-frame" in asked.words:
                    yield f'event: {kind}.partial_image\ndata: {{"type": "{kind}.partial_ima\n\n'.encode()
                for refusal in _late_refusals(asked, request_id):
                    yield _frame({"type": "error", "error": refusal.body})
                    return
            position += 1
            if sheet.index is not None or "no-completed" not in asked.words:
                yield self._event(asked, kind, sheet)

    async def _keep_silence(self, asked: PictureRequest) -> None:
        if "silence" in asked.words:
            await asyncio.sleep(self._silence_seconds)
            raise CutError

    def _event(self, asked: PictureRequest, kind: str, sheet: Sheet) -> bytes:
        event: dict[str, Any] = {"created_at": int(time.time()), **_looks(asked)}
        if sheet.index is None:
            event |= {"type": f"{kind}.completed", "usage": _usage(asked, pictures=1)}
        else:
            del event["safety_identifier"]
            event |= {"type": f"{kind}.partial_image", "partial_image_index": sheet.index}
        if self._contract is not None:
            self._contract.event({**event, "b64_json": sheet.b64})
        return _frame(event, b64=sheet.b64)


async def _caller_leaves(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _late_refusals(asked: PictureRequest, request_id: str) -> list[Refusal]:
    """Give what goes wrong after the drawing began."""
    if "late-moderation" in asked.words:
        return [moderation_blocked("output", request_id)]
    return [server_error()] if "error-frame" in asked.words else []


def _looks(asked: PictureRequest) -> dict[str, Any]:
    return {
        "background": "transparent" if asked.is_transparent else "opaque",
        "output_format": asked.output_format,
        "quality": asked.quality,
        "size": asked.size,
        "safety_identifier": asked.safety_identifier,
    }


def _usage(asked: PictureRequest, *, pictures: int, is_detailed: bool = False) -> dict[str, Any]:
    details = asked.input_tokens()
    previews = asked.partial_images if asked.stream else 0
    tokens_in, tokens_out = sum(details.values()), asked.output_tokens(previews=previews) * pictures
    usage: dict[str, Any] = {
        "input_tokens": tokens_in,
        "input_tokens_details": details,
        "output_tokens": tokens_out,
        "total_tokens": tokens_in + tokens_out,
    }
    if is_detailed:
        usage["output_tokens_details"] = {"image_tokens": tokens_out, "text_tokens": 0}
    return usage


def _frame(event: dict[str, Any], *, b64: str | None = None) -> bytes:
    """Write one server-sent event; the picture is put in by hand, because escaping megabytes takes long."""
    text = json.dumps(event)
    if b64 is not None:
        text = f'{text[:-1]}, "b64_json": "{b64}"}}'
    return f"event: {event['type']}\ndata: {text}\n\n".encode()
