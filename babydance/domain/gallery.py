"""What can be asked of a gallery: a view of it, a selection from it, folders and tags."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import parse_qsl

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.folding import fold
from babydance.domain.ids import is_id

MAX_SEARCH = 200  # characters that are searched for; the rest of a longer text is refused
MAX_FOLDER_NAME = 60
MAX_TAG = 40
MAX_TITLE = 120
MAX_NOTE = 2_000
MAX_MARKED = 2_000  # pictures that are chosen one by one
MAX_FOLDERS = 200
MAX_DEPTH = 4  # folders inside folders
MAX_TAGS = 200
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
        for name in ("kind", "model", "style", "folder", "tag"):
            object.__setattr__(self, name, clean_line(getattr(self, name)))

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words that must all be found, each anywhere inside a word."""
        return tuple(dict.fromkeys(fold(clean_line(self.text)).split()))


@dataclass(frozen=True, slots=True)
class Selection:
    """Some pictures by id, or with ``view`` all that match it but for the ids: thousands in a short message."""

    ids: tuple[str, ...] = ()
    view: View | None = None

    def __post_init__(self) -> None:
        if len(self.ids) > MAX_MARKED:
            raise InvalidInputError(f"Mark at most {MAX_MARKED:,} pictures one by one, or all that match.")
        if not all(is_id(one) for one in self.ids):
            raise NotFoundError("There is no such picture.")


@dataclass(frozen=True, slots=True)
class Change:
    """What was done to a selection; ``id`` undoes it within an hour and is empty when nothing changed."""

    id: str
    count: int
    words: str


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


def view_asked(query: str) -> View:
    """Read a view from a query such as ``q=red+kite&fav=1``, or refuse what is no view."""
    try:
        asked = dict(parse_qsl(query, strict_parsing=True, keep_blank_values=True)) if query else {}
        if asked.keys() - _ASKED:
            raise ValueError("unknown part")  # noqa: TRY301
        return View(
            text=asked.get("q", ""),
            kind=asked.get("kind", ""),
            model=asked.get("model", ""),
            style=asked.get("style", ""),
            shape=Shape(asked["shape"]) if asked.get("shape") else None,
            folder=asked.get("folder", ""),
            tag=asked.get("tag", ""),
            favourites=_YES_NO[asked.get("fav", "")] is True,
            people=_YES_NO[asked.get("people", "")],
            since=date.fromisoformat(asked["since"]) if asked.get("since") else None,
            until=date.fromisoformat(asked["until"]) if asked.get("until") else None,
            trash=_YES_NO[asked.get("trash", "")] is True,
            sort=Sort(asked.get("sort") or Sort.NEWEST),
        )
    except (ValueError, KeyError):
        raise InvalidInputError("This view of the gallery can't be read.") from None


_ASKED = {
    *["q", "kind", "model", "style", "shape", "folder", "tag", "fav", "people", "since", "until", "trash", "sort"]
}
_YES_NO = {"": None, "1": True, "yes": True, "no": False}


def clean_line(text: str) -> str:
    """Return ``text`` as one line in normal form: no control characters, runs of space made one."""
    plain = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if c.isspace() else c for c in plain)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
    return " ".join(kept.split())


def clean_folder_name(text: str) -> str:
    """Return a name that a folder may have, or refuse."""
    name = clean_line(text)
    if "/" in name or "\\" in name:
        raise InvalidInputError("A folder's name can't have a slash in it.", field="name")
    return _named(name, longest=MAX_FOLDER_NAME, what="folder")


def clean_tag(text: str) -> str:
    """Return a label that a tag may have, or refuse; a leading # is dropped."""
    return _named(clean_line(text).lstrip("# "), longest=MAX_TAG, what="tag")


def clean_title(text: str) -> str:
    """Return a title that a picture may have, or refuse; an empty one is fine."""
    title = clean_line(text)
    if len(title) > MAX_TITLE:
        raise InvalidInputError(f"A title has at most {MAX_TITLE} characters.", field="title")
    return title


def clean_note(text: str) -> str:
    """Return a note without control characters, or refuse; an empty one is fine, and so are lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    note = "\n".join(clean_line(line) for line in lines).strip()
    if len(note) > MAX_NOTE:
        raise InvalidInputError(f"A note has at most {MAX_NOTE:,} characters.", field="note")
    return note


def _named(name: str, *, longest: int, what: str) -> str:
    if not any(unicodedata.category(c)[0] in "LNSP" for c in fold(name)):
        raise InvalidInputError(f"Give the {what} a name.", field="name")
    if len(name) > longest or len(fold(name)) > 2 * longest:  # some letters fold to many
        raise InvalidInputError(f"A {what}'s name has at most {longest} characters.", field="name")
    return name
