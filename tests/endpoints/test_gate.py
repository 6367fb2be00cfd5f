"""The gate: headers on every answer, own pages only, and no identity but the cookie's."""

from __future__ import annotations

import asyncio
import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import WebSocketDenialResponse, WebSocketTestSession
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from babydance.endpoints.gate import IDENTITY, SessionGate, client_address, session_cookie
from babydance.wiring import use_studio
from tests.endpoints.conftest import OpenWeb, Web
from tests.services.people import EMAIL

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CLOSED = ["/_event", "/_event/?EIO=4&transport=polling", "/_upload", "/_health", "/_all_routes", "/ping"]


@pytest.mark.parametrize(
    ("method", "path", "origin", "status"),
    [
        ("GET", "/healthz", True, 200),
        ("HEAD", "/healthz", True, 200),
        ("GET", "/nothing", True, 404),
        ("GET", "/_event", True, 404),
        ("POST", "/session/enter", False, 403),
        ("POST", "/session/enter", True, 303),
        ("DELETE", "/healthz", True, 404),
        ("GET", "/media/original/0", True, 401),
    ],
)
def test_every_answer_carries_the_security_headers(web: Web, method: str, path: str, origin: bool, status: int) -> None:
    answer = web.client.request(method, path, headers=web.origin if origin else {}, follow_redirects=False)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert answer.headers["content-security-policy"]
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"] in {"no-cache", "no-store"}


def test_a_crash_tells_only_a_reference_and_still_carries_the_headers(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    web.sign_in()
    web.run(web.house.database.close)
    object.__setattr__(web.house.studio, "gallery", None)
    answer = web.client.get(f"/media/original/{'0' * 32}")
    assert answer.status_code == 500
    reference = re.search(r"reference ([0-9a-f]{8})", answer.text)
    assert reference
    assert "NoneType" not in answer.text
    assert reference[1] in caplog.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_policy_allows_neither_eval_nor_inline_scripts(web: Web) -> None:
    policy = web.client.get("/healthz").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe" not in rules["script-src"]
    assert "*" not in policy
    assert "http:" not in policy
    assert rules["default-src"] == "'none'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == rules["connect-src"] == "'self'"


def test_files_with_a_hash_in_their_name_may_be_kept_for_ever_and_nothing_else(web: Web) -> None:
    assert web.client.get("/assets/index-abc123.js").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert web.client.get("/studio/").headers["cache-control"] == "no-cache"


def test_https_is_insisted_on_only_where_there_is_https(open_web: OpenWeb) -> None:
    assert "strict-transport-security" not in open_web().client.get("/healthz").headers
    secure = open_web(origin="https://studio.example").client.get("/healthz").headers
    assert secure["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_doors_of_reflex_that_we_do_not_use_are_shut(web: Web, method: str, path: str) -> None:
    assert web.client.request(method, path, headers=web.origin).status_code == 404


@pytest.mark.parametrize(
    "origin", [None, "null", "", "https://evil.example", "http://localhost:3001", "http://localhost:3000.evil.example"]
)
@pytest.mark.parametrize("path", ["/session/enter", "/session/leave"])
def test_a_foreign_page_cannot_post(web: Web, path: str, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert web.client.post(path, headers=headers, follow_redirects=False).status_code == 403


def test_two_origins_are_as_bad_as_none(web: Web) -> None:
    headers = [("origin", "http://localhost:3000"), ("origin", "https://evil.example")]
    assert web.client.post("/session/leave", headers=headers, follow_redirects=False).status_code == 403


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:3000"])
def test_a_foreign_page_cannot_open_a_websocket(web: Web, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    with (
        pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)),
        web.client.websocket_connect("/_event", headers=headers),
    ):
        pass
    assert web.handshakes == []


def test_a_websocket_elsewhere_is_refused(web: Web) -> None:
    with pytest.raises(WebSocketDisconnect), web.client.websocket_connect("/healthz", headers=web.origin):
        pass


def test_the_handshake_swaps_the_cookie_for_the_identity_behind_it(web: Web) -> None:
    who = web.sign_in()
    forged = web.origin | {"authorization": "Bearer mine", IDENTITY.decode(): "somebody|else"}
    with web.client.websocket_connect("/_event", headers=forged) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
    headers = web.handshakes[0]
    assert [value for name, value in headers if name == IDENTITY] == [f"{who.account_id}|{who.session_hash}".encode()]
    assert not {b"cookie", b"authorization"} & {name for name, _ in headers}


def test_a_forged_identity_does_not_pass_the_gate(web: Web) -> None:
    with web.client.websocket_connect("/_event", headers=web.origin | {IDENTITY.decode(): "somebody|else"}):
        pass
    assert IDENTITY not in dict(web.handshakes[0])


def test_a_forged_identity_is_no_session_for_a_route_either(web: Web) -> None:
    who = web.sign_in()
    web.client.cookies.clear()
    forged = {IDENTITY.decode(): f"{who.account_id}|{who.session_hash}"}
    assert web.client.get(f"/media/original/{'0' * 32}", headers=forged).status_code == 401


def test_an_address_may_open_only_so_many_websockets(web: Web) -> None:
    def connect() -> object:
        return web.client.websocket_connect("/_event", headers=web.origin)

    with connect(), connect():
        with connect(), pytest.raises(WebSocketDisconnect), connect():
            pass
        with connect():  # one that is closed makes room
            pass


def test_neighbours_in_one_ipv6_network_share_their_limit_and_others_do_not(open_web: OpenWeb) -> None:
    web = open_web(proxy_hops=1, connections_per_address=1)

    def connect(address: str) -> object:
        return web.client.websocket_connect("/_event", headers=web.origin | {"x-forwarded-for": address})

    with connect("2001:db8:0:1::1"):
        with pytest.raises(WebSocketDisconnect), connect("2001:db8:0:1::2"):
            pass
        with connect("2001:db8:0:2::1"):
            pass


@pytest.mark.parametrize("kind", ["text", "bytes"])
def test_a_message_that_is_too_long_ends_the_connection(web: Web, kind: str) -> None:
    with web.client.websocket_connect("/_event", headers=web.origin) as socket:
        socket.send_text("x" * 65_536)
        assert len(socket.receive_text()) == 65_536
        if kind == "text":
            socket.send_text("x" * 65_537)
        else:
            socket.send_bytes(b"x" * 65_537)
        with pytest.raises(WebSocketDisconnect) as cut:
            socket.receive_text()
    assert cut.value.code == 1009


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, ["203.0.113.9"], "198.51.100.1"),  # nobody is trusted: the header is the visitor's own invention
        (1, [], "198.51.100.1"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["10.0.0.1, 203.0.113.9"], "203.0.113.9"),  # what stands further left was there before
        (2, ["10.0.0.1, 203.0.113.9, 192.0.2.1"], "203.0.113.9"),
        (2, ["203.0.113.9"], "198.51.100.1"),  # fewer entries than proxies: it did not come through them
        (2, ["203.0.113.9", "192.0.2.1"], "203.0.113.9"),
        (1, ["not an address"], "198.51.100.1"),
        (1, ["203.0.113.9\u00b2"], "198.51.100.1"),
    ],
)
def test_a_forwarded_address_counts_only_from_the_proxies_we_trust(
    open_web: OpenWeb, hops: int, forwarded: list[str], address: str
) -> None:
    web = open_web(proxy_hops=hops)
    headers = [(b"x-forwarded-for", value.encode("latin-1")) for value in forwarded]
    with use_studio(web.house.studio):
        assert client_address({"type": "http", "headers": headers, "client": ("198.51.100.1", 1)}) == address


