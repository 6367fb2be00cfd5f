"""Share links: a page that anybody may open who has its address, and the two pictures that belong to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from babydance.domain.errors import NotFoundError
from babydance.domain.shares import CARD_SIZE, SharedPicture, is_robot
from babydance.endpoints.gate import session_cookie
from babydance.wiring import studio

_ALT = "A picture of a baby character, made with AI"
_DESCRIBED = 200  # characters of the words that a preview card shows
_UNLISTED = {"x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer"}
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "share_pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


async def shared_page(request: Request) -> Response:
    """Show the picture behind a link; whatever is wrong with the link, the answer is the same."""
    token = request.path_params["token"]
    try:
        shown = await studio().shares.open(token, viewer_id=await _viewer(request), is_visit=_is_visit(request))
    except NotFoundError as error:
        return _page("gone.html", 404, words=error.words)
    return _page("picture.html", **_facts(token, shown))


async def shared_picture(request: Request) -> Response:
    """Send the copy that strangers see."""
    return await _send(request, "picture")


async def shared_card(request: Request) -> Response:
    """Send the picture that chats show beside the link."""
    return await _send(request, "card")


async def _viewer(request: Request) -> str:
    """Return the account of who is looking, so that owners do not count themselves; empty for a stranger."""
    who = await studio().accounts.who(session_cookie(request.scope["headers"]))
    return who.account_id if who else ""


def _is_visit(request: Request) -> bool:
    """Tell whether somebody looks: no robot, no mere question, no page that is fetched just in case."""
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return (
        request.method == "GET"
        and "prefetch" not in purpose.lower()
        and not is_robot(request.headers.get("user-agent", ""))
    )


def _facts(token: str, shown: SharedPicture) -> dict[str, Any]:
    words = " ".join(shown.words.split())
    short = words if len(words) <= _DESCRIBED else f"{words[:_DESCRIBED].rstrip()}…"
    return {
        "origin": studio().site.origin,
        "place": f"/s/{token}",
        "picture": shown,
        "alt": words or _ALT,
        "description": short or "Somebody shared this picture with you.",
        "card_width": CARD_SIZE[0],
        "card_height": CARD_SIZE[1],
    }


def _page(name: str, status: int = 200, **facts: Any) -> HTMLResponse:
    headers = {**_UNLISTED, "cache-control": "no-store", "content-security-policy": _POLICY}
    return HTMLResponse(_PAGES.get_template(name).render(facts), status, headers)


async def _send(request: Request, variant: str) -> Response:
    file = await studio().shares.media(request.path_params["token"], variant)
    headers = {
        **_UNLISTED,
        "etag": file.etag,
        "cache-control": "private, no-cache",  # asked again each time, so that a link that ended has ended
        "content-security-policy": "default-src 'none'; sandbox",
    }
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(file.size)
    body = studio().shares.stream(file) if request.method == "GET" else iter(())
    return StreamingResponse(body, 200, headers, file.media_type)
