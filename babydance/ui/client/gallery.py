"""The gallery's own parts: the grid, the bar of what is marked, the lightbox, the fields that stand in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

_LIBRARIES = {
    name: rx.asset(name, shared=True).importable_path
    for name in (
        "endless_grid.jsx",
        "gestures.js",
        "grid_card.jsx",
        "justify.js",
        "known.js",
        "lightbox.jsx",
        "selection.js",
        "selection_bar.jsx",
        "view_form.jsx",
        "zoom.js",
    )
}
Picked = rx.Var[dict[str, Any]]


def _id(picture: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (picture,)


def _more(before: rx.Var[str], is_many: rx.Var[bool]) -> tuple[rx.Var[str], rx.Var[bool]]:
    return (before, is_many)


def _picked(picked: Picked) -> tuple[Picked]:
    return (picked,)


def _picked_on(picked: Picked, is_on: rx.Var[bool]) -> tuple[Picked, rx.Var[bool]]:
    return (picked, is_on)


def _picked_to(picked: Picked, folder: rx.Var[str]) -> tuple[Picked, rx.Var[str]]:
    return (picked, folder)


def _picked_tag(picked: Picked, label: rx.Var[str], is_on: rx.Var[bool]) -> tuple[Picked, rx.Var[str], rx.Var[bool]]:
    return (picked, label, is_on)


class EndlessGrid(rx.Component):
    """All cards that came in batches, in rows that keep aspect ratios; acts on what is marked go out from here."""

    library = _LIBRARIES["endless_grid.jsx"]
    tag = "EndlessGrid"

    batch: rx.Var[Any]
    answer: rx.Var[Any]
    total: rx.Var[int]
    media: rx.Var[str]
    label: rx.Var[str]
    edit: rx.Var[str]
    on_more: rx.EventHandler[_more]
    on_favourite: rx.EventHandler[_picked_on]
    on_move: rx.EventHandler[_picked_to]
    on_tag: rx.EventHandler[_picked_tag]
    on_trash: rx.EventHandler[_picked]
    on_restore: rx.EventHandler[_picked]
    on_delete: rx.EventHandler[_picked]


class SelectionBar(rx.Component):
    """A toolbar that is there as long as something is marked; buttons inside carry ``data-act``."""

    library = _LIBRARIES["selection_bar.jsx"]
    tag = "SelectionBar"


class Acts(rx.Component):
    """What is pressed inside acts on what is marked, or on the picture ``only``."""

    library = _LIBRARIES["selection_bar.jsx"]
    tag = "Acts"

    only: rx.Var[str]


class WhileUnmarked(rx.Component):
    """What is inside gives way to the selection bar."""

    library = _LIBRARIES["selection_bar.jsx"]
    tag = "WhileUnmarked"


class SelectionForm(rx.Component):
    """A form that the browser posts, with what is marked in its field ``selection``."""

    library = _LIBRARIES["selection_bar.jsx"]
    tag = "SelectionForm"

    action: rx.Var[str]


class CompareButton(rx.Component):
    """Open the two pictures that are marked side by side."""

    library = _LIBRARIES["selection_bar.jsx"]
    tag = "CompareButton"


class ViewForm(rx.Component):
    """Fields whose values stand in the address of the page, each under its name."""

    library = _LIBRARIES["view_form.jsx"]
    tag = "ViewForm"

    role: rx.Var[str]


class Lightbox(rx.Component):
    """The picture that the address names over the whole window: tools, then details; buttons carry ``data-do``."""

    library = _LIBRARIES["lightbox.jsx"]
    tag = "Lightbox"

    media: rx.Var[str]
    shown: rx.Var[str]
    width: rx.Var[int]
    height: rx.Var[int]
    alt: rx.Var[str]
    missing: rx.Var[str]
    edit: rx.Var[str]
    on_open: rx.EventHandler[_id]
