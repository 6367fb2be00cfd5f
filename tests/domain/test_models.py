"""The table of models, sizes, and prices."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.models import (
    GRID,
    IMAGE_MODELS,
    MAX_EDGE,
    MAX_PIXELS,
    MIN_PIXELS,
    ModelTable,
    check_size,
    expected_micro_usd,
    price_in_credits,
    reported_micro_usd,
)

TODAY = date(2026, 11, 23)
FLARE = IMAGE_MODELS[0]
edges = st.integers(-64, MAX_EDGE + 64)


@pytest.mark.parametrize(
    ("quality", "width", "height", "tokens"),
    [  # worked out by hand from the vendor's formula, fractions rounded up
        ("low", 1024, 1024, 196),
        ("medium", 1024, 1024, 439),
        ("high", 1024, 1024, 1756),
        ("max", 1024, 1024, 7024),
        ("medium", 1024, 1536, 343),
        ("medium", 1536, 1024, 343),
    ],
)
def test_output_tokens_follow_the_vendors_formula(quality, width, height, tokens):
    assert FLARE.output_tokens(quality, width, height) == tokens


@given(st.sampled_from(FLARE.qualities), st.integers(1, 240), st.integers(1, 240))
def test_tokens_do_not_depend_on_which_side_is_longer(quality, wide, tall):
    assert FLARE.output_tokens(quality, wide * GRID, tall * GRID) == FLARE.output_tokens(
        quality, tall * GRID, wide * GRID
    )


def test_the_expected_cost_counts_words_previews_and_references():
    plain = {"quality": "medium", "width": 1024, "height": 1024, "prompt": "a baby", "previews": 0}
    base = expected_micro_usd(FLARE, **plain)
    assert base == 2 * 5 + 439 * 30
    assert expected_micro_usd(FLARE, **{**plain, "previews": 2}) == base + 2 * 100 * 30
    assert expected_micro_usd(FLARE, **plain, references=2) == base + 2 * 1_500 * 8
    assert expected_micro_usd(FLARE, **{**plain, "prompt": "a baby" * 100}) > base


@pytest.mark.parametrize(
    ("micro_usd", "credits"), [(0, 1), (1, 1), (15_000, 1), (15_001, 2), (30_000, 2), (211_000, 15)]
)
def test_a_price_is_at_least_one_credit_and_never_below_the_cost(micro_usd, credits):
    assert price_in_credits(micro_usd, micro_usd_per_credit=15_000) == credits


def test_the_reported_cost_is_the_sum_of_its_tokens():
    assert reported_micro_usd(text_tokens=10, image_tokens=100, output_tokens=1000) == 50 + 800 + 30_000


def test_dead_and_hidden_models_are_not_offered():
    leaving = replace(FLARE, id="leaving", shutdown_on=date(2026, 12, 1))
    dead = replace(FLARE, id="dead", shutdown_on=TODAY)
    table = ModelTable((FLARE, leaving, dead), hidden=frozenset({FLARE.id}))
    assert [spec.id for spec in table.offered(TODAY)] == ["leaving"]
    assert [spec.id for spec in table.offered(date(2026, 12, 1))] == []


@pytest.mark.parametrize("model_id", ["dead", "gpt-4", "", "../../etc/passwd"])
def test_a_model_that_is_not_offered_is_refused(model_id):
    table = ModelTable((FLARE, replace(FLARE, id="dead", shutdown_on=TODAY)))
    with pytest.raises(InvalidInputError, match="isn't available"):
        table.find(model_id, TODAY)


def test_operators_hear_of_a_shutdown_sixty_days_ahead():
    table = ModelTable((replace(FLARE, shutdown_on=date(2027, 1, 20)),))
    assert table.leaving(date(2026, 11, 20)) == ()
    assert table.leaving(date(2026, 11, 21)) == table.specs


def test_every_model_of_the_table_has_a_default_quality_that_it_knows():
    for spec in IMAGE_MODELS:
        assert spec.default_quality in spec.qualities


@given(edges, edges)
def test_a_size_is_taken_exactly_when_it_keeps_every_rule(width, height):
    keeps = (
        width % GRID == 0
        and height % GRID == 0
        and min(width, height) > 0
        and max(width, height) <= MAX_EDGE
        and max(width, height) <= 3 * min(width, height)
        and MIN_PIXELS <= width * height <= MAX_PIXELS
    )
    if keeps:
        check_size(width, height)
    else:
        with pytest.raises(InvalidInputError):
            check_size(width, height)


def test_a_size_off_the_grid_is_refused_with_the_nearest_that_fits():
    with pytest.raises(InvalidInputError, match="the nearest is 1024 × 1008"):
        check_size(1025, 1010)
