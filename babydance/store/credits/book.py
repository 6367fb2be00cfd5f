"""The lock, the book, and the moves that follow from others: repaying and expiring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import GRANT_WORDS, LineKind, LotKind, not_enough
from babydance.store.credits.tables import CreditAccount, CreditLot, LedgerPosting, LedgerTxn
from babydance.store.database import TOUCHED


class Leg(NamedTuple):
    """What one bucket of a lot gains or loses."""

    lot_id: int
    bucket: str
    amount: int


class Share(NamedTuple):
    """What is taken from one lot."""

    lot_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The heading of a ledger transaction; ``op_key`` never repeats."""

    account_id: str
    kind: LineKind
    op_key: str
    reason: str
    reference: str
    now: datetime


async def lock(session: AsyncSession, account_id: str) -> int:
    """Take the account until the commit, tell watching pages that it changed, return its new version.

    This is the first statement of everything that moves credits, and of every other change to what an account
    sees: the pages watch the version.
    """
    table = CreditAccount
    statement = (
        insert(session, table)
        .values(account_id=account_id, version=1)
        .on_conflict_do_update(index_elements=["account_id"], set_={"version": col(table.version) + 1})
        .returning(col(table.version))
    )
    version = (await session.exec(statement)).scalar_one()
    session.info.setdefault(TOUCHED, {})[account_id] = version
    return version


async def versions(session: AsyncSession, account_ids: Iterable[str]) -> dict[str, int]:
    """Return the version of each account, 0 for one that was never touched."""
    wanted = list(account_ids)
    rows = await session.exec(
        select(CreditAccount.account_id, CreditAccount.version).where(col(CreditAccount.account_id).in_(wanted))
    )
    return dict.fromkeys(wanted, 0) | dict(rows.all())


async def post(session: AsyncSession, entry: Entry, legs: Sequence[Leg]) -> None:
    """Write a transaction into the book and bring the cached figures of lots and account up to it."""
    if sum(leg.amount for leg in legs) != 0:
        raise ValueError(f"the legs of {entry.op_key} do not sum to zero")
    available, held, debt = (_total(legs, bucket) for bucket in ("available", "held", "debt"))
    table = CreditAccount
    changed = await session.exec(
        update(table)
        .where(col(table.account_id) == entry.account_id)
        .values(
            available=col(table.available) + available,
            held=col(table.held) + held,
            debt=col(table.debt) - debt,  # what is owed stands on the other side of the book
        )
        .returning(col(table.available))
    )
    txn = await session.exec(
        insert(session, LedgerTxn)
        .values(
            account_id=entry.account_id,
            kind=entry.kind.value,
            op_key=entry.op_key,
            reason=entry.reason,
            reference=entry.reference,
            available_change=available,
            held_change=held,
            available_after=changed.scalar_one(),
            created_at=entry.now,
        )
        .returning(col(LedgerTxn.id))
    )
    txn_id = txn.scalar_one()
    postings = [{"txn_id": txn_id, **leg._asdict()} for leg in legs]
    await session.exec(insert(session, LedgerPosting).values(postings))
    for lot_id in dict.fromkeys(leg.lot_id for leg in legs):
        mine = [leg for leg in legs if leg.lot_id == lot_id]
        await _move_in_lot(session, lot_id, available=_total(mine, "available"), held=_total(mine, "held"))


async def repay(session: AsyncSession, account_id: str, *, now: datetime, version: int) -> None:
    """Settle what is owed with what is there: nobody has credits and a debt."""
    row = await session.exec(
        select(CreditAccount.debt, CreditAccount.available).where(CreditAccount.account_id == account_id)
    )
    amount = min(row.one())
    if amount == 0:
        return
    legs = [
        leg
        for share in await choose(session, account_id, amount)
        for leg in (
            Leg(share.lot_id, "available", -share.amount),
            Leg(share.lot_id, "debt", share.amount),
        )
    ]
    entry = Entry(account_id, LineKind.REPAY, f"repay:{account_id}:{version}", "Settled what was owed", "", now)
    await post(session, entry, legs)


async def expire(session: AsyncSession, account_id: str, *, now: datetime, version: int) -> int:
    """Take away what lapsed and is not in use, under the lock; return how many credits that were."""
    rows = await session.exec(
        select(CreditLot.id, CreditLot.available, CreditLot.kind)
        .where(
            CreditLot.account_id == account_id,
            col(CreditLot.available) > 0,
            col(CreditLot.expires_at) <= now,
        )
        .order_by(*spend_order())
    )
    gone = 0
    for lot_id, amount, kind in rows.all():
        lot = known(lot_id)
        entry = Entry(account_id, LineKind.EXPIRE, f"expire:{lot}:{version}", GRANT_WORDS[LotKind(kind)], "", now)
        await post(session, entry, [Leg(lot, "available", -amount), Leg(lot, "expired", amount)])
        gone += amount
    return gone


async def choose(session: AsyncSession, account_id: str, amount: int) -> list[Share]:
    """Take ``amount`` from the lots in spend order."""
    rows = await session.exec(
        select(CreditLot.id, CreditLot.available)
        .where(CreditLot.account_id == account_id, col(CreditLot.available) > 0)
        .order_by(*spend_order())
    )
    shares: list[Share] = []
    missing = amount
    for lot_id, available in rows.all():
        if missing == 0:
            break
        part = min(missing, available)
        shares.append(Share(known(lot_id), part))
        missing -= part
    if missing:
        raise not_enough(needed=amount, available=amount - missing)
    return shares


def spend_order() -> tuple[Any, ...]:
    """Return the order in which lots are spent, for ORDER BY."""
    table = CreditLot
    return (col(table.priority), col(table.expires_at).is_(None), col(table.expires_at), col(table.id))


def insert(session: AsyncSession, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say ON CONFLICT; both databases spell it alike."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def known(row_id: int | None) -> int:
    """Return the id that a row got from the database."""
    if row_id is None:
        raise ValueError("a row that came from the database has an id")
    return row_id


def check_positive(amount: int) -> None:
    """Refuse to move nothing, or less."""
    if amount <= 0:
        raise ValueError(f"credits move by whole positive numbers, not by {amount}")


async def _move_in_lot(session: AsyncSession, lot_id: int, *, available: int, held: int) -> None:
    await session.exec(
        update(CreditLot)
        .where(col(CreditLot.id) == lot_id)
        .values(available=col(CreditLot.available) + available, held=col(CreditLot.held) + held)
    )


def _total(legs: Iterable[Leg], bucket: str) -> int:
    return sum(leg.amount for leg in legs if leg.bucket == bucket)
