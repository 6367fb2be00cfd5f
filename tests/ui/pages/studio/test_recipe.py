"""A recipe in the studio: it fills the form and says what it could not."""

from __future__ import annotations

import json

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.sources import Source, SourceKind
from babydance.domain.styles import STYLES
from babydance.ui.pages.studio.recipe import RecipeState
from babydance.ui.pages.studio.sources_state import SourcesState
from babydance.ui.pages.studio.state import StudioState
from tests.conftest import Run
from tests.site import House
from tests.studio import a_request
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    return adas


def wishes(tab: Tab) -> dict[str, object]:
    """Return how the form stands."""
    names = ("_prompt", "model", "style", "width", "height", "quality", "count", "background", "output_format")
    return {name: getattr(tab.state(StudioState), name) for name in names}


def test_a_recipe_of_ones_own_fills_the_whole_form(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    request = a_request(
        "a baby in a red hat", model=IMAGE_MODELS[1], style=STYLES[3], quality="high", width=1536, count=1,
        background="transparent", output_format="png",
    )  # fmt: skip
    picture = run(house.drawing.make(ada.account_id, request)).image_id
    text = run(house.studio.recipes.recipe(ada.account_id, picture)).data.decode()
    studio.send(RecipeState.take(text))
    assert wishes(studio) == {
        "_prompt": "a baby in a red hat", "model": IMAGE_MODELS[1].id, "style": STYLES[3].id, "width": 1536,
        "height": 1024, "quality": "high", "count": 1, "background": "transparent", "output_format": "png",
    }  # fmt: skip
    assert (studio.shown(StudioState, "prompt"), studio.shown(StudioState, "size")) == (
        "a baby in a red hat",
        "landscape",
    )
    assert studio.shown(StudioState, "price") == house.studio.generation.price(request)
    assert studio.shown(RecipeState, "is_taken") is True
    assert not studio.shown(RecipeState, "missing")


def test_pictures_that_it_was_made_from_are_chosen_again(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    sha256 = json.loads(run(house.studio.recipes.recipe(ada.account_id, picture)).data)["picture"]
    wanted = {
        "babydance": 1, "prompt": "a baby", "model": IMAGE_MODELS[0].id, "edit": "variation",
        "sources": [{"kind": "image", "sha256": sha256}, {"kind": "upload", "sha256": "a" * 64}],
    }  # fmt: skip
    studio.send(RecipeState.take(json.dumps(wanted)))
    assert studio.shown(SourcesState, "chosen_ids") == [picture]
    wish = studio.state(StudioState)._wish
    assert (wish.sources, wish.edit) == ((Source(SourceKind.IMAGE, picture),), "variation")
    assert studio.shown(RecipeState, "missing") == [
        "1 of the 2 pictures that it was made from isn't among your uploads and pictures."
    ]
    studio.send(RecipeState.take('{"babydance": 1, "prompt": "words alone"}'))
    assert studio.shown(SourcesState, "chosen_ids") == []


def test_what_is_missing_is_named_until_it_is_closed(studio: Tab) -> None:
    wanted = {"babydance": 1, "prompt": "a baby", "model": "gone", "style": {"id": "cubism"}, "x": 1}
    studio.send(RecipeState.take(json.dumps(wanted)))
    assert studio.shown(RecipeState, "missing") == [
        "Passed over, because this studio doesn't know it: “x”.",
        "The model “gone” isn't offered here; Flare 2.5 is chosen instead.",
        "The style “cubism” isn't one of ours.",
    ]
    assert studio.shown(StudioState, "prompt") == "a baby"
    assert studio.shown(StudioState, "problem") in {None, ""}
    studio.send(RecipeState.forget)
    assert studio.shown(RecipeState, "is_taken") is False


@pytest.mark.parametrize("text", ["", "{}", "[" * 9_000, "x" * 33_000, '{"babydance": 1, "prompt": 5}'])
def test_what_is_no_recipe_leaves_the_form_alone(studio: Tab, text: str) -> None:
    before = wishes(studio)
    studio.send(RecipeState.take(text))
    assert wishes(studio) == before
    assert not studio.state(RecipeState).is_taken
    assert len(studio.notices) == 1


def test_a_text_without_an_end_is_denied(studio: Tab) -> None:
    studio.send(RecipeState.take("x" * 40_001))
    assert studio.notices == []
