"""The development outbox: on this machine only, never in production, and nothing in it runs."""

from __future__ import annotations

import pytest

from babydance.domain.mail import Message
from tests.endpoints.conftest import OpenWeb, Web
from tests.site import ORIGIN, nobodys_id

NASTY = "<script>alert(1)</script> \"quoted\" & 'more'"


def _mail(web: Web, subject: str = "Hello", text: str = "Some words") -> str:
    message = Message(to="ada@example.com", subject=subject, text=text, html="", message_id=f"<{nobodys_id()}@x>")
    web.run(web.house.people.outbox.send, message)
    return web.run(web.house.people.outbox.list)[0].id


def test_an_empty_outbox_says_so(web: Web) -> None:
    answer = web.client.get("/admin/outbox")
    assert answer.status_code == 200
    assert "No mail yet" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_a_mail_is_listed_and_shown_with_a_link_that_works(web: Web) -> None:
    link = f"{ORIGIN}/verify?token=abc&x=1"
    mail = _mail(web, text=f"Follow this:\n{link}\nThank you.")
    assert f"/admin/outbox/{mail}" in web.client.get("/admin/outbox").text
    shown = web.client.get(f"/admin/outbox/{mail}").text
    assert f'<a href="{ORIGIN}/verify?token=abc&amp;x=1">' in shown
    assert "Follow this:\n" in shown


def test_what_a_mail_says_never_becomes_part_of_the_page(web: Web) -> None:
    mail = _mail(web, subject=NASTY, text=f'{NASTY} {ORIGIN}/"onclick=alert(1)')
    for path in ("/admin/outbox", f"/admin/outbox/{mail}"):
        page = web.client.get(path).text
        assert "<script>" not in page
        assert '"onclick' not in page
        assert "&lt;script&gt;" in page


def test_only_our_own_addresses_become_links(web: Web) -> None:
    text = f"{ORIGIN}.evil.example/verify https://evil.example javascript:alert(1)"
    assert web.client.get(f"/admin/outbox/{_mail(web, text=text)}").text.count("<a href") == 1  # back to the list


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "testclient"])
def test_other_machines_see_nothing(open_web: OpenWeb, address: str) -> None:
    web = open_web(address=address)
    mail = _mail(web)
    assert web.client.get("/admin/outbox").status_code == 404
    assert web.client.get(f"/admin/outbox/{mail}").status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
def test_this_machine_sees_it(open_web: OpenWeb, address: str) -> None:
    assert open_web(address=address).client.get("/admin/outbox").status_code == 200


def test_a_visitor_behind_a_proxy_on_this_machine_is_not_this_machine(open_web: OpenWeb) -> None:
    web = open_web(proxy_hops=1)
    assert web.client.get("/admin/outbox", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    assert web.client.get("/admin/outbox", headers={"x-forwarded-for": "127.0.0.1, 203.0.113.9"}).status_code == 404


@pytest.mark.parametrize("host", ["evil.example:3000", "localhost.evil.example", "192.0.2.7:3000"])
def test_a_foreign_name_that_leads_to_this_machine_sees_nothing(web: Web, host: str) -> None:
    assert web.client.get("/admin/outbox", headers={"host": host}).status_code == 404


@pytest.mark.parametrize("host", ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"])
def test_this_machine_may_be_called_by_any_of_its_names(web: Web, host: str) -> None:
    assert web.client.get("/admin/outbox", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("site", [{"is_production": True}, {"is_on_loopback": False}, {"mails_to_outbox": False}])
def test_there_is_none_where_customers_are_or_mail_is_sent(open_web: OpenWeb, site: dict[str, bool]) -> None:
    web = open_web(**site)
    mail = _mail(web)
    assert web.client.get("/admin/outbox").status_code == 404
    assert web.client.get(f"/admin/outbox/{mail}").status_code == 404


@pytest.mark.parametrize("mail", ["0" * 32, "..", "..%2fsecret.key", "x", "%00", "A" * 32])
def test_a_mail_that_is_not_there_is_not_found(web: Web, mail: str) -> None:
    assert web.client.get(f"/admin/outbox/{mail}").status_code == 404
