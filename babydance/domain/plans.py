"""Plans and credit packs: the one table from which pages, limits and the catalogue at Stripe all come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from babydance.domain.errors import InvalidInputError

PACK_MONTHS = 12
TRIAL_DAYS = 7
TRIAL_CREDITS = 30
TRIAL_PLAN_PRICE = "creator_monthly"
TAX_CODE = "txcd_10103001"  # Stripe's code for software as a service, personal use
CURRENCIES = {"usd": 2, "eur": 2, "gbp": 2, "chf": 2, "cad": 2, "aud": 2, "jpy": 0}
"""How many decimals each currency has that prices may be in."""

_SIGNS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


class PlanCode(StrEnum):
    """The plans, the smallest first."""

    FREE = "free"
    STARTER = "starter"
    CREATOR = "creator"
    PRO = "pro"


class Interval(StrEnum):
    """How long one payment of a plan lasts."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan allows."""

    at_once: int  # pictures drawn at the same time
    queued: int  # pictures under way, waiting ones too
    max_pixels: int  # width times height of one picture
    folders: int
    trash_days: int
    priority: int  # of two that wait, the lower number is drawn first
    has_watermark: bool  # on share pages and exports, never in an original
    may_sell: bool  # the licence for commercial work


@dataclass(frozen=True, slots=True)
class Price:
    """What one payment costs: ``amount`` in the currency's smallest unit, the same number in every currency."""

    code: str  # Stripe's lookup key
    amount: int
    credits: int  # of one month for a plan
    interval: Interval | None = None  # None: paid once

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.credits <= 0:
            raise ValueError(f"{self.code} costs something and gives something")

    @property
    def months(self) -> int:
        """The months that one payment covers; 0 for a pack."""
        return {Interval.MONTH: 1, Interval.YEAR: 12, None: 0}[self.interval]


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan; the free one has no prices."""

    code: PlanCode
    name: str
    blurb: str
    limits: Limits
    prices: tuple[Price, ...] = ()

    @property
    def credits(self) -> int:
        """The credits of one month."""
        return self.prices[0].credits if self.prices else 0


@dataclass(frozen=True, slots=True)
class Pack:
    """Credits to be bought once."""

    name: str
    price: Price


_MEGA = 1_000_000


def _prices(code: PlanCode, *, monthly: int, yearly: int, credits: int) -> tuple[Price, ...]:
    return (
        Price(f"{code}_monthly", monthly, credits, Interval.MONTH),
        Price(f"{code}_yearly", yearly, credits, Interval.YEAR),
    )


PLANS = (
    Plan(
        PlanCode.FREE,
        "Free",
        "For a first look",
        Limits(
            at_once=2,
            queued=8,
            max_pixels=2 * _MEGA,
            folders=5,
            trash_days=30,
            priority=3,
            has_watermark=True,
            may_sell=False,
        ),
    ),
    Plan(
        PlanCode.STARTER,
        "Starter",
        "For the family album",
        Limits(
            at_once=3,
            queued=16,
            max_pixels=4 * _MEGA,
            folders=50,
            trash_days=30,
            priority=2,
            has_watermark=False,
            may_sell=False,
        ),
        _prices(PlanCode.STARTER, monthly=990, yearly=7_920, credits=120),
    ),
    Plan(
        PlanCode.CREATOR,
        "Creator",
        "For shops and channels",
        Limits(
            at_once=4,
            queued=48,
            max_pixels=9 * _MEGA,
            folders=200,
            trash_days=60,
            priority=2,
            has_watermark=False,
            may_sell=True,
        ),
        _prices(PlanCode.CREATOR, monthly=1_990, yearly=15_920, credits=320),
    ),
    Plan(
        PlanCode.PRO,
        "Pro",
        "For studios that draw all day",
        Limits(
            at_once=8,
            queued=120,
            max_pixels=9 * _MEGA,
            folders=1_000,
            trash_days=90,
            priority=1,
            has_watermark=False,
            may_sell=True,
        ),
        _prices(PlanCode.PRO, monthly=4_990, yearly=39_920, credits=1_000),
    ),
)
"""The plans, the smallest first."""

PACKS = (
    Pack("Small pack", Price("pack_80", 990, 80)),
    Pack("Medium pack", Price("pack_280", 2_990, 280)),
    Pack("Large pack", Price("pack_620", 5_990, 620)),
)


def plan_of(code: PlanCode) -> Plan:
    """Return the plan with this code."""
    return next(plan for plan in PLANS if plan.code == code)


def plan_with_price(price_code: str) -> Plan | None:
    """Return the plan that a price is of; None for packs and unknown codes."""
    return next((plan for plan in PLANS if any(price.code == price_code for price in plan.prices)), None)


def all_prices() -> Iterator[Price]:
    """Yield every price, those of plans first."""
    for plan in PLANS:
        yield from plan.prices
    for pack in PACKS:
        yield pack.price


def find_price(price_code: str) -> Price:
    """Return the price with this code; what comes from a browser is only ever a code."""
    for price in all_prices():
        if price.code == price_code:
            return price
    raise InvalidInputError("This price doesn't exist. Choose one on the plans page.", field="price")


def is_upgrade(old: Price, new: Price) -> bool:
    """Tell whether a change is made at once: more credits a month, or as many for a longer time."""
    return (new.credits, new.months) > (old.credits, old.months)


def money_words(amount: int, currency: str) -> str:
    """Write an amount of the smallest unit for people: ``$9.90``, ``¥990``, ``CHF 9.90``."""
    decimals = CURRENCIES.get(currency, 2)
    whole, part = divmod(abs(amount), 10**decimals)
    digits = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    sign = _SIGNS.get(currency, f"{currency.upper()} ")
    return f"{'−' if amount < 0 else ''}{sign}{digits}"


def margin(price: Price, *, micro_usd_per_credit: int) -> float:
    """Return which share of a payment in US dollars is left when every credit that it gives is drawn."""
    cost = price.credits * max(1, price.months) * micro_usd_per_credit
    return 1 - cost / (price.amount * 10_000)  # a cent is 10,000 millionths of a dollar
