"""Pictures put straight into the tables, hundreds at a time, for tests of the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from babydance.domain.ids import new_id
from babydance.store.database import Database
from babydance.store.folders import FolderRow
from babydance.store.images import GenerationRow, ImageRow, RunRow, searched_words

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class Hung:
    """One picture as a test wants it; ``age`` in hours before a certain noon."""

    prompt: str = "a baby that dances"
    title: str = ""
    age: int = 0
    kind: str = "created"
    model: str = "gpt-image-2.5-flare"
    style: str = ""
    width: int = 96
    height: int = 64
    folder_id: str | None = None
    is_favourite: bool = False
    has_people: bool = False
    is_trashed: bool = False
    id: str = field(default_factory=new_id)

    @property
    def made_at(self) -> datetime:
        return NOON - timedelta(hours=self.age)


async def hang(database: Database, account_id: str, pictures: Sequence[Hung]) -> list[str]:
    """Put pictures into the gallery of an account, and return their ids in the same order."""
    async with database.transaction() as session:
        session.add_all(_run(account_id, picture) for picture in pictures)
        await session.flush()
        session.add_all(
            GenerationRow(
                id=picture.id,
                run_id=picture.id,
                account_id=account_id,
                position=0,
                status="done",
                created_at=picture.made_at,
            )
            for picture in pictures
        )
        await session.flush()
        session.add_all(_image(account_id, picture) for picture in pictures)
    return [picture.id for picture in pictures]


async def folder(database: Database, account_id: str, name: str = "Summer") -> str:
    """Make a folder and return its id."""
    row = FolderRow(id=new_id(), account_id=account_id, name=name, created_at=NOON)
    async with database.transaction() as session:
        session.add(row)
    return row.id


def _run(account_id: str, picture: Hung) -> RunRow:
    return RunRow(
        id=picture.id,
        account_id=account_id,
        submit_key=picture.id,
        prompt=picture.prompt,
        style=picture.style,
        fragment="",
        model=picture.model,
        width=1024,
        height=1024,
        quality="low",
        background="auto",
        output_format="jpeg",
        count=1,
        credits_each=1,
        expected_micro_usd_each=1,
        micro_usd_per_credit=15_000,
        previews=0,
        is_sandbox=True,
        created_at=picture.made_at,
    )


def _image(account_id: str, picture: Hung) -> ImageRow:
    return ImageRow(
        id=picture.id,
        account_id=account_id,
        generation_id=picture.id,
        run_id=picture.id,
        width=picture.width,
        height=picture.height,
        format="jpeg",
        byte_size=10,
        colour="#aabbcc",
        created_at=picture.made_at,
        kind=picture.kind,
        model=picture.model,
        style=picture.style,
        has_people=picture.has_people,
        is_favourite=picture.is_favourite,
        folder_id=picture.folder_id,
        title=picture.title,
        words=searched_words(picture.prompt, picture.title, []),
        trashed_at=NOON if picture.is_trashed else None,
    )
