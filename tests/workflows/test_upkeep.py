"""Upkeep by itself: beats that go on, chores that fail, and patience after an outage."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from babydance.services.leases import DEAD_SECONDS, LeaseService
from babydance.store.database import Database
from babydance.workflows import upkeep
from babydance.workflows.parts import Parts
from babydance.workflows.upkeep import Upkeep
from tests.conftest import Run
from tests.studio import Studio, eventually
from tests.workflows.conftest import RecordedMail


@pytest.fixture
def reaped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    calls: list[object] = []

    async def reap(leases: LeaseService) -> int:
        calls.append(leases)
        return 0

    monkeypatch.setattr(upkeep, "reap", reap)
    monkeypatch.setattr(upkeep, "BEAT_SECONDS", 0.02)
    return calls


def an_upkeep(studio: Studio, leases: LeaseService, **named: object) -> Upkeep:
    parts = Parts(
        generation=studio.generation, drawing=studio.drawing, gallery=studio.gallery, mail=RecordedMail(), **named
    )
    return Upkeep(parts, leases, executor_id="one")


def test_beats_go_on_after_the_database_was_away(
    studio: Studio, database: Database, run: Run, reaped: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        leases = LeaseService(database)
        await leases.begin("one")
        keeper = an_upkeep(studio, leases)
        beat, beats = leases.beat, 0

        async def shaky(executor_id: str) -> bool:
            nonlocal beats
            beats += 1
            if beats in {2, 3}:
                raise ConnectionError("away")
            return await beat(executor_id)

        leases.beat = shaky
        keeper.start()
        await eventually(lambda: beats >= 6)
        assert keeper._leads
        await keeper.stop()

    with caplog.at_level(logging.ERROR):
        run(story())
    assert sum("no sign of life" in record.message for record in caplog.records) == 2


def test_after_an_outage_the_living_get_time_to_beat_before_anyone_is_reaped(
    studio: Studio, database: Database, run: Run, reaped: list[object]
) -> None:
    async def story() -> None:
        keeper = an_upkeep(studio, LeaseService(database))
        await keeper.reap()
        assert len(reaped) == 1
        keeper._steady_since = asyncio.get_running_loop().time()
        await keeper.reap()
        assert len(reaped) == 1
        keeper._steady_since -= DEAD_SECONDS
        await keeper.reap()
        assert len(reaped) == 2

    run(story())


def test_a_chore_that_fails_keeps_no_other_from_being_done(
    studio: Studio, database: Database, run: Run, reaped: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        done = asyncio.Event()

        async def broken() -> None:
            raise KeyError("a bug")

        async def last() -> None:
            done.set()

        leases = LeaseService(database)
        await leases.begin("one")
        keeper = an_upkeep(studio, leases, chores=(broken, last))
        keeper.start()
        async with asyncio.timeout(10):
            await done.wait()
        await keeper.stop()

    run(story())
    assert any("chore failed" in record.message for record in caplog.records)


def test_only_the_leader_does_chores(
    studio: Studio, database: Database, run: Run, reaped: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "DEAD_SECONDS", 0.0)  # beats as quick as these look like an outage

    async def story() -> None:
        leases = LeaseService(database)
        for name in ("one", "other"):
            await leases.begin(name)
        assert await leases.beat("other")
        keeper = an_upkeep(studio, leases)
        keeper.start()
        await asyncio.sleep(0.3)
        assert reaped == []
        await leases.end("other")
        await eventually(lambda: bool(reaped))
        await keeper.stop()

    run(story())
