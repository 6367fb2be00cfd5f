"""What can be asked of a gallery: a view of it, a selection from it, folders and tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babydance.domain.errors import InvalidInputError
from babydance.domain.folding import fold

MAX_SEARCH = 200  # characters that are searched for; the rest of a longer text is refused
MAX_FOLDER_NAME = 60
MAX_TAG = 40
MAX_TITLE = 120
MAX_NOTE = 2_000
FOLDER_COLOURS = ("", "coral", "mint", "amber", "sky", "rose")


class Sort(StrEnum):
    """The order of a view."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"  # by pixels


class Shape(StrEnum):
    """What a picture's outline looks like."""

    SQUARE = "square"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the gallery; an empty field filters nothing. Dates are whole days in UTC, both inclusive."""

    text: str = ""
    kind: str = ""
    model: str = ""
    style: str = ""
    shape: Shape | None = None
    folder: str = ""  # an id, or "none" for pictures in no folder
    tag: str = ""  # an id
    favourites: bool = False
    people: bool | None = None
    since: date | None = None
    until: date | None = None
    trash: bool = False
    sort: Sort = Sort.NEWEST

    def __post_init__(self) -> None:
        if len(self.text) > MAX_SEARCH:
            raise InvalidInputError(f"Search for at most {MAX_SEARCH} characters.", field="search")

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that must all be found, each anywhere inside a word."""
        return tuple(dict.fromkeys(fold(self.text).split()))


@dataclass(frozen=True, slots=True)
class Selection:
    """Some pictures by id, or with ``view`` all that match it but for the ids: thousands in a short message."""

    ids: tuple[str, ...] = ()
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder with how many pictures are in it, those of folders inside apart."""

    id: str
    name: str
    colour: str
    parent_id: str
    cover_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag with how many pictures bear it."""

    id: str
    label: str
    count: int
