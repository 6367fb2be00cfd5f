"""How a view stands in the address, and in words."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest

from babydance.domain.gallery import MAX_SEARCH, Folder, Shape, Sort, Tag, View, view_asked
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import STYLES
from babydance.ui.pages.gallery.address import (
    address_of,
    chips_of,
    counted,
    nothing_in,
    query_of,
    title_of,
    view_of,
)
from tests.site import nobodys_id

FOLDER, TAG = nobodys_id(), nobodys_id()
EVERYTHING = View(
    text="Fuchs & Bär #1 + 'x'",
    kind="edited",
    model=IMAGE_MODELS[0].id,
    style=STYLES[0].id,
    shape=Shape.PORTRAIT,
    folder=FOLDER,
    tag=TAG,
    favourites=True,
    people=False,
    since=date(2026, 1, 2),
    until=date(2026, 11, 3),
    trash=True,
    sort=Sort.LARGEST,
)


@pytest.mark.parametrize(
    "view",
    [
        View(),
        EVERYTHING,
        View(people=True, folder="none"),
        View(text="a%20b=c&d"),
        View(sort=Sort.OLDEST),
    ],
)
def test_a_view_comes_back_from_its_address(view: View) -> None:
    assert view_asked(query_of(view)) == view
    assert view_of(dict(parse_qsl(query_of(view)))) == view


def test_the_plain_gallery_has_a_plain_address() -> None:
    assert address_of(View()) == "/gallery/"
    assert address_of(View(favourites=True)) == "/gallery/?fav=1"


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "nonsense"},
        {"shape": "round"},
        {"folder": "../.."},
        {"folder": FOLDER.upper() + "\n"},
        {"tag": "none"},
        {"fav": "yes"},
        {"people": "1"},
        {"since": "yesterday", "until": "2026-13-01"},
        {"sort": "'; DROP TABLE image"},
        {"picture": FOLDER, "unknown": "x"},
    ],
)
def test_what_makes_no_sense_in_an_address_filters_nothing(asked: dict[str, str]) -> None:
    assert view_of(asked) == View()


def test_an_endless_search_in_an_address_is_cut() -> None:
    assert len(view_of({"q": "x" * 10_000}).text) == MAX_SEARCH


def test_each_filter_is_a_chip_that_leads_to_the_view_without_it() -> None:
    chips = chips_of(EVERYTHING, [Tag(TAG, "summer", 3)])
    assert [chip.label for chip in chips] == [
        "“Fuchs & Bär #1 + 'x'”",
        "Edited",
        IMAGE_MODELS[0].label,
        STYLES[0].label,
        "Portrait",
        "#summer",
        "Without people",
        "Since 2 January 2026",
        "Until 3 November 2026",
    ]
    assert view_asked(chips[4].address.partition("?")[2]) == View(**_parts(EVERYTHING) | {"shape": None})
    assert chips_of(View(favourites=True, trash=True, folder=FOLDER, sort=Sort.OLDEST), []) == []


def test_a_view_is_named_by_its_place() -> None:
    folder = Folder(FOLDER, "Holidays", "mint", "", "", 4)
    assert title_of(View(), []) == "All pictures"
    assert title_of(View(folder=FOLDER, favourites=True), [folder]) == "Holidays"
    assert title_of(View(folder=FOLDER), []) == "A folder that is gone"
    assert title_of(View(folder="none"), []) == "In no folder"
    assert title_of(View(favourites=True), []) == "Favourites"
    assert title_of(View(trash=True), []) == "Trash"


def test_an_empty_view_says_why_and_leads_on() -> None:
    assert nothing_in(View()).address == "/studio"
    assert nothing_in(View(favourites=True)).title == "No favourites yet"
    assert nothing_in(View(trash=True)).title == "The trash is empty"
    searched = nothing_in(View(text="fox", folder=FOLDER))
    assert (searched.title, searched.address) == ("Nothing matches", f"/gallery/?folder={FOLDER}")


def test_pictures_are_counted_in_words() -> None:
    assert [counted(count) for count in (0, 1, 1234)] == ["0 pictures", "1 picture", "1,234 pictures"]


def _parts(view: View) -> dict[str, object]:
    return {name: getattr(view, name) for name in View.__dataclass_fields__}
