"""Ready-made edits in the form, and a form that changes with its model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.edits import EDITS, find_edit
from babydance.domain.models import IMAGE_MODELS, ModelTable
from babydance.domain.providers import SANDBOX_MODELS
from babydance.ui.pages.studio.sources_state import SourcesState
from babydance.ui.pages.studio.state import StudioState
from babydance.wiring import use_studio
from tests.conftest import Run
from tests.site import House
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    return adas


def ids(tab: Tab, name: str) -> list[str]:
    return [choice.id for choice in tab.shown(StudioState, name)]


def choose(tab: Tab, house: House, run: Run, who: SignedIn) -> str:
    upload = run(house.upload(who.account_id))
    tab.send(SourcesState.add_upload(upload))
    tab.send(StudioState.work_from())
    return upload


def create(tab: Tab, prompt: str = "") -> None:
    form = {"prompt": prompt, "submit_key": tab.shown(StudioState, "submit_key")}
    tab.raw(f"{StudioState.get_full_name()}.create", {"form_data": form})


def test_an_edit_brings_the_settings_that_suit_it(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada)  # 640 x 480
    assert ids(studio, "edits") == ["", *(edit.id for edit in EDITS)]
    studio.send(StudioState.choose_edit("cut-out"))
    assert (studio.shown(StudioState, "edit"), studio.shown(StudioState, "problem")) == ("cut-out", "")
    assert studio.shown(StudioState, "edit_hint") == find_edit("cut-out").blurb
    assert (studio.shown(StudioState, "background"), studio.shown(StudioState, "output_format")) == (
        "transparent",
        "png",
    )
    studio.send(StudioState.choose_edit("extend"))
    width, height = studio.shown(StudioState, "width"), studio.shown(StudioState, "height")
    assert width / height == pytest.approx(4 / 3, rel=0.04)
    assert width > 640
    assert studio.shown(StudioState, "background") == "auto"


def test_an_edit_without_words_is_made_under_its_name(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada)
    studio.send(StudioState.choose_edit("variation"))
    create(studio)
    (made,) = run(house.drawing.generation.stage(ada.account_id))
    assert (made.prompt, made.edit) == ("Variation", "variation")


def test_what_an_edit_still_needs_is_said(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada)
    studio.send(StudioState.choose_edit("restyle"))
    assert studio.shown(StudioState, "problem_field") == "style"
    studio.send(StudioState.choose_style("felt"))
    assert studio.shown(StudioState, "problem") == ""
    studio.send(StudioState.choose_edit("background"))
    create(studio)
    assert studio.shown(StudioState, "problem_field") == "prompt"
    assert run(house.drawing.generation.stage(ada.account_id)) == []


def test_the_edit_goes_with_the_last_picture(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    upload = choose(studio, house, run, ada)
    studio.send(StudioState.choose_edit("variation"))
    studio.send(SourcesState.remove(upload))
    studio.send(StudioState.work_from())
    assert (studio.shown(StudioState, "edit"), studio.shown(StudioState, "problem")) == ("", "")
    studio.send(StudioState.choose_edit("variation"))  # without a picture there is nothing to edit
    assert studio.shown(StudioState, "edit") == ""


def test_an_edit_that_nobody_offered_changes_nothing(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada)
    studio.send(StudioState.choose_edit("dance"))
    assert studio.shown(StudioState, "edit") == ""


def test_a_link_brings_the_picture_and_the_edit(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    adas.open(f"/studio/?from={picture}&edit=cut-out")
    assert adas.shown(StudioState, "edit") == "cut-out"
    assert (adas.shown(StudioState, "background"), adas.shown(StudioState, "problem")) == ("transparent", "")


@pytest.fixture
def with_crayon(house: House, run: Run) -> Iterator[None]:
    """Offer the model of the second provider, too."""
    table = ModelTable((*IMAGE_MODELS, *SANDBOX_MODELS))
    house.drawing.generation._models = table
    stack = ExitStack()

    async def begin() -> None:  # on the loop whose context the pages see
        stack.enter_context(use_studio(replace(house.studio, models=table)))

    async def end() -> None:
        stack.close()

    run(begin())
    yield
    run(end())


@pytest.mark.usefixtures("with_crayon")
def test_a_form_changes_with_what_its_model_can_do(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada)
    studio.send(StudioState.choose_size("large"))
    studio.send(StudioState.choose_background("transparent"))
    studio.send(StudioState.choose_model("crayon-1"))
    assert ids(studio, "qualities") == ["standard"]
    assert ids(studio, "formats") == ["jpeg"]
    assert ids(studio, "backgrounds") == ["auto"]
    assert ids(studio, "sizes") == ["square", "portrait", "landscape"]
    assert "extend" not in ids(studio, "edits")
    assert (studio.shown(StudioState, "size"), studio.shown(StudioState, "problem")) == ("square", "")
    assert studio.shown(StudioState, "price") == 2
    studio.send(StudioState.choose_model(IMAGE_MODELS[0].id))
    assert "custom" in ids(studio, "sizes")
    assert studio.shown(StudioState, "problem") == ""


@pytest.mark.usefixtures("with_crayon")
def test_a_model_that_can_do_the_edit_at_last_gets_the_settings_for_it(
    studio: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    choose(studio, house, run, ada)
    studio.send(StudioState.choose_edit("extend"))
    suited = studio.shown(StudioState, "width")
    studio.send(StudioState.choose_model("crayon-1"))
    assert "can't extend" in studio.shown(StudioState, "problem")
    studio.send(StudioState.choose_model(IMAGE_MODELS[0].id))
    assert (studio.shown(StudioState, "width"), studio.shown(StudioState, "problem")) == (suited, "")
