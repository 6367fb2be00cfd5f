"""The engine, and the two ways to open a session: a transaction that writes, a reading that cannot."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, TypeDecorator, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

log = logging.getLogger(__name__)

TOUCHED = "touched accounts"
_PATIENCE = 10.0  # seconds to wait for a database that is restarting

CommitListener = Callable[[Mapping[str, int]], None]


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone, and store the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its zone back."""
        _ = dialect
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Database:
    """Opens sessions on SQLite (``sqlite+aiosqlite:///file``) or PostgreSQL (``postgresql+psycopg://...``)."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=60,
            hide_parameters=True,  # an error that is logged must not tell addresses or hashes
            **({} if self.is_sqlite else {"pool_pre_ping": True}),
        )
        if self.is_sqlite:
            _prepare_sqlite(self.engine.sync_engine)
        self._reader = self.engine.execution_options(
            read_only=True,
            **({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}),
        )
        self._writing = asyncio.Lock()
        self._listeners: list[CommitListener] = []

    def on_commit(self, listener: CommitListener) -> None:
        """Call ``listener`` with the accounts that a commit of this process touched, and their versions by then."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commit on the way out, roll back on any error; keep it short and off the network."""
        if self.is_sqlite:  # one writer at a time; queueing here is fairer than its busy loop
            async with self._writing, self._session(read_only=False) as session:
                yield session
        else:
            async with self._session(read_only=False) as session:
                yield session
        touched: dict[str, int] = session.info.get(TOUCHED, {})
        if touched:
            for listener in self._listeners:
                listener(touched)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Read one consistent state without waiting for writers."""
        async with self._session(read_only=True) as session:
            yield session

    async def is_up(self) -> bool:
        """Tell whether the database answers."""
        try:
            async with self._reader.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")
        except (DBAPIError, OSError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Give the connections back."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _session(self, *, read_only: bool) -> AsyncIterator[AsyncSession]:
        engine = self._reader if read_only else self.engine
        async with AsyncSession(engine, expire_on_commit=False) as session:
            await _begin(session)
            try:
                yield session
            except BaseException:
                await session.rollback()
                raise
            if read_only:
                session.expunge_all()  # or the rollback would empty the rows that were read
                await session.rollback()
            else:
                await session.commit()


async def _begin(session: AsyncSession) -> None:
    """Open the connection; wait for a database that is away (nothing has been said to it yet)."""
    deadline = time.monotonic() + _PATIENCE
    pause = 0.1
    while True:
        try:
            await session.connection()
        except DBAPIError as error:
            if time.monotonic() + pause > deadline:
                raise
            log.warning("database away, trying again in %.1f s (%s)", pause, type(error.orig).__name__)
            await session.rollback()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)
        else:
            return


def _prepare_sqlite(engine: Any) -> None:
    """Set what SQLite needs on this engine only; the job engine has a database of its own."""
    logging.getLogger("aiosqlite").setLevel(logging.INFO)  # its debug lines repeat every value, addresses too

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=30000",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reads = connection.get_execution_options().get("read_only")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
