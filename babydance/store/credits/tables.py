"""The tables of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from babydance.domain.credits import LineKind, LotKind
from babydance.store.append_only import protect
from babydance.store.database import UTCDateTime

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
