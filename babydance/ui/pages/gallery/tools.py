"""The tools above the pictures: search, order, filters. Each of them stands in the address of the page."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx

from babydance.domain.gallery import MAX_SEARCH, Sort
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import STYLES
from babydance.ui.client.gallery import ViewForm, WhileUnmarked
from babydance.ui.components.buttons import button
from babydance.ui.components.icons import icon
from babydance.ui.components.keys import Key, key_list
from babydance.ui.components.sheets import opening, own_sheet, sheet
from babydance.ui.pages.gallery.address import KINDS, SHAPES, SORTS
from babydance.ui.pages.gallery.folders import PLACES_SHEET
from babydance.ui.pages.gallery.selecting import SelectionState
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.pages.gallery.state import GalleryState

_FILTERS = "filters"
_ORDERS = {"" if sort is Sort.NEWEST else sort.value: words for sort, words in SORTS.items()}
_PEOPLE = {"yes": "With people", "no": "Without people"}
_KEYS = (
    Key("/", "Search", target="search"),
    Key("← → ↑ ↓", "Go from picture to picture"),
    Key("Enter Space", "Open the picture"),
    Key("X", "Select it, or leave it out"),
    Key("Shift+←→", "Select on and on"),
    Key("Ctrl+A", "Select all that match"),
    Key("F", "Favourite"),
    Key("E", "Edit"),
    Key("Del", "Into the trash"),
    Key("+ − 0", "In an open picture: larger, smaller, whole"),
    Key("I", "In an open picture: details"),
)


def tools() -> rx.Component:
    """Search and order; the filters wait in a sheet, on a phone the folders, too."""
    return WhileUnmarked.create(
        ViewForm.create(
            button(
                rx.el.span("Folders", class_name="max-sm:sr-only"),
                icon_name="folder",
                on_click=opening(PLACES_SHEET),
                class_name="lg:hidden",
            ),
            rx.el.div(
                icon("search"),
                rx.el.input(
                    type="search",
                    name="q",
                    id="search",
                    aria_label="Search your pictures",
                    placeholder="Search words, names, tags",
                    max_length=MAX_SEARCH,
                    auto_complete="off",
                    enter_key_hint="search",
                    class_name="control",
                ),
                class_name="search-box",
            ),
            button(
                rx.el.span("Filters", class_name="max-sm:sr-only"),
                rx.cond(
                    GalleryState.chips.length() > 0,
                    rx.el.span(
                        GalleryState.chips.length(),
                        rx.el.span(" on", class_name="sr-only"),
                        class_name="badge badge-count",
                    ),
                ),
                icon_name="filter",
                on_click=opening(_FILTERS),
            ),
            rx.el.div(
                _select("sort", "Order", _ORDERS),
                class_name="max-sm:hidden",
            ),
            key_list(*_KEYS),
            role="search",
            class_name="tools",
        )
    )


def filter_sheet() -> rx.Component:
    """Everything that a view can be narrowed by."""
    return own_sheet(
        ViewForm.create(
            _chips("kind", "Kind", KINDS),
            _chips("shape", "Shape", {shape.value: label for shape, label in SHAPES.items()}),
            _chips("people", "People", _PEOPLE),
            _select("style", "Style", {"": "Any style"} | {style.id: style.label for style in STYLES}, is_shown=True),
            _select("model", "Model", {"": "Any model"} | {one.id: one.label for one in IMAGE_MODELS}, is_shown=True),
            _tags(),
            rx.el.div(_day("since", "Since"), _day("until", "Until"), class_name="grid grid-cols-2 gap-3"),
            rx.el.div(
                _select(
                    "sort",
                    "Order",
                    _ORDERS,
                    is_shown=True,
                    id_="order-in-sheet",
                ),
                class_name="sm:hidden",
            ),
            class_name="flex flex-col gap-5",
        ),
        rx.el.p(GalleryState.counted, " match", role="status", class_name="mt-5 text-muted tabular-nums"),
        id=_FILTERS,
        title="Filters",
        is_side=True,
    )


def empty_trash_sheet() -> rx.Component:
    """Ask once before everything in the trash is deleted."""
    return sheet(
        rx.el.p("Everything in the trash is deleted for good. Its credits don't come back."),
        id="empty-trash",
        title="Empty the trash?",
        is_open=GalleryState.asks_to_empty,
        on_close=GalleryState.ask_to_empty,
        foot=(
            button("Keep it", on_click=GalleryState.ask_to_empty),
            button("Delete for good", kind="danger", icon_name="trash", on_click=SelectionState.empty_trash),
        ),
    )


def _chips(name: str, label: str, options: Mapping[str, str]) -> rx.Component:
    choices = [
        rx.el.label(
            rx.el.input(type="radio", name=name, value=value),
            rx.el.span(icon("check", size=16, class_name="tick"), words),
            class_name="choice",
        )
        for value, words in {"": "Any", **options}.items()
    ]
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label mb-1.5"),
        rx.el.div(*choices, class_name="chips"),
        class_name="field",
    )


def _select(
    name: str, label: str, options: Mapping[str, str], *, is_shown: bool = False, id_: str = ""
) -> rx.Component:
    field = id_ or f"filter-{name}"
    return rx.el.div(
        rx.el.label(label, html_for=field, class_name="field-label" if is_shown else "sr-only"),
        rx.el.div(
            rx.el.select(
                *[rx.el.option(words, value=value) for value, words in options.items()],
                id=field,
                name=name,
                class_name="control",
            ),
            icon("chevron-down"),
            class_name="select",
        ),
        class_name="field",
    )


def _tags() -> rx.Component:
    return rx.cond(
        ShelfState.tags.length() > 0,
        rx.el.div(
            rx.el.label("Tag", html_for="filter-tag", class_name="field-label"),
            rx.el.div(
                rx.el.select(
                    rx.el.option("Any tag", value=""),
                    rx.foreach(ShelfState.tags, lambda tag: rx.el.option(tag.label, value=tag.id)),
                    id="filter-tag",
                    name="tag",
                    class_name="control",
                ),
                icon("chevron-down"),
                class_name="select",
            ),
            class_name="field",
        ),
    )


def _day(name: str, label: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"filter-{name}", class_name="field-label"),
        rx.el.input(type="date", name=name, id=f"filter-{name}", class_name="control"),
        class_name="field",
    )
