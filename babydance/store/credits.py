"""The credit ledger: lots, holds, and a book of postings that is only ever added to.

Every function here that moves credits takes the open session of a transaction, commits nothing, and begins
with ``lock``: a write on the account's row. PostgreSQL then keeps every other mover of the account waiting
until the commit, and shows what the one before committed; SQLite has one writer anyway. So what is read after
the lock stays true, and the CHECK constraints are a second line that should never be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    UniqueConstraint,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import (
    GRANT_WORDS,
    SIGN_UP_CREDITS,
    SPEND_PRIORITY,
    Balance,
    CreditLine,
    Hold,
    LineKind,
    Lot,
    LotKind,
    not_enough,
)
from babydance.store.append_only import protect
from babydance.store.database import TOUCHED, UTCDateTime

BUCKETS = ("issued", "available", "held", "spent", "expired", "revoked", "debt")
APPEND_ONLY = ("ledger_txn", "ledger_posting")

_BIG: Any = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows in INTEGER columns only
_MOMENT: Any = UTCDateTime


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class CreditAccount(SQLModel, table=True):
    """What an account has in all; ``version`` grows with every change a watching page should notice."""

    __tablename__: ClassVar[Any] = "credit_account"
    __table_args__ = (
        CheckConstraint("available >= 0", name="ck_credit_account_available"),
        CheckConstraint("held >= 0", name="ck_credit_account_held"),
        CheckConstraint("debt >= 0", name="ck_credit_account_debt"),
    )

    account_id: str = Field(primary_key=True, max_length=32)
    available: int = Field(default=0, sa_type=_BIG)
    held: int = Field(default=0, sa_type=_BIG)
    debt: int = Field(default=0, sa_type=_BIG)
    version: int = Field(default=0, sa_type=_BIG)


class CreditLot(SQLModel, table=True):
    """Credits of one source; ``source_key`` is what makes a grant happen once."""

    __tablename__: ClassVar[Any] = "credit_lot"
    __table_args__ = (
        UniqueConstraint("source_key", name="uq_credit_lot_source_key"),
        CheckConstraint("granted > 0", name="ck_credit_lot_granted"),
        CheckConstraint("available >= 0", name="ck_credit_lot_available"),
        CheckConstraint("held >= 0", name="ck_credit_lot_held"),
        CheckConstraint("available + held <= granted", name="ck_credit_lot_total"),
        CheckConstraint(_one_of("kind", LotKind), name="ck_credit_lot_kind"),
        Index("ix_credit_lot_account", "account_id"),
        Index(
            "ix_credit_lot_due",
            "expires_at",
            postgresql_where=text("available > 0"),
            sqlite_where=text("available > 0"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    account_id: str = Field(foreign_key="credit_account.account_id", max_length=32)
    kind: str = Field(max_length=16)
    source_key: str = Field(max_length=160)
    granted: int = Field(sa_type=_BIG)
    available: int = Field(default=0, sa_type=_BIG)
    held: int = Field(default=0, sa_type=_BIG)
    priority: int
    expires_at: datetime | None = Field(default=None, sa_type=_MOMENT)
    sandbox: bool = False


class CreditHold(SQLModel, table=True):
    """Credits set aside for one piece of work, known by ``op_key``."""

    __tablename__: ClassVar[Any] = "credit_hold"
    __table_args__ = (
        UniqueConstraint("account_id", "op_key", name="uq_credit_hold_op_key"),
        CheckConstraint("amount > 0", name="ck_credit_hold_amount"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="ck_credit_hold_captured"),
        CheckConstraint(_one_of("status", ("held", "captured", "released")), name="ck_credit_hold_status"),
        CheckConstraint("(captured > 0) = (status = 'captured')", name="ck_credit_hold_outcome"),
        Index(
            "ix_credit_hold_open",
            "expires_at",
            postgresql_where=text("status = 'held'"),
            sqlite_where=text("status = 'held'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    account_id: str = Field(foreign_key="credit_account.account_id", max_length=32)
    op_key: str = Field(max_length=120)
    amount: int = Field(sa_type=_BIG)
    captured: int = Field(default=0, sa_type=_BIG)
    status: str = Field(default="held", max_length=10)
    reason: str = Field(default="", max_length=120)
    reference: str = Field(default="", max_length=64)
    created_at: datetime = Field(sa_type=_MOMENT)
    expires_at: datetime = Field(sa_type=_MOMENT)
    settled_at: datetime | None = Field(default=None, sa_type=_MOMENT)


class CreditHoldLot(SQLModel, table=True):
    """How much of a hold came from which lot, in the order of spending."""

    __tablename__: ClassVar[Any] = "credit_hold_lot"
    __table_args__ = (
        CheckConstraint("amount > 0", name="ck_credit_hold_lot_amount"),
        Index("ix_credit_hold_lot_lot", "lot_id"),
    )

    hold_id: int = Field(primary_key=True, foreign_key="credit_hold.id", sa_type=_BIG)
    lot_id: int = Field(primary_key=True, foreign_key="credit_lot.id", sa_type=_BIG)
    seq: int
    amount: int = Field(sa_type=_BIG)


class LedgerTxn(SQLModel, table=True):
    """One thing that happened to the credits of an account, with what it left; never changed."""

    __tablename__: ClassVar[Any] = "ledger_txn"
    __table_args__ = (
        UniqueConstraint("op_key", name="uq_ledger_txn_op_key"),
        CheckConstraint(_one_of("kind", LineKind), name="ck_ledger_txn_kind"),
        CheckConstraint("available_after >= 0", name="ck_ledger_txn_available_after"),
        Index("ix_ledger_txn_account", "account_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    account_id: str = Field(foreign_key="credit_account.account_id", max_length=32)
    kind: str = Field(max_length=12)
    op_key: str = Field(max_length=200)
    reason: str = Field(max_length=120)
    reference: str = Field(default="", max_length=64)
    available_change: int = Field(sa_type=_BIG)
    held_change: int = Field(sa_type=_BIG)
    available_after: int = Field(sa_type=_BIG)
    created_at: datetime = Field(sa_type=_MOMENT)


class LedgerPosting(SQLModel, table=True):
    """One leg of a ledger transaction; the legs of each sum to zero; never changed."""

    __tablename__: ClassVar[Any] = "ledger_posting"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="ck_ledger_posting_amount"),
        CheckConstraint(_one_of("bucket", BUCKETS), name="ck_ledger_posting_bucket"),
        Index("ix_ledger_posting_txn", "txn_id"),
        Index("ix_ledger_posting_lot", "lot_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    txn_id: int = Field(foreign_key="ledger_txn.id", sa_type=_BIG)
    lot_id: int = Field(foreign_key="credit_lot.id", sa_type=_BIG)
    bucket: str = Field(max_length=10)
    amount: int = Field(sa_type=_BIG)


for _table in APPEND_ONLY:
    protect(SQLModel.metadata.tables[_table])


async def lock(session: AsyncSession, account_id: str) -> int:
    """Take the account until the commit, tell watching pages that it changed, return its new version.

    This is the first statement of everything that moves credits, and of every other change to what an account
    sees: the pages watch the version.
    """
    table = CreditAccount
    statement = (
        _insert(session, table)
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
    _check_positive(amount)
    version = await lock(session, account_id)
    statement = (
        _insert(session, CreditLot)
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
    entry = _Entry(account_id, LineKind.GRANT, f"grant:{source_key}", reason or GRANT_WORDS[kind], reference, now)
    await _post(session, entry, [_Leg(lot_id, "issued", -amount), _Leg(lot_id, "available", amount)])
    await _repay(session, account_id, now=now, version=version)
    await _expire(session, account_id, now=now, version=version)
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
    _check_positive(amount)
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
    await _expire(session, account_id, now=now, version=version)
    shares = await _choose(session, account_id, amount)
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
    entry = _Entry(account_id, LineKind.HOLD, f"hold:{hold_id}", reason, reference, now)
    legs = [
        leg
        for share in shares
        for leg in (
            _Leg(share.lot_id, "available", -share.amount),
            _Leg(share.lot_id, "held", share.amount),
        )
    ]
    await _post(session, entry, legs)
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
    await _post(session, _Entry(account_id, kind, f"settle:{hold_id}", reason, reference, now), legs)
    if captured < amount:
        await _expire(session, account_id, now=now, version=version)
        await _repay(session, account_id, now=now, version=version)
    return True


async def expire_due(session: AsyncSession, account_id: str, *, now: datetime) -> int:
    """Take away what lapsed and is not in use; return how many credits that were."""
    version = await lock(session, account_id)
    return await _expire(session, account_id, now=now, version=version)


async def accounts_to_expire(session: AsyncSession, *, now: datetime, limit: int = 500) -> list[str]:
    """Return accounts that have credits which lapsed."""
    rows = await session.exec(
        select(CreditLot.account_id)
        .where(col(CreditLot.available) > 0, col(CreditLot.expires_at) <= now)
        .distinct()
        .limit(limit)
    )
    return list(rows)


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
            id=_known(row.id),
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
        .order_by(*_spend_order())
        .execution_options(populate_existing=True)
    )
    return [
        Lot(
            id=_known(row.id),
            kind=LotKind(row.kind),
            granted=row.granted,
            available=row.available,
            held=row.held,
            expires_at=row.expires_at,
            sandbox=row.sandbox,
        )
        for row in rows
    ]


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


class _Leg(NamedTuple):
    lot_id: int
    bucket: str
    amount: int


class _Share(NamedTuple):
    lot_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """The heading of a ledger transaction; ``op_key`` never repeats."""

    account_id: str
    kind: LineKind
    op_key: str
    reason: str
    reference: str
    now: datetime


async def _post(session: AsyncSession, entry: _Entry, legs: Sequence[_Leg]) -> None:
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
        _insert(session, LedgerTxn)
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
    await session.exec(_insert(session, LedgerPosting).values(postings))
    for lot_id in dict.fromkeys(leg.lot_id for leg in legs):
        mine = [leg for leg in legs if leg.lot_id == lot_id]
        await _move_in_lot(session, lot_id, available=_total(mine, "available"), held=_total(mine, "held"))


async def _move_in_lot(session: AsyncSession, lot_id: int, *, available: int, held: int) -> None:
    await session.exec(
        update(CreditLot)
        .where(col(CreditLot.id) == lot_id)
        .values(available=col(CreditLot.available) + available, held=col(CreditLot.held) + held)
    )


async def _expire(session: AsyncSession, account_id: str, *, now: datetime, version: int) -> int:
    rows = await session.exec(
        select(CreditLot.id, CreditLot.available, CreditLot.kind)
        .where(
            CreditLot.account_id == account_id,
            col(CreditLot.available) > 0,
            col(CreditLot.expires_at) <= now,
        )
        .order_by(*_spend_order())
    )
    gone = 0
    for lot_id, amount, kind in rows.all():
        lot = _known(lot_id)
        entry = _Entry(account_id, LineKind.EXPIRE, f"expire:{lot}:{version}", GRANT_WORDS[LotKind(kind)], "", now)
        await _post(session, entry, [_Leg(lot, "available", -amount), _Leg(lot, "expired", amount)])
        gone += amount
    return gone


async def _repay(session: AsyncSession, account_id: str, *, now: datetime, version: int) -> None:
    """Settle what is owed with what is there: nobody has credits and a debt."""
    row = await session.exec(
        select(CreditAccount.debt, CreditAccount.available).where(CreditAccount.account_id == account_id)
    )
    amount = min(row.one())
    if amount == 0:
        return
    legs = [
        leg
        for share in await _choose(session, account_id, amount)
        for leg in (
            _Leg(share.lot_id, "available", -share.amount),
            _Leg(share.lot_id, "debt", share.amount),
        )
    ]
    entry = _Entry(account_id, LineKind.REPAY, f"repay:{account_id}:{version}", "Settled what was owed", "", now)
    await _post(session, entry, legs)


async def _choose(session: AsyncSession, account_id: str, amount: int) -> list[_Share]:
    """Take ``amount`` from the lots in spend order."""
    rows = await session.exec(
        select(CreditLot.id, CreditLot.available)
        .where(CreditLot.account_id == account_id, col(CreditLot.available) > 0)
        .order_by(*_spend_order())
    )
    shares: list[_Share] = []
    missing = amount
    for lot_id, available in rows.all():
        if missing == 0:
            break
        part = min(missing, available)
        shares.append(_Share(_known(lot_id), part))
        missing -= part
    if missing:
        raise not_enough(needed=amount, available=amount - missing)
    return shares


async def _insert_hold(session: AsyncSession, shares: Sequence[_Share], **values: Any) -> int:
    inserted = await session.exec(_insert(session, CreditHold).values(values).returning(col(CreditHold.id)))
    hold_id: int = inserted.scalar_one()
    parts = [{"hold_id": hold_id, "seq": seq, **share._asdict()} for seq, share in enumerate(shares)]
    await session.exec(_insert(session, CreditHoldLot).values(parts))
    return hold_id


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


async def _settling_legs(session: AsyncSession, hold_id: int, captured: int) -> list[_Leg]:
    rows = await session.exec(
        select(CreditHoldLot.lot_id, CreditHoldLot.amount)
        .where(CreditHoldLot.hold_id == hold_id)
        .order_by(col(CreditHoldLot.seq))
    )
    legs: list[_Leg] = []
    to_spend = captured
    for lot_id, amount in rows.all():
        spent = min(to_spend, amount)
        to_spend -= spent
        legs += [
            _Leg(lot_id, "held", -amount),
            _Leg(lot_id, "spent", spent),
            _Leg(lot_id, "available", amount - spent),
        ]
    return [leg for leg in legs if leg.amount]


def _spend_order() -> tuple[Any, ...]:
    table = CreditLot
    return (col(table.priority), col(table.expires_at).is_(None), col(table.expires_at), col(table.id))


def _total(legs: Iterable[_Leg], bucket: str) -> int:
    return sum(leg.amount for leg in legs if leg.bucket == bucket)


def _insert(session: AsyncSession, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say ON CONFLICT; both databases spell it alike."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _same_hold(hold_id: int | None, held: int, amount: int) -> int:
    if held != amount:
        raise ValueError(f"the same work asked for {held} credits before, now for {amount}")
    return _known(hold_id)


def _known(row_id: int | None) -> int:
    if row_id is None:
        raise ValueError("a row that came from the database has an id")
    return row_id


def _check_positive(amount: int) -> None:
    if amount <= 0:
        raise ValueError(f"credits move by whole positive numbers, not by {amount}")
