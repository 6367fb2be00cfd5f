"""Pages of the gallery: first and hundredth, with few and many pictures, in a table of a million rows.

Every page is asked for many times, in a shuffled order, through ``GalleryService.page`` on SQLite and PostgreSQL;
the size of the message is read from the websocket of a real studio.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from babydance.adapters.media_store import ObstoreMedia
from babydance.domain.folding import fold
from babydance.domain.ids import new_id
from babydance.services.gallery import GalleryService
from babydance.store.database import Database
from benchmarks.studio import GALLERY, Tab, handler, sandbox_process, studio_process, table
from tests.databases import create_tables, postgres_server

ROWS = 1_000_000
OWNERS = (100, 10_000, 100_000)  # pictures of the accounts that we look at
OTHERS = 20_000  # accounts that share the rest
PAGE = 24
RARE = (11, 16, 101, 2)  # of a thousand numbers those with a rare word
FOLDER = "f" * 32
HUNDREDTH = 99 * PAGE
ROUNDS = 300
_FROM = datetime(2026, 1, 1, tzinfo=UTC)
_SCENES = ("in a yellow raincoat jumping into a puddle", "asleep in a hammock", "waving from a hot air balloon")
_THINGS = ("umbrella", "teddy bear", "paper boat", "red kite", "lantern", "drum", "honey jar")
_PLACES = tuple(f"{a} {b}" for a in "quiet busy snowy golden rainy".split() for b in "garden beach attic".split())
_RUN = [
    "id",
    "account_id",
    "submit_key",
    "prompt",
    "style",
    "fragment",
    "model",
    "width",
    "height",
    "quality",
    "background",
    "output_format",
    "count",
    "credits_each",
    "expected_micro_usd_each",
    "micro_usd_per_credit",
    "previews",
    "is_sandbox",
    "created_at",
    "edit",
    "edit_words",
    "canvas",
    "mask_id",
    "has_people",
]
_IMAGE = [
    "id",
    "account_id",
    "generation_id",
    "run_id",
    "width",
    "height",
    "format",
    "byte_size",
    "colour",
    "created_at",
    "kind",
    "sha256",
    "model",
    "style",
    "has_people",
    "is_favourite",
    "folder_id",
    "title",
    "note",
    "words",
    "first_words",
    "pixels",
]

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """One page that is asked for."""

    owner: int
    page: str
    before: str | None


async def main() -> None:
    """Print the times of the pages on each database, and the size of a message."""
    with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder, postgres_server() as server:
        file = Path(folder) / "studio.db"
        create_tables(f"sqlite+aiosqlite:///{file}")
        fill_sqlite(file, rows=ROWS)
        await _report("SQLite", f"sqlite+aiosqlite:///{file}", Path(folder))
        if server is None:
            print("PostgreSQL: no server found, not measured")
        else:
            with server.lend() as url:
                fill_postgres(url)
                await _report("PostgreSQL", url, Path(folder))
    await _message()


def owner_id(pictures: int) -> str:
    """Return the account that has so many pictures."""
    return f"{pictures:032x}"


def fill_sqlite(file: Path, *, rows: int, only: str = "") -> None:
    """Put pictures into the tables, all of them ``only`` one account's if it is named."""
    connection = sqlite3.connect(file)  # it does not look at foreign keys: generations are left out
    with connection:
        connection.execute("PRAGMA synchronous=OFF")
        for name, columns, make in _tables(rows, only, "%Y-%m-%d %H:%M:%S.%f"):
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", make())
    connection.execute("ANALYZE")
    connection.close()


