"""The way in for a picture: the body is the file, everything about it stands in headers."""

from __future__ import annotations

import asyncio
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from babydance.domain.uploads import BROKEN, MAX_UPLOAD_BYTES, TOO_MANY_BYTES, TooLargeError, UploadError, UploadView
from babydance.endpoints.auth_session import signed_in
from babydance.wiring import studio

NAME, SHOWS_PEOPLE, CONSENT = "x-upload-name", "x-upload-shows-people", "x-upload-consent"
_IN_MEMORY = 2_000_000  # bytes of a file that is still arriving; the rest waits in a file without a name
_AT_ONCE = 1_000_000  # bytes that are written there together
_PATIENCE = 600.0  # seconds for a whole file
_TOO_SLOW = "The upload took too long. Try again with a better connection."


async def add_upload(request: Request) -> Response:
    """Take one picture, after looking at everything that can be known before its first byte."""
    who = await signed_in(request)
    told = request.headers
    shows_people, has_consent = told.get(SHOWS_PEOPLE) != "no", told.get(CONSENT) == "yes"
    uploads = studio().uploads
    await uploads.admit(who.account_id, shows_people=shows_people, has_consent=has_consent)
    _check_length(told.get("content-length", ""))
    with SpooledTemporaryFile(_IN_MEMORY) as file:
        await _receive(request, file)
        async with uploads.room:
            view = await uploads.add(
                who.account_id,
                await asyncio.to_thread(_content, file),
                name=unquote(told.get(NAME, "")),
                shows_people=shows_people,
                has_consent=has_consent,
            )
    return JSONResponse(_answer(view), 201, headers={"cache-control": "no-store"})


def _check_length(told: str) -> None:
    if told.isdecimal() and int(told[:20]) > MAX_UPLOAD_BYTES:
        raise TooLargeError(TOO_MANY_BYTES)


async def _receive(request: Request, file: IO[bytes]) -> None:
    """Write the body into ``file`` as it comes; stop at the first byte too many."""
    size, waiting = 0, bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for chunk in request.stream():
                size += len(chunk)
                if size > MAX_UPLOAD_BYTES:
                    raise TooLargeError(TOO_MANY_BYTES)
                waiting += chunk
                if len(waiting) >= _AT_ONCE:
                    await asyncio.to_thread(file.write, bytes(waiting))
                    waiting.clear()
    except ClientDisconnect:
        raise UploadError(BROKEN) from None
    except TimeoutError:
        raise UploadError(_TOO_SLOW) from None
    await asyncio.to_thread(file.write, bytes(waiting))


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _answer(view: UploadView) -> dict[str, object]:
    return {
        "id": view.id,
        "name": view.name,
        "width": view.width,
        "height": view.height,
        "shows_people": view.shows_people,
        "expires_at": view.expires_at.isoformat() if view.expires_at else None,
        "warnings": list(view.warnings),
    }
