"""Prompts beyond the one in the box: suggestions and how they differ, those that were used, those that were saved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from babydance.domain.errors import InvalidInputError, StudioError
from babydance.domain.folding import fold
from babydance.domain.gallery import MAX_SEARCH

MAX_SAVED = 200
MAX_TO_IMPROVE = 2_000  # characters; who has written more needs no help with words
MAX_COMPARED = 400  # words; twice as many may take eight times as long
_WORD = re.compile(r"(?:[\u3040-\u30ff\u3400-\u9fff]|[^\s.,;:!?()\u3040-\u30ff\u3400-\u9fff]+|[.,;:!?()])\s*")


class PromptHelpError(StudioError):
    """There is no suggestion; the text says why, and that nothing was charged."""


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words that share their fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A better prompt, and how it differs from the one that was sent."""

    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class KnownPrompt:
    """A prompt from the past; ``id`` is its run's, or its own when it was saved."""

    id: str
    prompt: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return how ``before`` becomes ``after``, word by word; what was removed stands before what took its place.

    A text of more than ``MAX_COMPARED`` words counts as replaced as a whole.

    Source: Ratcliff and Obershelp's gestalt matching, as in Python's difflib, over words instead of letters.
    """
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > MAX_COMPARED:
        return Piece(Change.REMOVED, before.strip()), Piece(Change.ADDED, after.strip())
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    pieces: list[Piece] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.KEPT, "".join(new[new_start:new_end])))
            continue
        if old_start < old_end:
            pieces.append(Piece(Change.REMOVED, "".join(old[old_start:old_end])))
        if new_start < new_end:
            pieces.append(Piece(Change.ADDED, "".join(new[new_start:new_end])))
    return tuple(pieces)


def search_words(text: str) -> tuple[str, ...]:
    """Return the folded words that must all be found; refuse a search that is too long."""
    if len(text) > MAX_SEARCH:
        raise InvalidInputError(f"Search for at most {MAX_SEARCH} characters.", field="search")
    return tuple(dict.fromkeys(fold(text).split()))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.strip())
