"""Pictures and previews: session checked, owner checked, in parts when asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from babydance.domain.media import MediaFile
from babydance.endpoints.auth_session import signed_in
from babydance.wiring import studio

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


async def original(request: Request) -> Response:
    """Send the bytes just as the provider sent them; ``?download`` names a file to save."""
    return await _send(request, "image", request.path_params["picture"], "original")


async def thumbnail(request: Request) -> Response:
    """Send a smaller WebP of a picture."""
    return await _send(request, "image", request.path_params["picture"], f"w{request.path_params['width']}")


async def preview(request: Request) -> Response:
    """Send an unfinished state of a picture that is being drawn."""
    return await _send(request, "preview", request.path_params["generation"], request.path_params["number"])


async def upload(request: Request) -> Response:
    """Send an uploaded picture as it was cleaned, or its thumbnail."""
    who = await signed_in(request)
    file = await studio().uploads.media(who.account_id, request.path_params["upload"], request.path_params["variant"])
    return send_file(request, file)


async def _send(request: Request, kind: str, item_id: str, variant: str) -> Response:
    who = await signed_in(request)
    return send_file(request, await studio().gallery.media(who.account_id, kind, item_id, variant))


def send_file(request: Request, file: MediaFile) -> Response:
    """Send a file of the media store that the person may see: whole, in parts, or not again."""
    headers = {
        "etag": file.etag,
        "cache-control": "private, no-cache",  # pictures of children must not stay readable on a shared computer
        "accept-ranges": "bytes",
        "x-robots-tag": "noindex",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    if "download" in request.query_params:
        headers["content-disposition"] = f'attachment; filename="{file.name}"'
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    start, end = _asked_part(request, file)
    if start >= end:
        return Response(status_code=416, headers={"content-range": f"bytes */{file.size}"})
    headers["content-length"] = str(end - start)
    is_part = (start, end) != (0, file.size)
    if is_part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
    body = studio().gallery.stream(file, start=start, end=end) if request.method == "GET" else iter(())
    return _OnceThere(body, 206 if is_part else 200, headers, file.media_type)


class _OnceThere(StreamingResponse):
    """Begins when its first bytes are there: a preview may be deleted in the moment in which it is asked for."""

    async def stream_response(self, send: Send) -> None:
        """Look for the first bytes while the answer can still be a refusal."""
        chunks = aiter(self.body_iterator)
        first = await anext(chunks, b"")
        self.body_iterator = _joined(first, chunks)
        await super().stream_response(send)


async def _joined(first: Any, rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    yield first
    async for chunk in rest:
        yield chunk


def _asked_part(request: Request, file: MediaFile) -> tuple[int, int]:
    """Return the first byte and the one after the last; the whole file when the range makes no sense."""
    match = _RANGE.fullmatch(request.headers.get("range", ""))
    condition = request.headers.get("if-range", file.etag)
    if match is None or match.group() == "bytes=-" or condition != file.etag:
        return 0, file.size
    first, last = match.groups()
    if not first:
        return max(0, file.size - int(last)), file.size
    if last and int(last) < int(first):
        return 0, file.size
    return int(first), min(file.size, int(last) + 1 if last else file.size)
