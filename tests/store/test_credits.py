"""Credits come, are held, spent, given back, and lapse, each exactly once, however many ask at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.credits import Balance, LineKind, LotKind
from babydance.domain.errors import NotEnoughCreditsError
from babydance.domain.ids import new_id
from babydance.store import credits
from babydance.store.database import Database
from tests.ledger_checks import check_ledger
from tests.ledger_debts import owe

NOW = datetime(2030, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ACCOUNT = "a" * 32


async def give(session: AsyncSession, amount: int, **changes) -> bool:
    wanted = {"kind": LotKind.PACK, "source_key": f"test:{new_id()}", "expires_at": None, "now": NOW}
    return await credits.grant(session, ACCOUNT, amount, **wanted | changes)


async def hold(session: AsyncSession, amount: int, op_key: str, **changes) -> int:
    wanted = {"now": NOW, "expires_at": NOW + DAY, "reason": "Picture", "reference": f"ref-{op_key}"}
    return await credits.reserve(session, ACCOUNT, amount, op_key=op_key, **wanted | changes)


async def end(session: AsyncSession, op_key: str, captured: int, *, now: datetime = NOW) -> bool:
    return await credits.settle(session, ACCOUNT, op_key=op_key, captured=captured, now=now)


@pytest.fixture
def ledger(database: Database, run):
    """Run ``move(session)`` in a transaction, check every law, return what it returned."""

    def moved(move):
        async def work():
            async with database.transaction() as session:
                result = await move(session)
            async with database.reading() as session:
                await check_ledger(session)
            return result

        return run(work())

    return moved


def balance_of(ledger) -> Balance:
    return ledger(lambda session: credits.balance(session, ACCOUNT))


# --- one after another


def test_who_never_had_credits_has_none(ledger):
    assert balance_of(ledger) == Balance(available=0, held=0)
    assert ledger(lambda s: credits.lines(s, ACCOUNT, limit=10)) == []
    assert ledger(lambda s: credits.lots(s, ACCOUNT)) == []


def test_a_grant_counts_once_per_source(ledger):
    assert ledger(lambda s: give(s, 50, source_key="stripe:in_1"))
    assert not ledger(lambda s: give(s, 50, source_key="stripe:in_1"))
    assert balance_of(ledger) == Balance(available=50)


def test_the_welcome_comes_once(ledger):
    assert ledger(lambda s: credits.grant_sign_up(s, ACCOUNT, now=NOW))
    assert not ledger(lambda s: credits.grant_sign_up(s, ACCOUNT, now=NOW + DAY))
    assert balance_of(ledger) == Balance(available=20)
    (lot,) = ledger(lambda s: credits.lots(s, ACCOUNT))
    assert (lot.kind, lot.granted, lot.expires_at, lot.sandbox) == (LotKind.PROMO, 20, None, False)


def test_held_credits_are_neither_available_nor_gone(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    assert balance_of(ledger) == Balance(available=12, held=8)


def test_holding_twice_for_one_work_holds_once(ledger):
    ledger(lambda s: give(s, 20))
    first = ledger(lambda s: hold(s, 8, "g1"))
    assert ledger(lambda s: hold(s, 8, "g1")) == first
    ledger(lambda s: end(s, "g1", 8))
    assert ledger(lambda s: hold(s, 8, "g1")) == first
    assert balance_of(ledger) == Balance(available=12)


def test_one_work_cannot_ask_for_another_amount(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    with pytest.raises(ValueError, match="8 credits before, now for 9"):
        ledger(lambda s: hold(s, 9, "g1"))


@pytest.mark.parametrize(
    ("has", "needs", "words"),
    [
        (0, 1, "This needs 1 credit, and none is available."),
        (1, 5, "This needs 5 credits, and 1 is available."),
        (4, 5, "This needs 5 credits, and 4 are available."),
    ],
)
def test_a_refusal_names_what_is_needed_and_what_is_there(ledger, has, needs, words):
    if has:
        ledger(lambda s: give(s, has))
    with pytest.raises(NotEnoughCreditsError) as refusal:
        ledger(lambda s: hold(s, needs, "g1"))
    assert refusal.value.words == words
    assert balance_of(ledger) == Balance(available=has)


def test_what_was_not_spent_comes_back(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    assert ledger(lambda s: end(s, "g1", 5))
    assert balance_of(ledger) == Balance(available=15)


def test_a_released_hold_gives_everything_back(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    assert ledger(lambda s: end(s, "g1", 0))
    assert balance_of(ledger) == Balance(available=20)


def test_the_first_settlement_wins(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    assert ledger(lambda s: end(s, "g1", 0))
    assert not ledger(lambda s: end(s, "g1", 8))
    assert not ledger(lambda s: end(s, "g1", 0))
    assert balance_of(ledger) == Balance(available=20)


def test_no_more_is_spent_than_was_held(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    with pytest.raises(ValueError, match="9 of 8"):
        ledger(lambda s: end(s, "g1", 9))
    with pytest.raises(ValueError, match="-1 credits"):
        ledger(lambda s: end(s, "g1", -1))
    assert balance_of(ledger) == Balance(available=12, held=8)


def test_settling_what_was_never_held_is_an_error(ledger):
    with pytest.raises(LookupError):
        ledger(lambda s: end(s, "g1", 0))


@pytest.mark.parametrize("amount", [0, -3])
def test_amounts_are_positive(ledger, amount):
    with pytest.raises(ValueError, match="positive"):
        ledger(lambda s: give(s, amount))
    with pytest.raises(ValueError, match="positive"):
        ledger(lambda s: hold(s, amount, "g1"))


def test_credits_are_spent_trial_first_then_what_expires_first(ledger):
    async def fill(session: AsyncSession) -> None:
        await give(session, 1, source_key="pack", kind=LotKind.PACK)
        await give(session, 2, source_key="promo that stays", kind=LotKind.PROMO)
        await give(session, 3, source_key="late promo", kind=LotKind.PROMO, expires_at=NOW + 2 * DAY)
        await give(session, 4, source_key="early promo", kind=LotKind.PROMO, expires_at=NOW + DAY)
        await give(session, 5, source_key="plan", kind=LotKind.PLAN, expires_at=NOW + 9 * DAY)
        await give(session, 6, source_key="trial", kind=LotKind.TRIAL, expires_at=NOW + 9 * DAY)
        await give(session, 7, source_key="second pack", kind=LotKind.PACK)

    ledger(fill)
    assert [lot.granted for lot in ledger(lambda s: credits.lots(s, ACCOUNT))] == [6, 5, 4, 3, 2, 1, 7]
    ledger(lambda s: hold(s, 13, "g1"))
    held = {lot.granted: lot.held for lot in ledger(lambda s: credits.lots(s, ACCOUNT))}
    assert held == {6: 6, 5: 5, 4: 2, 3: 0, 2: 0, 1: 0, 7: 0}
    ledger(lambda s: end(s, "g1", 7))
    left = {lot.granted: lot.available for lot in ledger(lambda s: credits.lots(s, ACCOUNT))}
    assert left == {5: 4, 4: 4, 3: 3, 2: 2, 1: 1, 7: 7}


def test_what_lapsed_cannot_be_held(ledger):
    ledger(lambda s: give(s, 20, expires_at=NOW + DAY))
    with pytest.raises(NotEnoughCreditsError):
        ledger(lambda s: hold(s, 1, "g1", now=NOW + DAY))


def test_what_lapsed_goes_away_once(ledger):
    ledger(lambda s: give(s, 20, expires_at=NOW + DAY))
    ledger(lambda s: give(s, 5))
    assert ledger(lambda s: credits.accounts_to_expire(s, now=NOW)) == []
    assert ledger(lambda s: credits.accounts_to_expire(s, now=NOW + DAY)) == [ACCOUNT]
    assert ledger(lambda s: credits.expire_due(s, ACCOUNT, now=NOW + DAY)) == 20
    assert ledger(lambda s: credits.expire_due(s, ACCOUNT, now=NOW + DAY)) == 0
    assert ledger(lambda s: credits.accounts_to_expire(s, now=NOW + DAY)) == []
    assert balance_of(ledger) == Balance(available=5)


def test_held_credits_outlive_their_lot_only_while_held(ledger):
    ledger(lambda s: give(s, 20, expires_at=NOW + DAY))
    ledger(lambda s: hold(s, 8, "g1"))
    ledger(lambda s: hold(s, 4, "g2"))
    assert ledger(lambda s: credits.expire_due(s, ACCOUNT, now=NOW + 2 * DAY)) == 8
    assert balance_of(ledger) == Balance(held=12)
    assert ledger(lambda s: end(s, "g1", 8, now=NOW + 2 * DAY))
    assert ledger(lambda s: end(s, "g2", 1, now=NOW + 2 * DAY))
    assert balance_of(ledger) == Balance()
    latest = ledger(lambda s: credits.lines(s, ACCOUNT, limit=2))
    assert [(line.kind, line.available_change) for line in latest] == [
        (LineKind.EXPIRE, -3),
        (LineKind.SPEND, 3),
    ]


def test_a_grant_settles_a_debt_first(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 20, "g1"))
    ledger(lambda s: end(s, "g1", 20))
    ledger(lambda s: owe(s, ACCOUNT, 12, now=NOW))
    ledger(lambda s: give(s, 10))
    assert balance_of(ledger) == Balance()
    ledger(lambda s: give(s, 10))
    assert balance_of(ledger) == Balance(available=8)


def test_what_comes_back_settles_a_debt_first(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 20, "g1"))
    ledger(lambda s: owe(s, ACCOUNT, 12, now=NOW))
    ledger(lambda s: end(s, "g1", 3))
    assert balance_of(ledger) == Balance(available=5)


def test_the_lines_tell_what_happened_and_what_it_left(ledger):
    ledger(lambda s: give(s, 20, kind=LotKind.PROMO, reason="Welcome credits"))
    ledger(lambda s: hold(s, 8, "g1"))
    ledger(lambda s: end(s, "g1", 5))
    ledger(lambda s: hold(s, 15, "g2", reason="Dance"))
    ledger(lambda s: end(s, "g2", 0))
    told = [
        (
            line.kind,
            line.reason,
            line.reference,
            line.available_change,
            line.held_change,
            line.available_after,
        )
        for line in ledger(lambda s: credits.lines(s, ACCOUNT, limit=50))
    ]
    assert told == [
        (LineKind.RELEASE, "Dance", "ref-g2", 15, -15, 15),
        (LineKind.HOLD, "Dance", "ref-g2", -15, 15, 0),
        (LineKind.SPEND, "Picture", "ref-g1", 3, -8, 15),
        (LineKind.HOLD, "Picture", "ref-g1", -8, 8, 12),
        (LineKind.GRANT, "Welcome credits", "", 20, 0, 20),
    ]


def test_lines_are_read_page_by_page(ledger):
    for number in range(1, 8):
        ledger(lambda s, number=number: give(s, number))
    other = "b" * 32
    ledger(lambda s: credits.grant(s, other, 9, kind=LotKind.PACK, source_key="other", expires_at=None, now=NOW))
    pages, before = [], None
    while page := ledger(lambda s, before=before: credits.lines(s, ACCOUNT, before_id=before, limit=3)):
        pages.append([(line.available_change, line.available_after) for line in page])
        before = page[-1].id
    assert pages == [[(7, 28), (6, 21), (5, 15)], [(4, 10), (3, 6), (2, 3)], [(1, 1)]]


def test_moments_come_back_with_their_zone(ledger):
    ledger(lambda s: give(s, 5, expires_at=NOW + DAY))
    (line,) = ledger(lambda s: credits.lines(s, ACCOUNT, limit=5))
    (lot,) = ledger(lambda s: credits.lots(s, ACCOUNT))
    assert (line.created_at, lot.expires_at) == (NOW, NOW + DAY)


def test_open_holds_past_their_time_are_found(ledger):
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 1, "later", expires_at=NOW + 3 * DAY))
    ledger(lambda s: hold(s, 2, "sooner", expires_at=NOW + 2 * DAY))
    ledger(lambda s: hold(s, 3, "ended", expires_at=NOW))
    ledger(lambda s: end(s, "ended", 0))
    assert ledger(lambda s: credits.stale_holds(s, NOW + DAY)) == []
    stale = ledger(lambda s: credits.stale_holds(s, NOW + 3 * DAY))
    assert [(h.account_id, h.op_key, h.amount, h.reference) for h in stale] == [
        (ACCOUNT, "sooner", 2, "ref-sooner"),
        (ACCOUNT, "later", 1, "ref-later"),
    ]


def test_every_move_raises_the_version_and_names_the_account(database: Database, run):
    heard: list[Mapping[str, int]] = []
    database.on_commit(heard.append)

    async def moves() -> list[dict[str, int]]:
        seen = []
        for number in range(3):
            async with database.transaction() as session:
                await give(session, 5, source_key=f"s{number}")
            async with database.reading() as session:
                seen.append(await credits.versions(session, [ACCOUNT, "nobody"]))
        return seen

    assert run(moves()) == [{ACCOUNT: version, "nobody": 0} for version in (1, 2, 3)]
    assert heard == [{ACCOUNT: version} for version in (1, 2, 3)]


def test_credits_from_the_sandbox_are_marked(ledger):
    ledger(lambda s: give(s, 5, sandbox=True))
    (lot,) = ledger(lambda s: credits.lots(s, ACCOUNT))
    assert lot.sandbox is True


# --- the book


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "DELETE FROM {} WHERE id = 1"])
def test_the_book_is_only_added_to(ledger, change):
    ledger(lambda s: give(s, 5))
    for table in credits.APPEND_ONLY:

        async def tamper(session: AsyncSession, table: str = table) -> None:
            await (await session.connection()).execute(text(change.format(table)))

        with pytest.raises(IntegrityError, match=f"{table} is append-only"):
            ledger(tamper)
    assert balance_of(ledger) == Balance(available=5)


def test_the_book_cannot_be_emptied_or_overwritten(database: Database, ledger):
    ledger(lambda s: give(s, 5))
    ways = (
        [f"REPLACE INTO {table} SELECT * FROM {table}" for table in credits.APPEND_ONLY]
        if database.is_sqlite
        else [f"TRUNCATE {table} CASCADE" for table in credits.APPEND_ONLY]
    )
    for way in ways:

        async def tamper(session: AsyncSession, way: str = way) -> None:
            await (await session.connection()).execute(text(way))

        with pytest.raises(IntegrityError, match="append-only"):
            ledger(tamper)


class NoticedError(Exception):
    """The checks found what was broken."""


CORRUPTIONS = [
    "UPDATE credit_account SET available = available + 1",
    "UPDATE credit_account SET held = held - 1",
    "UPDATE credit_account SET debt = 3",
    "UPDATE credit_lot SET available = available - 1",
    "UPDATE credit_lot SET granted = granted + 1",
    "UPDATE credit_lot SET held = held - 1",
    "UPDATE credit_hold SET amount = amount + 1",
    "UPDATE credit_hold SET status = 'released' WHERE status = 'held'",
    "UPDATE credit_hold SET captured = captured - 1 WHERE captured > 1",
    "DELETE FROM credit_hold_lot WHERE seq = 0",
    "INSERT INTO ledger_posting (txn_id, lot_id, bucket, amount) VALUES (1, 1, 'spent', 1)",
    """INSERT INTO ledger_posting (txn_id, lot_id, bucket, amount)
    VALUES (1, 1, 'spent', 1), (1, 1, 'available', -1)""",
    f"""INSERT INTO ledger_txn (account_id, kind, op_key, reason, reference, available_change, held_change,
    available_after, created_at) VALUES ('{ACCOUNT}', 'spend', 'x', '', '', 0, 0, 9, '2030-01-01')""",
]


@pytest.fixture
def busy(ledger):
    """A ledger with one open hold and one that was settled."""
    ledger(lambda s: give(s, 20))
    ledger(lambda s: hold(s, 8, "g1"))
    ledger(lambda s: hold(s, 4, "g2"))
    ledger(lambda s: end(s, "g2", 3))
    return ledger


def test_a_corrupted_row_does_not_pass_the_checks(busy):
    for corruption in CORRUPTIONS:

        async def corrupt(session: AsyncSession, sql: str = corruption) -> None:
            touched = await (await session.connection()).execute(text(sql))
            assert touched.rowcount >= 1, f"changes nothing: {sql}"
            try:
                await check_ledger(session)
            except AssertionError as broken_law:
                raise NoticedError from broken_law

        with pytest.raises(NoticedError):
            busy(corrupt)


IMPOSSIBLE = [
    "UPDATE credit_account SET available = -1",
    "UPDATE credit_account SET held = -1",
    "UPDATE credit_account SET debt = -1",
    "UPDATE credit_lot SET available = -1",
    "UPDATE credit_lot SET held = -1",
    "UPDATE credit_lot SET available = granted + 1",
    "UPDATE credit_lot SET kind = 'found'",
    "UPDATE credit_hold SET captured = amount + 1, status = 'captured'",
    "UPDATE credit_hold SET captured = 1",
    "UPDATE credit_hold SET status = 'lost'",
]


def test_the_database_itself_refuses_impossible_figures(busy):
    for impossible in IMPOSSIBLE:

        async def force(session: AsyncSession, sql: str = impossible) -> None:
            await (await session.connection()).execute(text(sql))

        with pytest.raises(IntegrityError):
            busy(force)


# --- many at a time


@contextmanager
def processes(url: str, run, count: int) -> Iterator[list[Database]]:
    """Open the database several times, as several processes would."""
    with ExitStack() as stack:
        opened = [Database(url, pool_size=8) for _ in range(count)]
        for each in opened:
            stack.callback(lambda each=each: run(each.close()))
        yield opened


async def all_of(*work):
    return await asyncio.gather(*work, return_exceptions=True)


def test_ten_racers_for_the_credits_of_one_have_one_winner(database_url, run):
    with processes(database_url, run, 3) as doors:

        async def race() -> list[object]:
            async with doors[0].transaction() as session:
                await give(session, 3)

            async def racer(number: int) -> str:
                async with doors[number % 3].transaction() as session:
                    await hold(session, 3, f"g{number}")
                return "won"

            results = await all_of(*(racer(number) for number in range(10)))
            async with doors[0].reading() as session:
                await check_ledger(session)
                assert await credits.balance(session, ACCOUNT) == Balance(held=3)
            return results

        results = run(race())
    assert results.count("won") == 1
    assert sum(isinstance(result, NotEnoughCreditsError) for result in results) == 9


def test_thirty_replays_of_a_grant_make_one_lot(database_url, run):
    with processes(database_url, run, 3) as doors:

        async def race() -> list[object]:
            async def replay(number: int) -> bool:
                async with doors[number % 3].transaction() as session:
                    return await give(session, 50, source_key="stripe:in_1")

            results = await all_of(*(replay(number) for number in range(30)))
            async with doors[0].reading() as session:
                await check_ledger(session)
                assert await credits.balance(session, ACCOUNT) == Balance(available=50)
            return results

        assert sorted(run(race()), key=bool) == [False] * 29 + [True]


def test_ten_settlements_of_one_hold_have_one_winner(database_url, run):
    with processes(database_url, run, 3) as doors:

        async def race() -> tuple[list[object], Balance]:
            async with doors[0].transaction() as session:
                await give(session, 20)
                await hold(session, 10, "g1")

            async def settler(number: int) -> bool:
                async with doors[number % 3].transaction() as session:
                    return await end(session, "g1", number)

            results = await all_of(*(settler(number) for number in range(10)))
            async with doors[0].reading() as session:
                await check_ledger(session)
                return results, await credits.balance(session, ACCOUNT)

        results, left = run(race())
    assert sorted(results, key=bool) == [False] * 9 + [True]
    assert left == Balance(available=20 - results.index(True))


def test_sixteen_workers_on_few_accounts_break_no_law(database_url, run):
    accounts = [str(number) * 32 for number in range(3)]

    async def work(door: Database, worker: int) -> int:
        won = 0
        for turn in range(6):
            account = accounts[(worker + turn) % 3]
            async with door.transaction() as session:
                await credits.grant(
                    session,
                    account,
                    3,
                    kind=LotKind.PACK,
                    source_key=f"{account}:{turn}",
                    expires_at=NOW + DAY * (turn % 3),
                    now=NOW,
                )
            try:
                async with door.transaction() as session:
                    await credits.reserve(
                        session,
                        account,
                        1 + (worker + turn) % 4,
                        op_key=f"{worker}:{turn}",
                        now=NOW,
                        expires_at=NOW + DAY,
                    )
            except NotEnoughCreditsError:
                continue
            for captured in (turn % 2, 0):
                async with door.transaction() as session:
                    won += await credits.settle(session, account, op_key=f"{worker}:{turn}", captured=captured, now=NOW)
        return won

    with processes(database_url, run, 4) as doors:

        async def race() -> None:
            results = await all_of(*(work(doors[worker % 4], worker) for worker in range(16)))
            assert all(isinstance(result, int) for result in results), results
            assert sum(results) > 10
            async with doors[0].reading() as session:
                await check_ledger(session)

        run(race())
