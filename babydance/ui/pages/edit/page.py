"""The edit page: paint what should change, or crop, turn and save a picture anew."""

from __future__ import annotations

import reflex as rx
from reflex.vars import StringVar

from babydance.domain.tools import DEFAULT_QUALITY
from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.edit import MaskEditor, PictureTools
from babydance.ui.components.buttons import link_button
from babydance.ui.components.fields import Option, segments
from babydance.ui.components.icons import ICONS
from babydance.ui.components.links import text_link
from babydance.ui.components.notices import banner
from babydance.ui.components.surfaces import empty_state, skeleton
from babydance.ui.frames import member_frame
from babydance.ui.pages.edit.state import EditState

_ICONS = (
    "brush", "chevron-down", "crop", "eraser", "fit", "flip-across", "flip-down", "invert", "lock", "minus", "plus",
    "redo", "trash", "turn-left", "turn-right", "undo",
)  # fmt: skip
_MODES = (Option("paint", "Paint", icon="brush"), Option("crop", "Crop and turn", icon="crop"))


def edit_page() -> rx.Component:
    """One picture and its tools."""
    return member_frame(
        rx.cond(
            EditState.is_loaded,
            rx.cond(EditState.is_found, _desk(), _nothing()),
            skeleton("h-96 w-full rounded-card"),
        ),
        title="Edit",
        here=paths.EDIT,
    )


def _desk() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            segments(
                "mode",
                "What to do",
                _MODES,
                value=EditState.mode,
                is_label_hidden=True,
                on_change=EditState.choose_mode,
            ),
            rx.el.p(
                rx.cond(
                    EditState.mode == "paint",
                    "Paint over the part that should change. The rest stays as it is.",
                    "The picture that you have stays as it is. No credits are needed.",
                ),
                class_name="field-hint",
            ),
            class_name="edit-head",
        ),
        rx.cond(EditState.mode == "paint", _mask(), _tools()),
    )


def _mask() -> rx.Component:
    return MaskEditor.create(
        picture=EditState.piece,
        src=_original(),
        target=backend("/api/mask/") + EditState.piece.id.to(str),
        icons=_icons(),
        on_used=EditState.use,
        key="mask-" + EditState.piece.id.to(str),
        class_name="easel",
    )


def _tools() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(
                EditState.saved != "",
                banner(
                    "It hangs in your gallery, beside the picture that it was made from. ",
                    text_link("Open it", to=_in_gallery()),
                    tone="done",
                    title="Saved as a new picture",
                ),
            ),
            role="status",
            class_name="edit-saved",
        ),
        PictureTools.create(
            picture=EditState.piece,
            src=_original(),
            icons=_icons(),
            quality=DEFAULT_QUALITY,
            answer=EditState.answer,
            problem=EditState.problem,
            on_save=EditState.save,
            key="tools-" + EditState.piece.id.to(str),
            class_name="easel",
        ),
    )


def _nothing() -> rx.Component:
    return empty_state(
        "This picture isn't there",
        "It may have been deleted, or it belongs to somebody else.",
        action=link_button("Go to the gallery", to=paths.GALLERY, kind="primary"),
    )


def _icons() -> rx.Var[dict[str, str]]:
    return rx.Var.create({name: ICONS[name] for name in _ICONS})


def _original() -> StringVar[str]:
    return backend("/media/original/") + EditState.piece.id.to(str)


def _in_gallery() -> StringVar[str]:
    return StringVar.create(f"{paths.GALLERY}/?picture=") + EditState.saved.to(str)
