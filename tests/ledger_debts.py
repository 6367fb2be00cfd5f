"""A debt, as a refund of credits that were spent already leaves one."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import LineKind
from babydance.domain.ids import new_id
from babydance.store import credits
from babydance.store.credits.book import Entry, Leg, post


async def owe(session: AsyncSession, account_id: str, amount: int, *, now: datetime) -> None:
    """Take back ``amount`` credits of the newest lot of an account that has none available."""
    version = await credits.lock(session, account_id)
    query = select(credits.CreditLot.id).where(credits.CreditLot.account_id == account_id)
    lot_id = (await session.exec(query.order_by(col(credits.CreditLot.id).desc()).limit(1))).one()
    legs = [Leg(lot_id, "revoked", amount), Leg(lot_id, "debt", -amount)]
    key = f"test:{version}:{new_id()}"
    await post(session, Entry(account_id, LineKind.REVOKE, key, "Refund", "", now), legs)
