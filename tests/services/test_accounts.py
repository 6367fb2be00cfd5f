"""Signing up, in and out: what people get, what strangers can't learn, and what happens all at once."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import pytest

from babydance.adapters.bcrypt_passwords import BcryptPasswords
from babydance.domain.accounts import Account
from babydance.domain.errors import (
    InvalidInputError,
    LinkError,
    NotFoundError,
    SignInError,
    StudioError,
    TooManyRequestsError,
)
from babydance.domain.tokens import token_hash
from babydance.store import credits
from babydance.store.database import Database
from tests.conftest import Run
from tests.services.people import EMAIL, OTHER_PASSWORD, PASSWORD, People, token_in


@pytest.fixture
def people(database: Database, tmp_path: Path) -> People:
    return People(database, tmp_path)


@pytest.fixture
def few(sqlite_database: Database, tmp_path: Path) -> People:
    """The same for what has nothing to do with the kind of database."""
    return People(sqlite_database, tmp_path)


async def _balance(people: People, account_id: str) -> int:
    async with people.database.reading() as session:
        return (await credits.balance(session, account_id)).available


async def _version(people: People, account_id: str) -> int:
    async with people.database.reading() as session:
        return (await credits.versions(session, [account_id]))[account_id]


async def _outcomes(*calls: Any) -> list[Any]:
    return await asyncio.gather(*calls, return_exceptions=True)


async def _count(people: People, table: str) -> int:
    async with people.database.reading() as session:
        found = await (await session.connection()).exec_driver_sql(f"SELECT count(*) FROM {table}")
        return found.scalar_one()


async def _everything_stored(people: People) -> str:
    text = ""
    async with people.database.reading() as session:
        connection = await session.connection()
        for table in ("account", "session", "ticket", "account_link", "mail"):
            text += str((await connection.exec_driver_sql(f"SELECT * FROM {table}")).all())
    return text


def test_signing_up_verifying_and_signing_in_gives_an_account_with_its_credits(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        before = await people.signed_in()
        assert not (await people.accounts.account(before.account_id)).is_verified
        assert await _balance(people, before.account_id) == 0
        assert await people.verify() == "Ada"
        after = await people.signed_in()
        assert await people.accounts.account(after.account_id) == Account(after.account_id, "Ada", EMAIL, True)
        assert await _balance(people, after.account_id) == 20

    run(story())


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name": " \u200b"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"email": "nobody"}, "email"),
        ({"email": f"{'x' * 300}@example.com"}, "email"),
        ({"email": "a@exa\x00mple.com"}, "email"),
        ({"email": "Bob <a@example.com>"}, "email"),
        ({"email": "a@mailinator.com"}, "email"),
        ({"email": "a@deep.mailinator.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "giraffe" * 30}, "password"),
        ({"password": "qwertyuiop"}, "password"),
        ({"password": EMAIL.lower()}, "password"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_field(
    few: People, run: Run, change: dict[str, str], where: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        run(few.sign_up(**change))
    assert refusal.value.field == where
    assert few.started.ids == []


def test_an_address_is_the_same_however_it_is_written(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        assert await few.ticket(f"  {EMAIL.upper()} ")
        await few.sign_up(EMAIL.lower())
        assert await _count(few, "account") == 1

    run(story())


def test_signing_up_again_looks_the_same_and_tells_only_the_owner(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        await people.verify()
        outcomes = await _outcomes(
            people.sign_up(password=OTHER_PASSWORD, name="Eve"),
            people.sign_up("new@example.com", password=OTHER_PASSWORD, name="Eve"),
        )
        assert outcomes == [None, None]
        told = {message.to: message for message in (await people.messages())[1:]}
        assert told[EMAIL].subject == "You already have an account"
        assert "token" not in told[EMAIL].text
        assert told["new@example.com"].subject == "Confirm your address"
        with pytest.raises(SignInError):
            await people.ticket(password=OTHER_PASSWORD)
        assert await people.ticket()

    run(story())


def test_signing_up_again_unverified_with_the_same_password_mails_another_link(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        await people.sign_up()
        messages = await people.messages()
        assert [message.subject for message in messages] == ["Confirm your address"] * 2
        assert await people.accounts.verify_email(token_in(messages[0])) == "Ada"

    run(story())


def test_whoever_signs_up_first_with_a_foreign_address_does_not_get_the_account(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up(name="Eve")
        theirs = await people.enter()
        await people.sign_up(password=OTHER_PASSWORD)
        await people.accounts.resend_verification(EMAIL, address="192.0.2.7")
        messages = await people.messages()
        assert [message.subject for message in messages[1:]] == ["Finish signing up"] * 2
        assert "Eve" not in "".join(message.text + message.html for message in messages)
        await people.accounts.reset_password(token_in(messages[1]), OTHER_PASSWORD)
        assert await people.accounts.who(theirs.token) is None
        with pytest.raises(SignInError):
            await people.ticket()
        with pytest.raises(LinkError):
            await people.accounts.verify_email(token_in(messages[0]))
        mine = await people.enter(await people.ticket(password=OTHER_PASSWORD))
        found = await people.accounts.who(mine.token)
        assert found
        assert (await people.accounts.account(found.account_id)).is_verified
        assert await _balance(people, found.account_id) == 20

    run(story())


def test_of_many_sign_ups_at_once_with_one_address_one_opens_the_account(people: People, run: Run) -> None:
    async def story() -> None:
        outcomes = await _outcomes(*(people.sign_up(name=f"Ada {number}") for number in range(4)))
        assert outcomes == [None] * 4
        assert await _count(people, "account") == 1
        assert len(await people.messages()) == 4

    run(story())


def test_clicking_verify_ten_times_at_once_gives_the_credits_once(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        token = await people.token()
        outcomes = await _outcomes(*(people.accounts.verify_email(token) for _ in range(10)))
        assert outcomes.count("Ada") == 1
        refusals = {str(outcome) for outcome in outcomes if isinstance(outcome, LinkError)}
        assert refusals == {"Your address is already confirmed. Sign in."}
        assert await _balance(people, (await people.signed_in()).account_id) == 20

    run(story())


def test_two_links_for_one_address_both_work_and_the_credits_come_once(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        await people.accounts.resend_verification(EMAIL, address="192.0.2.7")
        tokens = [token_in(message) for message in await people.messages()]
        assert await _outcomes(*map(people.accounts.verify_email, tokens)) == ["Ada", "Ada"]
        assert await _balance(people, (await people.signed_in()).account_id) == 20

    run(story())


def test_links_that_do_not_work_say_why_and_what_to_do(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        token = await few.token()
        for wrong in ("", "nonsense", token[:-1], "\ud800", "x" * 9999):
            with pytest.raises(LinkError, match=r"doesn't work\. Please ask for a new one"):
                await few.accounts.verify_email(wrong)
            with pytest.raises(LinkError, match=r"doesn't work\. Please ask for a new one"):
                await few.accounts.reset_password(wrong, OTHER_PASSWORD)
        with pytest.raises(LinkError, match="doesn't work"):
            await few.accounts.reset_password(token, OTHER_PASSWORD)
        few.clock.move(hours=48)
        with pytest.raises(LinkError, match=r"too old\. Please ask for a new one"):
            await few.accounts.verify_email(token)

    run(story())


def test_asking_for_a_link_is_answered_alike_for_known_and_unknown_addresses(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        await few.verify()
        for email in (EMAIL, "nobody@example.com"):
            assert await few.accounts.resend_verification(email, address="192.0.2.7") is None
            assert await few.accounts.ask_reset(email, address="192.0.2.7") is None
        assert [message.subject for message in (await few.messages())[1:]] == ["Choose a new password"]

    run(story())


def test_unknown_addresses_and_wrong_passwords_are_refused_in_the_same_words(few: People, run: Run) -> None:
    async def story() -> set[str]:
        await few.sign_up()
        tries = [
            (EMAIL, OTHER_PASSWORD),
            (EMAIL, ""),
            (EMAIL, PASSWORD + " " * 300),
            (EMAIL, "\ud800"),
            ("nobody@example.com", PASSWORD),
            ("not an address", PASSWORD),
            ("", ""),
        ]
        outcomes = await _outcomes(*(few.ticket(*parts) for parts in tries))
        assert {type(outcome) for outcome in outcomes} == {SignInError}
        return {str(outcome) for outcome in outcomes}

    assert run(story()) == {"The address or the password is wrong."}


def test_known_and_unknown_addresses_cost_the_same_work(sqlite_database: Database, tmp_path: Path, run: Run) -> None:
    class Counting(BcryptPasswords):
        done: list[str] = []

        async def hash(self, password: str) -> str:
            self.done.append("hash")
            return await super().hash(password)

        async def matches(self, password: str, hashed: str) -> bool:
            self.done.append("matches")
            return await super().matches(password, hashed)

    passwords = Counting(4, b"pepper")
    people = People(sqlite_database, tmp_path, passwords=passwords, even_seconds=0.05)

    async def work(call: Any) -> list[str]:
        passwords.done.clear()
        started = time.monotonic()
        await asyncio.gather(call, return_exceptions=True)
        if not passwords.done:
            assert time.monotonic() - started >= 0.05
        return list(passwords.done)

    async def story() -> None:
        assert await work(people.sign_up()) == ["hash", "matches"]
        assert await work(people.sign_up()) == ["hash", "matches"]
        assert await work(people.ticket(password=OTHER_PASSWORD)) == ["matches"]
        for email in ("nobody@example.com", "nobody"):
            assert await work(people.ticket(email)) == ["matches"]
        for email in (EMAIL, "nobody@example.com"):
            assert await work(people.accounts.ask_reset(email, address="192.0.2.7")) == []
            assert await work(people.accounts.resend_verification(email, address="192.0.2.7")) == []

    run(story())


def test_of_eight_that_post_one_ticket_one_gets_a_session(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        ticket = await people.ticket()
        outcomes = await _outcomes(*(people.enter(ticket) for _ in range(8)))
        assert sum(isinstance(outcome, SignInError) for outcome in outcomes) == 7
        assert await _count(people, "session") == 1

    run(story())


def test_a_ticket_lives_a_minute(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        ticket = await few.ticket()
        few.clock.move(seconds=60)
        with pytest.raises(SignInError, match="sign in again"):
            await few.enter(ticket)
        with pytest.raises(SignInError, match="sign in again"):
            await few.enter("nonsense")

    run(story())


def test_entering_ends_the_session_that_was_there_before(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        old = await people.enter()
        kept = await people.enter()
        new = await people.enter(old_session=token_hash(old.token))
        assert await people.accounts.who(old.token) is None
        assert await people.accounts.who(kept.token)
        assert await people.accounts.who(new.token)

    run(story())


def test_leaving_ends_the_session_at_once_and_signals_the_pages(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        opened = await people.enter()
        found = await people.accounts.who(opened.token)
        assert found
        assert await people.accounts.is_alive(found.account_id, found.session_hash)
        assert not await people.accounts.is_alive("somebody else", found.session_hash)
        before = await _version(people, found.account_id)
        await people.accounts.leave(found.session_hash)
        assert await _version(people, found.account_id) == before + 1
        assert not await people.accounts.is_alive(found.account_id, found.session_hash)
        assert await people.accounts.who(opened.token) is None
        await people.accounts.leave(found.session_hash)
        assert await _version(people, found.account_id) == before + 1

    run(story())


def test_a_session_ends_by_itself_and_notes_when_it_was_seen(few: People, run: Run) -> None:
    async def seen() -> str:
        async with few.database.reading() as session:
            found = await (await session.connection()).exec_driver_sql("SELECT seen_at FROM session")
            return found.scalar_one()

    async def story() -> None:
        await few.sign_up()
        opened = await few.enter()
        first = await seen()
        few.clock.move(minutes=4)
        assert await few.accounts.who(opened.token)
        assert await seen() == first
        few.clock.move(minutes=1)
        assert await few.accounts.who(opened.token)
        assert await seen() > first
        few.clock.now = opened.expires_at
        assert await few.accounts.who(opened.token) is None
        assert await few.accounts.who("") is None

    run(story())


def test_a_session_remembers_a_network_and_a_short_name_of_the_browser_only(few: People, run: Run) -> None:
    async def story() -> list[Any]:
        await few.sign_up()
        for address in ("203.0.113.77", "::ffff:203.0.113.77", "2001:db8:1:2:3::4", "unknown"):
            await few.accounts.enter(await few.ticket(), agent="B\n\x00" + "x" * 900, address=address)
        async with few.database.reading() as session:
            found = await (await session.connection()).exec_driver_sql(
                "SELECT network, agent FROM session ORDER BY rowid"
            )
            return list(found.all())

    rows = run(story())
    assert [row[0] for row in rows] == ["203.0.113.0/24", "203.0.113.0/24", "2001:db8:1::/48", ""]
    assert {row[1] for row in rows} == {"B" + "x" * 199}


def test_a_reset_changes_the_password_ends_every_session_and_tells_the_owner(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        opened = await people.enter()
        found = await people.accounts.who(opened.token)
        assert found
        waiting = await people.ticket()
        await people.accounts.ask_reset(EMAIL, address="192.0.2.7")
        before = await _version(people, found.account_id)
        await people.accounts.reset_password(await people.token(), OTHER_PASSWORD)
        assert await people.accounts.who(opened.token) is None
        assert await _version(people, found.account_id) > before
        for refused in (people.enter(waiting), people.ticket()):
            with pytest.raises(SignInError):
                await refused
        assert await people.ticket(password=OTHER_PASSWORD)
        assert (await people.accounts.account(found.account_id)).is_verified
        assert await _balance(people, found.account_id) == 20
        assert (await people.messages())[-1].subject == "Your password was changed"

    run(story())


def test_a_reset_of_a_verified_account_gives_no_more_credits(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        await few.verify()
        account_id = (await few.signed_in()).account_id
        await few.accounts.ask_reset(EMAIL, address="192.0.2.7")
        await few.accounts.reset_password(await few.token(), OTHER_PASSWORD)
        assert await _balance(few, account_id) == 20

    run(story())


def test_a_password_that_is_changed_while_it_is_compared_opens_nothing(
    database: Database, tmp_path: Path, run: Run
) -> None:
    class Interrupted(BcryptPasswords):
        link = ""

        async def matches(self, password: str, hashed: str) -> bool:
            is_same = await super().matches(password, hashed)
            if self.link:
                await people.accounts.reset_password(self.link, OTHER_PASSWORD)
            return is_same

    passwords = Interrupted(4, b"pepper")
    people = People(database, tmp_path, passwords=passwords)

    async def story() -> None:
        await people.sign_up()
        await people.accounts.ask_reset(EMAIL, address="192.0.2.7")
        passwords.link = await people.token()
        with pytest.raises(SignInError):
            await people.ticket()
        assert await _count(people, "ticket") == 0

    run(story())


def test_of_two_that_use_one_reset_link_at_once_one_wins(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        await people.accounts.ask_reset(EMAIL, address="192.0.2.7")
        token = await people.token()
        passwords = [OTHER_PASSWORD, "eleven patient robots"]
        outcomes = await _outcomes(*(people.accounts.reset_password(token, each) for each in passwords))
        assert outcomes.count(None) == 1
        assert {str(each) for each in outcomes if each} == {
            "This link has been used already. Please ask for a new one."
        }
        assert await people.ticket(password=passwords[outcomes.index(None)])
        assert await _count(people, "mail") == 3

    run(story())


def test_two_reset_links_used_at_once_do_not_wait_for_each_other_for_ever(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        for _ in range(2):
            await people.accounts.ask_reset(EMAIL, address="192.0.2.7")
        tokens = [token_in(message) for message in (await people.messages())[1:]]
        outcomes = await _outcomes(*(people.accounts.reset_password(each, OTHER_PASSWORD) for each in tokens))
        assert outcomes.count(None) == 1
        assert sum(isinstance(each, LinkError) for each in outcomes) == 1

    run(story())


def test_a_weak_new_password_is_refused_and_the_link_still_works(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        await few.accounts.ask_reset(EMAIL, address="192.0.2.7")
        token = await few.token()
        with pytest.raises(InvalidInputError):
            await few.accounts.reset_password(token, EMAIL.lower())
        few.clock.move(minutes=59)
        await few.accounts.reset_password(token, OTHER_PASSWORD)

    run(story())


def test_a_reset_link_lives_an_hour(few: People, run: Run) -> None:
    async def story() -> None:
        await few.sign_up()
        await few.accounts.ask_reset(EMAIL, address="192.0.2.7")
        token = await few.token()
        few.clock.move(hours=1)
        with pytest.raises(LinkError, match="too old"):
            await few.accounts.reset_password(token, OTHER_PASSWORD)

    run(story())


def test_guessing_is_slowed_down_and_says_how_long(few: People, run: Run) -> None:
    async def story() -> TooManyRequestsError:
        await few.sign_up()
        for _ in range(10):
            with pytest.raises(SignInError):
                await few.ticket(password=OTHER_PASSWORD)
        with pytest.raises(TooManyRequestsError) as refusal:
            await few.ticket()
        assert await few.accounts.sign_in(EMAIL, PASSWORD, address="198.51.100.1")
        return refusal.value

    refusal = run(story())
    assert 0 < refusal.retry_after <= 15 * 60
    assert "Please wait" in str(refusal)


def test_one_address_cannot_try_many_accounts(few: People, run: Run) -> None:
    async def story() -> None:
        for number in range(50):
            with pytest.raises(SignInError):
                await few.ticket(f"a{number}@example.com")
        with pytest.raises(TooManyRequestsError):
            await few.ticket("another@example.com")

    run(story())


def test_nobody_can_be_flooded_with_mail_through_us(few: People, run: Run) -> None:
    async def story() -> None:
        for number in range(5):
            address = f"198.51.100.{number}"
            await few.accounts.sign_up("Ada", EMAIL, PASSWORD, address=address)
            await few.accounts.ask_reset(EMAIL, address=address)
            await few.accounts.resend_verification(EMAIL, address=address)
        for call in (
            few.accounts.sign_up("Ada", EMAIL, PASSWORD, address="198.51.100.9"),
            few.accounts.ask_reset(EMAIL, address="198.51.100.9"),
            few.accounts.resend_verification(EMAIL, address="198.51.100.9"),
        ):
            with pytest.raises(TooManyRequestsError):
                await call

    run(story())


def test_the_meter_knows_the_words_that_stand_beside_the_password(few: People, run: Run) -> None:
    async def story() -> None:
        strength = few.accounts.password_strength
        assert (await strength("")).score == 0
        weak = await strength("adalovelace", "Ada Lovelace", "adalovelace@example.com")
        assert weak.score < 2
        assert weak.advice
        assert (await strength(PASSWORD, "Ada", EMAIL)).score >= 2
        assert (await strength("x" * 100_000, "y" * 100_000, "z" * 100_000)).score < 5

    run(story())


def test_an_unknown_account_is_not_found(few: People, run: Run) -> None:
    with pytest.raises(NotFoundError):
        run(few.accounts.account("nobody"))


def test_the_sweep_deletes_what_has_expired_and_nothing_else(people: People, run: Run) -> None:
    async def story() -> None:
        await people.sign_up()
        await people.ticket()
        await people.messages()
        opened = await people.enter()
        assert await people.accounts.sweep() == 0
        people.clock.move(hours=49)
        assert await people.accounts.sweep() == 2  # a ticket and a link
        assert await people.accounts.who(opened.token)
        people.clock.move(days=14)
        assert await people.accounts.sweep() == 1

    run(story())


def test_a_job_engine_that_is_away_does_not_spoil_a_sign_up(
    sqlite_database: Database, tmp_path: Path, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    class Away:
        async def start_mails(self, mail_ids: object) -> None:
            raise ConnectionError(EMAIL)

        async def start_generations(self, generation_ids: object, *, account_id: str) -> None:
            raise ConnectionError

    people = People(sqlite_database, tmp_path, jobs=Away())

    async def story() -> list[str]:
        await people.sign_up()
        assert await people.mail.unsent(10) == []
        people.clock.move(minutes=11)
        return await people.mail.unsent(10)

    assert len(run(story())) == 1
    assert "ConnectionError" in caplog.text
    assert EMAIL not in caplog.text


def test_neither_logs_nor_rows_hold_a_secret(people: People, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [PASSWORD, OTHER_PASSWORD]

    async def story() -> str:
        await people.sign_up()
        await people.sign_up(password=OTHER_PASSWORD)
        secrets.append(await people.token())
        ticket = await people.ticket()
        unused = await people.ticket()
        opened = await people.enter(ticket)
        await people.accounts.ask_reset(EMAIL, address="192.0.2.7")
        secrets.extend([await people.token(), ticket, unused, opened.token])
        with pytest.raises(StudioError):
            await people.ticket(password=OTHER_PASSWORD)
        stored = await _everything_stored(people)
        await people.accounts.reset_password(secrets[-4], OTHER_PASSWORD)
        return stored + await _everything_stored(people) + repr(opened)

    stored = run(story())
    assert len(secrets) == 7
    for secret in secrets:
        assert secret not in stored
        assert secret not in caplog.text
    for private in (EMAIL.lower(), "192.0.2.7"):
        assert private not in caplog.text.lower()
    assert "192.0.2.7" not in stored
