"""The credits page: every movement with its reason, and sums that fit."""

from __future__ import annotations

from datetime import UTC, datetime

from babydance.domain.accounts import SignedIn
from babydance.domain.credits import LotKind
from babydance.store import credits
from babydance.ui.pages.credits.state import CreditsState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House
from tests.ui.conftest import Tab


def _number(text: str) -> int:
    return int(text.replace("−", "-") or "0")


def test_every_movement_is_listed_and_the_balance_is_their_sum(
    adas: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    run(house.drawing.make(ada.account_id))
    cancelled = run(house.drawing.queue(ada.account_id))
    run(house.drawing.generation.cancel(ada.account_id, cancelled))
    adas.open("/credits/")
    movements = adas.shown(CreditsState, "movements")
    assert adas.shown(CreditsState, "is_loaded") is True
    assert adas.shown(CreditsState, "has_more") is False
    assert all(movement.reason for movement in movements)
    assert sum(_number(movement.available) for movement in movements) == adas.shown(SessionState, "available") == 19
    assert sum(_number(movement.in_use) for movement in movements) == adas.shown(SessionState, "in_use") == 0
    assert movements[0].balance == 19
    assert [movement.id for movement in movements] == sorted((m.id for m in movements), key=int, reverse=True)


def test_the_sources_stand_in_the_order_in_which_they_are_spent(
    adas: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    ends = datetime(2027, 1, 31, 12, tzinfo=UTC)

    async def pay() -> None:
        async with house.drawing.database.transaction() as session:
            for kind, amount, end in ((LotKind.PACK, 80, None), (LotKind.PLAN, 120, ends)):
                await credits.grant(
                    session,
                    ada.account_id,
                    amount,
                    kind=kind,
                    source_key=f"test:{kind}:{ada.account_id}",
                    expires_at=end,
                    now=house.drawing.generation._clock(),
                )

    run(pay())
    run(house.drawing.queue(ada.account_id))
    adas.open("/credits/")
    plan, gift, pack = adas.shown(CreditsState, "sources")
    assert (plan.name, plan.left) == ("Credits of your plan", "119 of 120 left, 1 in use")
    assert (plan.end, plan.end_moment) == ("Until 31 Jan 2027", ends.isoformat())
    assert (gift.name, gift.left) == ("Gift credits", "20 of 20 left")
    assert [source.is_next for source in (plan, gift, pack)] == [True, False, False]
    assert (pack.name, pack.end, pack.end_moment) == ("Credit pack", "No end date", "")


def test_what_is_all_in_use_is_not_spent_next(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    async def pay() -> None:
        async with house.drawing.database.transaction() as session:
            await credits.grant(
                session,
                ada.account_id,
                1,
                kind=LotKind.PLAN,
                source_key=f"test:one:{ada.account_id}",
                expires_at=datetime(2027, 1, 31, tzinfo=UTC),
                now=house.drawing.generation._clock(),
            )

    run(pay())
    run(house.drawing.queue(ada.account_id))
    adas.open("/credits/")
    plan, gift = adas.shown(CreditsState, "sources")
    assert (plan.left, plan.is_next) == ("0 of 1 left, 1 in use", False)
    assert (gift.left, gift.is_next) == ("20 of 20 left", True)


def test_a_movement_made_elsewhere_appears_by_itself(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    adas.open("/credits/")
    before = len(adas.shown(CreditsState, "movements"))
    run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: len(adas.shown(CreditsState, "movements")) == before + 1)
    adas.wait_for(lambda: adas.shown(SessionState, "in_use") == 1)


def test_older_movements_come_when_asked(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    async def come_and_go() -> None:
        for _ in range(26):
            generation = await house.drawing.queue(ada.account_id)
            await house.drawing.generation.cancel(ada.account_id, generation)

    run(come_and_go())
    adas.open("/credits/")
    assert len(adas.shown(CreditsState, "movements")) == 50
    assert adas.shown(CreditsState, "has_more") is True
    adas.send(CreditsState.more)
    assert len(adas.shown(CreditsState, "movements")) == 53
    assert adas.shown(CreditsState, "has_more") is False


def test_nobody_sees_the_movements_of_others(adas: Tab, house: House, run: Run, eve: SignedIn) -> None:
    run(house.drawing.queue(eve.account_id))
    adas.open("/credits/")
    assert len(adas.shown(CreditsState, "movements")) == 1
