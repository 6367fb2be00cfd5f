"""What may be asked for, and how it is cleaned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.images import (
    FAILURE_WORDS,
    MAX_PROMPT,
    SIZE_PRESETS,
    Failure,
    PictureRequest,
    Status,
    clean_prompt,
    outcome_words,
)
from babydance.domain.models import IMAGE_MODELS, check_size
from babydance.domain.styles import STYLES, find_style

FLARE = IMAGE_MODELS[0]


def request(**more):
    return PictureRequest(
        **{"prompt": "a baby", "model": FLARE, "width": 1024, "height": 1024, "quality": "medium"} | more
    )


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\x00\x07", "\u200b\u200e", "   \u0301"])
def test_a_prompt_without_anything_to_read_is_refused(text):
    with pytest.raises(InvalidInputError, match="Describe the picture"):
        clean_prompt(text)


def test_control_characters_go_and_lines_stay():
    assert clean_prompt("a\x00 baby\r\nin\x1b[31m red\rrain") == "a baby\nin[31m red\nrain"


def test_right_to_left_words_and_joined_emoji_stay_whole():
    for text in ("תינוק רוקד בגשם", "طفل يرقص تحت المطر", "👨\u200d👩\u200d👧 a family", "\u2067טקסט\u2069 mixed"):
        assert clean_prompt(text) == text


def test_composed_and_decomposed_letters_become_the_same():
    assert clean_prompt("be\u0301be\u0301") == clean_prompt("b\u00e9b\u00e9")


def test_a_prompt_may_have_4000_characters_and_no_more():
    assert len(clean_prompt("x" * MAX_PROMPT)) == MAX_PROMPT
    with pytest.raises(InvalidInputError, match="4,001 characters; the most is 4,000"):
        clean_prompt("x" * (MAX_PROMPT + 1))


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    try:
        once = clean_prompt(text)
    except InvalidInputError:
        return
    assert clean_prompt(once) == once


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"count": 0}, "count"),
        ({"count": 5}, "count"),
        ({"count": 99}, "count"),
        ({"quality": "ultra"}, "quality"),
        ({"output_format": "gif"}, "output_format"),
        ({"background": "green"}, "background"),
        ({"background": "transparent"}, "output_format"),
        ({"width": 1000}, "size"),
        ({"prompt": " "}, "prompt"),
    ],
)
def test_a_wrong_choice_is_refused_and_says_where(more, field):
    with pytest.raises(InvalidInputError) as refusal:
        request(**more)
    assert refusal.value.field == field


def test_a_style_adds_its_words_after_the_persons_own():
    assert request(style=STYLES[0]).full_prompt == f"a baby\n\n{STYLES[0].fragment}"
    assert request().full_prompt == "a baby"


def test_there_are_at_least_twelve_styles_with_names_and_words_of_their_own():
    assert len(STYLES) >= 12
    for unique in ("id", "label", "fragment"):
        assert len({getattr(style, unique) for style in STYLES}) == len(STYLES)
    with pytest.raises(InvalidInputError):
        find_style("../storybook")


def test_every_preset_is_a_size_that_models_take():
    for preset in SIZE_PRESETS:
        check_size(preset.width, preset.height)


def test_every_failure_has_words_and_says_that_nothing_was_charged():
    assert set(FAILURE_WORDS) == set(Failure)
    for failure in Failure:
        words = outcome_words(Status.FAILED, failure=failure.value, kept=0)
        assert words.endswith("Nothing was charged.")


def test_a_stopped_picture_says_what_was_kept_and_why():
    assert outcome_words(Status.CANCELLED, failure="", kept=0) == "Stopped. Nothing was charged."
    assert "1 credit was kept, because" in outcome_words(Status.CANCELLED, failure="", kept=1)
    assert "4 credits were kept, because" in outcome_words(Status.CANCELLED, failure="", kept=4)
    assert outcome_words(Status.DONE, failure="", kept=0) == ""
