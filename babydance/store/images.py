"""Runs, generations and images: the three tables, and the queries behind the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, and_, event, or_, text
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.folding import fold
from babydance.store.credits import CreditHold
from babydance.store.database import UTCDateTime

_MOST_LINKED = 24

# Written out, not bound: SQLite uses a partial index only for a condition that it can read in the statement.
IS_OPEN = "status IN ('queued', 'running')"
IS_UNSTARTED = "status = 'queued' AND enqueued_at IS NULL"
IS_KEPT = "image.deleted_at IS NULL"  # in the gallery or in the trash
FIRST_WORDS = 500  # characters: PostgreSQL indexes 2,704 bytes
_IS_WORDY = f"length(words) > {FIRST_WORDS} AND deleted_at IS NULL"
IS_WORDY = f"length(image.words) > {FIRST_WORDS} AND image.deleted_at IS NULL"
IS_TRASHED = "trashed_at IS NOT NULL AND deleted_at IS NULL"
# All pictures have some, but only a question that says so is answered from that index; the others need the wide one.
_IS_SIZED = "deleted_at IS NULL AND trashed_at IS NULL AND pixels >= 0"
IS_SIZED = "image.pixels >= 0"
_IS_LEFT_BEHIND = "deleted_at IS NOT NULL AND purged_at IS NULL"


class RunRow(SQLModel, table=True):
    """One press of Create: what was asked, what was sent, and the price that was fixed then."""

    __tablename__: ClassVar[Any] = "run"
    __table_args__ = (
        UniqueConstraint("account_id", "submit_key"),
        Index("ix_run_recent", "account_id", "id"),
    )

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    submit_key: str = Field(max_length=64)
    prompt: str
    style: str = Field(max_length=32)
    fragment: str
    model: str = Field(max_length=64)
    width: int
    height: int
    quality: str = Field(max_length=16)
    background: str = Field(max_length=16)
    output_format: str = Field(max_length=8)
    count: int
    credits_each: int
    expected_micro_usd_each: int = Field(sa_type=BigInteger)
    micro_usd_per_credit: int = Field(sa_type=BigInteger)
    previews: int
    is_sandbox: bool
    created_at: datetime = Field(sa_type=UTCDateTime)
    edit: str = Field(default="", max_length=32)  # the ready-made edit, if it was one
    edit_words: str = ""  # what was sent for it
    canvas: str = Field(default="", max_length=64)  # what the studio does before or after the model: larger or keyed
    mask_id: str = Field(default="", max_length=32)
    has_people: bool = False  # one of the sources shows people
    folder_id: str | None = Field(default=None, max_length=32)  # where the pictures go


class RunSourceRow(SQLModel, table=True):
    """One picture that a run works from, in the order in which it is sent; ``sha256`` is that of the bytes sent."""

    __tablename__: ClassVar[Any] = "run_source"
    __table_args__ = (Index("ix_run_source_used", "source_id", "run_id"),)

    run_id: str = Field(primary_key=True, foreign_key="run.id", max_length=32)
    position: int = Field(primary_key=True)
    kind: str = Field(max_length=8)
    source_id: str = Field(max_length=32)
    sha256: str = Field(max_length=64)


class GenerationRow(SQLModel, table=True):
    """One picture of a run: where it stands, and what the provider reported (NULL is unknown, never zero)."""

    __tablename__: ClassVar[Any] = "generation"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        Index("ix_generation_open", "account_id", sqlite_where=text(IS_OPEN), postgresql_where=text(IS_OPEN)),
        Index(
            "ix_generation_unstarted",
            "created_at",
            sqlite_where=text(IS_UNSTARTED),
            postgresql_where=text(IS_UNSTARTED),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    run_id: str = Field(foreign_key="run.id", max_length=32)
    account_id: str = Field(max_length=32)
    position: int
    status: str = Field(max_length=16)
    attempts: int = 0
    preview_count: int = 0
    failure: str = Field(default="", max_length=32)
    kept: int = 0
    created_at: datetime = Field(sa_type=UTCDateTime)
    enqueued_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    request_id: str = Field(default="", max_length=128)
    text_tokens: int | None = Field(default=None, sa_type=BigInteger)
    image_tokens: int | None = Field(default=None, sa_type=BigInteger)
    output_tokens: int | None = Field(default=None, sa_type=BigInteger)
    reported_micro_usd: int | None = Field(default=None, sa_type=BigInteger)
    price_table_version: str = Field(default="", max_length=16)
    actual_size: str = Field(default="", max_length=32)
    actual_quality: str = Field(default="", max_length=32)
    actual_background: str = Field(default="", max_length=32)
    actual_format: str = Field(default="", max_length=32)
    actual_prompt: str = ""  # as the provider rewrote it, if it says that it did


class ImageRow(SQLModel, table=True):
    """One picture of the gallery; its files lie below ``image/<id>/``.

    A delivered picture has the id of its generation. A copy that was cropped or converted here has none, but
    the picture it was made from as ``parent_id``, and that one's run. What a search or a filter asks for is
    kept here a second time, so that it never has to look further than one account's rows of one table.
    """

    __tablename__: ClassVar[Any] = "image"
    __table_args__ = (
        Index(
            "ix_image_gallery",  # all that a view asks for, so that none has to look into the table
            "account_id",
            "created_at",
            "id",
            "trashed_at",
            "is_favourite",
            "has_people",
            "folder_id",
            "kind",
            "model",
            "style",
            "width",
            "height",
            "first_words",
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index(
            "ix_image_largest",
            "account_id",
            "pixels",
            "created_at",
            "id",
            sqlite_where=text(_IS_SIZED),
            postgresql_where=text(_IS_SIZED),
        ),
        Index(
            "ix_image_hash",
            "sha256",  # without the account, or SQLite would count with it
        ),
        Index(
            "ix_image_wordy",
            "account_id",
            "id",
            sqlite_where=text(_IS_WORDY),
            postgresql_where=text(_IS_WORDY),
        ),
        Index(
            "ix_image_trashed",
            "trashed_at",
            "account_id",
            sqlite_where=text(IS_TRASHED),
            postgresql_where=text(IS_TRASHED),
        ),
        Index(
            "ix_image_left_behind",
            "deleted_at",
            sqlite_where=text(_IS_LEFT_BEHIND),
            postgresql_where=text(_IS_LEFT_BEHIND),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    generation_id: str | None = Field(default=None, foreign_key="generation.id", unique=True, max_length=32)
    run_id: str = Field(foreign_key="run.id", index=True, max_length=32)
    width: int
    height: int
    pixels: int = 0  # width times height, for those who want the largest first
    format: str = Field(max_length=8)
    byte_size: int = Field(sa_type=BigInteger)
    colour: str = Field(max_length=7)
    created_at: datetime = Field(sa_type=UTCDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    purged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    kind: str = Field(default="created", max_length=16)  # created, edited, copy or character
    parent_id: str | None = Field(default=None, index=True, max_length=32)
    sha256: str = Field(default="", max_length=64)
    model: str = Field(default="", max_length=64)
    style: str = Field(default="", max_length=32)
    has_people: bool = False
    is_favourite: bool = False
    folder_id: str | None = Field(default=None, foreign_key="folder.id", index=True, max_length=32)
    title: str = Field(default="", max_length=120)
    note: str = ""
    words: str = Field(default="", sa_type=Text)  # prompt, title and tags, folded for searching
    first_words: str = Field(default="", sa_type=Text)  # as much of them as surely fits into an index
    trashed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


@event.listens_for(ImageRow, "before_insert")
@event.listens_for(ImageRow, "before_update")
def keep_what_is_indexed(_mapper: Any, _connection: Any, image: ImageRow) -> None:
    """Write the words a second time, as far as they fit; a statement that changes ``words`` must do so by itself.

    Not generated columns: SQLite never takes an index with one in it for all that a query needs.
    """
    image.first_words = image.words[:FIRST_WORDS]
    image.pixels = image.width * image.height


async def picture_with_story(
    session: AsyncSession, account_id: str, image_id: str
) -> tuple[ImageRow, GenerationRow | None, RunRow] | None:
    """Return the account's picture with the rows that tell how it came about; a copy has no generation."""
    query = (
        select(ImageRow, GenerationRow, RunRow)
        .outerjoin(GenerationRow, col(GenerationRow.id) == ImageRow.generation_id)
        .join(RunRow, col(RunRow.id) == ImageRow.run_id)
        .where(ImageRow.id == image_id, ImageRow.account_id == account_id, col(ImageRow.deleted_at).is_(None))
    )
    return (await session.exec(query)).first()


