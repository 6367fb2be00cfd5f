"""Billing: customers, checkouts, the mirror of what Stripe says, and the inbox of its events.

Rows of subscriptions, invoices and payments are written only from objects that were just fetched, under the lock
of the account (``store/credits.lock``). They name the account without a foreign key: the books outlive the person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from babydance.domain.billing import LIVING
from babydance.store.database import UTCDateTime

_LIVING_SQL = text(f"status IN ({', '.join(repr(str(status)) for status in LIVING)})")


class CustomerRow(SQLModel, table=True):
    """Who an account is at Stripe; one customer for test money and one for real money."""

    __tablename__: ClassVar[Any] = "billing_customer"

    account_id: str = Field(primary_key=True, sa_type=Text)
    is_live: bool = Field(primary_key=True)
    customer_id: str = Field(sa_type=Text, unique=True)
    created_at: datetime = Field(sa_type=UTCDateTime)
    profile_json: str = Field(default="", sa_type=Text)  # a BillingProfile as last fetched
    profile_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CheckoutRow(SQLModel, table=True):
    """A checkout page that was opened; ``nonce`` is the press of the button it belongs to."""

    __tablename__: ClassVar[Any] = "checkout"
    __table_args__ = (
        UniqueConstraint("account_id", "nonce", name="uq_checkout_nonce"),
        Index("ix_checkout_account", "account_id", "created_at"),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    account_id: str = Field(sa_type=Text)
    is_live: bool
    nonce: str = Field(sa_type=Text)
    price_code: str = Field(sa_type=Text)
    trial_days: int = 0
    session_id: str | None = Field(default=None, sa_type=Text, unique=True)  # None until Stripe answered
    status: str = Field(default="opening", sa_type=Text)  # opening, open, complete, expired, failed
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class SubscriptionRow(SQLModel, table=True):
    """A subscription as last fetched; an account has at most one that lives."""

    __tablename__: ClassVar[Any] = "subscription"
    __table_args__ = (
        Index(
            "uq_subscription_living",
            "account_id",
            "is_live",
            unique=True,
            sqlite_where=_LIVING_SQL,
            postgresql_where=_LIVING_SQL,
        ),
        Index("ix_subscription_account", "account_id"),
    )

    subscription_id: str = Field(primary_key=True, sa_type=Text)
    account_id: str = Field(sa_type=Text)
    is_live: bool
    price_code: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    period_start: datetime = Field(sa_type=UTCDateTime)
    period_end: datetime = Field(sa_type=UTCDateTime)
    is_ending: bool = False
    pending_price_code: str = Field(default="", sa_type=Text)
    past_due_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    trial_end: datetime | None = Field(default=None, sa_type=UTCDateTime)
    drips_from: datetime | None = Field(default=None, sa_type=UTCDateTime)  # the first month that a yearly invoice paid
    drips_until: datetime | None = Field(default=None, sa_type=UTCDateTime)  # and the end of the last one
    fetched_at: datetime = Field(sa_type=UTCDateTime)


class InvoiceRow(SQLModel, table=True):
    """An invoice as last fetched; amounts in the currency's smallest unit."""

    __tablename__: ClassVar[Any] = "invoice"
    __table_args__ = (Index("ix_invoice_account", "account_id", "created_at"),)

    invoice_id: str = Field(primary_key=True, sa_type=Text)
    account_id: str = Field(sa_type=Text)
    is_live: bool
    subscription_id: str = Field(default="", sa_type=Text)
    number: str = Field(default="", sa_type=Text)
    status: str = Field(sa_type=Text)
    total: int = Field(sa_type=BigInteger)
    tax: int = Field(default=0, sa_type=BigInteger)
    currency: str = Field(sa_type=Text)
    hosted_url: str = Field(default="", sa_type=Text)
    pdf_url: str = Field(default="", sa_type=Text)
    attempts: int = 0
    next_attempt_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    created_at: datetime = Field(sa_type=UTCDateTime)


class PaymentRow(SQLModel, table=True):
    """Money received, with what went back; ``source_key`` is the lot of credits that it bought."""

    __tablename__: ClassVar[Any] = "payment"
    __table_args__ = (
        CheckConstraint("amount >= 0 AND refunded >= 0 AND disputed >= 0", name="ck_payment_amounts"),
        Index("ix_payment_account", "account_id", "created_at"),
    )

    payment_id: str = Field(primary_key=True, sa_type=Text)
    account_id: str = Field(sa_type=Text)
    is_live: bool
    invoice_id: str = Field(default="", sa_type=Text, index=True)
    session_id: str = Field(default="", sa_type=Text)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(sa_type=Text)
    refunded: int = Field(default=0, sa_type=BigInteger)
    disputed: int = Field(default=0, sa_type=BigInteger)
    has_open_dispute: bool = False
    has_fraud_warning: bool = False
    status: str = Field(sa_type=Text)
    brand: str = Field(default="", sa_type=Text)
    last4: str = Field(default="", sa_type=Text)
    source_key: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)


class TrialRow(SQLModel, table=True):
    """A trial that was used up: neither the person nor the card gets another one."""

    __tablename__: ClassVar[Any] = "trial"

    account_id: str = Field(primary_key=True, sa_type=Text)
    email_hash: str = Field(sa_type=Text, unique=True)
    card_hash: str | None = Field(default=None, sa_type=Text, unique=True)
    subscription_id: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)


class EventRow(SQLModel, table=True):
    """An event that Stripe announced; ``done`` is written together with its effects."""

    __tablename__: ClassVar[Any] = "payment_event"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'done', 'ignored', 'dead')", name="ck_payment_event_status"),
        Index(
            "ix_payment_event_due",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_payment_event_created", "created_at"),
    )

    event_id: str = Field(primary_key=True, sa_type=Text)
    is_live: bool
    type: str = Field(sa_type=Text)
    object_id: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UTCDateTime)  # at Stripe
    received_at: datetime = Field(sa_type=UTCDateTime)
    status: str = Field(default="pending", sa_type=Text)
    attempts: int = 0
    due_at: datetime = Field(sa_type=UTCDateTime)
    error: str = Field(default="", sa_type=Text)
