"""The memory of a process that sends 2,000 pictures as one ZIP, and that of one sending 20.

Each is measured twice: glibc keeps what the threads that read files gave back, unless it is told otherwise, as in
docs/operations.md. A fresh process makes the archive through ``DownloadService`` and throws away what it would send.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from babydance.adapters.media_store import ObstoreMedia
from babydance.domain.gallery import Selection, View
from babydance.services.downloads import DownloadService
from babydance.store.database import Database
from benchmarks.memory import megabytes

PICTURES = (20, 2_000)
BYTES = 1_500_000  # of a picture
BUDGET = 80  # MB
OWNER = f"{1:032x}"


def main() -> None:
    """Print what each archive took."""
    if len(sys.argv) > 1:
        asyncio.run(_send(Path(sys.argv[1])))
        os._exit(0)  # the threads of the media store may be in the middle of something
    for pictures in PICTURES:
        with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder:
            _prepare(Path(folder), pictures)
            for told in ({}, {"MALLOC_MMAP_THRESHOLD_": "131072"}):
                print("As docs/operations.md runs it:" if told else "As it is:", flush=True)
                command = [sys.executable, "-m", "benchmarks.zip_memory", folder]
                subprocess.run(command, check=True, env=os.environ | told)


def _prepare(folder: Path, pictures: int) -> None:
    """Hang so many pictures; all of them are one file, which the archive cannot know."""
    from benchmarks.gallery import fill_sqlite  # noqa: PLC0415  not into the process that is measured
    from tests.databases import create_tables  # noqa: PLC0415

    file = folder / "studio.db"
    create_tables(f"sqlite+aiosqlite:///{file}")
    fill_sqlite(file, rows=pictures, only=OWNER)
    whole = folder / "whole"
    whole.write_bytes(random.randbytes(BYTES))
    for image_id in _ids(file):
        place = folder / "media" / "image" / image_id
        place.mkdir(parents=True)
        (place / "original").hardlink_to(whole)


def _ids(file: Path) -> list[str]:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(file) as connection:
        return [image_id for (image_id,) in connection.execute("SELECT id FROM image")]


class NoCopies:
    """Originals are sent: nothing is to be converted."""

    def __getattr__(self, name: str) -> object:
        """Break the archive that asks."""
        raise RuntimeError(name)


async def _send(folder: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'studio.db'}")
    media = ObstoreMedia.in_folder(folder / "media")
    downloads = DownloadService(database, media, NoCopies(), clock=lambda: datetime.now(UTC))
    before, began, sent = megabytes("VmRSS"), time.perf_counter(), 0
    archive = await downloads.archive(OWNER, Selection(view=View()))
    async for part in archive.stream:
        sent += len(part)
    seconds = time.perf_counter() - began
    await database.close()
    print(
        f"{archive.count:,} pictures, {sent / 1e6:,.0f} MB in {seconds:.1f} s: "
        f"{before:.1f} MB before, {megabytes('VmHWM'):.1f} MB at most (budget {BUDGET} MB)",
        flush=True,
    )


if __name__ == "__main__":
    main()
