"""Accounts, their sessions, sign-in tickets and mailed links; every secret is kept as a hash only.

Whoever changes an account or what hangs on it locks the account row first, then touches links, tickets and
sessions, and the credits last: one order, so that two requests never wait for each other in a circle.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Text, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.accounts import LinkPurpose
from babydance.store.database import UTCDateTime


def _owner() -> Any:
    return Field(sa_type=Text, sa_column_args=[ForeignKey("account.id", ondelete="CASCADE")], index=True)


class AccountRow(SQLModel, table=True):
    """Somebody who signed up."""

    __tablename__: ClassVar[Any] = "account"

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    email: str = Field(sa_type=Text)
    email_key: str = Field(sa_type=Text, unique=True)
    password_hash: str = Field(sa_type=Text)
    verified_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(sa_type=UTCDateTime)


class SessionRow(SQLModel, table=True):
    """One browser that is signed in."""

    __tablename__: ClassVar[Any] = "session"

    token_hash: str = Field(primary_key=True, sa_type=Text)
    account_id: str = _owner()
    created_at: datetime = Field(sa_type=UTCDateTime)
    seen_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)
    agent: str = Field(sa_type=Text)
    network: str = Field(sa_type=Text)


class TicketRow(SQLModel, table=True):
    """A right to open one session, good for seconds."""

    __tablename__: ClassVar[Any] = "ticket"

    token_hash: str = Field(primary_key=True, sa_type=Text)
    account_id: str = _owner()
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)


class AccountLinkRow(SQLModel, table=True):
    """A link that was mailed."""

    __tablename__: ClassVar[Any] = "account_link"

    token_hash: str = Field(primary_key=True, sa_type=Text)
    account_id: str = _owner()
    purpose: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


async def add(session: AsyncSession, account: AccountRow) -> bool:
    """Add an account; answer no, and change nothing, when its address is taken."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(AccountRow)
        .values(account.model_dump())
        .on_conflict_do_nothing(index_elements=["email_key"])
        .returning(col(AccountRow.id))
    )
    return (await session.exec(statement)).first() is not None


async def by_id(session: AsyncSession, account_id: str) -> AccountRow | None:
    """Find an account."""
    return await session.get(AccountRow, account_id)


async def by_email(session: AsyncSession, email_key: str) -> AccountRow | None:
    """Find the account that owns an address."""
    return (await session.exec(select(AccountRow).where(AccountRow.email_key == email_key))).first()


async def lock(session: AsyncSession, account_id: str) -> AccountRow | None:
    """Read an account as it is now, and keep others from changing it until the commit."""
    statement = (
        select(AccountRow)
        .where(AccountRow.id == account_id)
        .with_for_update(key_share=True)  # rows that point at the account may still be added meanwhile
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).first()


async def mark_verified(session: AsyncSession, account_id: str, *, now: datetime) -> bool:
    """Note that the person reads mail at the address; answer whether that is news."""
    statement = (
        update(AccountRow)
        .where(col(AccountRow.id) == account_id, col(AccountRow.verified_at).is_(None))
        .values(verified_at=now)
        .returning(col(AccountRow.id))
        .execution_options(synchronize_session=False)
    )
    return (await session.exec(statement)).first() is not None


async def set_password(session: AsyncSession, account_id: str, *, password_hash: str) -> None:
    """Replace the password."""
    await session.exec(
        update(AccountRow)
        .where(col(AccountRow.id) == account_id)
        .values(password_hash=password_hash)
        .execution_options(synchronize_session=False)
    )


