"""Masks: the painted PNG comes as the body of a request, capped while it streams."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from babydance.domain.errors import InvalidInputError
from babydance.domain.masks import MAX_MASK_BYTES, TOO_LARGE
from babydance.endpoints.auth_session import signed_in
from babydance.wiring import studio


async def add_mask(request: Request) -> Response:
    """Keep a mask for a picture, and answer with its id."""
    who = await signed_in(request)
    data = await _capped_body(request)
    mask_id = await studio().masks.add(who.account_id, request.path_params["picture"], data)
    return JSONResponse({"id": mask_id}, headers={"cache-control": "no-store"})


async def _capped_body(request: Request) -> bytes:
    """Return the body; stop reading as soon as it is too long to be a mask."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and len(announced) < 20 and int(announced) >= MAX_MASK_BYTES:  # noqa: PLR2004
        raise InvalidInputError(TOO_LARGE, field="mask")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) >= MAX_MASK_BYTES:
                raise InvalidInputError(TOO_LARGE, field="mask")
    except ClientDisconnect:
        raise InvalidInputError("The mask broke off on its way. Try again.", field="mask") from None
    return bytes(body)
