"""Sending mail: once, or again until it works; what the mails say and what they never hold."""

from __future__ import annotations

import asyncio
import logging
from html.parser import HTMLParser
from pathlib import Path

import pytest

from babydance.domain.errors import InvalidInputError
from babydance.domain.mail import MailKind, Message
from babydance.services.mail import MAX_ATTEMPTS
from babydance.store import mail
from babydance.store.database import Database
from tests.conftest import Run
from tests.services.people import EMAIL, ORIGIN, OTHER_PASSWORD, PASSWORD, People, token_in


class RefusedError(OSError):
    code = 550


class Moody:
    """Fails ``failures`` times, in words that repeat the address, then delivers."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.tried: list[Message] = []
        self.delivered: list[Message] = []

    async def send(self, message: Message) -> None:
        self.tried.append(message)
        if len(self.tried) <= self.failures:
            raise RefusedError(f"no mailbox for {message.to}")
        self.delivered.append(message)


class Page(HTMLParser):
    """Collects what a mail shows and loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.text += data

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a"]


async def _row(people: People, mail_id: str) -> mail.MailRow:
    async with people.database.transaction() as session:
        row = await session.get(mail.MailRow, mail_id)
        assert row
        return row


async def _one_of_each_kind(people: People) -> dict[str, Message]:
    ask = people.accounts
    await people.sign_up(name='Ada <b>&</b> "Co"')
    await people.sign_up(password=OTHER_PASSWORD)
    await people.messages()
    await ask.reset_password(await people.token(), PASSWORD)
    await people.sign_up()
    await ask.ask_reset(EMAIL, address="192.0.2.7")
    kinds = ["verify", "finish-sign-up", "password-changed", "already-registered", "reset"]
    return dict(zip(kinds, await people.messages(), strict=True))


def test_a_mail_is_sent_once_however_often_it_is_started(database: Database, tmp_path: Path, run: Run) -> None:
    people = People(database, tmp_path)

    async def story() -> None:
        await people.sign_up()
        mail_id = people.started.ids[0]
        assert [await people.mail.send(mail_id) for _ in range(3)] == [0, 0, 0]
        assert len(await people.messages()) == 1
        row = await _row(people, mail_id)
        assert row.sent_at == people.clock.now
        assert row.attempts == 1

    run(story())


