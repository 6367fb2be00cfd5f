"""The places of the gallery: everything, favourites, folders, trash; and the form that changes a folder."""

from __future__ import annotations

from collections.abc import Mapping

import reflex as rx
from reflex.vars import ObjectVar

from babydance.domain.gallery import FOLDER_COLOURS, MAX_FOLDER_NAME
from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.components.buttons import button, icon_button, submit_button
from babydance.ui.components.fields import text_field
from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link
from babydance.ui.components.sheets import closing, own_sheet, sheet
from babydance.ui.pages.gallery.shelf import ShelfFolder, ShelfState
from babydance.ui.pages.gallery.state import GalleryState

Leave = Mapping[str, rx.event.EventSpec]

PLACES_SHEET = "places"
_COLOUR_NAMES = {"": "None"} | {name: name.capitalize() for name in FOLDER_COLOURS if name}


def places(*, is_in_sheet: bool = False) -> rx.Component:
    """List where pictures can be; dropping pictures on an entry puts them there."""
    leave = {"on_click": closing(PLACES_SHEET)} if is_in_sheet else {}
    return rx.el.nav(
        rx.el.ul(
            _place("All pictures", "gallery", "", "all", leave=leave),
            _place("Favourites", "heart", "?fav=1", "favourites", drop="favourites", leave=leave),
        ),
        rx.el.div(
            rx.el.h2("Folders", class_name="places-title"),
            icon_button("plus", "New folder", on_click=[*leave.values(), ShelfState.edit("")]),
            class_name="places-head",
        ),
        rx.el.ul(
            rx.foreach(ShelfState.folders, lambda folder: _folder(folder, leave)),
            rx.cond(
                ShelfState.folders.length() > 0,
                _place("In no folder", "image", "?folder=none", "none", drop="", leave=leave),
            ),
        ),
        rx.el.ul(_place("Trash", "trash", "?trash=1", "trash", drop="trash", leave=leave), class_name="places-foot"),
        aria_label="Places",
        class_name="places",
    )


def places_sheet() -> rx.Component:
    """Show the places on a phone."""
    return own_sheet(places(is_in_sheet=True), id=PLACES_SHEET, title="Places")


def folder_sheet() -> rx.Component:
    """Make or change a folder."""
    return sheet(
        rx.el.form(
            text_field(
                "name",
                "Name",
                default_value=ShelfState.name,
                key=ShelfState.editing,
                error=ShelfState.problem,
                max_length=MAX_FOLDER_NAME,
                auto_complete="off",
            ),
            _colours(),
            _parent(),
            rx.el.div(
                rx.cond(
                    ShelfState.editing != "",
                    rx.el.div(
                        icon_button("chevron-up", "Move up", on_click=ShelfState.shift(-1)),
                        icon_button("chevron-down", "Move down", on_click=ShelfState.shift(1)),
                        button("Delete", kind="danger", icon_name="trash", on_click=ShelfState.ask_to_delete),
                        class_name="flex flex-wrap gap-1",
                    ),
                    rx.el.span(),
                ),
                submit_button(rx.cond(ShelfState.editing != "", "Save", "Make the folder")),
                class_name="flex flex-wrap items-center justify-between gap-3",
            ),
            rx.cond(ShelfState.asks_to_delete, _question()),
            key=ShelfState.editing,
            on_submit=ShelfState.save,
            class_name="flex flex-col gap-5",
        ),
        id="folder",
        title=rx.cond(ShelfState.editing != "", "Change folder", "New folder"),
        is_open=ShelfState.is_editing,
        on_close=ShelfState.close,
    )


def folder_mark(folder: ObjectVar[ShelfFolder]) -> rx.Component:
    """Show a folder's cover, or a folder in its colour."""
    return rx.el.span(
        rx.cond(
            folder.cover_id != "",
            rx.el.img(
                src=backend("/media/thumbnail/") + folder.cover_id.to(str) + "/320",
                alt="",
                loading="lazy",
                custom_attrs={"width": 28, "height": 28},
            ),
            icon("folder"),
        ),
        custom_attrs={"data-colour": folder.colour},
        class_name="folder-mark",
    )


def _place(
    label: str,
    icon_name: str,
    query: str,
    place: str,
    *,
    leave: Leave,
    drop: str | None = None,
) -> rx.Component:
    return rx.el.li(
        page_link(
            rx.el.span(icon(icon_name), class_name="folder-mark"),
            rx.el.span(label, class_name="truncate"),
            to=f"{paths.GALLERY}/{query}",
            aria_current=rx.cond(GalleryState.place == place, "page", "false"),
            class_name="place-line",
            custom_attrs={} if drop is None else {"data-drop": drop},
            **leave,
        )
    )


def _folder(folder: ObjectVar[ShelfFolder], leave: Leave) -> rx.Component:
    return rx.el.li(
        page_link(
            folder_mark(folder),
            rx.el.span(folder.name, dir="auto", class_name="truncate"),
            rx.el.span(folder.count, class_name="place-count"),
            to=f"{paths.GALLERY}/?folder=" + folder.id.to(str),
            aria_current=rx.cond(GalleryState.place == folder.id, "page", "false"),
            class_name="place-line",
            custom_attrs={"data-drop": folder.id},
            **leave,
        ),
        custom_attrs={"data-depth": folder.depth},
        key=folder.id,
    )


def _colours() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Colour", class_name="field-label mb-1.5"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio",
                        name="colour",
                        value=colour,
                        default_checked=ShelfState.colour == colour,
                    ),
                    rx.el.span(
                        rx.el.i(icon("folder"), class_name="folder-mark", custom_attrs={"data-colour": colour}), words
                    ),
                    class_name="choice",
                )
                for colour, words in _COLOUR_NAMES.items()
            ],
            class_name="chips",
        ),
        class_name="field",
    )


def _parent() -> rx.Component:
    return rx.cond(
        ShelfState.folders.length() > 0,
        rx.el.div(
            rx.el.label("Inside", html_for="folder-parent", class_name="field-label"),
            rx.el.div(
                rx.el.select(
                    rx.el.option("No other folder", value=""),
                    rx.foreach(
                        ShelfState.folders,
                        lambda folder: rx.cond(
                            folder.id != ShelfState.editing, rx.el.option(folder.path, value=folder.id)
                        ),
                    ),
                    name="parent",
                    custom_attrs={"id": "folder-parent"},  # a form would send null for an id that isn't there
                    default_value=ShelfState.parent,
                    class_name="control",
                ),
                icon("chevron-down"),
                class_name="select",
            ),
            class_name="field",
        ),
    )


def _question() -> rx.Component:
    return rx.el.div(
        rx.el.p("Delete this folder? Its pictures and the folders inside stay, one level up."),
        rx.el.div(
            button("Keep it", on_click=ShelfState.ask_to_delete),
            button("Delete the folder", kind="danger", on_click=ShelfState.delete(ShelfState.editing)),
            class_name="flex flex-wrap gap-2",
        ),
        role="alert",
        class_name="flex flex-col gap-3",
    )
