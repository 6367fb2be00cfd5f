"""Credits: what an account has, where they came from, in which order they are spent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from babydance.domain.errors import NotEnoughCreditsError

SIGN_UP_CREDITS = 20


class LotKind(StrEnum):
    """Where a lot of credits came from."""

    TRIAL = "trial"
    PLAN = "plan"
    PROMO = "promo"  # gifts, among them the credits for signing up
    PACK = "pack"


class LineKind(StrEnum):
    """What happened to credits."""

    GRANT = "grant"
    HOLD = "hold"  # set aside for work that is under way
    SPEND = "spend"
    RELEASE = "release"
    EXPIRE = "expire"
    REPAY = "repay"  # credits that settle a debt
    REVOKE = "revoke"
    REINSTATE = "reinstate"


SPEND_PRIORITY = {LotKind.TRIAL: 10, LotKind.PLAN: 20, LotKind.PROMO: 30, LotKind.PACK: 50}
"""Lowest first; within one priority what expires first goes first, and what never expires goes last."""

GRANT_WORDS = {
    LotKind.TRIAL: "Trial credits",
    LotKind.PLAN: "Credits of your plan",
    LotKind.PROMO: "Gift credits",
    LotKind.PACK: "Credit pack",
}


@dataclass(frozen=True, slots=True)
class Balance:
    """Credits that can be spent, and credits in use by work that is under way."""

    available: int = 0
    held: int = 0

    def __post_init__(self) -> None:
        if self.available < 0 or self.held < 0:
            raise ValueError(f"a balance is never negative: {self.available} available, {self.held} held")


@dataclass(frozen=True, slots=True)
class Lot:
    """Credits of one source that are not used up; ``expires_at`` is empty when they stay."""

    id: int
    kind: LotKind
    granted: int
    available: int
    held: int
    expires_at: datetime | None
    sandbox: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Credits set aside under ``op_key``; ``reference`` is the id of the work they are for."""

    account_id: str
    op_key: str
    amount: int
    reference: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line of the credits page: what happened, and what it left."""

    id: int
    created_at: datetime
    kind: LineKind
    reason: str
    reference: str
    available_change: int
    held_change: int
    available_after: int


def not_enough(*, needed: int, available: int) -> NotEnoughCreditsError:
    """Return the refusal that names both figures."""
    has = f"{available} {'is' if available == 1 else 'are'}" if available else "none is"
    return NotEnoughCreditsError(f"This needs {needed} credit{'' if needed == 1 else 's'}, and {has} available.")
