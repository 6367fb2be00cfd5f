"""Prompt help on the page: asked for, shown as a difference, taken or left."""

from __future__ import annotations

import pytest

from babydance.domain.prompts import PromptHelpError
from babydance.ui.pages.studio.help_state import HelpState
from babydance.ui.pages.studio.state import StudioState
from tests.conftest import Run
from tests.site import House
from tests.ui.conftest import Tab

PROMPT = "a baby that dances"


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    adas.send(StudioState.write(PROMPT))
    return adas


def test_nothing_is_sent_before_the_button_is_pressed(studio: Tab, house: House) -> None:
    assert studio.shown(StudioState, "has_help") is True
    assert house.drawing.writer.asked == []


def test_a_suggestion_is_shown_and_changes_nothing_by_itself(studio: Tab) -> None:
    studio.send(HelpState.suggest)
    pieces = studio.shown(HelpState, "pieces")
    assert [(piece.change, piece.text.strip()) for piece in pieces] == [
        ("kept", "a"),
        ("added", "cheerful"),
        ("kept", "baby that dances"),
        ("added", "in the rain"),
    ]
    assert studio.shown(HelpState, "is_thinking") is False
    assert studio.state(StudioState)._prompt == PROMPT


def test_an_accepted_suggestion_goes_into_the_box_once(studio: Tab) -> None:
    studio.send(HelpState.suggest)
    studio.send(HelpState.accept)
    assert studio.shown(StudioState, "prompt") == "a cheerful baby that dances in the rain"
    assert studio.shown(HelpState, "pieces") == []
    studio.send(StudioState.write("something else"))
    studio.send(HelpState.accept)
    assert studio.state(StudioState)._prompt == "something else"


def test_a_dismissed_suggestion_leaves_the_words(studio: Tab) -> None:
    studio.send(HelpState.suggest)
    studio.send(HelpState.dismiss)
    studio.send(HelpState.accept)
    assert studio.state(StudioState)._prompt == PROMPT
    assert studio.shown(HelpState, "pieces") == []


def test_a_failure_is_said_in_its_place(studio: Tab, house: House) -> None:
    house.drawing.writer.words = PromptHelpError("Prompt help is very busy.")
    studio.send(HelpState.suggest)
    assert studio.shown(HelpState, "problem") == "Prompt help is very busy."
    assert studio.shown(HelpState, "is_thinking") is False
    assert studio.notices == []
    studio.send(HelpState.dismiss)
    assert studio.shown(HelpState, "problem") == ""


def test_an_empty_box_is_no_question(studio: Tab, house: House) -> None:
    studio.send(StudioState.write("  "))
    studio.send(HelpState.suggest)
    assert studio.shown(HelpState, "problem")
    assert house.drawing.writer.asked == []


def test_the_background_part_is_closed_to_browsers(studio: Tab, house: House, run: Run) -> None:
    studio.raw(f"{HelpState.get_full_name()}.ask")
    assert house.drawing.writer.asked == []
