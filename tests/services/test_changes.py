"""Who is told that an account changed, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from babydance.services.changes import Changes
from babydance.store import credits
from babydance.store.database import Database
from tests.databases import create_tables

LOOK = 0.02


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite+aiosqlite:///{tmp_path / 'studio.db'}"
    create_tables(address)
    return address


async def touch(database: Database, account_id: str) -> None:
    async with database.transaction() as session:
        await credits.lock(session, account_id)


def tell(url: str, story: Callable[[Database, Changes], Coroutine[Any, Any, None]]) -> None:
    async def tell_it() -> None:
        database = Database(url)
        changes = Changes(database, every=LOOK)
        await changes.start()
        try:
            await story(database, changes)
        finally:
            await changes.stop()
            await database.close()

    asyncio.run(tell_it())


def test_a_commit_of_this_process_wakes_its_watchers_at_once_and_only_once(url: str) -> None:
    async def story(database: Database, changes: Changes) -> None:
        with changes.watching("ada") as ada, changes.watching("bob") as bob:
            await asyncio.wait_for(asyncio.gather(ada.wait(), bob.wait()), 10)  # the first look tells of everybody
            ada.clear()
            bob.clear()
            await touch(database, "ada")
            assert ada.is_set()
            ada.clear()
            await asyncio.sleep(LOOK * 5)
            assert not ada.is_set()
            assert not bob.is_set()

    tell(url, story)


def test_a_commit_of_another_process_wakes_them_soon_even_right_after_one_of_ours(url: str) -> None:
    async def story(database: Database, changes: Changes) -> None:
        other = Database(url)
        with changes.watching("ada") as ada:
            await asyncio.sleep(LOOK * 3)
            await touch(database, "ada")
            ada.clear()
            await touch(other, "ada")
            async with asyncio.timeout(5):
                await ada.wait()
        await other.close()
        assert changes.watched == 0

    tell(url, story)


def test_pages_that_are_left_leave_nothing_behind(url: str) -> None:
    async def story(database: Database, changes: Changes) -> None:
        with changes.watching("ada"), changes.watching("ada") as second, changes.watching("bob"):
            assert changes.watched == 3
            await asyncio.wait_for(second.wait(), 10)
        await touch(database, "ada")
        await asyncio.sleep(LOOK * 3)
        assert changes.watched == 0
        assert changes._watchers == {}
        assert changes._seen == {}

    tell(url, story)


def test_a_database_that_is_away_costs_a_page_only_the_wait(url: str) -> None:
    async def story(database: Database, changes: Changes) -> None:
        usual, changes._database = changes._database, None
        with changes.watching("ada") as ada:
            await asyncio.sleep(LOOK * 3)
            assert not ada.is_set()
            changes._database = usual
            await asyncio.wait_for(ada.wait(), 10)

    tell(url, story)
