"""A batch: one picture for each line, one question, all of them or none."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.accounts import SignedIn
from babydance.ui.pages.studio.batch_state import BatchState
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House
from tests.studio import a_request
from tests.ui.conftest import Tab

LINES = "a baby on a swing\n\n a baby on a slide \na baby on the moon\n"


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    adas.send(BatchState.switch(True))
    return adas


def _create(tab: Tab, prompt: str = LINES) -> None:
    form = {"prompt": prompt, "submit_key": tab.shown(StudioState, "submit_key")}
    tab.raw(f"{StudioState.get_full_name()}.create", {"form_data": form})


def _runs(house: House, run: Run, who: SignedIn) -> list[Any]:
    return run(house.drawing.generation.stage(who.account_id, limit=50))


def test_each_line_is_priced_and_the_button_shows_the_sum(studio: Tab) -> None:
    studio.send(StudioState.choose_count("4"))
    studio.send(StudioState.write(LINES))
    each = studio.shown(StudioState, "price_each")
    assert studio.shown(StudioState, "pictures") == 3  # one for each line, whatever was chosen before
    assert studio.shown(StudioState, "price") == 3 * each
    assert "1 a line" in studio.shown(StudioState, "settings")
    studio.send(BatchState.switch(False))
    assert studio.shown(StudioState, "pictures") == 4


def test_nothing_starts_before_the_question_is_answered(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    _create(studio)
    assert studio.shown(StudioState, "is_asking") is True
    assert studio.shown(StudioState, "pictures") == 3
    assert _runs(house, run, ada) == []
    studio.send(BatchState.dismiss)
    assert studio.shown(StudioState, "is_asking") is False
    studio.send(BatchState.confirm)
    assert _runs(house, run, ada) == []


def test_a_yes_starts_all_of_them_once(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    _create(studio)
    key, price = studio.shown(StudioState, "submit_key"), studio.shown(StudioState, "price")
    studio.send(BatchState.confirm)
    studio.send(BatchState.confirm)  # a double click
    assert [made.prompt for made in _runs(house, run, ada)] == [
        "a baby on a swing",
        "a baby on a slide",
        "a baby on the moon",
    ]
    assert studio.shown(SessionState, "in_use") == price
    assert studio.shown(StudioState, "submit_key") != key
    studio.wait_for(lambda: len(studio.shown(StudioState, "runs")) == 3)


def test_each_of_twenty_is_on_the_stage(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    studio.send(StudioState.choose_quality("low"))
    _create(studio, "\n".join(f"picture {number}" for number in range(20)))
    studio.send(BatchState.confirm)
    studio.wait_for(lambda: len(studio.shown(StudioState, "runs")) == 20)
    assert studio.shown(StudioState, "runs")[0].prompt == "picture 0"


def test_without_enough_credits_nothing_starts_and_nothing_is_lost(
    studio: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    studio.send(StudioState.choose_quality("max"))
    _create(studio)
    assert studio.shown(StudioState, "price") > 20
    studio.send(BatchState.confirm)
    assert "credits" in studio.shown(BatchState, "problem")
    assert studio.shown(StudioState, "is_asking") is True
    assert _runs(house, run, ada) == []
    studio.send(BatchState.dismiss)
    assert studio.shown(BatchState, "problem") == ""
    assert studio.state(StudioState)._prompt == LINES


def test_without_room_nothing_starts(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    requests = [a_request("x", quality="low")] * 15
    run(house.drawing.generation.submit_batch(ada.account_id, requests, submit_key="other"))
    studio.send(StudioState.choose_quality("low"))
    _create(studio, "x\n" * 5)
    run(house.drawing.generation.submit_batch(ada.account_id, requests[:5], submit_key="more"))
    studio.send(BatchState.confirm)
    assert "under way" in studio.shown(BatchState, "problem")
    assert len(_runs(house, run, ada)) == 20


@pytest.mark.parametrize("prompt", ["", "\n \n", "x\n" * 21, f"fine\n{'x' * 4001}", "fine\n\u200b"])
def test_lines_that_make_no_batch_are_refused_before_the_question(
    studio: Tab, house: House, run: Run, ada: SignedIn, prompt: str
) -> None:
    _create(studio, prompt)
    assert studio.shown(StudioState, "problem_field") == "prompt"
    assert studio.shown(StudioState, "is_asking") is False
    studio.send(BatchState.confirm)
    assert _runs(house, run, ada) == []


@pytest.mark.parametrize("payload", [{}, {"is_on": "yes"}, {"is_on": 1}, {"is_on": True, "extra": 1}])
def test_a_forged_switch_changes_nothing(adas: Tab, payload: dict[str, Any]) -> None:
    adas.open("/studio/")
    adas.raw(f"{BatchState.get_full_name()}.switch", payload)
    assert adas.state(StudioState).is_batch is False
