"""What the tables of accounts promise by themselves, whoever calls."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from babydance.domain.accounts import LinkPurpose
from babydance.domain.ids import new_id
from babydance.store import accounts
from babydance.store.accounts import AccountRow, SessionRow
from babydance.store.database import Database
from tests.conftest import Run

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def _account(email_key: str = "ada@example.com") -> AccountRow:
    return AccountRow(
        id=new_id(), name="Ada", email=email_key, email_key=email_key, password_hash="hash", created_at=NOW
    )


async def _added(database: Database, email_key: str = "ada@example.com") -> str:
    row = _account(email_key)
    async with database.transaction() as session:
        assert await accounts.add(session, row)
    return row.id


def test_an_address_belongs_to_one_account(database: Database, run: Run) -> None:
    async def try_to_add() -> bool:
        async with database.transaction() as session:
            return await accounts.add(session, _account())

    async def story() -> list[bool]:
        return await asyncio.gather(*(try_to_add() for _ in range(6)))

    assert sorted(run(story())) == [False] * 5 + [True]


def test_a_moment_comes_back_with_its_zone(database: Database, run: Run) -> None:
    async def story() -> None:
        account_id = await _added(database)
        async with database.reading() as session:
            row = await accounts.by_id(session, account_id)
            assert row
            assert row.created_at == NOW
            assert row.verified_at is None

    run(story())


def test_one_at_a_time_changes_an_account(database: Database, run: Run) -> None:
    async def story() -> list[str]:
        account_id = await _added(database)
        order: list[str] = []
        is_locked = asyncio.Event()

        async def first() -> None:
            async with database.transaction() as session:
                await accounts.lock(session, account_id)
                is_locked.set()
                await asyncio.sleep(0.1)
                await accounts.set_password(session, account_id, password_hash="new")
                order.append("first")

        async def second() -> None:
            await is_locked.wait()
            async with database.transaction() as session:
                row = await accounts.lock(session, account_id)
                assert row
                order.append(row.password_hash)

        await asyncio.gather(first(), second())
        return order

    assert run(story()) == ["first", "new"]


def test_a_link_is_used_once_for_its_purpose_and_in_time(database: Database, run: Run) -> None:
    async def use(name: str, purpose: LinkPurpose, now: datetime) -> bool:
        async with database.transaction() as session:
            return await accounts.use_link(session, name, purpose=purpose, now=now) is not None

    async def story() -> None:
        account_id = await _added(database)
        async with database.transaction() as session:
            for name in ("first", "second"):
                await accounts.add_link(
                    session, account_id, token_hash=name, purpose=LinkPurpose.RESET, now=NOW, expires_at=LATER
                )
        assert not await use("unknown", LinkPurpose.RESET, NOW)
        assert not await use("first", LinkPurpose.VERIFY, NOW)
        assert not await use("first", LinkPurpose.RESET, LATER)
        tries = await asyncio.gather(*(use("first", LinkPurpose.RESET, NOW) for _ in range(6)))
        assert sorted(tries) == [False] * 5 + [True]
        async with database.transaction() as session:
            await accounts.use_up_links(session, account_id, now=NOW)
        assert not await use("second", LinkPurpose.RESET, NOW)

    run(story())


def test_verifying_is_news_once(database: Database, run: Run) -> None:
    async def mark(account_id: str) -> bool:
        async with database.transaction() as session:
            return await accounts.mark_verified(session, account_id, now=NOW)

    async def story() -> list[bool]:
        account_id = await _added(database)
        return await asyncio.gather(*(mark(account_id) for _ in range(6)))

    assert sorted(run(story())) == [False] * 5 + [True]


def test_ending_the_sessions_of_one_account_leaves_the_others(database: Database, run: Run) -> None:
    async def story() -> None:
        mine, theirs = await _added(database), await _added(database, "eve@example.com")
        async with database.transaction() as session:
            for account_id in (mine, theirs):
                row = SessionRow(
                    token_hash=f"session of {account_id}",
                    account_id=account_id,
                    created_at=NOW,
                    seen_at=NOW,
                    expires_at=LATER,
                    agent="",
                    network="",
                )
                await accounts.add_session(session, row)
                await accounts.add_ticket(session, account_id, token_hash=f"ticket of {account_id}", expires_at=LATER)
            await accounts.end_sessions(session, mine)
        async with database.transaction() as session:
            assert await accounts.living_session(session, f"session of {mine}", now=NOW) is None
            assert await accounts.living_session(session, f"session of {theirs}", now=NOW)
            assert await accounts.burn_ticket(session, f"ticket of {mine}", now=NOW) is None
            assert await accounts.burn_ticket(session, f"ticket of {theirs}", now=NOW) == theirs
            assert await accounts.end_session(session, f"session of {theirs}") == theirs
            assert await accounts.end_session(session, f"session of {theirs}") is None

    run(story())


def test_nothing_hangs_on_an_account_that_is_not_there(database: Database, run: Run) -> None:
    async def story() -> None:
        async with database.transaction() as session:
            await accounts.add_ticket(session, "nobody", token_hash="secret hash", expires_at=LATER)

    with pytest.raises(IntegrityError) as error:
        run(story())
    assert "secret hash" not in str(error.value)


def test_what_hangs_on_an_account_goes_with_it(database: Database, run: Run) -> None:
    async def story() -> None:
        account_id = await _added(database)
        async with database.transaction() as session:
            await accounts.add_ticket(session, account_id, token_hash="hash", expires_at=LATER)
            row = await accounts.by_id(session, account_id)
            await session.delete(row)
        async with database.transaction() as session:
            assert await accounts.burn_ticket(session, "hash", now=NOW) is None

    run(story())
