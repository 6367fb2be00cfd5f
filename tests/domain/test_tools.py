"""The local tools: what fits, what comes out, and what is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.tools import (
    DEFAULT_QUALITY,
    MAX_EDGE,
    MAX_OPERATIONS,
    MIN_EDGE,
    Compress,
    Convert,
    Crop,
    Flip,
    Plan,
    Resize,
    Straighten,
    Turn,
    planned,
    straightened_size,
    whole_pixels,
)


def plan_of(*operations):
    return planned(operations, width=1024, height=1536, file_format="jpeg")


def test_operations_follow_each_other():
    plan = plan_of(Turn(1), Crop(100, 0, 800, 600), Flip(), Resize(400, 300), Convert("webp"), Compress(70))
    assert plan == Plan(400, 300, "webp", 70)


def test_a_quarter_turn_swaps_the_sides_and_a_half_does_not():
    assert (plan_of(Turn(1)).width, plan_of(Turn(3)).height, plan_of(Turn(2)).width) == (1536, 1024, 1024)


def test_what_is_not_said_stays():
    assert plan_of(Flip(is_upside_down=True)) == Plan(1024, 1536, "jpeg", DEFAULT_QUALITY)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Crop(-1, 0, 100, 100),
        lambda: Crop(0, 0, MIN_EDGE - 1, 100),
        lambda: Crop(0.5, 0, 100, 100),
        lambda: Crop(True, 0, 100, 100),
        lambda: Turn(0),
        lambda: Turn(4),
        lambda: Turn(1.0),
        lambda: Straighten(45.1),
        lambda: Straighten(float("nan")),
        lambda: Straighten(float("-inf")),
        lambda: Resize(MIN_EDGE - 1, 100),
        lambda: Resize(100, MAX_EDGE + 1),
        lambda: Resize(100.0, 100),
        lambda: Convert("gif"),
        lambda: Convert("../png"),
        lambda: Compress(0),
        lambda: Compress(101),
        lambda: Compress(50.5),
        plan_of,
        lambda: plan_of(Crop(0, 0, 1025, 100)),
        lambda: plan_of(Turn(1), Crop(0, 0, 100, 1025)),
        lambda: plan_of(*[Flip()] * (MAX_OPERATIONS + 1)),
        lambda: plan_of(Convert("png"), Compress(50)),
        lambda: planned([Straighten(45)], width=2000, height=2, file_format="png"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(make):
    with pytest.raises(InvalidInputError) as caught:
        make()
    assert caught.value.words.endswith(".")


@given(st.integers(64, 4096), st.integers(64, 4096), st.floats(-45, 45))
def test_a_straightened_picture_keeps_its_proportions_and_gets_no_larger(width, height, degrees):
    try:
        left = straightened_size(width, height, degrees)
    except InvalidInputError:
        assert max(width, height) > 10 * min(width, height)
        return
    assert 1 <= left[0] <= width
    assert 1 <= left[1] <= height
    assert abs(left[0] * height - left[1] * width) <= 4 * (width + height)


@pytest.mark.parametrize("degrees", [0, 0.0, -0.0])
def test_straightening_by_nothing_keeps_every_pixel(degrees):
    assert straightened_size(640, 480, degrees) == (640, 480)


@pytest.mark.parametrize("typed", ["", " ", "12.5", "1e3", "-5", "twelve", "١٢", "²", "1 000", "0x10", "9" * 5000])
def test_garbage_for_a_number_gets_clear_words(typed):
    with pytest.raises(InvalidInputError, match="Type the width as a whole number of pixels"):
        whole_pixels(typed, what="width")


def test_a_typed_number_may_have_spaces_around_it():
    assert whole_pixels(" 1200 ", what="width") == 1200