async def receipt(session: AsyncSession, account_id: str, op_key: str) -> tuple[int, int]:
    """Return the credits that were held for a piece of work, and those of them that were spent."""
    query = select(CreditHold.amount, CreditHold.captured).where(
        CreditHold.account_id == account_id, CreditHold.op_key == op_key
    )
    return (await session.exec(query)).one()


async def used_in(session: AsyncSession, account_id: str, image_id: str) -> list[str]:
    """Return the account's newest pictures that were made from a picture: edits of it, and copies."""
    runs = select(RunSourceRow.run_id).where(RunSourceRow.source_id == image_id, RunSourceRow.kind == "image")
    drawn = and_(col(ImageRow.run_id).in_(runs), col(ImageRow.parent_id).is_(None))
    query = select(ImageRow.id).where(
        ImageRow.account_id == account_id,
        or_(col(ImageRow.parent_id) == image_id, drawn),
        text(IS_KEPT),
        col(ImageRow.trashed_at).is_(None),
    )
    return list(await session.exec(query.order_by(col(ImageRow.id).desc()).limit(_MOST_LINKED)))


def searched_words(prompt: str, title: str, tags: Sequence[str]) -> str:
    """Return what a search looks into: a line of prompt and title, then each folded tag on a line of its own."""
    return fold(f"{prompt} {title}") + "".join(map(tag_words, tags))


