"""Ready-made edits: what they send, what they need, and the settings that suit them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.edits import EDITS, KEYED, LARGER, find_edit, nearest_size, settings_for
from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import new_id
from babydance.domain.images import PictureRequest
from babydance.domain.models import IMAGE_MODELS, check_size
from babydance.domain.sources import Source, SourceKind
from babydance.domain.styles import STYLES

FLARE = IMAGE_MODELS[0]
PLAIN = replace(FLARE, id="plain", backgrounds=("auto",), formats=("jpeg",), can_mask=False, sizes=((512, 512),))


def a_request(edit, *, model=FLARE, **changes):
    settings = settings_for(find_edit(edit), model, width=1024, height=1024, output_format="jpeg")
    wishes = {
        "prompt": "a meadow",
        "quality": "low",
        "sources": (Source(SourceKind.IMAGE, new_id()),),
        "style": STYLES[0],
        "width": settings.width,
        "height": settings.height,
        "background": settings.background,
        "output_format": settings.output_format,
    }
    return PictureRequest(model=model, edit=edit, **(wishes | changes))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.id)
def test_every_edit_works_with_the_settings_that_suit_it(edit):
    request = a_request(edit.id)
    assert request.full_prompt == f"a meadow\n\n{edit.words}\n\n{STYLES[0].fragment}"
    assert edit.label
    assert edit.blurb


def test_without_words_of_ones_own_the_name_of_the_edit_stands_for_them():
    assert a_request("variation", prompt="  ").prompt == "Variation"
    with pytest.raises(InvalidInputError, match="Describe"):
        a_request("background", prompt=" ")


def test_words_that_were_sent_once_can_be_sent_again():
    request = a_request("variation", edit_words="Make it again, as it was said then.")
    assert "as it was said then" in request.full_prompt
    assert find_edit("variation").words not in request.full_prompt


@pytest.mark.parametrize(
    ("edit", "changes", "field"),
    [
        ("variation", {"sources": ()}, "sources"),
        ("restyle", {"style": None}, "style"),
        ("extend", {"mask_id": new_id()}, "sources"),
        ("extend", {"model": replace(FLARE, can_mask=False)}, "model"),
        ("cut-out", {"background": "opaque"}, "background"),
        ("cut-out", {"output_format": "jpeg"}, "output_format"),
    ],
)
def test_what_can_not_be_done_is_said_at_once(edit, changes, field):
    with pytest.raises(InvalidInputError) as refusal:
        a_request(edit, **changes)
    assert refusal.value.field == field


def test_an_edit_that_nobody_knows_is_refused():
    with pytest.raises(InvalidInputError, match="isn't available"):
        replace(a_request("variation"), edit="dance")


def test_a_model_that_can_not_leave_the_background_out_is_asked_for_a_flat_one():
    native, keyed = a_request("cut-out"), a_request("cut-out", model=PLAIN)
    assert (native.background, native.output_format, native.canvas) == ("transparent", "png", "")
    assert (keyed.background, keyed.output_format, keyed.canvas) == ("auto", "jpeg", KEYED)
    assert "#00ff00" in keyed.full_prompt
    assert "#00ff00" not in native.full_prompt


def test_an_extended_picture_is_half_as_long_again():
    request = a_request("extend")
    assert (request.width, request.height, request.canvas) == (1536, 1536, LARGER)


def test_a_character_stands_upright_and_a_small_model_does_what_it_can():
    request = a_request("character")
    assert (request.width, request.height) == (1024, 1536)
    assert a_request("character", model=PLAIN).width == 512


@given(st.integers(1, 12_000), st.integers(1, 12_000))
def test_whatever_a_picture_measures_a_size_that_is_taken_is_near(width, height):
    near = nearest_size(FLARE, width, height)
    check_size(*near)
    if 1 / 3 <= width / height <= 3:
        assert near[0] / near[1] == pytest.approx(width / height, rel=0.04)


def test_a_size_that_is_taken_stays_as_it_is():
    assert nearest_size(FLARE, 1008, 1792) == (1008, 1792)
    assert nearest_size(replace(FLARE, sizes=((512, 512), (512, 768))), 1024, 1500) == (512, 768)