def test_a_visitor_without_an_address_is_unknown(web: Web) -> None:
    assert client_address({"type": "http", "headers": [], "client": None}) == "unknown"


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ([b"session=abc"], "abc"),
        ([b"a=1; session=abc; b=2"], "abc"),
        ([b"a=1", b"session=abc"], "abc"),  # HTTP/2 may send a header a cookie
        ([b'prefs={"dark": [1, 2]}; session=abc'], "abc"),  # another program on this host was careless
        ([b'broken[]=\\"; ; =; session=abc'], "abc"),
        ([b"__Host-session=abc"], ""),
        ([b"sessions=abc"], ""),
        ([b"\xff\xfe"], ""),
        ([], ""),
    ],
)
def test_the_session_cookie_is_found_among_whatever_else_is_sent(web: Web, sent: list[bytes], found: str) -> None:
    assert session_cookie([(b"cookie", value) for value in sent]) == found


def test_a_session_of_plain_http_is_none_on_https(open_web: OpenWeb) -> None:
    web = open_web(origin="https://studio.example")
    session, _ = web.run(web.house.member, EMAIL)
    web.client.cookies.set("session", session.token)
    assert web.client.get(f"/media/original/{'0' * 32}").status_code == 401
    web.carry(session.token)
    assert web.client.get(f"/media/original/{'0' * 32}").status_code == 404


def test_a_visitor_who_hangs_up_leaves_no_crash_behind(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    async def hang_up() -> None:
        messages = [{"type": "http.request", "body": b"ticket=", "more_body": True}, {"type": "http.disconnect"}]

        async def receive() -> dict[str, object]:
            return messages.pop(0)

        async def send(_message: object) -> None: ...

        scope = {
            "type": "http", "method": "POST", "path": "/session/enter", "raw_path": b"/session/enter",
            "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "scheme": "http",
            "headers": [(b"origin", web.house.site.origin.encode()), (b"host", b"localhost")],
        }  # fmt: skip
        await web.client.app(scope, receive, send)

    web.run(hang_up)
    assert "crash" not in caplog.text


def test_the_life_of_the_application_passes_through_the_gate(web: Web) -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(SessionGate(app)({"type": "lifespan"}, None, None))
    assert seen == ["lifespan"]


def test_a_header_that_a_route_has_set_itself_stays(web: Web) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("", headers={"Cache-Control": "private", "X-Frame-Options": "SAMEORIGIN"})(
            scope, receive, send
        )

    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/assets/x", "headers": []}
    asyncio.run(SessionGate(app)(scope, None, send))
    names = [name.lower() for name, _ in sent[0]["headers"]]
    assert names.count(b"cache-control") == names.count(b"x-frame-options") == 1
    assert dict(sent[0]["headers"])[b"cache-control"] == b"private"


def test_a_websocket_that_sends_without_end_is_cut_off(web: Web) -> None:
    def listen(socket: WebSocketTestSession) -> None:
        while True:
            socket.receive_text()

    with web.client.websocket_connect("/_event", headers=web.origin) as socket:
        for _ in range(1_000):
            socket.send_text("2")
        with pytest.raises(WebSocketDisconnect) as cut:
            listen(socket)
    assert cut.value.code == 4429
