"""What a subscription allows: one function of the plan, the status and the moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from babydance.domain.billing import (
    PAST_DUE_GRACE,
    RemoteDispute,
    RemotePayment,
    RemoteRefund,
    Subscription,
    SubscriptionStatus,
    entitlements,
)
from babydance.domain.plans import PlanCode

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PRO = Subscription("sub_1", "pro_monthly", SubscriptionStatus.ACTIVE, NOW, NOW + timedelta(days=30))


def _plan(status: SubscriptionStatus, **changes: object) -> PlanCode:
    return entitlements(replace(PRO, status=status, **changes), NOW).plan.code


@pytest.mark.parametrize("status", [SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE])
def test_a_paid_subscription_gives_its_plan_until_it_ends(status: SubscriptionStatus) -> None:
    assert _plan(status) is PlanCode.PRO
    assert _plan(status, is_ending=True) is PlanCode.PRO


def test_a_failed_payment_leaves_the_plan_for_a_week() -> None:
    status = SubscriptionStatus.PAST_DUE
    assert _plan(status, past_due_since=NOW - PAST_DUE_GRACE + timedelta(seconds=1)) is PlanCode.PRO
    assert _plan(status, past_due_since=NOW - PAST_DUE_GRACE) is PlanCode.FREE
    assert _plan(status) is PlanCode.FREE
    assert entitlements(replace(PRO, status=status, past_due_since=NOW), NOW).is_in_grace


@pytest.mark.parametrize(
    "status",
    sorted(
        set(SubscriptionStatus) - {SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE}
    ),
)
def test_every_other_state_is_the_free_plan(status: SubscriptionStatus) -> None:
    assert _plan(status, past_due_since=NOW) is PlanCode.FREE


def test_a_state_that_nobody_has_heard_of_gives_nothing() -> None:
    assert SubscriptionStatus("hibernating") is SubscriptionStatus.UNKNOWN
    assert not replace(PRO, status=SubscriptionStatus.UNKNOWN).is_living


def test_without_a_subscription_or_with_a_price_that_is_gone_it_is_the_free_plan() -> None:
    assert entitlements(None, NOW).plan.code is PlanCode.FREE
    assert entitlements(replace(PRO, price_code="gold_monthly"), NOW).plan.code is PlanCode.FREE


def test_money_that_went_back_is_counted_by_the_state_it_is_in() -> None:
    refunds = tuple(RemoteRefund(f"re_{s}", 100, s, NOW) for s in ("succeeded", "pending", "failed", "canceled"))
    states = ("needs_response", "under_review", "lost", "appeal_open", "won", "warning_needs_response", "prevented")
    disputes = tuple(RemoteDispute(f"du_{s}", 10, s, NOW) for s in states)
    payment = RemotePayment("pi_1", "cus_1", "succeeded", 990, "usd", NOW, refunds=refunds, disputes=disputes)
    assert payment.refunded == 200
    assert payment.disputed == 40
    assert [dispute.is_open for dispute in disputes] == [True, True, False, True, False, False, False]
