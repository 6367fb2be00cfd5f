"""Subscriptions and payments: what we know of them, what Stripe says of them, and what follows for an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from babydance.domain.errors import StudioError
from babydance.domain.plans import Limits, Plan, PlanCode, plan_of, plan_with_price

PAST_DUE_GRACE = timedelta(days=7)
PLAN_LOT_GRACE = timedelta(days=3)
MAX_ATTEMPTS = 12


class BillingError(StudioError):
    """A payment matter that can't be done now; the words say what to do."""


class PaymentsOffError(BillingError):
    """This studio takes no payments."""


class PaymentsDownError(BillingError):
    """Stripe did not answer; nothing was charged, and trying again is safe."""


class ForgedEventError(StudioError):
    """A message that claims to come from Stripe and doesn't."""


class SubscriptionStatus(StrEnum):
    """Stripe's states of a subscription; one that we don't know counts as no access."""

    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    CANCELED = "canceled"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> SubscriptionStatus:
        _ = value
        return cls.UNKNOWN


LIVING = (
    SubscriptionStatus.TRIALING,
    SubscriptionStatus.ACTIVE,
    SubscriptionStatus.PAST_DUE,
    SubscriptionStatus.UNPAID,
    SubscriptionStatus.PAUSED,
)
"""While one of these stands, no second subscription is sold."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as last fetched from Stripe."""

    id: str  # Stripe's
    price_code: str
    status: SubscriptionStatus
    period_start: datetime
    period_end: datetime
    is_ending: bool = False  # cancelled at the end of the period
    pending_price_code: str = ""  # the plan it changes to at the end of the period
    past_due_since: datetime | None = None
    trial_end: datetime | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan it pays for; None when the price is none of ours any more."""
        return plan_with_price(self.price_code)

    @property
    def is_living(self) -> bool:
        """Tell whether it stands in the way of another one."""
        return self.status in LIVING


@dataclass(frozen=True, slots=True)
class Entitlements:
    """What an account may do now, and because of which plan."""

    plan: Plan
    limits: Limits
    is_in_grace: bool = False  # a payment failed, and the plan still holds for some days


def entitlements(subscription: Subscription | None, now: datetime) -> Entitlements:
    """Return what follows from a subscription at a moment; nothing else decides about limits."""
    free = Entitlements(plan_of(PlanCode.FREE), plan_of(PlanCode.FREE).limits)
    if subscription is None or subscription.plan is None:
        return free
    plan = subscription.plan
    if subscription.status in {SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE}:
        return Entitlements(plan, plan.limits)
    if subscription.status is SubscriptionStatus.PAST_DUE:
        since = subscription.past_due_since
        if since is not None and now < since + PAST_DUE_GRACE:
            return Entitlements(plan, plan.limits, is_in_grace=True)
    return free


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """A message that something changed at Stripe; what changed is fetched, never read from it."""

    id: str
    type: str
    object_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CheckoutOrder:
    """What a checkout page is to sell; ``key`` makes asking twice one page."""

    key: str
    account_id: str
    customer_id: str
    price_code: str
    success_url: str  # {CHECKOUT_SESSION_ID} is filled in by Stripe
    cancel_url: str
    expires_at: datetime
    trial_days: int = 0


@dataclass(frozen=True, slots=True)
class RemoteCheckout:
    """A checkout page as Stripe tells it."""

    id: str
    url: str  # empty once it is closed
    customer_id: str
    status: str  # open, complete, expired
    is_paid: bool
    price_code: str
    subscription_id: str = ""
    payment_id: str = ""  # of the payment intent of a pack
    invoice_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoteSubscription:
    """A subscription as Stripe tells it."""

    id: str
    customer_id: str
    item_id: str
    price_code: str
    status: str
    period_start: datetime
    period_end: datetime
    is_ending: bool
    pending_price_code: str
    schedule_id: str
    trial_end: datetime | None
    card_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice; ``amount`` is negative for the unused time of an old plan."""

    price_code: str
    amount: int
    period_start: datetime
    period_end: datetime


@dataclass(frozen=True, slots=True)
class RemoteInvoice:
    """An invoice as Stripe tells it; ``subscription_id`` is empty for packs."""

    id: str
    customer_id: str
    number: str
    status: str  # draft, open, paid, void, uncollectible
    currency: str
    total: int
    tax: int
    created_at: datetime
    subscription_id: str = ""
    hosted_url: str = ""
    pdf_url: str = ""
    payment_ids: tuple[str, ...] = ()
    lines: tuple[InvoiceLine, ...] = ()
    next_attempt_at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class RemoteRefund:
    """Money given back, all or in part."""

    id: str
    amount: int
    status: str
    created_at: datetime

    @property
    def counts(self) -> bool:
        """Tell whether the money is gone, or about to be."""
        return self.status in {"succeeded", "pending"}


@dataclass(frozen=True, slots=True)
class RemoteDispute:
    """A payment that the holder of the card calls wrong."""

    id: str
    amount: int
    status: str
    created_at: datetime

    @property
    def counts(self) -> bool:
        """Tell whether the money is held back or lost; warnings and won ones are not."""
        return self.status in {"needs_response", "under_review", "lost"} or self.status.startswith("appeal_")

    @property
    def is_open(self) -> bool:
        """Tell whether nothing is decided yet."""
        return self.counts and self.status != "lost"


@dataclass(frozen=True, slots=True)
class RemotePayment:
    """A payment intent with all that happened to its money since."""

    id: str
    customer_id: str
    status: str
    amount: int  # received
    currency: str
    created_at: datetime
    brand: str = ""
    last4: str = ""
    refunds: tuple[RemoteRefund, ...] = ()
    disputes: tuple[RemoteDispute, ...] = ()
    has_fraud_warning: bool = False

    @property
    def refunded(self) -> int:
        """The money that went back to the customer."""
        return sum(refund.amount for refund in self.refunds if refund.counts)

    @property
    def disputed(self) -> int:
        """The money that a bank holds back or kept."""
        return sum(dispute.amount for dispute in self.disputes if dispute.counts)


@dataclass(frozen=True, slots=True)
class BillingProfile:
    """The address on invoices and the card on file; of a card just its brand and last four digits."""

    name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    tax_id: str = ""
    brand: str = ""
    last4: str = ""
    expires: str = ""  # 11/2027


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What changing the plan now would cost; ``at`` is the moment it was worked out for."""

    price_code: str
    amount_due: int  # at once; below zero it stays as a balance for the next invoice
    currency: str
    at: datetime
    is_upgrade: bool
    starts_at: datetime  # now for an upgrade, the end of the period for a downgrade


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a payment as the billing page lists it."""

    id: str
    number: str
    created_at: datetime
    status: str
    total: int
    currency: str
    hosted_url: str = ""
    pdf_url: str = ""
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class BillingOverview:
    """All that the billing page shows at first sight."""

    entitlements: Entitlements
    subscription: Subscription | None
    profile: BillingProfile
    used_credits: int  # spent since the period began
    next_charge: int | None  # None when nothing will be charged
    currency: str
    open_invoice_url: str = ""  # where a failed payment can be mended
    documents: tuple[Document, ...] = field(default=())
    is_disputed: bool = False
    debt: int = 0


class CheckoutState(StrEnum):
    """What became of a checkout page."""

    CONFIRMING = "confirming"
    DONE = "done"
    OPEN = "open"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CheckoutResult:
    """What the page after a checkout shows; ``credits`` are those that arrived with it."""

    state: CheckoutState
    price_code: str = ""
    credits: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between our books and Stripe's that a reconciliation found and mended, or could not mend."""

    account_id: str
    what: str
    is_mended: bool
