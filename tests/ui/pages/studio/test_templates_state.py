"""Templates on the page: chosen, filled, put into the box."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.templates import TEMPLATES, template
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.pages.studio.templates_state import TemplatesState
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    adas.send(TemplatesState.show)
    return adas


def _fill(tab: Tab, form: Any) -> None:
    tab.raw(f"{TemplatesState.get_full_name()}.fill", {"form_data": form})


def test_the_list_is_there_only_when_it_is_asked_for(adas: Tab) -> None:
    adas.open("/studio/")
    assert adas.shown(TemplatesState, "cards") == []
    adas.send(TemplatesState.show)
    assert len(adas.shown(TemplatesState, "cards")) == len(TEMPLATES)
    adas.send(TemplatesState.dismiss)
    assert adas.shown(TemplatesState, "is_open") is False


def test_a_filled_template_goes_into_the_box(studio: Tab) -> None:
    studio.send(TemplatesState.choose("season"))
    assert [blank.name for blank in studio.shown(TemplatesState, "blanks")] == [
        blank.name for blank in template("season").blanks
    ]
    _fill(studio, {"season": "the rainy season", "outfit": "", "mood": "happy", "things": "frogs"})
    prompt = studio.shown(StudioState, "prompt")
    assert prompt == template("season").filled({"season": "the rainy season", "mood": "happy", "things": "frogs"})
    assert studio.shown(TemplatesState, "is_open") is False


def test_one_can_go_back_to_the_list(studio: Tab) -> None:
    studio.send(TemplatesState.choose("tale"))
    studio.send(TemplatesState.back)
    assert studio.shown(TemplatesState, "chosen") == ""
    assert studio.shown(TemplatesState, "blanks") == []


def test_a_template_that_is_none_is_refused_in_words(studio: Tab) -> None:
    studio.send(TemplatesState.choose("../etc"))
    assert studio.notices == ["There is no such template."]


@pytest.mark.parametrize(
    "form",
    [
        {"season": 1},
        {"season": None},
        {"season": "x" * 301},
        {f"n{number}": "" for number in range(13)},
        {"n" * 81: ""},
        ["season"],
        "season",
    ],
)
def test_a_form_that_does_not_fit_is_dropped(studio: Tab, form: Any) -> None:
    studio.send(TemplatesState.choose("season"))
    _fill(studio, form)
    assert studio.shown(StudioState, "prompt") == ""
    assert studio.shown(TemplatesState, "is_open") is True
    assert studio.notices == []


@pytest.mark.parametrize("form", [{"price": "0"}, {"season": "x" * 121}])
def test_a_blank_that_does_not_fit_is_said_so(studio: Tab, form: dict[str, str]) -> None:
    studio.send(TemplatesState.choose("season"))
    _fill(studio, form)
    assert studio.shown(TemplatesState, "problem")
    assert studio.shown(StudioState, "prompt") == ""