def tag_words(folded: Any) -> Any:
    """Return how a tag stands in the words of a picture: on a line of its own, which nothing typed can imitate.

    Takes a text or a column, and returns the same.
    """
    return "\n" + folded + "\n"


def without_tags(words: str) -> str:
    """Return the words of a picture as they are for a copy of it, which bears no tags."""
    return words.partition("\n")[0]


async def mark_trashed(session: AsyncSession, account_id: str, image_id: str, *, now: datetime) -> bool:
    """Put the picture into the trash; tell whether it was in the gallery."""
    result = await session.exec(
        update(ImageRow)
        .where(
            col(ImageRow.id) == image_id,
            col(ImageRow.account_id) == account_id,
            col(ImageRow.deleted_at).is_(None),
            col(ImageRow.trashed_at).is_(None),
        )
        .values(trashed_at=now)
    )
    return result.rowcount == 1


async def accounts_with_old_trash(session: AsyncSession, *, before: datetime) -> list[str]:
    """Return the accounts whose trash has something from before a moment."""
    query = select(ImageRow.account_id).where(text(IS_TRASHED), col(ImageRow.trashed_at) < before).distinct()
    return list(await session.exec(query))


async def empty_trash(session: AsyncSession, account_id: str, *, before: datetime, now: datetime) -> int:
    """Delete the account's pictures for good that are in the trash since before a moment."""
    result = await session.exec(
        update(ImageRow)
        .where(text(IS_TRASHED), col(ImageRow.trashed_at) < before, col(ImageRow.account_id) == account_id)
        .values(deleted_at=now)
    )
    return result.rowcount


async def shown_picture(session: AsyncSession, account_id: str, image_id: str) -> tuple[ImageRow, str] | None:
    """Return the account's picture and its description, unless it was deleted or is in the trash."""
    query = (
        select(ImageRow, RunRow.prompt)
        .join(RunRow, col(RunRow.id) == ImageRow.run_id)
        .where(
            ImageRow.id == image_id,
            ImageRow.account_id == account_id,
            col(ImageRow.deleted_at).is_(None),
            col(ImageRow.trashed_at).is_(None),
        )
    )
    return (await session.exec(query)).first()


async def known_pictures(session: AsyncSession, image_ids: Sequence[str]) -> set[str]:
    """Return those of the ids that are pictures, deleted ones too."""
    return set(await session.exec(select(ImageRow.id).where(col(ImageRow.id).in_(image_ids))))


async def left_behind(session: AsyncSession, *, limit: int) -> list[str]:
    """Return deleted pictures whose files may still be there."""
    query = select(ImageRow.id).where(text(_IS_LEFT_BEHIND)).order_by(col(ImageRow.deleted_at)).limit(limit)
    return list(await session.exec(query))


async def mark_purged(session: AsyncSession, image_ids: Sequence[str], *, now: datetime) -> None:
    """Remember that the files of deleted pictures are gone."""
    await session.exec(update(ImageRow).where(col(ImageRow.id).in_(image_ids)).values(purged_at=now))
