"""The queue panel: what is under way in all tabs, and stopping one or all of it."""

from __future__ import annotations

import json

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.images import Status
from babydance.ui.pages.studio.queue_state import QueueState
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House
from tests.studio import a_request
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    return adas


def _queue(house: House, run: Run, who: SignedIn, *prompts: str) -> list[str]:
    return [run(house.drawing.queue(who.account_id, a_request(prompt))) for prompt in prompts]


def _counts(tab: Tab) -> tuple[int, int]:
    return tab.shown(QueueState, "drawn"), tab.shown(QueueState, "waiting")


def test_nothing_is_shown_until_something_was_under_way(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    assert studio.shown(QueueState, "was_busy") is False
    (picture,) = _queue(house, run, ada, "a baby")
    studio.wait_for(lambda: _counts(studio) == (0, 1))
    run(house.drawing.work(picture))
    studio.wait_for(lambda: _counts(studio) == (0, 0))
    assert studio.shown(QueueState, "was_busy") is True
    assert studio.shown(QueueState, "cards") == []


def test_what_another_tab_asked_for_is_here_too_with_its_place_and_time(
    studio: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    first, second = _queue(house, run, ada, "first", "second " * 40)
    run(house.drawing.drawing.begin(first))
    studio.wait_for(lambda: _counts(studio) == (1, 1))
    cards = studio.shown(QueueState, "cards")
    assert [card.id for card in cards] == [first, second]
    assert len(cards[1].prompt) <= 61
    assert studio.shown(QueueState, "place") == {first: 0, second: 1}
    assert 0 <= studio.shown(QueueState, "clock") - studio.shown(QueueState, "since")[first] < 60_000
    assert studio.shown(QueueState, "at_once") == 4


def test_one_can_be_stopped(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    first, second = _queue(house, run, ada, "first", "second")
    studio.send(QueueState.cancel(first))
    assert _counts(studio) == (0, 1)
    studio.wait_for(lambda: studio.shown(StudioState, "status") == {first: "cancelled", second: "queued"})


def test_everything_is_stopped_after_one_question(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    _queue(house, run, ada, "first", "second", "third")
    studio.send(QueueState.ask)
    assert studio.shown(QueueState, "is_asking") is True
    studio.send(QueueState.dismiss)
    assert studio.shown(QueueState, "is_asking") is False
    studio.send(QueueState.ask)
    studio.send(QueueState.stop_all)
    assert studio.shown(QueueState, "is_asking") is False
    assert studio.notices == ["Stopped 3 pictures. Nothing was charged."]
    assert _counts(studio) == (0, 0)
    studio.wait_for(lambda: studio.shown(SessionState, "available") == 20)


def test_the_question_goes_when_nothing_is_left_to_stop(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    (picture,) = _queue(house, run, ada, "a baby")
    studio.wait_for(lambda: _counts(studio) == (0, 1))
    studio.send(QueueState.ask)
    run(house.drawing.work(picture))
    studio.wait_for(lambda: studio.shown(QueueState, "is_asking") is False)


def test_somebody_elses_pictures_are_neither_shown_nor_stopped(
    studio: Tab, house: House, run: Run, eve: SignedIn
) -> None:
    (theirs,) = _queue(house, run, eve, "Eve's secret")
    studio.send(QueueState.cancel(theirs))
    studio.send(QueueState.stop_all)
    assert studio.notices == ["There is no such picture.", "There was nothing left to stop."]
    assert run(house.drawing.generation.generation(eve.account_id, theirs)).status is Status.QUEUED
    assert "secret" not in str(studio.deltas)


def test_a_full_queue_is_told_in_a_short_message(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    run(studio.desk.settle())
    requests = [a_request("x" * 500, quality="low") for _ in range(20)]
    studio.deltas.clear()
    run(house.drawing.generation.submit_batch(ada.account_id, requests, submit_key="k"))
    studio.wait_for(lambda: _counts(studio) == (0, 20))
    assert studio.shown(QueueState, "more") == 8
    name = QueueState.get_full_name()
    sent = [values for delta in studio.deltas for state, values in delta.items() if state == name]
    assert sum(len(json.dumps(values, default=vars_of)) for values in sent) < 5_000


def vars_of(value: object) -> object:
    return {name: getattr(value, name) for name in value.__slots__}
