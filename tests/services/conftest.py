"""The studio in which the services are tested: real database, real files, scripted vendors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.store.database import Database
from tests.studio import Studio


@pytest.fixture(scope="session")
def pictures() -> Iterator[PillowPictures]:
    opened = PillowPictures(threads=1)
    yield opened
    opened.close()


@pytest.fixture
def studio(database: Database, tmp_path: Path, pictures: PillowPictures) -> Studio:
    return Studio(database, ObstoreMedia.in_folder(tmp_path / "media"), pictures=pictures)
