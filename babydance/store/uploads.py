"""Uploaded pictures, the consents given with them, and masks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, delete, exists, func, text
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.store.database import UTCDateTime
from babydance.store.images import RunRow

_IS_KEPT = "deleted_at IS NULL"
_IS_LEFT_BEHIND = "deleted_at IS NOT NULL AND purged_at IS NULL"


class UploadRow(SQLModel, table=True):
    """One uploaded picture, cleaned; its files lie below ``upload/<id>/``. It expires when it shows people.

    A row comes deleted, before its files, and is kept when they are there: so whatever a crash leaves behind is
    found the same way as the files of an upload that was deleted.
    """

    __tablename__: ClassVar[Any] = "upload"
    __table_args__ = (
        Index("ix_upload_mine", "account_id", "id", sqlite_where=text(_IS_KEPT), postgresql_where=text(_IS_KEPT)),
        Index("ix_upload_due", "expires_at", sqlite_where=text(_IS_KEPT), postgresql_where=text(_IS_KEPT)),
        Index(
            "ix_upload_left_behind",
            "deleted_at",
            sqlite_where=text(_IS_LEFT_BEHIND),
            postgresql_where=text(_IS_LEFT_BEHIND),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    name: str = Field(max_length=120)  # as the person's file was called, cleaned
    width: int
    height: int
    format: str = Field(max_length=8)
    byte_size: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64)
    colour: str = Field(max_length=7)
    shows_people: bool
    is_blurred: bool = False
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    purged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ConsentRow(SQLModel, table=True):
    """One guardian's word: when, to which text, for which picture. It outlives the picture."""

    __tablename__: ClassVar[Any] = "consent"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    upload_id: str = Field(index=True, max_length=32)
    text_version: str = Field(max_length=16)
    picture_sha256: str = Field(max_length=64)
    given_at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class MaskRow(SQLModel, table=True):
    """One painted mask, at ``mask/<id>``; those that no run has used are swept after a day."""

    __tablename__: ClassVar[Any] = "mask"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    width: int
    height: int
    sha256: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UTCDateTime, index=True)


async def keep(session: AsyncSession, upload_id: str) -> bool:
    """Let a new upload appear; tell whether its files are still there."""
    result = await session.exec(
        update(UploadRow)
        .where(col(UploadRow.id) == upload_id, col(UploadRow.purged_at).is_(None))
        .values(deleted_at=None)
    )
    return result.rowcount == 1


async def count_kept(session: AsyncSession, account_id: str) -> int:
    """Return how many uploads the account keeps."""
    query = select(func.count()).select_from(UploadRow).where(UploadRow.account_id == account_id, text(_IS_KEPT))
    return (await session.exec(query)).one()


async def mine(session: AsyncSession, account_id: str, *, now: datetime, limit: int) -> list[UploadRow]:
    """Return the account's uploads whose deadline has not passed, newest first."""
    query = (
        select(UploadRow)
        .where(UploadRow.account_id == account_id, text(_IS_KEPT), _is_in_time(now))
        .order_by(col(UploadRow.id).desc())
        .limit(limit)
    )
    return list(await session.exec(query))


async def owned(session: AsyncSession, account_id: str, ids: Sequence[str], *, now: datetime) -> list[UploadRow]:
    """Return those of the uploads that the account still has, in no order."""
    query = select(UploadRow).where(
        UploadRow.account_id == account_id, col(UploadRow.id).in_(ids), text(_IS_KEPT), _is_in_time(now)
    )
    return list(await session.exec(query))


async def mark_upload_deleted(session: AsyncSession, account_id: str, upload_id: str, *, now: datetime) -> bool:
    """Take an upload away; tell whether it was there."""
    result = await session.exec(
        update(UploadRow)
        .where(
            col(UploadRow.id) == upload_id, col(UploadRow.account_id) == account_id, col(UploadRow.deleted_at).is_(None)
        )
        .values(deleted_at=now)
    )
    return result.rowcount == 1


async def due(session: AsyncSession, *, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Return account and id of uploads whose deadline has passed."""
    query = (
        select(UploadRow.account_id, UploadRow.id)
        .where(text(_IS_KEPT), col(UploadRow.expires_at) <= now)
        .order_by(col(UploadRow.expires_at))
        .limit(limit)
    )
    return [(account_id, upload_id) for account_id, upload_id in await session.exec(query)]


async def uploads_left_behind(session: AsyncSession, *, before: datetime, limit: int) -> list[str]:
    """Return uploads that were deleted, or begun and never kept, ``before``, and whose files may still be there."""
    query = (
        select(UploadRow.id)
        .where(text(_IS_LEFT_BEHIND), col(UploadRow.deleted_at) <= before)
        .order_by(col(UploadRow.deleted_at))
        .limit(limit)
    )
    return list(await session.exec(query))


async def mark_uploads_purged(session: AsyncSession, upload_ids: Sequence[str], *, now: datetime) -> None:
    """Remember that the files of deleted uploads are gone, and forget what they were called."""
    await session.exec(
        update(UploadRow)
        .where(col(UploadRow.id).in_(upload_ids), col(UploadRow.deleted_at).is_not(None))
        .values(purged_at=now, name="")
    )


async def unused_masks(session: AsyncSession, *, before: datetime, limit: int) -> list[str]:
    """Return masks that were painted ``before`` and that no run has used."""
    is_used = exists().where(col(RunRow.account_id) == col(MaskRow.account_id), col(RunRow.mask_id) == col(MaskRow.id))
    query = (
        select(MaskRow.id)
        .where(col(MaskRow.created_at) <= before, ~is_used)
        .order_by(col(MaskRow.created_at))
        .limit(limit)
    )
    return list(await session.exec(query))


async def forget_masks(session: AsyncSession, mask_ids: Sequence[str]) -> None:
    """Delete the rows of masks whose files are gone."""
    await session.exec(delete(MaskRow).where(col(MaskRow.id).in_(mask_ids)))


def _is_in_time(now: datetime):  # noqa: ANN202  a condition, as SQLAlchemy types it
    return col(UploadRow.expires_at).is_(None) | (col(UploadRow.expires_at) > now)
