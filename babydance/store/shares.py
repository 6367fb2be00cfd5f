"""Links to one picture that anybody may open who was given them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, func
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.store.database import UTCDateTime
from babydance.store.images import ImageRow, RunRow


class ShareRow(SQLModel, table=True):
    """One link; its secret is not kept here but made from the id and the studio's key."""

    __tablename__: ClassVar[Any] = "share"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    image_id: str = Field(foreign_key="image.id", index=True, max_length=32)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    shows_words: bool = False  # the description may be read, too
    views: int = 0


async def shareable(session: AsyncSession, account_id: str, image_id: str) -> ImageRow | None:
    """Return the account's picture, if it is neither deleted nor in the trash."""
    query = select(ImageRow).where(ImageRow.id == image_id, ImageRow.account_id == account_id, *_is_shown())
    return (await session.exec(query)).first()


async def living(session: AsyncSession, account_id: str, image_id: str, *, now: datetime) -> ShareRow | None:
    """Return the account's link to a picture that works at this moment."""
    query = (
        select(ShareRow)
        .where(ShareRow.account_id == account_id, ShareRow.image_id == image_id, *_is_living(now))
        .order_by(col(ShareRow.id).desc())
    )
    return (await session.exec(query)).first()


async def living_link(session: AsyncSession, account_id: str, share_id: str, *, now: datetime) -> ShareRow | None:
    """Return the account's link with this id, if it works at this moment."""
    query = select(ShareRow).where(ShareRow.id == share_id, ShareRow.account_id == account_id, *_is_living(now))
    return (await session.exec(query)).first()


async def count_living(session: AsyncSession, account_id: str, *, now: datetime) -> int:
    """Count the account's links that work, those to pictures that were deleted apart."""
    query = (
        select(func.count())
        .select_from(ShareRow)
        .join(ImageRow, col(ImageRow.id) == ShareRow.image_id)
        .where(ShareRow.account_id == account_id, col(ImageRow.deleted_at).is_(None), *_is_living(now))
    )
    return (await session.exec(query)).one()


async def revoke(session: AsyncSession, account_id: str, share_id: str, *, now: datetime) -> bool:
    """End the account's link; tell whether there is one, living or not."""
    result = await session.exec(
        update(ShareRow)
        .where(col(ShareRow.id) == share_id, col(ShareRow.account_id) == account_id)
        .values(revoked_at=func.coalesce(ShareRow.revoked_at, now))
    )
    return result.rowcount == 1


async def opened(session: AsyncSession, share_id: str, *, now: datetime) -> tuple[ShareRow, ImageRow, RunRow] | None:
    """Return the link with its picture, if strangers may see it at this moment."""
    query = (
        select(ShareRow, ImageRow, RunRow)
        .join(ImageRow, col(ImageRow.id) == ShareRow.image_id)
        .join(RunRow, col(RunRow.id) == ImageRow.run_id)
        .where(ShareRow.id == share_id, *_is_open(now))
    )
    return (await session.exec(query)).first()


async def count_view(session: AsyncSession, share_id: str) -> None:
    """Count a visit."""
    await session.exec(update(ShareRow).where(col(ShareRow.id) == share_id).values(views=ShareRow.views + 1))


async def still_open(session: AsyncSession, share_ids: Sequence[str], *, now: datetime) -> set[str]:
    """Return those links that strangers may open at this moment."""
    query = (
        select(ShareRow.id)
        .join(ImageRow, col(ImageRow.id) == ShareRow.image_id)
        .where(col(ShareRow.id).in_(share_ids), *_is_open(now))
    )
    return set(await session.exec(query))


def _is_living(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ShareRow.revoked_at).is_(None),
        col(ShareRow.expires_at).is_(None) | (col(ShareRow.expires_at) > now),
    )


def _is_shown() -> tuple[ColumnElement[bool], ...]:
    return (col(ImageRow.deleted_at).is_(None), col(ImageRow.trashed_at).is_(None))


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Hold for links that work, to pictures that are there and show nobody."""
    return (*_is_living(now), *_is_shown(), col(ImageRow.has_people).is_(False))
