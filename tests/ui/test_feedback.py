"""What the studio says when it refuses or breaks."""

from __future__ import annotations

import re

import pytest
from reflex.event import EventSpec

from babydance.domain.errors import (
    InvalidInputError,
    NotEnoughCreditsError,
    NotSignedInError,
    StorageError,
    TooManyRequestsError,
)
from babydance.ui.feedback import explain
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState
from tests.site import House
from tests.ui.conftest import Tab

SECRET = "sk-live-123 ada@example.com a secret prompt"


def _arguments(spec: EventSpec) -> list[str]:
    return [str(value) for _, value in spec.args]


@pytest.mark.parametrize(
    "error",
    [
        InvalidInputError("Choose 1 to 4 pictures.", field="count"),
        NotEnoughCreditsError("You need 3 more credits."),
        TooManyRequestsError("Wait a little.", retry_after=3),
        StorageError("There is no room left."),
    ],
)
def test_a_refusal_is_told_in_its_own_words(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    assert _arguments(explain(error)) == [f'"{error}"', '"caution"']
    assert caplog.text == ""


def test_a_crash_tells_a_reference_that_the_log_has_too(caplog: pytest.LogCaptureFixture) -> None:
    words, tone = _arguments(explain(RuntimeError(SECRET)))
    reference = re.search(r"reference ([0-9a-f]{8})", words)
    assert reference
    assert tone == '"problem"'
    assert "RuntimeError" not in words
    assert not any(word in words for word in ("sk-live", "ada@", "secret"))
    assert f"crash {reference[1]}" in caplog.text


def test_every_crash_has_a_reference_of_its_own() -> None:
    assert _arguments(explain(RuntimeError())) != _arguments(explain(RuntimeError()))


def test_a_session_that_is_over_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    spec = explain(NotSignedInError("Sign in first."))
    assert spec.handler.fn.__name__ == "end_if_over"
    assert caplog.text == ""


def test_a_crash_in_a_handler_reaches_the_page_as_a_notice(adas: Tab, house: House) -> None:
    adas.open("/studio/")
    object.__setattr__(house.studio, "generation", None)
    adas.send(StudioState.write("a baby"))
    assert len(adas.notices) == 1
    assert "reference" in adas.notices[0]
    assert "NoneType" not in str(adas.deltas)


def test_a_refusal_in_a_handler_reaches_the_page_as_a_notice(adas: Tab) -> None:
    adas.open("/studio/")
    adas.send(StudioState.cancel("0" * 32))
    assert adas.notices == ["There is no such picture."]
    assert adas.shown(SessionState, "notices")[0].tone == "caution"
