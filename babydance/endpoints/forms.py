"""Reading what a native form posts, never more than was agreed."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request


async def read_form(request: Request, *, longest: int) -> dict[str, str]:
    """Return the first value of each field; nothing when the body has more than ``longest`` bytes or never ended."""
    fields = parse_qs((await _short_body(request, longest)).decode("latin-1"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


async def _short_body(request: Request, longest: int) -> bytes:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > longest:
                return b""
    except ClientDisconnect:
        return b""
    return body
