"""The gate: the outermost wrapper of the web application, before Reflex and before every route."""

from __future__ import annotations

import logging
import time
from collections import Counter
from ipaddress import ip_address

from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from babydance.domain.accounts import network_of
from babydance.endpoints.headers import RawHeaders, cache_headers, content_security_policy, is_part, security_headers
from babydance.wiring import studio

log = logging.getLogger(__name__)

IDENTITY = b"x-auth-request-access-token"  # Reflex never sends this header on to the browser
EVENTS = "/_event"
_CLOSED = ("/_event", "/_upload", "/_health", "/_all_routes", "/ping", "/auth-codespace")
_READING = {"GET", "HEAD", "OPTIONS"}
BURST, _PER_SECOND = 200, 40  # messages from one websocket
_MESSAGE_CAP = 65_536  # characters, or bytes, from a websocket at once
_FORBIDDEN, _TOO_MANY, _TOO_LARGE = 4403, 4429, 1009


class SessionGate:
    """Let own pages in, tell Reflex who is there, and put the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open: Counter[str] = Counter()
        self._policy: str | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, self._dressed(scope["path"], send))
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_CLOSED):
            await PlainTextResponse("There is nothing here.", 404)(scope, receive, send)
        elif scope["method"] not in _READING and not _is_own(scope):
            first = scope["path"].strip("/").partition("/")[0][:40]  # what follows may be the secret of a link
            log.warning("refused %s /%s from a foreign page", scope["method"], first)
            await PlainTextResponse("This came from another site.", 403)(scope, receive, send)
        else:
            await self._app(_without(scope, IDENTITY), receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(EVENTS) or not _is_own(scope):
            log.warning("refused a websocket from a foreign page")
            await _close(receive, send, _FORBIDDEN)
            return
        place = client_place(scope)
        if self._open[place] >= studio().site.connections_per_address:
            log.warning("refused a websocket: too many from one address")
            await _close(receive, send, _TOO_MANY)
            return
        self._open[place] += 1
        try:
            await self._app(await _with_identity(scope), _capped(receive, send), send)
        finally:
            self._open[place] -= 1
            if not self._open[place]:
                del self._open[place]

    def _dressed(self, path: str, send: Send) -> Send:
        if self._policy is None:
            self._policy = content_security_policy()
        site = studio().site
        policy = "" if is_part(path) else self._policy
        wanted = security_headers(
            is_https=site.is_https, policy=policy, has_other_port=bool(site.page_origin)
        ) + cache_headers(path)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: RawHeaders = list(message["headers"])
                present = {name.lower() for name, _ in headers}
                headers += [(name, value) for name, value in wanted if name not in present]
                message = {**message, "headers": headers}
            await send(message)

        return dressed


def session_cookie(headers: RawHeaders) -> str:
    """Return the session token that the browser sent, or nothing."""
    sent = "; ".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    return cookie_parser(sent).get(studio().site.cookie_name, "")


def client_address(scope: Scope) -> str:
    """Return the address of the person, as far as the trusted proxies tell."""
    hops = studio().site.proxy_hops
    if hops:
        forwarded = ",".join(v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for").split(",")
        if len(forwarded) >= hops:
            try:
                return str(ip_address(forwarded[-hops].strip()))
            except ValueError:
                log.warning("a proxy sent an address that is none")
    return scope["client"][0] if scope.get("client") else "unknown"


def client_place(scope: Scope) -> str:
    """Return what counts as one place: an address, or the network of 2^64 that one connection gets in IPv6."""
    address = client_address(scope)
    return network_of(address, ipv4_bits=32, ipv6_bits=64) or address


def _is_own(scope: Scope) -> bool:
    origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
    return len(origins) == 1 and origins[0] in studio().site.allowed_origins


async def _with_identity(scope: Scope) -> Scope:
    """Swap the cookie for the identity behind it, so that no handler, log line or pickle holds the cookie."""
    who = await studio().accounts.who(session_cookie(scope["headers"]))
    bare = _without(scope, IDENTITY, b"cookie", b"authorization")
    if who is not None:
        bare["headers"] = [*bare["headers"], (IDENTITY, f"{who.account_id}|{who.session_hash}".encode())]
    return bare


def _without(scope: Scope, *names: bytes) -> Scope:
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name not in names]}


def _capped(receive: Receive, send: Send) -> Receive:
    """Cut a socket off that sends too much at once or too often: the queues behind it have no end."""
    allowance = float(BURST)
    counted_at = time.monotonic()

    async def capped() -> Message:
        nonlocal allowance, counted_at
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        allowance = min(BURST, allowance + (now - counted_at) * _PER_SECOND) - 1
        counted_at = now
        code = _TOO_LARGE if _size(message) > _MESSAGE_CAP else _TOO_MANY if allowance < 0 else 0
        if code:
            log.warning("cut a websocket off with %d", code)
            await send({"type": "websocket.close", "code": code})
            return {"type": "websocket.disconnect", "code": code}
        return message

    return capped


def _size(message: Message) -> int:
    return len(message.get("text") or "") + len(message.get("bytes") or b"")


async def _close(receive: Receive, send: Send, code: int) -> None:
    await receive()
    await send({"type": "websocket.close", "code": code})
