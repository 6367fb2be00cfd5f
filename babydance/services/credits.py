"""What the credits page shows, and the sweep of credits that lapsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from babydance.domain.credits import Balance, CreditLine, Lot
from babydance.store import credits
from babydance.store.database import Database

PAGE = 50


class CreditService:
    """Reads the credits of an account; they are moved by the services whose work they pay for."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def balance(self, account_id: str) -> Balance:
        """Return the credits that are available and those in use."""
        async with self._database.reading() as session:
            return await credits.balance(session, account_id)

    async def history(self, account_id: str, before_id: int | None = None) -> list[CreditLine]:
        """Return the newest 50 lines, or the 50 before the line ``before_id``; fewer are the last ones."""
        async with self._database.reading() as session:
            return await credits.lines(session, account_id, before_id=before_id, limit=PAGE)

    async def lots(self, account_id: str) -> list[Lot]:
        """Return what is left of each source, in the order in which it is spent."""
        async with self._database.reading() as session:
            return await credits.lots(session, account_id)

    async def expire_due(self) -> int:
        """Take away credits that lapsed, one account a transaction; return how many that were."""
        now = self._clock()
        async with self._database.reading() as session:
            accounts = await credits.accounts_to_expire(session, now=now)
        gone = 0
        for account_id in accounts:
            async with self._database.transaction() as session:
                gone += await credits.expire_due(session, account_id, now=now)
        return gone
