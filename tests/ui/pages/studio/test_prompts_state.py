"""The sheet "Your prompts": used, saved, searched, deleted, brought back."""

from __future__ import annotations

import json

import pytest

from babydance.domain.accounts import SignedIn
from babydance.ui.pages.studio.prompts_state import PromptsState
from babydance.ui.pages.studio.state import StudioState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.studio import a_request
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab, house: House, run: Run, ada: SignedIn) -> Tab:
    for prompt in ("a baby in Café Éclair", "a baby on the moon"):
        run(house.drawing.queue(ada.account_id, a_request(prompt)))
    adas.open("/studio/")
    adas.send(PromptsState.show)
    return adas


def _prompts(tab: Tab) -> list[str]:
    return [card.prompt for card in tab.shown(PromptsState, "cards")]


def test_the_sheet_opens_with_what_was_used(studio: Tab) -> None:
    assert studio.shown(PromptsState, "is_open") is True
    assert _prompts(studio) == ["a baby on the moon", "a baby in Café Éclair"]
    studio.send(PromptsState.look_for("ECLAIR"))
    assert _prompts(studio) == ["a baby in Café Éclair"]
    studio.send(PromptsState.use(studio.shown(PromptsState, "cards")[0].id))
    assert studio.shown(StudioState, "prompt") == "a baby in Café Éclair"
    assert studio.shown(PromptsState, "is_open") is False


def test_a_prompt_is_saved_deleted_and_brought_back(studio: Tab) -> None:
    studio.send(PromptsState.save(studio.shown(PromptsState, "cards")[1].id))
    assert studio.shown(PromptsState, "words") == "Saved."
    studio.send(StudioState.write("typed by hand"))
    studio.send(PromptsState.save_typed)
    studio.send(PromptsState.choose_tab("saved"))
    assert _prompts(studio) == ["typed by hand", "a baby in Café Éclair"]
    studio.send(PromptsState.delete(studio.shown(PromptsState, "cards")[0].id))
    assert _prompts(studio) == ["a baby in Café Éclair"]
    assert studio.shown(PromptsState, "may_undo") is True
    studio.send(PromptsState.undo)
    assert _prompts(studio) == ["typed by hand", "a baby in Café Éclair"]
    assert studio.shown(PromptsState, "may_undo") is False


def test_an_empty_box_cannot_be_saved(studio: Tab) -> None:
    studio.send(PromptsState.save_typed)
    assert studio.shown(PromptsState, "words").startswith("Describe the picture first")


def test_a_tab_that_is_none_and_a_search_that_is_too_long_change_nothing(studio: Tab) -> None:
    studio.send(PromptsState.choose_tab("everybody"))
    assert studio.shown(PromptsState, "tab") == "used"
    studio.raw(f"{PromptsState.get_full_name()}.look_for", {"search": "x" * 10_000})
    assert studio.shown(PromptsState, "search") == ""
    studio.send(PromptsState.look_for("x" * 250))
    assert _prompts(studio) == []
    assert "200 characters" in studio.shown(PromptsState, "words")


@pytest.mark.parametrize("which", ["used", "saved"])
def test_somebody_elses_prompts_are_not_found(studio: Tab, house: House, run: Run, eve: SignedIn, which: str) -> None:
    generation = run(house.drawing.queue(eve.account_id, a_request("Eve's secret")))
    theirs = (
        run(house.drawing.generation.generation(eve.account_id, generation)).run_id,
        run(house.drawing.prompts.save(eve.account_id, "Eve's secret")),
        nobodys_id(),
    )
    studio.send(PromptsState.choose_tab(which))
    for id_ in theirs:
        for handler in (PromptsState.use, PromptsState.save, PromptsState.delete):
            studio.send(handler(id_))
    assert set(studio.notices) == {"There is no such prompt."}
    assert len(run(house.drawing.prompts.saved(eve.account_id))) == 1
    assert "secret" not in str(studio.deltas)


@pytest.mark.parametrize("handler", ["use", "save", "delete"])
@pytest.mark.parametrize("id_", ["", "x", "0" * 33, "'", None, 7])
def test_an_id_that_is_none_does_not_reach_the_service(studio: Tab, handler: str, id_: object) -> None:
    studio.raw(f"{PromptsState.get_full_name()}.{handler}", {"prompt_id": id_})
    assert studio.notices == []


def test_a_long_list_is_a_short_message(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    for number in range(30):
        run(house.drawing.prompts.save(ada.account_id, f"{number} " + "x" * 3_000))
    studio.deltas.clear()
    studio.send(PromptsState.choose_tab("saved"))
    assert len(_prompts(studio)) == 20
    size = len(json.dumps([[card.id, card.prompt] for card in studio.shown(PromptsState, "cards")]))
    assert size < 5_000
