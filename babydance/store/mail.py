"""Mail to be sent: what and to whom, never an address and never a secret."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, Text, case, text, update
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.ids import new_id
from babydance.domain.mail import MailKind
from babydance.store.database import UTCDateTime


class MailRow(SQLModel, table=True):
    """One mail; ``enqueued_at`` is when the job engine was last asked to send it."""

    __tablename__: ClassVar[Any] = "mail"
    __table_args__ = (
        Index(
            "ix_mail_open",
            "enqueued_at",
            sqlite_where=text("sent_at IS NULL AND dead_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND dead_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    account_id: str = Field(sa_type=Text, sa_column_args=[ForeignKey("account.id", ondelete="CASCADE")], index=True)
    kind: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)
    enqueued_at: datetime = Field(sa_type=UTCDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    attempts: int = 0
    last_error_code: str = Field(default="", sa_type=Text)
    dead_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


async def add(session: AsyncSession, account_id: str, *, kind: MailKind, now: datetime) -> str:
    """Note a mail to be started right after the commit, and return its id."""
    row = MailRow(id=new_id(), account_id=account_id, kind=kind, created_at=now, enqueued_at=now)
    session.add(row)
    await session.flush()
    return row.id


async def latest_kind(session: AsyncSession, account_id: str, *, among: Collection[MailKind]) -> MailKind | None:
    """Return which of these kinds an account was last written."""
    statement = (
        select(MailRow.kind)
        .where(MailRow.account_id == account_id, col(MailRow.kind).in_(among))
        .order_by(col(MailRow.created_at).desc(), col(MailRow.id).desc())
        .limit(1)
    )
    kind = (await session.exec(statement)).first()
    return MailKind(kind) if kind else None


async def begin(session: AsyncSession, mail_id: str) -> MailRow | None:
    """Count an attempt and return the mail as it is then; None when it is sent, given up or unknown."""
    statement = (
        update(MailRow)
        .where(col(MailRow.id) == mail_id, col(MailRow.sent_at).is_(None), col(MailRow.dead_at).is_(None))
        .values(attempts=MailRow.attempts + 1)
        .returning(MailRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    row = (await session.exec(statement)).first()
    return row[0] if row else None


async def finish(session: AsyncSession, mail_id: str, *, now: datetime) -> None:
    """Note that a mail was delivered."""
    await session.exec(
        update(MailRow)
        .where(col(MailRow.id) == mail_id, col(MailRow.sent_at).is_(None))
        .values(sent_at=now, dead_at=None, last_error_code="")
        .execution_options(synchronize_session=False)
    )


async def fail(session: AsyncSession, mail_id: str, *, code: str, most: int, now: datetime) -> bool:
    """Note why an attempt failed; answer whether the mail is given up, after ``most`` attempts."""
    statement = (
        update(MailRow)
        .where(col(MailRow.id) == mail_id, col(MailRow.sent_at).is_(None))
        .values(last_error_code=code, dead_at=case((col(MailRow.attempts) >= most, now), else_=None))
        .returning(col(MailRow.dead_at))
        .execution_options(synchronize_session=False)
    )
    row = (await session.exec(statement)).first()
    return row is None or row[0] is not None


async def take_waiting(session: AsyncSession, limit: int, *, before: datetime, now: datetime) -> list[str]:
    """Take mails that were last started before a moment and still aren't sent, the oldest first."""
    waiting = (
        select(MailRow.id)
        .where(col(MailRow.sent_at).is_(None), col(MailRow.dead_at).is_(None), col(MailRow.enqueued_at) < before)
        .order_by(col(MailRow.enqueued_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list((await session.exec(waiting)).all())
    await session.exec(
        update(MailRow)
        .where(col(MailRow.id).in_(ids))
        .values(enqueued_at=now)
        .execution_options(synchronize_session=False)
    )
    return ids