def test_a_mail_that_fails_is_tried_again_under_one_message_id(
    database: Database, tmp_path: Path, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    mailer = Moody(failures=2)
    people = People(database, tmp_path, mailer=mailer)

    async def story() -> mail.MailRow:
        await people.sign_up()
        mail_id = people.started.ids[0]
        assert [await people.mail.send(mail_id) for _ in range(3)] == [30, 60, 0]
        failed_once = await _row(people, mail_id)
        assert await people.accounts.verify_email(token_in(mailer.tried[0])) == "Ada"
        assert await people.accounts.verify_email(token_in(mailer.tried[2])) == "Ada"
        return failed_once

    caplog.set_level(logging.DEBUG)
    row = run(story())
    assert (row.attempts, row.last_error_code, row.dead_at) == (3, "", None)
    assert {message.message_id for message in mailer.tried} == {f"<{row.id}@studio.example>"}
    assert len({message.text for message in mailer.tried}) == 3
    assert "RefusedError 550" in caplog.text
    assert EMAIL not in caplog.text


def test_a_mail_is_given_up_after_eight_attempts(database: Database, tmp_path: Path, run: Run) -> None:
    mailer = Moody(failures=99)
    people = People(database, tmp_path, mailer=mailer)

    async def story() -> mail.MailRow:
        await people.sign_up()
        mail_id = people.started.ids[0]
        pauses = [await people.mail.send(mail_id) for _ in range(MAX_ATTEMPTS + 2)]
        assert pauses == [30, 60, 120, 240, 480, 960, 1920, 0, 0, 0]
        people.clock.move(days=1)
        assert await people.mail.unsent(10) == []
        return await _row(people, mail_id)

    row = run(story())
    assert (row.attempts, row.last_error_code) == (MAX_ATTEMPTS, "RefusedError 550")
    assert row.dead_at
    assert len(mailer.tried) == MAX_ATTEMPTS


def test_mails_that_nobody_sent_are_found_once_by_those_who_look(database: Database, tmp_path: Path, run: Run) -> None:
    people = People(database, tmp_path)

    async def story() -> None:
        for number in range(4):
            await people.sign_up(f"a{number}@example.com")
        await people.mail.send(people.started.ids[3])
        assert await people.mail.unsent(10) == []
        people.clock.move(minutes=10, seconds=1)
        found = await asyncio.gather(*(people.mail.unsent(2) for _ in range(3)))
        assert sorted(mail_id for part in found for mail_id in part) == sorted(people.started.ids[:3])
        assert await people.mail.unsent(10) == []

    run(story())


def test_an_unknown_mail_is_nothing_to_do(sqlite_database: Database, tmp_path: Path, run: Run) -> None:
    assert run(People(sqlite_database, tmp_path).mail.send("nonsense")) == 0


def test_a_mail_whose_process_died_while_sending_is_sent_again(
    sqlite_database: Database, tmp_path: Path, run: Run
) -> None:
    class Killed:
        async def send(self, message: Message) -> None:
            raise asyncio.CancelledError

    async def story() -> None:
        people = People(sqlite_database, tmp_path, mailer=Killed())
        await people.sign_up()
        with pytest.raises(asyncio.CancelledError):
            await people.mail.send(people.started.ids[0])
        later = People(sqlite_database, tmp_path, started=people.started)
        assert len(await later.messages()) == 1
        assert (await _row(later, people.started.ids[0])).attempts == 2

    run(story())


def test_every_kind_is_written_as_text_and_as_a_page_that_loads_nothing(
    sqlite_database: Database, tmp_path: Path, run: Run
) -> None:
    messages = run(_one_of_each_kind(People(sqlite_database, tmp_path)))
    assert set(messages) == {kind.value for kind in MailKind}
    assert len({message.subject for message in messages.values()}) == len(MailKind)
    for message in messages.values():
        page = Page(message.html)
        assert ("html", {"lang": "en", "dir": "ltr"}) in page.tags
        assert message.subject in page.text
        assert {tag for tag, _ in page.tags}.isdisjoint({"img", "script", "link", "iframe", "b"})
        assert "url(" not in message.html
        assert all(link.startswith(f"{ORIGIN}/") for link in page.links)
        for link in page.links[:-1]:  # the last is the name of the studio
            assert link in message.text
        for text in (message.text, page.text, message.subject):
            assert "!" not in text
            assert "{" not in text.partition("Hello")[2]
        assert message.to == EMAIL
        assert not message.text.startswith("\n")


def test_links_lead_to_the_right_page_and_say_how_long_they_live(
    sqlite_database: Database, tmp_path: Path, run: Run
) -> None:
    messages = run(_one_of_each_kind(People(sqlite_database, tmp_path)))
    for kind, path, life in (
        ("verify", "verify", "48 hours"),
        ("finish-sign-up", "reset", "48 hours"),
        ("reset", "reset", "one hour"),
    ):
        assert f"{ORIGIN}/{path}/?token=" in messages[kind].text
        assert life in messages[kind].text


def test_a_mail_greets_by_name_only_whom_we_know(sqlite_database: Database, tmp_path: Path, run: Run) -> None:
    messages = run(_one_of_each_kind(People(sqlite_database, tmp_path)))
    for kind, message in messages.items():
        is_known = kind not in {"verify", "finish-sign-up"}
        assert ("Ada" in message.text) == is_known
        assert ("Ada &lt;b&gt;&amp;&lt;/b&gt; &#34;Co&#34;" in message.html) == is_known


def test_an_address_in_other_letters_is_written_for_the_mail_server(
    sqlite_database: Database, tmp_path: Path, run: Run
) -> None:
    people = People(sqlite_database, tmp_path)

    async def story() -> list[Message]:
        await people.sign_up("ada@BÜCHER.example.com")
        with pytest.raises(InvalidInputError):
            await people.sign_up("ädä@example.com")
        return await people.messages()

    assert run(story())[0].to == "ada@xn--bcher-kva.example.com"
