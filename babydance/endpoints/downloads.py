"""Downloads: a picture in another format, and a ZIP of any selection that is sent while it is made."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from babydance.domain.downloads import Archive
from babydance.domain.errors import InvalidInputError
from babydance.domain.gallery import Selection, view_asked
from babydance.domain.media import MEDIA_TYPES
from babydance.endpoints.auth_session import signed_in
from babydance.endpoints.forms import read_form
from babydance.wiring import studio

_LONGEST_FORM = 262_144  # bytes: two thousand ids, and their quotation marks three characters each
_UNREADABLE = "This selection can't be read. Go back to the gallery and choose again."


async def archive(request: Request) -> Response:
    """Send a ZIP of the posted ``selection``, converted to ``format`` if that is named."""
    who = await signed_in(request)
    form = await read_form(request, longest=_LONGEST_FORM)
    selection = _selection(form.get("selection", ""))
    made = await studio().downloads.archive(who.account_id, selection, file_format=form.get("format", ""))
    return _ArchiveResponse(made)


async def converted(request: Request) -> Response:
    """Send a copy of a picture in another format, as a file to save."""
    who = await signed_in(request)
    file_format = request.path_params["format"]
    name, data = await studio().downloads.converted(who.account_id, request.path_params["picture"], file_format)
    return Response(data, headers=_headers(name), media_type=MEDIA_TYPES[file_format])


class _ArchiveResponse(StreamingResponse):
    """Ends the archive at once when the browser is gone, instead of whenever it is collected."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.stream, headers=_headers(archive.name), media_type="application/zip")
        self._archive = archive

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._archive.stream):
            await super().stream_response(send)


def _headers(name: str) -> dict[str, str]:
    """Name a file to save; its ASCII part first, for readers that know no other."""
    plain = name.encode("ascii", "ignore").decode().strip("-") or "picture"
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "cache-control": "private, no-store",
        "x-robots-tag": "noindex",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-accel-buffering": "no",
    }


def _selection(posted: str) -> Selection:
    """Read ``{"ids": [...], "is_all": false, "view": "q=..."}``, and nothing else."""
    try:
        asked: Any = json.loads(posted)
    except (ValueError, RecursionError):
        raise InvalidInputError(_UNREADABLE) from None
    match asked:
        case {"ids": list(ids), "is_all": bool(is_all), "view": str(view)} if len(asked) == 3:  # noqa: PLR2004
            if all(isinstance(one, str) for one in ids):
                return Selection(ids=tuple(ids), view=view_asked(view) if is_all else None)
    raise InvalidInputError(_UNREADABLE)
