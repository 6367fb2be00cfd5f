"""What is said about uploads: names, warnings, and how long they stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.consent import deadline, time_left
from babydance.domain.uploads import clean_name, warnings_about
from tests.studio import now


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("garden.jpg", "garden"),
        ("C:\\fakepath\\IMG_1.HEIC", "IMG_1"),
        ("/etc/passwd", "passwd"),
        ("../../x.png", "x"),
        ("a.b c.jpeg", "a.b c"),
        ("Oma \N{GRINNING FACE}.png", "Oma \N{GRINNING FACE}"),
        ("\u202egpj.exe", "gpj"),
        ("a\0b\nc.webp", "a b c"),
        ("", "Picture"),
        (".png", "Picture"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_is_called_as_a_person_would_call_it(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


@given(st.text())
def test_a_name_is_one_short_line(sent: str) -> None:
    name = clean_name(sent)
    assert 0 < len(name) <= 80
    assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(hours=24), "24 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(seconds=20), "1 min"),
        (timedelta(0), "now"),
        (-timedelta(hours=3), "now"),
        (timedelta(hours=72), "3 days"),
    ],
)
def test_the_time_that_is_left_fits_on_a_badge(left: timedelta, words: str) -> None:
    moment = now()
    assert time_left(moment + left, moment) == words


def test_only_pictures_of_people_have_a_deadline() -> None:
    moment = now()
    assert deadline(moment, shows_people=True, hours=5) == moment + timedelta(hours=5)
    assert deadline(moment, shows_people=False, hours=5) is None
    assert time_left(None, moment) == ""


def test_warnings_name_size_and_blur() -> None:
    assert warnings_about(2000, 600, is_blurred=False) == ()
    assert len(warnings_about(2000, 500, is_blurred=True)) == 2
