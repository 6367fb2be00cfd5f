"""Signing in and out: the two places where the session cookie is made and taken away."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from babydance.domain.accounts import SignedIn
from babydance.domain.errors import NotSignedInError, SignInError
from babydance.domain.tokens import token_hash
from babydance.endpoints.forms import read_form
from babydance.endpoints.gate import client_address, session_cookie
from babydance.wiring import studio

_LONGEST_FORM = 4_096  # bytes


async def enter(request: Request) -> Response:
    """Swap a one-time ticket for a session cookie."""
    form = await read_form(request, longest=_LONGEST_FORM)
    try:
        session = await studio().accounts.enter(
            form.get("ticket", ""),
            agent=request.headers.get("user-agent", ""),
            address=client_address(request.scope),
            old_session=token_hash(session_cookie(request.scope["headers"])),
        )
    except SignInError:
        return _go("/sign-in/?again=1")
    response = _go("/studio/")
    site = studio().site
    response.set_cookie(
        site.cookie_name,
        session.token,
        max_age=site.session_seconds,
        path="/",
        secure=site.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


async def leave(request: Request) -> Response:
    """End the session, and let nothing of it stay in the browser."""
    who = await studio().accounts.who(session_cookie(request.scope["headers"]))
    if who is not None:
        await studio().accounts.leave(who.session_hash)
    response = _go("/")
    response.delete_cookie(studio().site.cookie_name, path="/", secure=studio().site.is_https, httponly=True)
    response.headers["clear-site-data"] = '"cache"'
    return response


async def signed_in(request: Request) -> SignedIn:
    """Return who sent the request, or refuse."""
    who = await studio().accounts.who(session_cookie(request.scope["headers"]))
    if who is None:
        raise NotSignedInError("Sign in first.")
    return who


def _go(path: str) -> RedirectResponse:
    response = RedirectResponse(f"{studio().site.page_origin}{path}", 303)
    response.headers["cache-control"] = "no-store"
    return response
