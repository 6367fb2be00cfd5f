"""What can be asked of a gallery."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.gallery import Shape, Sort, View, clean_line, clean_note, clean_title, view_asked


def test_a_view_is_read_from_a_query() -> None:
    assert view_asked("") == View()
    assert view_asked("q=red+kite&fav=1&people=no&shape=portrait&since=2026-01-02&sort=oldest&trash=1") == View(
        text="red kite",
        favourites=True,
        people=False,
        shape=Shape.PORTRAIT,
        since=date(2026, 1, 2),
        sort=Sort.OLDEST,
        trash=True,
    )


@given(st.text(max_size=60))
def test_any_other_query_is_refused_in_words(query: str) -> None:
    with contextlib.suppress(InvalidInputError):
        assert isinstance(view_asked(query), View)


@given(st.text())
def test_a_line_has_no_control_characters_and_is_clean_at_once(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    assert not set(line) & set("\0\n\r\t\u2028\x7f\ud800")


def test_titles_and_notes_have_an_end() -> None:
    assert clean_title(" a\nb ") == "a b"
    assert clean_note(" a \r\n\r\nb\x00 ") == "a\n\nb"
    for clean, most in ((clean_title, 120), (clean_note, 2_000)):
        assert len(clean("x" * most)) == most
        with pytest.raises(InvalidInputError):
            clean("x" * (most + 1))
