"""Lots: credits that are given, and credits that lapse."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import GRANT_WORDS, SIGN_UP_CREDITS, SPEND_PRIORITY, LineKind, LotKind
from babydance.store.credits.book import Entry, Leg, check_positive, expire, insert, lock, post, repay
from babydance.store.credits.tables import CreditLot


async def grant(
    session: AsyncSession,
    account_id: str,
    amount: int,
    *,
    kind: LotKind,
    source_key: str,
    expires_at: datetime | None,
    now: datetime,
    sandbox: bool = False,
    reason: str = "",
    reference: str = "",
) -> bool:
    """Give credits exactly once per ``source_key``, and settle a debt with them; False for a replay."""
    check_positive(amount)
    version = await lock(session, account_id)
    statement = (
        insert(session, CreditLot)
        .values(
            account_id=account_id,
            kind=kind.value,
            source_key=source_key,
            granted=amount,
            priority=SPEND_PRIORITY[kind],
            expires_at=expires_at,
            sandbox=sandbox,
        )
        .on_conflict_do_nothing(index_elements=["source_key"])
        .returning(col(CreditLot.id))
    )
    lot_id = (await session.exec(statement)).scalar_one_or_none()
    if lot_id is None:
        return False
    entry = Entry(account_id, LineKind.GRANT, f"grant:{source_key}", reason or GRANT_WORDS[kind], reference, now)
    await post(session, entry, [Leg(lot_id, "issued", -amount), Leg(lot_id, "available", amount)])
    await repay(session, account_id, now=now, version=version)
    await expire(session, account_id, now=now, version=version)
    return True


async def grant_sign_up(
    session: AsyncSession, account_id: str, *, now: datetime, amount: int = SIGN_UP_CREDITS
) -> bool:
    """Give the credits for signing up, once in the life of an account."""
    return await grant(
        session,
        account_id,
        amount,
        kind=LotKind.PROMO,
        source_key=f"signup:{account_id}",
        expires_at=None,
        now=now,
        reason="Welcome credits",
    )


async def expire_due(session: AsyncSession, account_id: str, *, now: datetime) -> int:
    """Take away what lapsed and is not in use; return how many credits that were."""
    version = await lock(session, account_id)
    return await expire(session, account_id, now=now, version=version)


async def accounts_to_expire(session: AsyncSession, *, now: datetime, limit: int = 500) -> list[str]:
    """Return accounts that have credits which lapsed."""
    rows = await session.exec(
        select(CreditLot.account_id)
        .where(col(CreditLot.available) > 0, col(CreditLot.expires_at) <= now)
        .distinct()
        .limit(limit)
    )
    return list(rows)
