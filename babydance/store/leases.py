"""Signs of life: which processes do jobs, and which one of them looks after the others.

Every moment is the database's own, so hosts whose clocks differ agree about who is alive.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Double, delete, literal_column, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

LEADER = 1  # the one row of its table

_SQLITE_NOW = "(julianday('now') - 2440587.5) * 86400.0"
_POSTGRES_NOW = "extract(epoch FROM clock_timestamp())::double precision"


class JobLeaseRow(SQLModel, table=True):
    """One process that does jobs; ``beat_at`` is in seconds since 1970 by the database's clock."""

    __tablename__: ClassVar[Any] = "job_lease"

    executor_id: str = Field(primary_key=True, max_length=32)
    beat_at: float = Field(sa_type=Double)


class JobLeaderRow(SQLModel, table=True):
    """The process that looks after the others, until when."""

    __tablename__: ClassVar[Any] = "job_leader"

    id: int = Field(primary_key=True)
    executor_id: str = Field(max_length=32)
    until: float = Field(sa_type=Double)


async def beat(session: AsyncSession, executor_id: str) -> None:
    """Say that this process lives."""
    now = _now(session)
    await session.exec(
        _insert(session, JobLeaseRow)
        .values(executor_id=executor_id, beat_at=now)
        .on_conflict_do_update(index_elements=["executor_id"], set_={"beat_at": now})
    )


async def living(session: AsyncSession, *, within: float) -> set[str]:
    """Return the processes that gave a sign of life in the last ``within`` seconds."""
    query = select(JobLeaseRow.executor_id).where(col(JobLeaseRow.beat_at) > _now(session) - within)
    return set(await session.exec(query))


async def lead(session: AsyncSession, executor_id: str, *, seconds: float) -> bool:
    """Become, or stay, the one that looks after the others for ``seconds``; False while somebody else does."""
    now = _now(session)
    won = await session.exec(
        update(JobLeaderRow)
        .where(
            col(JobLeaderRow.id) == LEADER,
            or_(col(JobLeaderRow.executor_id) == executor_id, col(JobLeaderRow.until) < now),
        )
        .values(executor_id=executor_id, until=now + seconds)
    )
    return won.rowcount == 1


async def prepare_leader(session: AsyncSession) -> None:
    """Make the leader's row, once in the life of a database."""
    await session.exec(
        _insert(session, JobLeaderRow).values(id=LEADER, executor_id="", until=0.0).on_conflict_do_nothing()
    )


async def give_up(session: AsyncSession, executor_id: str) -> None:
    """Say that this process ends, so that nobody waits for its silence."""
    await session.exec(delete(JobLeaseRow).where(col(JobLeaseRow.executor_id) == executor_id))
    await session.exec(
        update(JobLeaderRow).where(col(JobLeaderRow.executor_id) == executor_id).values(executor_id="", until=0.0)
    )


async def forget_dead(session: AsyncSession, *, after: float) -> None:
    """Delete the leases of processes that have been silent for ``after`` seconds."""
    await session.exec(delete(JobLeaseRow).where(col(JobLeaseRow.beat_at) < _now(session) - after))


def _insert(session: AsyncSession, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say ON CONFLICT; both databases spell it alike."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _now(session: AsyncSession) -> ColumnElement[float]:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return literal_column(_POSTGRES_NOW if is_postgres else _SQLITE_NOW, Double)
