"""Signing in and out over HTTP: one ticket, one cookie."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest

from babydance.domain.accounts import TICKET_LIFE
from babydance.domain.tokens import token_hash
from tests.endpoints.conftest import OpenWeb, Web
from tests.services.people import EMAIL

SOME_ID = "0" * 32


def _enter(web: Web, ticket: str) -> Any:
    return web.post("/session/enter", data={"ticket": ticket})


def _cookie(answer: Any, name: str = "session") -> Morsel:
    cookies: SimpleCookie = SimpleCookie()
    for line in answer.headers.get_list("set-cookie"):
        cookies.load(line)
    return cookies[name]


def _ticket(web: Web) -> str:
    web.run(web.house.member)
    return web.run(web.house.people.ticket)


def test_a_ticket_becomes_a_cookie_that_no_script_can_read(web: Web) -> None:
    answer = _enter(web, _ticket(web))
    assert (answer.status_code, answer.headers["location"]) == (303, "/studio/")
    assert answer.headers["cache-control"] == "no-store"
    cookie = _cookie(answer)
    assert cookie["httponly"]
    assert (cookie["samesite"].lower(), cookie["path"], cookie["domain"]) == ("lax", "/", "")
    assert int(cookie["max-age"]) == 1_209_600
    assert not cookie["secure"]  # localhost without https could not keep it
    assert len(cookie.value) >= 43  # 256 bits
    assert web.run(web.house.people.accounts.who, cookie.value)


def test_on_https_the_cookie_is_secure_and_bound_to_the_host(open_web: OpenWeb) -> None:
    web = open_web(origin="https://studio.example")
    cookie = _cookie(_enter(web, _ticket(web)), "__Host-session")
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_a_ticket_works_once(web: Web) -> None:
    ticket = _ticket(web)
    assert "set-cookie" in _enter(web, ticket).headers
    web.client.cookies.clear()
    again = _enter(web, ticket)
    assert again.headers["location"] == "/sign-in/?again=1"
    assert "set-cookie" not in again.headers


def test_a_ticket_is_worthless_after_its_minute(web: Web) -> None:
    ticket = _ticket(web)
    web.house.people.clock.now += TICKET_LIFE
    assert _enter(web, ticket).headers["location"] == "/sign-in/?again=1"


@pytest.mark.parametrize(
    "body",
    [b"", b"ticket=", b"ticket=wrong", b"other=1", b"\xff\xfe\x00", b"ticket=%ff%00%ud83d", b"ticket[]=1", b"=&=&;"],
)
def test_a_body_without_a_ticket_leads_back_to_the_form(web: Web, body: bytes) -> None:
    answer = web.post("/session/enter", content=body)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/?again=1")


def test_a_body_that_is_too_long_is_not_read_to_its_end(web: Web) -> None:
    ticket = _ticket(web)
    answer = web.post("/session/enter", content=b"ticket=" + ticket.encode() + b"&pad=" + b"x" * 5_000)
    assert answer.headers["location"] == "/sign-in/?again=1"
    assert _enter(web, ticket).headers["location"] == "/studio/"  # and the ticket is not burnt


def test_signing_in_again_ends_the_session_before(web: Web) -> None:
    old = _cookie(_enter(web, _ticket(web))).value
    web.carry(old)
    new = _cookie(_enter(web, web.run(web.house.people.ticket))).value
    assert new != old
    assert web.run(web.house.people.accounts.who, old) is None
    assert web.run(web.house.people.accounts.who, new)


def test_a_session_that_is_not_presented_goes_on(web: Web) -> None:
    other = _cookie(_enter(web, _ticket(web))).value
    web.client.cookies.clear()
    _enter(web, web.run(web.house.people.ticket))
    assert web.run(web.house.people.accounts.who, other)


def test_leaving_ends_the_session_and_clears_the_browser(web: Web) -> None:
    web.sign_in()
    token = web.client.cookies["session"]
    answer = web.post("/session/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["clear-site-data"] == '"cache"'
    cookie = _cookie(answer)
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", "0", "/")
    assert web.run(web.house.people.accounts.who, token) is None
    web.carry(token)
    assert web.client.get(f"/media/original/{SOME_ID}").status_code == 401


def test_leaving_takes_the_cookie_of_https_too(open_web: OpenWeb) -> None:
    web = open_web(origin="https://studio.example")
    web.sign_in()
    cookie = _cookie(web.post("/session/leave"), "__Host-session")
    assert (cookie.value, cookie["max-age"], cookie["secure"]) == ("", "0", True)


def test_leaving_twice_or_without_a_session_is_fine(web: Web) -> None:
    assert web.post("/session/leave").status_code == 303
    web.carry("never-was-one")
    assert web.post("/session/leave").status_code == 303


def test_leaving_ends_one_session_and_not_those_of_other_computers(web: Web) -> None:
    web.sign_in()
    elsewhere, _ = web.run(web.house.enter)
    web.post("/session/leave")
    assert web.run(web.house.people.accounts.who, elsewhere.token)


def test_a_link_cannot_sign_anybody_in_or_out(web: Web) -> None:
    web.sign_in()
    token = web.client.cookies["session"]
    for path in ("/session/leave", "/session/enter"):
        assert web.client.get(path, follow_redirects=False).status_code in {404, 405}
    assert web.run(web.house.people.accounts.who, token)


def test_neither_ticket_nor_cookie_gets_into_the_log(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    ticket = _ticket(web)
    cookie = _cookie(_enter(web, ticket)).value
    web.carry(cookie)
    web.client.get(f"/media/original/{SOME_ID}")
    web.post("/session/leave")
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    assert EMAIL not in ours
    for secret in (ticket, cookie, token_hash(cookie)):
        assert secret not in ours
