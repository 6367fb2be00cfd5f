"""The gallery page: every picture in rows, and the open one beside them."""

from __future__ import annotations

import reflex as rx

from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.endless_grid import EndlessGrid
from babydance.ui.components.buttons import link_button
from babydance.ui.components.surfaces import empty_state, picture_skeleton
from babydance.ui.frames import member_frame
from babydance.ui.pages.gallery.detail import detail_sheet
from babydance.ui.pages.gallery.state import GalleryState


def gallery_page() -> rx.Component:
    """Pictures, newest first, without an end."""
    return member_frame(
        rx.cond(
            GalleryState.is_loaded,
            rx.cond(GalleryState.is_empty, _empty(), _grid()),
            picture_skeleton(8),
        ),
        detail_sheet(),
        title="Gallery",
        here=paths.GALLERY,
    )


def _grid() -> rx.Component:
    return EndlessGrid.create(
        batch=GalleryState.batch,
        media=backend("/media"),
        label="Your pictures, newest first",
        on_more=GalleryState.more,
        on_open=GalleryState.open,
        class_name="endless-grid",
    )


def _empty() -> rx.Component:
    return empty_state(
        "Your pictures will hang here",
        "Every picture that you make is kept here, and nobody else can see it.",
        action=link_button("Make the first one", to=paths.STUDIO, kind="primary"),
    )