def fill_postgres(url: str) -> None:
    """Put the same pictures into PostgreSQL."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # nor does this
        for name, columns, make in _tables(ROWS, "", "%Y-%m-%d %H:%M:%S.%f+00"):
            with connection.cursor().copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
                for row in make():
                    copy.write_row(row)
        connection.execute("VACUUM ANALYZE")


def _tables(rows: int, only: str, moment: str) -> list[tuple[str, list[str], Callable[[], Iterator[Row]]]]:
    """Return for each table its name, its columns and what makes its rows; the same seed gives the same ids."""

    def ids() -> Iterator[tuple[str, str, str]]:
        dice = random.Random(1)
        for number in range(rows):
            account = only or _account(number)
            yield new_id(1_767_225_600_000 + number * 20)[:12] + f"{dice.getrandbits(80):020x}", account, _at(number)

    def _at(number: int) -> str:
        return (_FROM + timedelta(milliseconds=number * 20)).strftime(moment)

    def runs() -> Iterator[Row]:
        for number, (id_, account, at) in enumerate(ids()):
            prompt = prompt_of(number)
            about = ("", "", "gpt-image-2.5-flare", 1024, 1024, "medium", "auto", "jpeg", 1, 1, 15_000, 15_000, 2)
            yield id_, account, id_, prompt, *about, True, at, "", "", "", "", False

    def images() -> Iterator[Row]:
        for number, (id_, account, at) in enumerate(ids()):
            about = _about(number)
            yield id_, account, id_, id_, *about[:2], "jpeg", 1_500_000, "#c08457", at, *about[2:]

    return [("run", _RUN, runs), ("image", _IMAGE, images)]


def prompt_of(number: int) -> str:
    """Return a description with common words, less common ones, and one that nobody else has."""
    scene, thing, place = (words[number * 7 // 3 % len(words)] for words in (_SCENES, _THINGS, _PLACES))
    rare = " Beside it a hedgehog." if number % 1000 in RARE else ""  # each owner has some
    return f"A laughing baby {scene}, {thing} in hand, somewhere in a {place}.{rare} Number {number}"


def _about(number: int) -> Row:
    width, height = ((1024, 1024), (1024, 1536), (1536, 1024))[number // 5 % 3]
    kind = ("created", "created", "created", "edited", "copy")[number // 3 % 5]
    style = ("", "claymation", "crayon", "felt")[number // 11 % 4]
    is_rare = number // 10 % 1000 == 7  # one in a thousand pictures of each owner
    model = "gpt-image-2" if is_rare else "gpt-image-2.5-flare"
    folder = FOLDER if number // 10 % 50 == 3 else None
    words = fold(prompt_of(number))
    return width, height, kind, "", model, style, number % 7 == 0, is_rare, folder, "", "", words, words, width * height


def _account(number: int) -> str:
    """Spread the pictures of each account over the whole table."""
    for owner in OWNERS:
        every = ROWS // owner
        if number % every == owner % 7 + 1:
            return owner_id(owner)
    return f"f{number * 7919 % OTHERS:031x}"


async def _report(kind: str, url: str, folder: Path) -> None:
    database = Database(url)
    gallery = GalleryService(
        database,
        ObstoreMedia.in_folder(folder / "media"),
        clock=lambda: datetime.now(UTC),
        trash_life=timedelta(days=30),
    )
    questions = [question async for question in _questions(gallery)]
    took: dict[Question, list[float]] = {question: [] for question in questions}
    for round_ in range(ROUNDS + 20):
        random.shuffle(questions)
        for question in questions:
            before = time.perf_counter()
            cards = await gallery.page(owner_id(question.owner), before=question.before, limit=PAGE)
            if round_ >= 20:
                took[question].append((time.perf_counter() - before) * 1000)
            if len(cards) != PAGE:
                raise RuntimeError(f"{question} has {len(cards)} cards")
    await database.close()
    base = next(statistics.median(times) for question, times in took.items() if question.owner == OWNERS[0])
    print(f"\n{kind}: {ROWS:,} pictures in the table, {ROUNDS} times each")
    rows: list[tuple[object, ...]] = [("pictures of the account", "page", "median ms", "least ms", "ratio")]
    for question in sorted(questions, key=lambda q: (q.owner, q.page)):
        times = took[question]
        median = statistics.median(times)
        rows.append(
            (f"{question.owner:,}", question.page, f"{median:.2f}", f"{min(times):.2f}", f"{median / base:.2f}")
        )
    table(rows)


async def _questions(gallery: GalleryService) -> Any:
    for owner in OWNERS:
        yield Question(owner, "first", None)
        if owner > HUNDREDTH:
            before, left = None, HUNDREDTH
            while left:
                cards = await gallery.page(owner_id(owner), before=before, limit=min(PAGE, left))
                before, left = cards[-1].id, left - len(cards)
            yield Question(owner, "hundredth", before)


async def _message() -> None:
    """Turn a page of the real gallery and weigh what comes over the websocket."""
    with sandbox_process(seconds=0) as sandbox, studio_process(sandbox) as studio:
        [member] = await studio.members(1)
        fill_sqlite(Path(studio.database_url.removeprefix("sqlite+aiosqlite:///")), rows=500, only=member.account_id)
        async with Tab.open(studio, member, "/gallery/") as tab:
            await tab.until(lambda tab: tab.get(GALLERY, "is_loaded") is True)
            cards = tab.get(GALLERY, "batch")["cards"]
            before = len(tab.sizes)
            await tab.send(handler(GALLERY, "more"), before=cards[-1]["id"])
            await tab.until(lambda tab: not tab.get(GALLERY, "batch")["is_first"])
            await asyncio.sleep(0.5)
            print(f"\nMessage with the next {len(cards)} pictures: {max(tab.sizes[before:]):,} bytes (at most 5,000)")


if __name__ == "__main__":
    asyncio.run(main())
