"""Holds: credits set aside for work, then spent or given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import Hold, LineKind
from babydance.store.credits.book import (
    Entry,
    Leg,
    Share,
    check_positive,
    choose,
    expire,
    insert,
    known,
    lock,
    post,
    repay,
)
from babydance.store.credits.tables import CreditHold, CreditHoldLot


async def reserve(
    session: AsyncSession,
    account_id: str,
    amount: int,
    *,
    op_key: str,
    now: datetime,
    expires_at: datetime,
    reason: str = "",
    reference: str = "",
) -> int:
    """Set credits aside for the work ``op_key`` and return the id of the hold; asking again changes nothing.

    Raises:
        NotEnoughCreditsError: the account cannot pay; the transaction must be rolled back.
        ValueError: ``op_key`` is known with another amount.
    """
    check_positive(amount)
    version = await lock(session, account_id)
    known = (
        await session.exec(
            select(CreditHold.id, CreditHold.amount).where(
                CreditHold.account_id == account_id, CreditHold.op_key == op_key
            )
        )
    ).one_or_none()
    if known is not None:
        return _same_hold(known[0], known[1], amount)
    await expire(session, account_id, now=now, version=version)
    shares = await choose(session, account_id, amount)
    hold_id = await _insert_hold(
        session,
        shares,
        account_id=account_id,
        op_key=op_key,
        amount=amount,
        reason=reason,
        reference=reference,
        created_at=now,
        expires_at=expires_at,
    )
    entry = Entry(account_id, LineKind.HOLD, f"hold:{hold_id}", reason, reference, now)
    legs = [
        leg
        for share in shares
        for leg in (
            Leg(share.lot_id, "available", -share.amount),
            Leg(share.lot_id, "held", share.amount),
        )
    ]
    await post(session, entry, legs)
    return hold_id


async def settle(session: AsyncSession, account_id: str, *, op_key: str, captured: int, now: datetime) -> bool:
    """Spend ``captured`` of what is held for ``op_key`` and give back the rest (0 gives back everything).

    What comes back to a lot that lapsed meanwhile expires at once. False when it was settled before.

    Raises:
        LookupError: nothing was ever held for ``op_key``.
        ValueError: more than was held, or less than nothing.
    """
    if captured < 0:
        raise ValueError(f"{captured} credits cannot be spent")
    version = await lock(session, account_id)
    table = CreditHold
    won = await session.exec(
        update(table)
        .where(
            col(table.account_id) == account_id,
            col(table.op_key) == op_key,
            col(table.status) == "held",
            col(table.amount) >= captured,
        )
        .values(status="captured" if captured else "released", captured=captured, settled_at=now)
        .returning(col(table.id), col(table.amount), col(table.reason), col(table.reference))
    )
    row = won.one_or_none()
    if row is None:
        await _check_settled(session, account_id, op_key=op_key, captured=captured)
        return False
    hold_id, amount, reason, reference = row
    legs = await _settling_legs(session, hold_id, captured)
    kind = LineKind.SPEND if captured else LineKind.RELEASE
    await post(session, Entry(account_id, kind, f"settle:{hold_id}", reason, reference, now), legs)
    if captured < amount:
        await expire(session, account_id, now=now, version=version)
        await repay(session, account_id, now=now, version=version)
    return True


async def stale_holds(session: AsyncSession, now: datetime, *, limit: int = 500) -> list[Hold]:
    """Return open holds that outlived their time, the oldest first; their work may still be running."""
    rows = await session.exec(
        select(CreditHold)
        .where(CreditHold.status == "held", col(CreditHold.expires_at) <= now)
        .order_by(col(CreditHold.expires_at), col(CreditHold.id))
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [
        Hold(
            account_id=row.account_id,
            op_key=row.op_key,
            amount=row.amount,
            reference=row.reference,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


async def _insert_hold(session: AsyncSession, shares: Sequence[Share], **values: Any) -> int:
    inserted = await session.exec(insert(session, CreditHold).values(values).returning(col(CreditHold.id)))
    hold_id: int = inserted.scalar_one()
    parts = [{"hold_id": hold_id, "seq": seq, **share._asdict()} for seq, share in enumerate(shares)]
    await session.exec(insert(session, CreditHoldLot).values(parts))
    return hold_id


def _same_hold(hold_id: int | None, held: int, amount: int) -> int:
    if held != amount:
        raise ValueError(f"the same work asked for {held} credits before, now for {amount}")
    return known(hold_id)


async def _check_settled(session: AsyncSession, account_id: str, *, op_key: str, captured: int) -> None:
    """Raise unless the hold was settled before."""
    row = await session.exec(
        select(CreditHold.status, CreditHold.amount).where(
            CreditHold.account_id == account_id, CreditHold.op_key == op_key
        )
    )
    known = row.one_or_none()
    if known is None:
        raise LookupError(f"no credits were held for {op_key}")
    if known[0] == "held":
        raise ValueError(f"{captured} of {known[1]} held credits cannot be spent")


async def _settling_legs(session: AsyncSession, hold_id: int, captured: int) -> list[Leg]:
    rows = await session.exec(
        select(CreditHoldLot.lot_id, CreditHoldLot.amount)
        .where(CreditHoldLot.hold_id == hold_id)
        .order_by(col(CreditHoldLot.seq))
    )
    legs: list[Leg] = []
    to_spend = captured
    for lot_id, amount in rows.all():
        spent = min(to_spend, amount)
        to_spend -= spent
        legs += [
            Leg(lot_id, "held", -amount),
            Leg(lot_id, "spent", spent),
            Leg(lot_id, "available", amount - spent),
        ]
    return [leg for leg in legs if leg.amount]
