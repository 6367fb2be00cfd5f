"""A studio whose jobs are done by the real engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.services.leases import LeaseService
from babydance.store.database import Database
from babydance.workflows.engine import JobEngine, JobLimits
from babydance.workflows.parts import Parts
from tests.studio import Studio


@dataclass
class RecordedMail:
    """Sends by remembering; ``pauses`` are what it asks to wait before the next tries."""

    sent: list[str] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)

    async def send(self, mail_id: str) -> int:
        self.sent.append(mail_id)
        return self.pauses.pop(0) if self.pauses else 0

    async def unsent(self, limit: int) -> list[str]:
        taken, self.waiting = self.waiting, []
        return taken


@pytest.fixture(scope="session")
def pictures() -> Iterator[PillowPictures]:
    opened = PillowPictures(threads=1)
    yield opened
    opened.close()


@pytest.fixture
def studio(database: Database, tmp_path: Path, pictures: PillowPictures) -> Studio:
    return Studio(database, ObstoreMedia.in_folder(tmp_path / "media"), pictures=pictures)


@pytest.fixture
def mails() -> RecordedMail:
    return RecordedMail()


Working = Callable[..., AbstractAsyncContextManager[JobEngine]]


@pytest.fixture
def working(studio: Studio, mails: RecordedMail, database: Database, database_url: str, tmp_path: Path) -> Working:
    """``async with working():`` jobs are done, by an engine in this process."""
    url = f"sqlite:///{tmp_path / 'jobs.db'}" if database.is_sqlite else database_url

    @asynccontextmanager
    async def work(*, works: bool = True, drain_seconds: int = 0, **limits: float) -> AsyncIterator[JobEngine]:
        parts = Parts(generation=studio.generation, drawing=studio.drawing, gallery=studio.gallery, mail=mails)
        engine = JobEngine(
            parts,
            LeaseService(database),
            url=url,
            limits=JobLimits(**({"poll_seconds": 0.05} | limits)),
            works=works,
            drain_seconds=drain_seconds,
        )
        studio.jobs.engine = engine.jobs
        await engine.start()
        try:
            yield engine
        finally:
            await asyncio.shield(engine.stop())
            studio.jobs.engine = None

    return work
