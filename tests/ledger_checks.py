"""The laws of the credit ledger, checked against what the tables really hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.store.credits import (
    CreditAccount,
    CreditHold,
    CreditHoldLot,
    CreditLot,
    LedgerPosting,
    LedgerTxn,
)


@dataclass
class _Book:
    accounts: list[CreditAccount]
    lots: list[CreditLot]
    holds: list[CreditHold]
    shares: list[CreditHoldLot]
    txns: list[LedgerTxn]
    postings: list[LedgerPosting]


async def check_ledger(session: AsyncSession, account_id: str | None = None) -> None:
    """Raise AssertionError with the broken law; look at one account, or at all of them."""
    book = await _read(session, account_id)
    _check_signs(book)
    _check_legs(book)
    _check_lots(book)
    _check_accounts(book)
    _check_holds(book)
    _check_lines(book)
    _check_once("one lot per source", (lot.source_key for lot in book.lots))
    _check_once("one hold per piece of work", ((hold.account_id, hold.op_key) for hold in book.holds))
    _check_once("one entry per thing that happened", (txn.op_key for txn in book.txns))


async def _read(session: AsyncSession, account_id: str | None) -> _Book:
    async def rows(table: Any, query: Any = None) -> list[Any]:
        query = select(table) if query is None else query
        if account_id is not None:
            owner = {CreditHoldLot: CreditHold, LedgerPosting: LedgerTxn}.get(table, table)
            query = query.where(owner.account_id == account_id)
        return list(await session.exec(query.execution_options(populate_existing=True)))

    shares = select(CreditHoldLot).join(CreditHold, col(CreditHold.id) == CreditHoldLot.hold_id)
    postings = select(LedgerPosting).join(LedgerTxn, col(LedgerTxn.id) == LedgerPosting.txn_id)
    return _Book(
        await rows(CreditAccount),
        await rows(CreditLot),
        await rows(CreditHold),
        await rows(CreditHoldLot, shares),
        await rows(LedgerTxn, select(LedgerTxn).order_by(col(LedgerTxn.id))),
        await rows(LedgerPosting, postings),
    )


def _check_signs(book: _Book) -> None:
    for account in book.accounts:
        assert min(account.available, account.held, account.debt) >= 0, f"below zero: {account!r}"
        assert account.debt == 0 or account.available == 0, f"owes and has credits: {account!r}"
    for lot in book.lots:
        assert min(lot.available, lot.held) >= 0, f"below zero: {lot!r}"


def _check_legs(book: _Book) -> None:
    sums: Counter[int] = Counter()
    for posting in book.postings:
        sums[posting.txn_id] += posting.amount
    for txn in book.txns:
        assert txn.id in sums, f"nothing was posted: {txn!r}"
        assert sums[txn.id] == 0, f"does not sum to zero: {txn!r}"
    owner_of_lot = {lot.id: lot.account_id for lot in book.lots}
    owner_of_txn = {txn.id: txn.account_id for txn in book.txns}
    for posting in book.postings:
        assert owner_of_lot[posting.lot_id] == owner_of_txn[posting.txn_id], f"another's lot: {posting!r}"


def _check_lots(book: _Book) -> None:
    posted: dict[int | None, Counter[str]] = defaultdict(Counter)
    for posting in book.postings:
        posted[posting.lot_id][posting.bucket] += posting.amount
    open_holds = {hold.id for hold in book.holds if hold.status == "held"}
    in_use: Counter[int | None] = Counter()
    for share in book.shares:
        if share.hold_id in open_holds:
            in_use[share.lot_id] += share.amount
    for lot in book.lots:
        sums = posted[lot.id]
        assert (sums["available"], sums["held"]) == (lot.available, lot.held), f"{lot!r} but posted {sums}"
        assert in_use[lot.id] == lot.held, f"{in_use[lot.id]} in open holds: {lot!r}"
        went = sum(amount for bucket, amount in sums.items() if bucket != "issued")
        assert lot.granted == -sums["issued"] == went, f"does not add up: {lot!r}, posted {sums}"
        assert min(sums["spent"], sums["expired"], sums["revoked"]) >= 0, f"below zero: {sums} of {lot!r}"


def _check_accounts(book: _Book) -> None:
    debts: Counter[str] = Counter()
    owner = {txn.id: txn.account_id for txn in book.txns}
    for posting in book.postings:
        if posting.bucket == "debt":
            debts[owner[posting.txn_id]] -= posting.amount
    for account in book.accounts:
        mine = [lot for lot in book.lots if lot.account_id == account.account_id]
        assert account.available == sum(lot.available for lot in mine), f"lots say otherwise: {account!r}"
        assert account.held == sum(lot.held for lot in mine), f"lots say otherwise: {account!r}"
        assert account.debt == debts[account.account_id], f"postings say otherwise: {account!r}"


def _check_holds(book: _Book) -> None:
    shares: Counter[int | None] = Counter()
    for share in book.shares:
        shares[share.hold_id] += share.amount
    entries = {txn.op_key: txn.id for txn in book.txns}
    spent: Counter[int | None] = Counter()
    for posting in book.postings:
        if posting.bucket == "spent":
            spent[posting.txn_id] += posting.amount
    for hold in book.holds:
        assert shares[hold.id] == hold.amount, f"its parts are {shares[hold.id]}: {hold!r}"
        assert 0 <= hold.captured <= hold.amount, f"spent more than was held: {hold!r}"
        assert f"hold:{hold.id}" in entries, f"was never posted: {hold!r}"
        settled = entries.get(f"settle:{hold.id}")
        assert (hold.status == "held") == (settled is None), f"settled without an end: {hold!r}"
        assert spent[settled] == hold.captured or settled is None, f"spent {spent[settled]}: {hold!r}"


def _check_lines(book: _Book) -> None:
    changes: dict[int | None, Counter[str]] = defaultdict(Counter)
    for posting in book.postings:
        changes[posting.txn_id][posting.bucket] += posting.amount
    running: Counter[str] = Counter()
    for txn in book.txns:
        posted = changes[txn.id]["available"], changes[txn.id]["held"]
        assert posted == (txn.available_change, txn.held_change), f"{txn!r} but posted {posted}"
        running[txn.account_id] += txn.available_change
        assert running[txn.account_id] == txn.available_after, f"left {running[txn.account_id]}: {txn!r}"


def _check_once(law: str, keys: Iterable[Any]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    assert not twice, f"{law}: {twice}"
