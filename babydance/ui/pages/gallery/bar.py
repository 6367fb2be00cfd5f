"""The bar that stands where the tools stood, as long as pictures are marked."""

from __future__ import annotations

import reflex as rx

from babydance.domain.gallery import MAX_TAG
from babydance.ui.backend import backend
from babydance.ui.client.gallery import Acts, CompareButton, SelectionBar, SelectionForm
from babydance.ui.client.native_form import NativeForm
from babydance.ui.components.buttons import Kind, button, icon_button
from babydance.ui.components.icons import icon
from babydance.ui.components.sheets import opening, own_sheet
from babydance.ui.pages.gallery.folders import folder_mark
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.pages.gallery.state import GalleryState

_MOVE, _TAG, _DELETE = "move-marked", "tag-marked", "delete-marked"


def marked_bar() -> rx.Component:
    """What can be done with marked pictures, and the sheets that some of it needs."""
    return rx.fragment(
        SelectionBar.create(
            rx.cond(
                GalleryState.place == "trash",
                rx.fragment(
                    _act("Restore", "restore", "onRestore"),
                    _opener("Delete for good", "trash", _DELETE, kind="danger"),
                ),
                rx.fragment(
                    _act("Favourite", "heart", "onFavourite", on="toggle"),
                    _opener("Tag", "tag", _TAG),
                    _opener("Move", "folder", _MOVE),
                    SelectionForm.create(
                        rx.el.button(
                            icon("download"),
                            rx.el.span("Download", class_name="bar-word"),
                            type="submit",
                            class_name=_BUTTON,
                        ),
                        action=backend("/download/zip"),
                    ),
                    CompareButton.create(
                        icon("compare"), rx.el.span("Compare", class_name="bar-word"), class_name=_BUTTON
                    ),
                    _act("Delete", "trash", "onTrash"),
                ),
            ),
            icon_button("close", "Leave the selection", custom_attrs={"data-act": "clear"}),
            class_name="selection-bar",
        ),
        _move_sheet(),
        _tag_sheet(),
        _delete_sheet(),
    )


_BUTTON = "button button-quiet bar-button"


def _act(label: str, icon_name: str, act: str, *, on: str = "") -> rx.Component:
    told = {"data-act": act} | ({"data-on": on} if on else {})
    return rx.el.button(
        icon(icon_name), rx.el.span(label, class_name="bar-word"), type="button", class_name=_BUTTON, custom_attrs=told
    )


def _opener(label: str, icon_name: str, sheet_id: str, *, kind: Kind = "quiet") -> rx.Component:
    return rx.el.button(
        icon(icon_name),
        rx.el.span(label, class_name="bar-word"),
        type="button",
        on_click=opening(sheet_id),
        class_name=f"button button-{kind} bar-button",
    )


def _move_sheet() -> rx.Component:
    return own_sheet(
        Acts.create(
            rx.el.ul(
                rx.foreach(
                    ShelfState.folders,
                    lambda folder: rx.el.li(
                        rx.el.button(
                            folder_mark(folder),
                            rx.el.span(folder.path, dir="auto", class_name="truncate"),
                            type="button",
                            class_name="place-line",
                            custom_attrs={"data-act": "onMove", "data-to": folder.id},
                        ),
                        key=folder.id,
                    ),
                ),
                rx.el.li(
                    rx.el.button(
                        rx.el.span(icon("image"), class_name="folder-mark"),
                        "In no folder",
                        type="button",
                        class_name="place-line",
                        custom_attrs={"data-act": "onMove", "data-to": ""},
                    )
                ),
                class_name="places",
            ),
            button("New folder", icon_name="plus", on_click=ShelfState.edit(""), class_name="mt-4"),
        ),
        id=_MOVE,
        title="Move to",
    )


def _tag_sheet() -> rx.Component:
    return own_sheet(
        Acts.create(
            NativeForm.create(
                rx.el.label("New tag", html_for="new-tag", class_name="field-label"),
                rx.el.div(
                    rx.el.input(id="new-tag", max_length=MAX_TAG, auto_complete="off", class_name="control"),
                    button("Add", kind="primary", type="submit"),
                    class_name="mt-1.5 flex gap-2",
                ),
                custom_attrs={"data-act": "onTag", "data-on": "true"},
            ),
            rx.cond(
                ShelfState.tags.length() > 0,
                rx.el.ul(
                    rx.foreach(
                        ShelfState.tags,
                        lambda tag: rx.el.li(
                            rx.el.span(tag.label, dir="auto", class_name="min-w-0 flex-1 truncate"),
                            _tag_act("Add", tag.label, on="true"),
                            _tag_act("Take off", tag.label, on="false"),
                            key=tag.id,
                            class_name="flex items-center gap-1",
                        ),
                    ),
                    class_name="mt-5",
                ),
            ),
        ),
        id=_TAG,
        title="Tags",
    )


def _tag_act(words: str, label: rx.Var[str], *, on: str) -> rx.Component:
    return rx.el.button(
        words,
        rx.el.span(" ", label, class_name="sr-only"),
        type="button",
        class_name="button button-quiet",
        custom_attrs={"data-act": "onTag", "data-to": label, "data-on": on},
    )


def _delete_sheet() -> rx.Component:
    return own_sheet(
        Acts.create(
            rx.el.p("Delete these pictures for good? This can't be undone, and credits don't come back."),
            rx.el.button(
                icon("trash"),
                "Delete for good",
                type="button",
                class_name="button button-danger mt-5",
                custom_attrs={"data-act": "onDelete"},
            ),
        ),
        id=_DELETE,
        title="Delete for good?",
    )
