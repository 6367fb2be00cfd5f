"""The table of plans: that it is whole, pays for itself, and is written in any currency."""

from __future__ import annotations

import itertools

import pytest

from babydance.domain.errors import InvalidInputError
from babydance.domain.plans import (
    CURRENCIES,
    PLANS,
    Interval,
    PlanCode,
    all_prices,
    find_price,
    is_upgrade,
    margin,
    money_words,
    plan_of,
    plan_with_price,
)


def test_every_code_is_its_own_and_is_found_again() -> None:
    prices = list(all_prices())
    assert len({price.code for price in prices}) == len(prices) == 9
    assert all(find_price(price.code) is price for price in prices)


def test_a_code_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(InvalidInputError, match="plans page"):
        find_price("pro_weekly")


def test_a_larger_plan_never_allows_less() -> None:
    for small, large in itertools.pairwise(PLANS):
        a, b = small.limits, large.limits
        assert (a.at_once, a.queued, a.max_pixels, a.folders, a.trash_days) <= (
            b.at_once,
            b.queued,
            b.max_pixels,
            b.folders,
            b.trash_days,
        )
        assert a.priority >= b.priority
        assert a.has_watermark >= b.has_watermark
        assert a.may_sell <= b.may_sell
        assert small.credits < large.credits


def test_a_year_costs_a_third_less_than_twelve_months() -> None:
    for plan in PLANS[1:]:
        month, year = plan.prices
        assert (month.interval, year.interval) == (Interval.MONTH, Interval.YEAR)
        assert year.amount * 3 == month.amount * 24
        assert year.credits == month.credits


def test_every_price_leaves_half_of_the_money_when_all_credits_are_drawn() -> None:
    assert all(margin(price, micro_usd_per_credit=15_000) > 0.5 for price in all_prices())


def test_a_margin_is_what_is_left_after_the_provider_was_paid() -> None:
    assert margin(find_price("pack_80"), micro_usd_per_credit=15_000) == pytest.approx(1 - 1.2 / 9.9)
    assert margin(find_price("pro_yearly"), micro_usd_per_credit=15_000) == pytest.approx(1 - 180 / 399.2)


def test_a_price_leads_back_to_its_plan() -> None:
    assert plan_with_price("creator_yearly") is plan_of(PlanCode.CREATOR)
    assert plan_with_price("pack_80") is None
    assert plan_with_price("") is None


@pytest.mark.parametrize(
    ("old", "new", "is_up"),
    [
        ("starter_monthly", "pro_monthly", True),
        ("pro_monthly", "starter_yearly", False),
        ("starter_monthly", "starter_yearly", True),
        ("starter_yearly", "starter_monthly", False),
        ("starter_monthly", "starter_monthly", False),
    ],
)
def test_more_credits_or_a_longer_time_is_an_upgrade(old: str, new: str, is_up: bool) -> None:
    assert is_upgrade(find_price(old), find_price(new)) is is_up


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (990, "usd", "$9.90"),
        (123_456, "eur", "€1,234.56"),
        (990, "jpy", "¥990"),
        (5, "chf", "CHF 0.05"),
        (-1_990, "gbp", "−£19.90"),
        (0, "usd", "$0.00"),
    ],
)
def test_money_is_written_as_its_currency_is(amount: int, currency: str, words: str) -> None:
    assert currency in CURRENCIES
    assert money_words(amount, currency) == words
