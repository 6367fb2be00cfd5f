"""State of the credits page: where the credits came from, and every movement with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.domain.credits import GRANT_WORDS, CreditLine, LineKind, Lot
from babydance.ui import paths
from babydance.ui.policies import arrival, internal, member
from babydance.ui.session import follow, signed_in_account
from babydance.wiring import studio

PAGE = 50  # lines that the service gives at once


_OUTCOMES = {
    LineKind.HOLD: "set aside",
    LineKind.SPEND: "spent",
    LineKind.RELEASE: "given back",
    LineKind.EXPIRE: "ran out",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the ledger, in words."""

    id: str
    when: str
    moment: str
    reason: str
    outcome: str
    picture: str  # the address of the picture that it paid for
    available: str
    in_use: str
    balance: int


@dataclass(frozen=True, slots=True)
class Source:
    """Credits of one source that are not used up, in words."""

    id: str
    name: str
    left: str
    end: str
    end_moment: str  # empty when they stay
    is_next: bool


class CreditsState(rx.State):
    """The ledger as its owner reads it."""

    sources: rx.Field[list[Source]] = rx.field(default_factory=list)  # in the order in which they are spent
    movements: rx.Field[list[Movement]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(False)
    is_loaded: rx.Field[bool] = rx.field(False)
    _pages: int = 1

    @rx.event
    @arrival
    async def load(self) -> Any:
        """Show the newest lines."""
        self._pages = 1
        await self._show()
        return CreditsState.watch

    @rx.event(background=True)
    @internal
    async def watch(self) -> None:
        """Follow the account."""
        await follow(self, self._show)

    @rx.event
    @member()
    async def more(self) -> None:
        """Show older lines too."""
        self._pages = min(self._pages + 1, 20)
        await self._show()

    async def _show(self) -> None:
        account_id = signed_in_account(self)
        lines: list[CreditLine] = []
        self.has_more = True
        while self.has_more and len(lines) < PAGE * self._pages:
            page = await studio().credits.history(account_id, lines[-1].id if lines else None)
            lines += page
            self.has_more = len(page) == PAGE
        lots = await studio().credits.lots(account_id)
        first = next((lot for lot in lots if lot.available), None)  # one that is all in use has nothing to give
        sources = [_source(lot, is_next=lot is first) for lot in lots]
        if sources != self.sources:
            self.sources = sources
        movements = [_in_words(line) for line in lines]
        if movements != self.movements:
            self.movements = movements
        self.is_loaded = True


def _source(lot: Lot, *, is_next: bool) -> Source:
    in_use = f", {lot.held} in use" if lot.held else ""
    return Source(
        id=str(lot.id),
        name=GRANT_WORDS[lot.kind],
        left=f"{lot.available} of {lot.granted} left{in_use}",
        end=f"Until {lot.expires_at:%d %b %Y}" if lot.expires_at else "No end date",
        end_moment=lot.expires_at.isoformat() if lot.expires_at else "",
        is_next=is_next,
    )


def _in_words(line: CreditLine) -> Movement:
    return Movement(
        id=str(line.id),
        when=f"{line.created_at:%d %b %Y, %H:%M} UTC",
        moment=line.created_at.isoformat(),
        reason=line.reason,
        outcome=_OUTCOMES.get(line.kind, ""),
        picture=f"{paths.GALLERY}/?picture={line.reference}" if line.kind is LineKind.SPEND and line.reference else "",
        available=_signed(line.available_change),
        in_use=_signed(line.held_change),
        balance=line.available_after,
    )


def _signed(amount: int) -> str:
    return f"{amount:+d}".replace("-", "−") if amount else ""
