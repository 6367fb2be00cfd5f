"""Searching, filtering and changing one account's 100,000 pictures in a table of a million.

Each question is a page and an exact count through ``GalleryService.first``, asked many times in a shuffled order
on SQLite and PostgreSQL; each bulk change is of about 15,000 pictures through ``SelectionService``. The figures are
the time on the clock and the processor time that database and studio took together: on a shared machine only that
one repeats.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from babydance.adapters.media_store import ObstoreMedia
from babydance.domain.folding import fold
from babydance.domain.gallery import Change, Selection, Shape, Sort, View
from babydance.services.gallery import GalleryService
from babydance.services.selections import SelectionService
from babydance.store import gallery as store_gallery
from babydance.store.database import Database
from babydance.store.folders import TagRow
from benchmarks.gallery import FOLDER, OWNERS, PAGE, ROWS, fill_postgres, fill_sqlite, owner_id
from benchmarks.studio import table
from tests.databases import create_tables, postgres_server

OWNER = owner_id(OWNERS[-1])
ROUNDS = 25
WARM_UP = 3
BUDGET = 60  # milliseconds
TAG = "e" * 32

QUESTIONS = {
    "everything": View(),
    "a word of all": View(text="baby"),
    "two words of all": View(text="laughing hand"),
    "a word of one in 100": View(text="hedgehog"),
    "a word of one": View(text="number 500006"),
    "a word of none": View(text="elephant"),
    "two letters": View(text="gh"),
    "three words": View(text="garden teddy puddle"),
    "a filter of one in 1,000": View(model="gpt-image-2"),
    "favourites of one in 1,000": View(favourites=True),
    "a folder of one in 50": View(folder=FOLDER),
    "a common filter": View(kind="created", shape=Shape.PORTRAIT),
    "filters that exclude each other": View(model="gpt-image-2", style="felt", people=True, shape=Shape.SQUARE),
    "a word and a filter": View(text="garden", people=True),
    "a day": View(since=date(2026, 1, 1), until=date(2026, 1, 1)),
    "a tag": View(tag=TAG),
    "oldest first": View(sort=Sort.OLDEST),
    "largest first": View(sort=Sort.LARGEST),
    "an empty trash": View(trash=True),
}


async def main() -> None:
    """Print the figures of each database."""
    with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder, postgres_server() as server:
        file = Path(folder) / "studio.db"
        create_tables(f"sqlite+aiosqlite:///{file}")
        fill_sqlite(file, rows=ROWS)
        await _report("SQLite", f"sqlite+aiosqlite:///{file}", Path(folder))
        if server is None:
            print("PostgreSQL: no server found, not measured")
            return
        with server.lend() as url:
            fill_postgres(url)
            await _report("PostgreSQL", url, Path(folder))


async def _report(kind: str, url: str, folder: Path) -> None:
    database = Database(url, pool_size=2)
    gallery = GalleryService(
        database, ObstoreMedia.in_folder(folder / "media"), clock=_now, trash_life=timedelta(days=30)
    )
    selections = SelectionService(database, clock=_now)
    backends: set[int] = set()
    if not database.is_sqlite:

        @event.listens_for(database.engine.sync_engine, "connect")
        def note(connection: Any, _record: Any) -> None:
            backends.add(connection.driver_connection.info.backend_pid)

    await _prepare(database)
    print(f"\n{kind}: page and count in {OWNERS[-1]:,} of {ROWS:,} pictures, {ROUNDS} times each (at most {BUDGET} ms)")
    await _ask(gallery, backends)
    print(f"\n{kind}: changing many pictures at once")
    await _change(selections, backends)
    print("\nPlan of the search:")
    await _explain(database)
    await database.close()


async def _prepare(database: Database) -> None:
    async with database.transaction() as session:
        session.add(TagRow(id=TAG, account_id=OWNER, label="Hedgehog", folded=fold("Hedgehog")))


async def _ask(gallery: GalleryService, backends: set[int]) -> None:
    wall: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    work: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    found: dict[str, int] = {}
    names = list(QUESTIONS)
    for round_ in range(ROUNDS + WARM_UP):
        random.shuffle(names)
        for name in names:
            before, began = time.perf_counter(), _processor(backends)
            _, found[name] = await gallery.first(OWNER, QUESTIONS[name], limit=PAGE)
            if round_ >= WARM_UP:
                wall[name].append((time.perf_counter() - before) * 1000)
                work[name].append(_processor(backends) - began)
    rows: list[tuple[object, ...]] = [("question", "found", "median ms", "p95 ms", "least ms", "processor ms")]
    for name, times in wall.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        figures = (statistics.median(times), p95, min(times), statistics.mean(work[name]))
        rows.append((name, f"{found[name]:,}", *(f"{figure:.1f}" for figure in figures)))
    table(rows)


async def _change(selections: SelectionService, backends: set[int]) -> None:
    chosen = Selection(view=View(style="felt", kind="created"))
    changes: dict[str, Callable[[], Awaitable[Change]]] = {
        "favourite": lambda: selections.favourite(OWNER, chosen, is_on=True),
        "tag": lambda: selections.tag(OWNER, chosen, label="Many of them", is_on=True),
        "trash": lambda: selections.trash(OWNER, chosen),
    }
    rows: list[tuple[object, ...]] = [("change", "pictures", "ms", "undo ms", "processor ms of both")]
    for name, do in changes.items():
        began, before = _processor(backends), time.perf_counter()
        change = await do()
        between = time.perf_counter()
        await selections.undo(OWNER, change.id)
        took, undone = between - before, time.perf_counter() - between
        used = _processor(backends) - began
        rows.append((name, f"{change.count:,}", f"{took * 1000:.0f}", f"{undone * 1000:.0f}", f"{used:.0f}"))
    table(rows)


async def _explain(database: Database) -> None:
    """Print how the database goes about the search for a word of none."""
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) "
    async with database.reading() as session:
        connection = await session.connection()

        def show(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            if statement.startswith("SELECT count"):
                cursor.execute(explain + statement, parameters)
                for line in cursor.fetchall():
                    print("  ", line[-1])

        event.listen(connection.sync_connection, "before_cursor_execute", show)
        await store_gallery.count(session, store_gallery.matching(OWNER, QUESTIONS["a word of none"]))


def _processor(backends: set[int]) -> float:
    """Return the milliseconds of processor time that this process and the database's have used."""
    ticks = 0
    for pid in backends:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() * 1000 + ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    asyncio.run(main())
