"""How one prompt differs from another, and what is searched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.prompts import MAX_COMPARED, Change, Piece, search_words, word_difference


def _bare(text: str) -> str:
    return "".join(text.split())


def test_words_that_were_added_stand_alone() -> None:
    assert word_difference("A baby in a suit", "A baby in a red suit, waving") == (
        Piece(Change.KEPT, "A baby in a "),
        Piece(Change.ADDED, "red "),
        Piece(Change.KEPT, "suit"),
        Piece(Change.ADDED, ", waving"),
    )


def test_what_was_replaced_stands_before_what_took_its_place() -> None:
    assert word_difference("a big dog", "a tiny dog") == (
        Piece(Change.KEPT, "a "),
        Piece(Change.REMOVED, "big "),
        Piece(Change.ADDED, "tiny "),
        Piece(Change.KEPT, "dog"),
    )


def test_the_same_words_in_other_spaces_are_the_same() -> None:
    assert [piece.change for piece in word_difference("a  baby\n dances ", "a baby dances")] == [Change.KEPT]


def test_signs_without_spaces_between_them_are_compared_one_by_one() -> None:
    assert word_difference("踊る子", "笑う子")[-1] == Piece(Change.KEPT, "子")


def test_nothing_against_nothing_has_no_pieces() -> None:
    assert word_difference("", " ") == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = word_difference(before, after)
    old = "".join(piece.text for piece in pieces if piece.change is not Change.ADDED)
    new = "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED)
    assert (_bare(old), _bare(new)) == (_bare(before), _bare(after))


def test_a_text_that_is_too_long_to_compare_is_replaced_as_a_whole() -> None:
    before, after = "a " * (MAX_COMPARED + 1), "b " * 3
    assert [(piece.change, len(piece.text)) for piece in word_difference(before, after)] == [
        (Change.REMOVED, len(before) - 1),
        (Change.ADDED, len(after) - 1),
    ]


def test_a_search_is_folded_and_has_each_word_once() -> None:
    assert search_words("  Éclair éclair STRASSE straße ") == ("eclair", "strasse")
    assert search_words(" \n") == ()


def test_a_search_that_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        search_words("x" * 201)
