"""How a view stands in the address of the page, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from babydance.domain.gallery import MAX_SEARCH, Folder, Shape, Sort, Tag, View
from babydance.domain.ids import is_id
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import STYLES
from babydance.ui import paths

KINDS = {"created": "Created", "edited": "Edited", "copy": "Copies", "character": "Characters"}
SHAPES = {Shape.SQUARE: "Square", Shape.PORTRAIT: "Portrait", Shape.LANDSCAPE: "Landscape"}
SORTS = {Sort.NEWEST: "Newest first", Sort.OLDEST: "Oldest first", Sort.LARGEST: "Largest first"}
IN_NO_FOLDER = "none"


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on; ``address`` is that without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """What an empty view says, and the way on."""

    title: str = ""
    words: str = ""
    act: str = ""
    address: str = ""


def view_of(asked: Mapping[str, str]) -> View:
    """Read a view from the address; what makes no sense filters nothing."""
    return View(
        text=asked.get("q", "").strip()[:MAX_SEARCH],
        kind=_known(asked.get("kind", ""), KINDS),
        model=asked.get("model", "")[:64],
        style=asked.get("style", "")[:32],
        shape=_shape(asked.get("shape", "")),
        folder=_id_or(asked.get("folder", ""), IN_NO_FOLDER),
        tag=_id_or(asked.get("tag", "")),
        favourites=asked.get("fav") == "1",
        people={"yes": True, "no": False}.get(asked.get("people", "")),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        trash=asked.get("trash") == "1",
        sort=Sort(_known(asked.get("sort", ""), SORTS) or Sort.NEWEST),
    )


def query_of(view: View) -> str:
    """Write a view as the query of an address, always in the same order; the plain gallery is empty."""
    parts = {
        "q": view.text,
        "kind": view.kind,
        "model": view.model,
        "style": view.style,
        "shape": view.shape.value if view.shape else "",
        "folder": view.folder,
        "tag": view.tag,
        "fav": "1" if view.favourites else "",
        "people": "" if view.people is None else "yes" if view.people else "no",
        "since": view.since.isoformat() if view.since else "",
        "until": view.until.isoformat() if view.until else "",
        "trash": "1" if view.trash else "",
        "sort": "" if view.sort is Sort.NEWEST else view.sort.value,
    }
    return urlencode({name: value for name, value in parts.items() if value})


def address_of(view: View, *without: str) -> str:
    """Return the address of a view, some of its parts left out."""
    kept = [(name, value) for name, value in parse_qsl(query_of(view)) if name not in without]
    return f"{paths.GALLERY}/?{urlencode(kept)}" if kept else f"{paths.GALLERY}/"


def chips_of(view: View, tags: Sequence[Tag]) -> list[Chip]:
    """Name the filters that are on; folder, favourites and trash are places and stand in the list beside."""
    told = {
        "q": f"“{view.text}”" if view.text else "",
        "kind": KINDS.get(view.kind, ""),
        "model": next((spec.label for spec in IMAGE_MODELS if spec.id == view.model), view.model),
        "style": next((style.label for style in STYLES if style.id == view.style), view.style),
        "shape": SHAPES[view.shape] if view.shape else "",
        "tag": next((f"#{tag.label}" for tag in tags if tag.id == view.tag), "A tag that is gone") if view.tag else "",
        "people": {None: "", True: "With people", False: "Without people"}[view.people],
        "since": f"Since {_in_words(view.since)}" if view.since else "",
        "until": f"Until {_in_words(view.until)}" if view.until else "",
    }
    return [Chip(label, address_of(view, name)) for name, label in told.items() if label]


def title_of(view: View, folders: Sequence[Folder]) -> str:
    """Name the place that a view looks at."""
    if view.trash:
        return "Trash"
    if view.folder == IN_NO_FOLDER:
        return "In no folder"
    if view.folder:
        return next((folder.name for folder in folders if folder.id == view.folder), "A folder that is gone")
    return "Favourites" if view.favourites else "All pictures"


def nothing_in(view: View) -> Nothing:
    """Say why a view is empty, and what comes next."""
    if address_of(view, "folder", "fav", "trash", "sort") != f"{paths.GALLERY}/":
        wide = address_of(view, "q", "kind", "model", "style", "shape", "tag", "people", "since", "until")
        return Nothing("Nothing matches", "No picture here fits all of these filters.", "Clear the filters", wide)
    if view.trash:
        words = "What you delete waits here for a while, and you can take it back."
        return Nothing("The trash is empty", words, "Back to the gallery", address_of(View()))
    if view.folder:
        words = "Select pictures and move them here, or drag them onto the folder."
        return Nothing("Nothing in here yet", words, "See all pictures", address_of(View()))
    if view.favourites:
        words = "Press the heart on a picture that you love, and it is kept here, too."
        return Nothing("No favourites yet", words, "See all pictures", address_of(View()))
    words = "Every picture that you make is kept here, and nobody else can see it."
    return Nothing("Your pictures will hang here", words, "Make the first one", paths.STUDIO)


def counted(count: int) -> str:
    """Say how many pictures there are."""
    return "1 picture" if count == 1 else f"{count:,} pictures"


def _known(value: str, words: Mapping[str, str] | Mapping[Sort, str]) -> str:
    return value if value in words else ""


def _shape(value: str) -> Shape | None:
    return Shape(value) if value in SHAPES else None


def _id_or(value: str, *others: str) -> str:
    return value if is_id(value) or value in others else ""


def _day(value: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(value)
    return None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
