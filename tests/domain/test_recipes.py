"""Recipes: what is written can be read, and whatever else is read is refused in words or becomes a sane form."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import new_id
from babydance.domain.images import MAX_COUNT, MAX_PROMPT, PictureRequest, style_named
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.recipes import MAX_BYTES, NOT_A_RECIPE, Recipe, RecipeSource, fill_form, parse_recipe
from babydance.domain.sources import Source, SourceKind
from babydance.domain.styles import STYLES

WHOLE = Recipe(
    prompt="a baby that dances, été 踊る",
    model=IMAGE_MODELS[1].id,
    width=1536,
    height=1024,
    quality="high",
    background="opaque",
    output_format="png",
    count=3,
    style=STYLES[2].id,
    fragment=STYLES[2].fragment,
    edit="background",
    canvas="10,0,10,0",
    has_mask=True,
    sources=(RecipeSource(SourceKind.UPLOAD, "a" * 64), RecipeSource(SourceKind.IMAGE, "b" * 64)),
    picture="c" * 64,
    made_at="2026-11-25T02:00:00+00:00",
)


def written(**parts: Any) -> bytes:
    return json.dumps({"babydance": 1, "prompt": "a baby"} | parts).encode()


def filled(recipe: Recipe, *found: Source | None) -> Any:
    return fill_form(recipe, IMAGE_MODELS, found)


def test_a_recipe_comes_back_as_it_was_written() -> None:
    assert parse_recipe(WHOLE.as_json().encode()) == WHOLE
    small = Recipe(prompt="a baby")
    assert parse_recipe(small.as_json().encode()) == small


def test_a_recipe_tells_nothing_but_what_was_asked_for() -> None:
    assert set(json.loads(WHOLE.as_json())) == {
        "babydance", "app", "prompt", "style", "model", "size", "quality", "background", "format", "count", "edit",
        "canvas", "mask", "sources", "picture", "made_at",
    }  # fmt: skip


def test_a_recipe_fills_the_form() -> None:
    sources = (Source(SourceKind.UPLOAD, new_id()), Source(SourceKind.IMAGE, new_id()))
    form = filled(replace(WHOLE, has_mask=False, canvas=""), *sources)
    assert form.missing == ()
    assert (form.prompt, form.model, form.width, form.height) == (WHOLE.prompt, WHOLE.model, 1536, 1024)
    assert (form.quality, form.background, form.output_format, form.count) == ("high", "opaque", "png", 3)
    assert (form.style, form.edit, form.sources) == (STYLES[2].id, "background", sources)


def test_what_is_left_out_is_as_usual() -> None:
    form = filled(parse_recipe(written(model=IMAGE_MODELS[0].id)))
    assert form.missing == ()
    assert (form.width, form.height, form.quality, form.count) == (1024, 1024, IMAGE_MODELS[0].default_quality, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": "gpt-image-1"}, "The model “gpt-image-1” isn't offered here; Flare 2.5 is chosen instead."),
        ({"model": ""}, "It names no model; Flare 2.5 is chosen instead."),
        ({"style": "cubism"}, "The style “cubism” isn't one of ours."),
        ({"fragment": "Style: else."}, f"The style {STYLES[2].label} has other words than it had then."),
        ({"width": 5000}, "The size 5000 × 1024 can't be made. Width and height must be multiples of 16; %s"),
        ({"quality": "ultra"}, "The quality “ultra” can't be had; “high” is chosen instead."),
        ({"background": "sky"}, "The background “sky” can't be had; “auto” is chosen instead."),
        ({"output_format": "gif"}, "The file format “gif” can't be had; “jpeg” is chosen instead."),
        ({"count": 9}, "It asks for 9 pictures; 4 can be made at once."),
        ({"count": -1}, "It asks for -1 pictures; 1 can be made at once."),
        ({"has_mask": True}, "It was made with a mask, which a recipe can't carry. Paint it again."),
        ({"canvas": "1,1,1,1"}, "The picture was extended beyond its frame. Place it on a larger canvas again."),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_named(changes: dict[str, Any], words: str) -> None:
    recipe = replace(replace(WHOLE, has_mask=False, canvas="", sources=()), **changes)
    assert filled(recipe).missing == (words.replace("%s", "the nearest is 4992 × 1024."),)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((None,), "The picture that it was made from isn't among your uploads and pictures."),
        ((None, Source(SourceKind.IMAGE, "0" * 32)),
            "1 of the 2 pictures that it was made from isn't among your uploads and pictures."),
        ((None, None), "2 of the 2 pictures that it was made from aren't among your uploads and pictures."),
    ],
)  # fmt: skip
def test_pictures_that_are_not_here_are_counted(found: tuple[Source | None, ...], words: str) -> None:
    form = filled(replace(WHOLE, has_mask=False, canvas=""), *found)
    assert form.missing == (words,)
    assert form.sources == tuple(source for source in found if source)


def test_a_picture_that_is_named_twice_is_worked_from_once() -> None:
    one = Source(SourceKind.UPLOAD, new_id())
    assert filled(replace(WHOLE, has_mask=False, canvas=""), one, one).sources == (one,)


def test_unknown_parts_and_newer_recipes_are_taken_with_a_note() -> None:
    recipe = parse_recipe(written(babydance=2, model=IMAGE_MODELS[0].id, zebra=[[1]], loop="x", **{"\n\u202e": 1}))
    assert recipe.notes == (
        "It was written by a newer studio; what this one knows was taken over.",
        "Passed over, because this studio doesn't know it: “”, “loop”, “zebra”.",
    )
    many = parse_recipe(written(**{f"x{number}": 1 for number in range(9)}))
    assert many.notes[0].endswith("“x4” and 4 more.")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b"7",
        b'"babydance"',
        b"{}",
        b'{"prompt": "a baby"}',
        b'{"babydance": "1", "prompt": "a baby"}',
        b'{"babydance": true, "prompt": "a baby"}',
        b'{"babydance": 0, "prompt": "a baby"}',
        b'{"babydance": 1.0, "prompt": "a baby"}',
        b'{"babydance": NaN}',
        b'{"babydance": ' + b"9" * 5000 + b"}",
        b"\xff\xfe",
        b'{"babydance": 1, "prompt": "a baby"',
        b'{"babydance": 1, "x": ' + b"[" * 30_000,
        b'{"babydance": 1, "prompt": "a", "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    ],
)
def test_what_is_no_recipe_is_said_so(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match=NOT_A_RECIPE):
        parse_recipe(data)


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 10_000_000])
def test_what_is_too_large_is_not_even_looked_at(size: int) -> None:
    with pytest.raises(InvalidInputError, match="at most 32 KB"):
        parse_recipe(b'{"babydance": 1, "prompt": "' + b"a" * size)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"prompt": 7}, "“prompt” in “recipe” must be a text"),
        ({"prompt": ["a"]}, "“prompt” in “recipe” must be a text"),
        ({"prompt": "a \ud800"}, "“prompt” in “recipe” must be a text"),
        ({"model": {"id": "x"}}, "“model” in “recipe” must be a text"),
        ({"style": "felt"}, "“style” in “recipe” must be a group of values"),
        ({"style": {"id": 7}}, "“id” in “style” must be a text"),
        ({"size": [1024, 1024]}, "“size” in “recipe” must be a group of values"),
        ({"size": {"width": 1024.0}}, "“width” in “size” must be a whole number"),
        ({"size": {"width": True}}, "“width” in “size” must be a whole number"),
        ({"size": {"width": 10**6}}, "“width” in “size” must be a whole number"),
        ({"count": "2"}, "“count” in “recipe” must be a whole number"),
        ({"mask": 1}, "“mask” in “recipe” must be true or false"),
        ({"sources": {}}, "“sources” in “recipe” must be a list"),
        ({"sources": ["a" * 64]}, "each of “sources” must be a group"),
        ({"sources": [{"sha256": "a" * 63}]}, "must have 64 digits"),
        ({"sources": [{"sha256": "g" * 64}]}, "must have 64 digits"),
        ({"sources": [{"sha256": "٣" * 64}]}, "must have 64 digits"),
        ({"sources": [{"sha256": "a" * 64}] * 17}, "works from 17 pictures; 16 is the most"),
        ({"prompt": ""}, "has no description"),
        ({"prompt": None}, "has no description"),
        ({"prompt": "a" * (MAX_PROMPT + 1)}, "the most is 4,000"),
        ({"prompt": "\u0000"}, "can't be used"),
    ],
)
def test_wrong_types_are_refused_with_words(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError, match="recipe") as refusal:
        parse_recipe(written(**parts))
    assert words in refusal.value.words
    assert refusal.value.field == "recipe"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([*json.loads(WHOLE.as_json()), "x", ""])


@given(changes=st.dictionaries(NAMES, JSON, max_size=5), gone=st.sets(NAMES, max_size=3))
def test_a_recipe_with_anything_in_it_is_refused_or_makes_a_form_that_can_be_asked_for(
    changes: dict[str, Any], gone: set[str]
) -> None:
    found = {key: value for key, value in (json.loads(WHOLE.as_json()) | changes).items() if key not in gone}
    try:
        recipe = parse_recipe(json.dumps(found).encode())
    except InvalidInputError:
        return
    _can_be_asked_for(recipe)


@given(seed=st.integers(), changes=st.integers(min_value=1, max_value=6))
def test_a_recipe_with_wrong_bytes_is_refused_or_makes_a_form_that_can_be_asked_for(seed: int, changes: int) -> None:
    dice = random.Random(seed)
    data = bytearray(WHOLE.as_json().encode())
    for _ in range(changes):
        place = dice.randrange(len(data))
        data[place : place + dice.randrange(3)] = dice.randbytes(dice.randrange(3))
    try:
        recipe = parse_recipe(bytes(data))
    except InvalidInputError:
        return
    _can_be_asked_for(recipe)


def _can_be_asked_for(recipe: Recipe) -> None:
    """What came of a foreign recipe can be sent to a page, and asked for."""
    form = filled(recipe, *[None] * len(recipe.sources))
    for words in (*form.missing, form.prompt, form.edit):
        words.encode()
    assert recipe.as_json().encode()
    request = PictureRequest(
        prompt=form.prompt,
        model=next(spec for spec in IMAGE_MODELS if spec.id == form.model),
        width=form.width,
        height=form.height,
        quality=form.quality,
        count=form.count,
        style=style_named(form.style),
        background="auto" if form.output_format == "jpeg" else form.background,
        output_format=form.output_format,
    )
    assert 1 <= request.count <= MAX_COUNT
