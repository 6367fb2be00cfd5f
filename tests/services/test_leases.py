"""Signs of life between processes, by the database's clock."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import update

from babydance.services import leases as service
from babydance.services.leases import LeaseService
from babydance.store.database import Database
from babydance.store.leases import JobLeaderRow, JobLeaseRow
from tests.conftest import Run


@pytest.fixture
def leases(database: Database) -> LeaseService:
    return LeaseService(database)


def test_who_beats_lives_and_who_is_silent_is_dead(leases: LeaseService, database: Database, run: Run) -> None:
    async def story() -> None:
        await leases.begin("one")
        await leases.begin("two")
        assert await leases.living() == {"one", "two"}
        async with database.transaction() as session:
            await session.exec(
                update(JobLeaseRow)
                .where(JobLeaseRow.executor_id == "one")  # type: ignore[arg-type]
                .values(beat_at=JobLeaseRow.beat_at - service.DEAD_SECONDS - 0.1)
            )
        assert await leases.living() == {"two"}
        await leases.beat("one")
        assert await leases.living() == {"one", "two"}

    run(story())


def test_only_one_leads_until_it_is_silent_or_leaves(leases: LeaseService, database: Database, run: Run) -> None:
    async def story() -> None:
        for name in ("one", "two"):
            await leases.begin(name)
        assert await leases.beat("one")
        assert not await leases.beat("two")
        assert await leases.beat("one")
        async with database.transaction() as session:
            await session.exec(update(JobLeaderRow).values(until=0.0))
        assert await leases.beat("two")
        assert not await leases.beat("one")
        await leases.end("two")
        assert await leases.living() == {"one"}
        assert await leases.beat("one")

    run(story())


def test_many_processes_may_begin_at_once_and_one_of_them_leads(leases: LeaseService, run: Run) -> None:
    async def story() -> None:
        names = [f"executor {n}" for n in range(8)]
        await asyncio.gather(*(leases.begin(name) for name in names))
        assert sum(await asyncio.gather(*(leases.beat(name) for name in names))) == 1

    run(story())
