"""Everything of an account that is under way, whichever tab asked for it; and a batch of prompts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from babydance.domain.errors import InvalidInputError

MAX_BATCH = 20  # pictures in one press of Create


@dataclass(frozen=True, slots=True)
class QueuedPicture:
    """One picture under way; ``place`` is 0 while it is drawn, else its place in the account's own line from 1.

    ``since`` is when the drawing began, or when it was asked for as long as it waits.
    """

    id: str
    prompt: str
    place: int
    has_preview: bool
    credits: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The pictures under way, those that are drawn first, at most as many as were asked for; the counts are whole."""

    pictures: tuple[QueuedPicture, ...]
    drawn: int
    waiting: int
    kept_by_stopping: int  # credits of pictures that show a preview already
    at_once: int  # how many of one account are drawn at the same time


@dataclass(frozen=True, slots=True)
class Stopped:
    """What stopping everything came to: pictures, and credits that were kept for previews."""

    count: int
    kept: int

    @property
    def words(self) -> str:
        """Say so."""
        if not self.count:
            return "There was nothing left to stop."
        pictures = "1 picture" if self.count == 1 else f"{self.count} pictures"
        if not self.kept:
            return f"Stopped {pictures}. Nothing was charged."
        credits = "1 credit was" if self.kept == 1 else f"{self.kept} credits were"
        return f"Stopped {pictures}. {credits} kept, because previews had been drawn already."


def batch_lines(text: str) -> tuple[str, ...]:
    """Return the descriptions in ``text``, one for each line that isn't blank; refuse none, or too many."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines:
        raise InvalidInputError("Describe one picture in each line.", field="prompt")
    if len(lines) > MAX_BATCH:
        raise InvalidInputError(
            f"{len(lines)} lines are too many: {MAX_BATCH} pictures can be made at once.", field="prompt"
        )
    return lines