async def add_link(
    session: AsyncSession,
    account_id: str,
    *,
    token_hash: str,
    purpose: LinkPurpose,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Remember a link that is about to be mailed."""
    session.add(
        AccountLinkRow(
            token_hash=token_hash, account_id=account_id, purpose=purpose, created_at=now, expires_at=expires_at
        )
    )
    await session.flush()


async def link(session: AsyncSession, token_hash: str, *, purpose: LinkPurpose) -> AccountLinkRow | None:
    """Find a link, used or not."""
    statement = (
        select(AccountLinkRow)
        .where(AccountLinkRow.token_hash == token_hash, AccountLinkRow.purpose == purpose)
        .execution_options(populate_existing=True)
    )
    return (await session.exec(statement)).first()


async def use_link(session: AsyncSession, token_hash: str, *, purpose: LinkPurpose, now: datetime) -> AccountRow | None:
    """Use a link up and lock its account; None when it is unknown, used or too old. Of many at once, one wins."""
    found = await link(session, token_hash, purpose=purpose)
    account = await lock(session, found.account_id) if found else None
    if account is None:
        return None
    statement = (
        update(AccountLinkRow)
        .where(
            col(AccountLinkRow.token_hash) == token_hash,
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.expires_at) > now,
        )
        .values(used_at=now)
        .returning(col(AccountLinkRow.token_hash))
        .execution_options(synchronize_session=False)
    )
    return account if (await session.exec(statement)).first() else None


async def use_up_links(session: AsyncSession, account_id: str, *, now: datetime) -> None:
    """Make every open link of an account useless."""
    await session.exec(
        update(AccountLinkRow)
        .where(col(AccountLinkRow.account_id) == account_id, col(AccountLinkRow.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


async def add_ticket(session: AsyncSession, account_id: str, *, token_hash: str, expires_at: datetime) -> None:
    """Remember a ticket."""
    session.add(TicketRow(token_hash=token_hash, account_id=account_id, expires_at=expires_at))
    await session.flush()


async def burn_ticket(session: AsyncSession, token_hash: str, *, now: datetime) -> str | None:
    """Use a ticket up, lock its account and return whose it is; of many at once, one wins."""
    owner = (await session.exec(select(TicketRow.account_id).where(TicketRow.token_hash == token_hash))).first()
    if owner is None or await lock(session, owner) is None:
        return None
    statement = (
        delete(TicketRow)
        .where(col(TicketRow.token_hash) == token_hash, col(TicketRow.expires_at) > now)
        .returning(col(TicketRow.account_id))
        .execution_options(synchronize_session=False)
    )
    return owner if (await session.exec(statement)).first() else None


async def add_session(session: AsyncSession, row: SessionRow) -> None:
    """Open a session."""
    session.add(row)
    await session.flush()


async def living_session(session: AsyncSession, token_hash: str, *, now: datetime) -> SessionRow | None:
    """Find a session that has not ended."""
    return (await session.exec(_LIVING, params={"token_hash": token_hash, "now": now})).first()


async def touch_session(session: AsyncSession, token_hash: str, *, now: datetime) -> None:
    """Note that a session is in use."""
    await session.exec(
        update(SessionRow)
        .where(col(SessionRow.token_hash) == token_hash, col(SessionRow.seen_at) < now)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )


async def end_session(session: AsyncSession, token_hash: str) -> str | None:
    """End a session and return whose it was."""
    statement = (
        delete(SessionRow)
        .where(col(SessionRow.token_hash) == token_hash)
        .returning(col(SessionRow.account_id))
        .execution_options(synchronize_session=False)
    )
    row = (await session.exec(statement)).first()
    return row[0] if row else None


async def end_sessions(session: AsyncSession, account_id: str) -> None:
    """End every session of an account, and the tickets that would open another."""
    for table in (TicketRow, SessionRow):
        await session.exec(
            delete(table).where(col(table.account_id) == account_id).execution_options(synchronize_session=False)
        )


async def sweep(session: AsyncSession, *, now: datetime) -> int:
    """Delete what has expired and return how much that was."""
    swept = 0
    for table in (TicketRow, AccountLinkRow, SessionRow):
        result = await session.exec(
            delete(table).where(col(table.expires_at) <= now).execution_options(synchronize_session=False)
        )
        swept += result.rowcount
    return swept


# Every event and every request asks this; building the statement anew would take as long as asking.
_LIVING = select(SessionRow).where(
    col(SessionRow.token_hash) == bindparam("token_hash"), col(SessionRow.expires_at) > bindparam("now")
)
