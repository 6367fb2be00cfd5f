"""Reading the ledger: the balance, the lots that are left, and the lines of the book."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import Balance, CreditLine, LineKind, Lot, LotKind
from babydance.store.credits.book import known, spend_order
from babydance.store.credits.tables import CreditAccount, CreditLot, LedgerTxn


async def balance(session: AsyncSession, account_id: str) -> Balance:
    """Return what an account has; nothing for one that never had anything."""
    row = (
        await session.exec(
            select(CreditAccount.available, CreditAccount.held).where(CreditAccount.account_id == account_id)
        )
    ).one_or_none()
    return Balance() if row is None else Balance(available=row[0], held=row[1])


async def lines(
    session: AsyncSession, account_id: str, *, before_id: int | None = None, limit: int
) -> list[CreditLine]:
    """Return what happened, newest first, starting below the line ``before_id``."""
    query = select(LedgerTxn).where(LedgerTxn.account_id == account_id)
    if before_id is not None:
        query = query.where(col(LedgerTxn.id) < before_id)
    rows = await session.exec(query.order_by(col(LedgerTxn.id).desc()).limit(limit))
    return [
        CreditLine(
            id=known(row.id),
            created_at=row.created_at,
            kind=LineKind(row.kind),
            reason=row.reason,
            reference=row.reference,
            available_change=row.available_change,
            held_change=row.held_change,
            available_after=row.available_after,
        )
        for row in rows
    ]


async def lots(session: AsyncSession, account_id: str) -> list[Lot]:
    """Return the lots that are not used up, in the order in which they are spent."""
    rows = await session.exec(
        select(CreditLot)
        .where(CreditLot.account_id == account_id, col(CreditLot.available) + col(CreditLot.held) > 0)
        .order_by(*spend_order())
        .execution_options(populate_existing=True)
    )
    return [
        Lot(
            id=known(row.id),
            kind=LotKind(row.kind),
            granted=row.granted,
            available=row.available,
            held=row.held,
            expires_at=row.expires_at,
            sandbox=row.sandbox,
        )
        for row in rows
    ]
