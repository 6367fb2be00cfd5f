"""The database locked or gone for five seconds, at every stage of a drawing."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import warnings
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.domain.images import Preview, Status
from babydance.store.database import Database
from tests.conftest import Run
from tests.severed_line import severed_line
from tests.studio import ScriptedModel, Studio, a_drawing, a_picture
from tests.workflows.conftest import Working

OUTAGE_SECONDS = 5

Outage = Callable[[], Awaitable[None]]


@pytest.fixture(autouse=True)
def _torn_connections() -> Iterator[None]:
    """Let connections go in silence that died in the hands of dbos's threads: nobody was left to close them."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that can be taken away: a file that gets locked, or a server behind a line that gets cut."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    with severed_line(url.host, url.port) as line:
        request.node.line = line
        yield url.set(port=line.port).render_as_string(hide_password=False)


@pytest.fixture
def outage(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Outage:
    async def lock_files() -> None:
        held = []
        for file in (make_url(database_url).database, tmp_path / "jobs.db"):
            connection = sqlite3.connect(file, timeout=30)
            connection.execute("BEGIN IMMEDIATE")
            held.append(connection)
        await asyncio.sleep(OUTAGE_SECONDS)
        for connection in held:
            connection.rollback()
            connection.close()

    async def cut_line() -> None:
        request.node.line.cut()
        await asyncio.sleep(OUTAGE_SECONDS)
        request.node.line.mend()

    return lock_files if database_url.startswith("sqlite") else cut_line


@pytest.fixture
def studio(database: Database, tmp_path: Path, pictures: PillowPictures) -> Studio:
    return Studio(database, ObstoreMedia.in_folder(tmp_path / "media"), pictures=pictures)


@pytest.mark.parametrize("moment", ["queued", "before the preview", "before the picture", "while finishing"])
def test_a_drawing_survives_a_database_that_is_away_for_five_seconds(
    studio: Studio, working: Working, outage: Outage, run: Run, moment: str
) -> None:
    async def story() -> None:
        account = await studio.account()
        happened: list[asyncio.Task[None]] = []
        begun = asyncio.Event()

        async def begin_outage() -> None:
            if not happened:
                happened.append(asyncio.create_task(outage()))
                begun.set()
                await asyncio.sleep(0.1)

        async def shrink(data: bytes, widths: list[int]) -> list[bytes]:
            if moment == "while finishing":
                await begin_outage()
            return await PillowPictures.shrink(studio.drawing._pictures, data, widths)

        early = [begin_outage] if moment == "before the preview" else []
        late = [begin_outage] if moment == "before the picture" else []
        studio.model = ScriptedModel([*early, Preview(0, a_picture()), 0.2, *late, a_drawing()])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(studio.drawing._pictures, "shrink", shrink)
            async with working():
                generation_id = await studio.queue(account)
                if moment == "queued":
                    await begin_outage()
                await begun.wait()
                await happened[0]
                view = await studio.until(account, generation_id, Status.DONE)
        assert view.image_id == generation_id
        assert len(studio.model.jobs) == 1  # nothing that was paid for was asked for twice
        assert len(await studio.files()) == 3
        balance = await studio.balance(account)
        assert (balance.available, balance.held) == (20 - view.credits, 0)
        await studio.assert_books()

    run(story())


def test_pressing_create_during_an_outage_waits_for_the_database(
    studio: Studio, working: Working, outage: Outage, run: Run
) -> None:
    async def story() -> None:
        account = await studio.account()
        async with working():
            away = asyncio.create_task(outage())
            await asyncio.sleep(0.2)
            generation_id = await studio.queue(account)
            await away
            await studio.until(account, generation_id, Status.DONE)

    run(story())
