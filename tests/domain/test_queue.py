"""Lines of a batch, and what stopping is said to have come to."""

from __future__ import annotations

import pytest

from babydance.domain.errors import InvalidInputError
from babydance.domain.queue import MAX_BATCH, Stopped, batch_lines


def test_each_line_is_a_picture_and_blank_ones_are_none() -> None:
    assert batch_lines("\n a baby \r\n\n\t\nein Bär\n") == ("a baby", "ein Bär")
    assert batch_lines("one") == ("one",)


@pytest.mark.parametrize("text", ["", " \n\t\n", "x\n" * (MAX_BATCH + 1)])
def test_no_line_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        batch_lines(text)


def test_the_most_lines_are_taken() -> None:
    assert len(batch_lines("x\n\n" * MAX_BATCH)) == MAX_BATCH


@pytest.mark.parametrize(
    ("stopped", "words"),
    [
        (Stopped(0, 0), "There was nothing left to stop."),
        (Stopped(1, 0), "Stopped 1 picture. Nothing was charged."),
        (Stopped(3, 1), "Stopped 3 pictures. 1 credit was kept, because previews had been drawn already."),
        (Stopped(3, 4), "Stopped 3 pictures. 4 credits were kept, because previews had been drawn already."),
    ],
)
def test_stopping_says_what_it_cost(stopped: Stopped, words: str) -> None:
    assert stopped.words == words
