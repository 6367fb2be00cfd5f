"""Templates: every blank is filled, and nothing but blanks."""

from __future__ import annotations

import pytest

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.images import clean_prompt
from babydance.domain.templates import MAX_BLANK, TEMPLATES, Blank, Template, template


def test_there_are_at_least_ten_and_each_has_a_name_of_its_own() -> None:
    assert len(TEMPLATES) >= 10
    assert len({one.id for one in TEMPLATES}) == len({one.label for one in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize("one", TEMPLATES, ids=lambda one: one.id)
def test_each_makes_a_prompt_even_when_every_blank_is_left_empty(one: Template) -> None:
    prompt = one.filled({})
    assert clean_prompt(prompt) == prompt
    assert "{" not in prompt
    assert all(blank.suggestions[0] in prompt for blank in one.blanks)


def test_what_is_typed_goes_into_its_blank_as_it_stands() -> None:
    filled = template("season").filled({"season": "  the {outfit} \n season ", "things": r"\1 <b>"})
    assert "in the {outfit} season," in filled
    assert r"by \1 <b>" in filled


def test_a_blank_that_the_template_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        template("season").filled({"price": "0"})


def test_a_blank_takes_only_so_much() -> None:
    assert "x" * MAX_BLANK in template("season").filled({"season": "x" * MAX_BLANK})
    with pytest.raises(InvalidInputError):
        template("season").filled({"season": "x" * (MAX_BLANK + 1)})


@pytest.mark.parametrize("nothing", ["", "SEASON", "../season"])
def test_an_unknown_template_is_not_found(nothing: str) -> None:
    with pytest.raises(NotFoundError):
        template(nothing)


def test_a_text_and_blanks_that_do_not_fit_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="odd"):
        Template("odd", "Odd", "A {thing}", (Blank("other", "Other", ("x",)),))
