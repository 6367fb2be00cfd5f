"""Random programs of credits, against a ledger that fits on a page.

After every step the tables obey every law and say what the small ledger says. Steps are repeated, and cut off
at a random statement as a crash would, then tried again. ``BABYDANCE_TEST_PROFILE=soak`` tries many more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import SPEND_PRIORITY, Balance, LotKind
from babydance.domain.errors import NotEnoughCreditsError
from babydance.domain.ids import new_id
from babydance.store import credits
from babydance.store.database import Database
from tests.ledger_checks import check_ledger
from tests.ledger_debts import owe

DAY = timedelta(days=1)
START = datetime(2030, 1, 1, tzinfo=UTC)


class Refused(Exception):  # noqa: N818 - not an error here, an answer
    """The small ledger says no."""


@dataclass
class SmallLot:
    number: int
    kind: LotKind
    left: int
    expires: int | None
    held: int = 0

    def order(self) -> tuple[Any, ...]:
        return (SPEND_PRIORITY[self.kind], self.expires is None, self.expires or 0, self.number)


@dataclass
class SmallLedger:
    """What should happen, told without a database; days count from START."""

    day: int = 0
    debt: int = 0
    lots: dict[int, SmallLot] = field(default_factory=dict)
    holds: dict[int, list[tuple[SmallLot, int]]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)

    def grant(self, source: int, amount: int, kind: LotKind, expires: int | None) -> bool:
        if source in self.lots:
            return False
        self.lots[source] = SmallLot(len(self.lots), kind, amount, expires)
        self._repay()
        self.expire()
        return True

    def reserve(self, work: int, amount: int) -> None:
        if work in self.holds:
            if sum(part for _, part in self.holds[work]) != amount:
                raise ValueError
            return
        if sum(lot.left for lot in self.lots.values() if not self._lapsed(lot)) < amount:
            raise Refused
        self.expire()
        self.holds[work] = list(self._take(amount))
        for lot, part in self.holds[work]:
            lot.held += part

    def settle(self, work: int, captured: int) -> bool:
        if work not in self.holds:
            raise LookupError
        if work in self.ended:
            return False
        if captured > sum(part for _, part in self.holds[work]):
            raise ValueError
        self.ended.add(work)
        for lot, part in self.holds[work]:
            spent = min(part, captured)
            captured -= spent
            lot.held -= part
            lot.left += part - spent
            returned = part > spent
        if returned:
            self.expire()
            self._repay()
        return True

    def expire(self) -> int:
        gone = 0
        for lot in self.lots.values():
            if self._lapsed(lot):
                gone, lot.left = gone + lot.left, 0
        return gone

    def owe(self, amount: int) -> None:
        self.debt += amount

    def figures(self) -> tuple[Balance, list[tuple[int, int]]]:
        lots = sorted(self.lots.values(), key=SmallLot.order)
        shown = [(lot.left, lot.held) for lot in lots if lot.left + lot.held]
        return Balance(sum(left for left, _ in shown), sum(held for _, held in shown)), shown

    def _lapsed(self, lot: SmallLot) -> bool:
        return lot.expires is not None and lot.expires <= self.day

    def _repay(self) -> None:
        amount = min(self.debt, sum(lot.left for lot in self.lots.values()))
        self.debt -= sum(part for _, part in self._take(amount))

    def _take(self, amount: int) -> Iterator[tuple[SmallLot, int]]:
        for lot in sorted(self.lots.values(), key=SmallLot.order):
            part = min(amount, lot.left)
            if part:
                amount, lot.left = amount - part, lot.left - part
                yield lot, part


@dataclass
class RealLedger:
    """The same orders, carried out in the tables."""

    session: AsyncSession
    account_id: str
    day: int

    @property
    def now(self) -> datetime:
        return START + self.day * DAY

    async def grant(self, source: int, amount: int, kind: LotKind, expires: int | None) -> bool:
        return await credits.grant(
            self.session,
            self.account_id,
            amount,
            kind=kind,
            source_key=f"{self.account_id}:{source}",
            expires_at=None if expires is None else START + expires * DAY,
            now=self.now,
        )

    async def reserve(self, work: int, amount: int) -> None:
        await credits.reserve(
            self.session,
            self.account_id,
            amount,
            op_key=f"work:{work}",
            now=self.now,
            expires_at=self.now + DAY,
        )

    async def settle(self, work: int, captured: int) -> bool:
        return await credits.settle(
            self.session, self.account_id, op_key=f"work:{work}", captured=captured, now=self.now
        )

    async def expire(self) -> int:
        return await credits.expire_due(self.session, self.account_id, now=self.now)

    async def owe(self, amount: int) -> None:
        await owe(self.session, self.account_id, amount, now=self.now)


class CrashError(Exception):
    """The process ended here."""


class Fuse:
    """Ends the process at the ``left``-th statement from now; never while ``left`` is empty."""

    left: int | None = None

    def burn(self, *_: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise CrashError


@contextmanager
def fused(database: Database) -> Iterator[Fuse]:
    fuse = Fuse()
    event.listen(database.engine.sync_engine, "before_cursor_execute", fuse.burn)
    yield fuse
    event.remove(database.engine.sync_engine, "before_cursor_execute", fuse.burn)


SMALL, AMOUNTS = st.integers(0, 4), st.integers(1, 12)
GRANTS = st.tuples(
    st.just("grant"),
    st.tuples(SMALL, AMOUNTS, st.sampled_from(LotKind), st.none() | st.integers(0, 9)),
)
RESERVES = st.tuples(st.just("reserve"), st.tuples(SMALL, st.sampled_from([1, 4, 9])))
SETTLES = st.tuples(st.just("settle"), st.tuples(SMALL, st.integers(0, 12)))
RELEASES = st.tuples(st.just("settle"), st.tuples(SMALL, st.just(0)))
EXPIRES = st.tuples(st.just("expire"), st.just(()))
DEBTS = st.tuples(st.just("owe"), st.tuples(AMOUNTS))
WAITS = st.tuples(st.just("wait"), st.tuples(st.integers(1, 4)))
ORDERS = st.one_of(GRANTS, GRANTS, RESERVES, RESERVES, SETTLES, RELEASES, EXPIRES, DEBTS, WAITS)
CRASHES = st.just([]) | st.lists(st.integers(0, 14), max_size=1)  # at which statements to crash first
PROGRAMS = st.lists(st.tuples(ORDERS, CRASHES), min_size=1, max_size=16)


async def run_program(database: Database, fuse: Fuse, program: list[Any]) -> None:
    account_id, small = new_id(), SmallLedger()
    for (order, arguments), crashes in program:
        if order == "wait":
            small.day += arguments[0]
            continue
        if order == "owe" and (not small.lots or small.figures()[0].available):
            continue  # only who spent the credits of a refunded payment owes
        before = await state_of(database, account_id)
        expected = answer(getattr(small, order), arguments)
        for crash_at in crashes:
            fuse.left = crash_at
            real = await attempt(database, account_id, small.day, order=order, arguments=arguments)
            fuse.left = None
            if not isinstance(real, CrashError):
                break  # it needs fewer statements than that
            assert await state_of(database, account_id) == before
        else:
            real = await attempt(database, account_id, small.day, order=order, arguments=arguments)
        assert real == expected, (order, arguments)
        async with database.reading() as session:
            await check_ledger(session, account_id)
        assert (await state_of(database, account_id))[:2] == small.figures()


async def attempt(database: Database, account_id: str, day: int, *, order: str, arguments: Any) -> object:
    try:
        async with database.transaction() as session:
            return await getattr(RealLedger(session, account_id, day), order)(*arguments)
    except CrashError as crash:
        return crash
    except (NotEnoughCreditsError, LookupError, ValueError) as refusal:
        return name_of(refusal)


def answer(order: Any, arguments: Any) -> object:
    try:
        return order(*arguments)
    except (Refused, LookupError, ValueError) as refusal:
        return name_of(refusal)


def name_of(refusal: Exception) -> str:
    return {"Refused": "NotEnoughCreditsError"}.get(type(refusal).__name__, type(refusal).__name__)


async def state_of(database: Database, account_id: str) -> tuple[Any, ...]:
    async with database.reading() as session:
        lots = await credits.lots(session, account_id)
        return (
            await credits.balance(session, account_id),
            [(lot.available, lot.held) for lot in lots],
            await credits.lines(session, account_id, limit=1),
            await credits.versions(session, [account_id]),
        )


@given(program=PROGRAMS)
def test_any_program_of_credits_obeys_every_law(database: Database, run, program):
    with fused(database) as fuse:
        run(run_program(database, fuse, program))


EVENTFUL = [
    ("grant", (0, 10, LotKind.PLAN, 3)),
    ("grant", (1, 10, LotKind.PACK, None)),
    ("reserve", (0, 12)),
    ("owe", (5,)),  # passed over: there are credits left
    ("reserve", (1, 8)),
    ("owe", (5,)),
    ("wait", (5,)),
    ("settle", (0, 3)),
    ("grant", (2, 9, LotKind.PROMO, 4)),
    ("settle", (1, 0)),
    ("reserve", (2, 3)),
    ("expire", ()),
]


def test_a_crash_before_any_statement_leaves_nothing_behind(database: Database, run):
    with fused(database) as fuse:
        run(run_program(database, fuse, [(order, range(99)) for order in EVENTFUL]))
