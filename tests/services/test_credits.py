"""The service behind the credits page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from babydance.domain.credits import Balance, LotKind
from babydance.services.credits import CreditService
from babydance.store import credits
from babydance.store.database import Database

NOW = datetime(2030, 1, 1, tzinfo=UTC)
ANN, BOB = "a" * 32, "b" * 32


@pytest.fixture
def service(database: Database) -> CreditService:
    return CreditService(database, lambda: NOW)


@pytest.fixture
def give(database: Database, run):
    def given(account_id: str, *amounts: int, expires_at: datetime | None = None):
        async def work():
            async with database.transaction() as session:
                for number, amount in enumerate(amounts):
                    await credits.grant(
                        session,
                        account_id,
                        amount,
                        kind=LotKind.PACK,
                        source_key=f"{account_id}:{number}:{expires_at}",
                        expires_at=expires_at,
                        now=NOW - timedelta(days=9),
                    )

        run(work())

    return given


def test_everybody_sees_their_own_credits(service, give, run):
    give(ANN, 5, 6)
    give(BOB, 9)
    assert run(service.balance(ANN)) == Balance(available=11)
    assert [lot.granted for lot in run(service.lots(BOB))] == [9]
    assert [line.available_change for line in run(service.history(ANN))] == [6, 5]


def test_history_comes_in_pages_of_fifty(service, give, run):
    give(ANN, *range(1, 61))
    first = run(service.history(ANN))
    rest = run(service.history(ANN, first[-1].id))
    assert [line.available_change for line in first + rest] == list(range(60, 0, -1))
    assert len(first) == 50
    assert run(service.history(ANN, rest[-1].id)) == []


def test_the_sweep_takes_what_lapsed_from_everybody_once(service, give, run):
    for account_id in (ANN, BOB):
        give(account_id, 5)
        give(account_id, 7, expires_at=NOW - timedelta(days=1))
    assert run(service.expire_due()) == 14
    assert run(service.expire_due()) == 0
    assert run(service.balance(BOB)) == Balance(available=5)
