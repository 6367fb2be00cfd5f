"""Which processes do jobs: signs of life, and the one that looks after the others."""

from __future__ import annotations

from babydance.store import leases
from babydance.store.database import Database

BEAT_SECONDS = 2.0
DEAD_SECONDS = 6.0  # three beats missed
_FORGET_SECONDS = 86_400.0


class LeaseService:
    """Keeps the leases of job-doing processes by the database's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, executor_id: str) -> None:
        """Take a lease, before the first job is taken under this id."""
        async with self._database.transaction() as session:
            await leases.prepare_leader(session)
            await leases.beat(session, executor_id)

    async def beat(self, executor_id: str) -> bool:
        """Renew the lease; tell whether this process is the one that looks after the others."""
        async with self._database.transaction() as session:
            await leases.beat(session, executor_id)
            return await leases.lead(session, executor_id, seconds=DEAD_SECONDS)

    async def living(self) -> set[str]:
        """Return the processes that are alive."""
        async with self._database.reading() as session:
            return await leases.living(session, within=DEAD_SECONDS)

    async def end(self, executor_id: str) -> None:
        """Give the lease back, and forget those of processes that died long ago."""
        async with self._database.transaction() as session:
            await leases.give_up(session, executor_id)
            await leases.forget_dead(session, after=_FORGET_SECONDS)
