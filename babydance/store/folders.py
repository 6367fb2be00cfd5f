"""Folders, tags and what can be undone: how people keep order in their gallery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field, SQLModel, col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.gallery import Tag
from babydance.store.database import UTCDateTime
from babydance.store.images import IS_KEPT, ImageRow, RunRow


class FolderRow(SQLModel, table=True):
    """One folder; ``parent_id`` is the one around it, ``position`` its place among its neighbours."""

    __tablename__: ClassVar[Any] = "folder"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    parent_id: str | None = Field(default=None, foreign_key="folder.id", index=True, max_length=32)
    name: str = Field(max_length=60)
    colour: str = Field(default="", max_length=16)  # a name of the palette
    cover_id: str | None = Field(default=None, max_length=32)  # a picture
    position: int = 0
    created_at: datetime = Field(sa_type=UTCDateTime)


class TagRow(SQLModel, table=True):
    """One word that an account puts on pictures; ``folded`` makes it one, however it is written."""

    __tablename__: ClassVar[Any] = "tag"
    __table_args__ = (UniqueConstraint("account_id", "folded"),)

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    label: str = Field(max_length=40)
    folded: str = Field(max_length=80)


class ImageTagRow(SQLModel, table=True):
    """One tag on one picture."""

    __tablename__: ClassVar[Any] = "image_tag"

    image_id: str = Field(primary_key=True, foreign_key="image.id", max_length=32)
    tag_id: str = Field(primary_key=True, foreign_key="tag.id", index=True, max_length=32)


class UndoRow(SQLModel, table=True):
    """How one picture stood before a change to many of them; swept after an hour.

    ``before`` is what putting it back takes: the folder that it was in, the tag, or the moment of trashing.
    """

    __tablename__: ClassVar[Any] = "undo"

    change_id: str = Field(primary_key=True, max_length=32)
    image_id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    kind: str = Field(max_length=16)
    before: str
    created_at: datetime = Field(sa_type=UTCDateTime, index=True)


async def all_folders(session: AsyncSession, account_id: str) -> list[FolderRow]:
    """Return the account's folders in the order in which neighbours stand."""
    query = select(FolderRow).where(FolderRow.account_id == account_id)
    query = query.order_by(col(FolderRow.position), col(FolderRow.id))
    return list(await session.exec(query.execution_options(populate_existing=True)))


async def pictures_in(session: AsyncSession, account_id: str) -> dict[str, tuple[int, str]]:
    """Return for each folder that has pictures how many, and the newest of them."""
    query = (
        select(ImageRow.folder_id, func.count(), func.max(ImageRow.id))
        .where(
            ImageRow.account_id == account_id,
            text(IS_KEPT),
            col(ImageRow.trashed_at).is_(None),
            col(ImageRow.folder_id).is_not(None),
        )
        .group_by(col(ImageRow.folder_id))
    )
    return {str(folder_id): (count, newest) for folder_id, count, newest in await session.exec(query)}


async def owned_folder(session: AsyncSession, account_id: str, folder_id: str) -> FolderRow | None:
    """Return the account's folder."""
    query = select(FolderRow).where(FolderRow.id == folder_id, FolderRow.account_id == account_id)
    return (await session.exec(query)).first()


async def shown_covers(session: AsyncSession, account_id: str, image_ids: Sequence[str]) -> set[str]:
    """Return those of the pictures that the account still has outside the trash."""
    query = select(ImageRow.id).where(
        col(ImageRow.id).in_(image_ids),
        ImageRow.account_id == account_id,
        col(ImageRow.deleted_at).is_(None),
        col(ImageRow.trashed_at).is_(None),
    )
    return set(await session.exec(query))


async def empty_into(session: AsyncSession, account_id: str, folder_id: str, *, target: str | None) -> None:
    """Move all that is in a folder, or would come into it, to the folder ``target``, or to none."""
    for row, column in (
        (ImageRow, ImageRow.folder_id),
        (RunRow, RunRow.folder_id),  # pictures that are being drawn arrive there
    ):
        await session.exec(
            update(row).where(col(row.account_id) == account_id, col(column) == folder_id).values(folder_id=target)
        )
    await session.exec(
        update(UndoRow)
        .where(col(UndoRow.account_id) == account_id, col(UndoRow.before) == folder_id)
        .values(before=target or "")
    )


async def all_tags(session: AsyncSession, account_id: str) -> list[Tag]:
    """Return the account's tags that are on a picture outside the trash, in the order of their letters."""
    query = (
        select(TagRow.id, TagRow.label, func.count())
        .join(ImageTagRow, col(ImageTagRow.tag_id) == TagRow.id)
        .join(ImageRow, col(ImageRow.id) == ImageTagRow.image_id)
        .where(TagRow.account_id == account_id, col(ImageRow.deleted_at).is_(None), col(ImageRow.trashed_at).is_(None))
        .group_by(col(TagRow.id), col(TagRow.label), col(TagRow.folded))
        .order_by(col(TagRow.folded))
    )
    return [Tag(id=id_, label=label, count=count) for id_, label, count in await session.exec(query)]


async def tags_of(session: AsyncSession, image_id: str) -> tuple[TagRow, ...]:
    """Return the tags on a picture, in the order of their letters."""
    query = (
        select(TagRow)
        .join(ImageTagRow, col(ImageTagRow.tag_id) == TagRow.id)
        .where(ImageTagRow.image_id == image_id)
        .order_by(col(TagRow.folded))
    )
    return tuple(await session.exec(query))


async def find_tag(session: AsyncSession, account_id: str, folded: str) -> TagRow | None:
    """Return the account's tag of this folded label."""
    query = select(TagRow).where(TagRow.account_id == account_id, TagRow.folded == folded)
    return (await session.exec(query)).first()


async def forget_unused_tags(session: AsyncSession, account_id: str) -> int:
    """Delete tags that are on no picture and cannot come back by undoing; return how many are left."""
    mine = col(TagRow.account_id) == account_id
    used = select(ImageTagRow.tag_id).join(TagRow).where(mine)
    undoable = select(UndoRow.before).where(UndoRow.account_id == account_id)
    await session.exec(delete(TagRow).where(mine, col(TagRow.id).not_in(used), col(TagRow.id).not_in(undoable)))
    return (await session.exec(select(func.count()).select_from(TagRow).where(mine))).one()
