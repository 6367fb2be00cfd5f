"""The gallery page: the places at the side, the tools above, the pictures, and the one that is open over them."""

from __future__ import annotations

import reflex as rx

from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.gallery import EndlessGrid
from babydance.ui.components.buttons import button, link_button
from babydance.ui.components.drawings import empty_frame
from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link
from babydance.ui.components.surfaces import picture_skeleton
from babydance.ui.frames import member_frame
from babydance.ui.pages.gallery.address import Chip
from babydance.ui.pages.gallery.bar import marked_bar
from babydance.ui.pages.gallery.detail import open_picture
from babydance.ui.pages.gallery.folders import folder_sheet, places, places_sheet
from babydance.ui.pages.gallery.selecting import SelectionState
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.pages.gallery.tools import empty_trash_sheet, filter_sheet, tools


def gallery_page() -> rx.Component:
    """Everything that the account has made, a view at a time."""
    return member_frame(
        rx.el.div(
            rx.el.div(places(), class_name="gallery-side"),
            rx.el.div(
                rx.el.div(tools(), marked_bar(), class_name="gallery-bar"),
                _head(),
                rx.cond(
                    GalleryState.is_loaded,
                    rx.cond(GalleryState.is_empty, _empty(), _grid()),
                    picture_skeleton(8),
                ),
                class_name="min-w-0",
            ),
            class_name="gallery",
        ),
        open_picture(),
        places_sheet(),
        filter_sheet(),
        folder_sheet(),
        empty_trash_sheet(),
        title="Gallery",
        here=paths.GALLERY,
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.h2(GalleryState.title, dir="auto", class_name="text-xl"),
        rx.el.p(GalleryState.counted, role="status", class_name="text-muted tabular-nums"),
        rx.cond(
            (GalleryState.place == "trash") & ~GalleryState.is_empty,
            button("Empty the trash", kind="quiet", icon_name="trash", on_click=GalleryState.ask_to_empty),
        ),
        rx.cond(
            GalleryState.place.length() > 20,  # noqa: PLR2004  a folder's id
            button("Change folder", kind="quiet", icon_name="pencil", on_click=ShelfState.edit(GalleryState.place)),
        ),
        rx.cond(
            GalleryState.chips.length() > 0,
            rx.el.ul(
                rx.foreach(GalleryState.chips, _chip),
                rx.el.li(link_button("Clear", to=GalleryState.wide, kind="quiet", class_name="chip-clear")),
                aria_label="Filters",
                class_name="chip-list",
            ),
        ),
        class_name="gallery-head",
    )


def _chip(chip: rx.vars.ObjectVar[Chip]) -> rx.Component:
    return rx.el.li(
        page_link(
            rx.el.span("Remove filter ", class_name="sr-only"),
            rx.el.span(chip.label, dir="auto", class_name="truncate"),
            icon("close", size=16),
            to=chip.address,
            class_name="chip",
        )
    )


def _grid() -> rx.Component:
    return EndlessGrid.create(
        batch=GalleryState.batch,
        answer=SelectionState.answer,
        total=GalleryState.count,
        media=backend("/media"),
        label="Your pictures",
        edit=f"{paths.EDIT}/?picture=",
        on_more=GalleryState.more,
        on_favourite=SelectionState.favourite,
        on_move=SelectionState.move,
        on_tag=SelectionState.tag,
        on_trash=SelectionState.trash,
        on_restore=SelectionState.restore,
        on_delete=SelectionState.delete,
        class_name="endless-grid",
    )


def _empty() -> rx.Component:
    nothing = GalleryState.nothing
    return rx.el.div(
        rx.el.div(empty_frame(), class_name="art", aria_hidden="true"),
        rx.el.h3(nothing.title, class_name="text-xl"),
        rx.el.p(nothing.words, class_name="max-w-form text-muted"),
        link_button(nothing.act, to=nothing.address, kind="primary"),
        class_name="empty",
    )
