"""The two tools of the edit page: a mask to paint, and a picture to crop, turn and save anew."""

from __future__ import annotations

from typing import Any

import reflex as rx

_PARTS = (
    "compare.jsx",
    "crop_box.js",
    "crop_frame.jsx",
    "edit_controls.jsx",
    "mask_bitmap.js",
    "mask_easel.js",
    "mask_file.js",
    "mask_pixels.js",
    "mask_pointer.js",
    "mask_view.js",
    "picture_canvas.js",
)
for _part in _PARTS:  # they lie beside the two that name them
    rx.asset(_part, shared=True)


def _id(mask: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (mask,)


def _form(form: rx.Var[dict[str, Any]]) -> tuple[rx.Var[dict[str, Any]]]:
    return (form,)


class MaskEditor(rx.Component):
    """Paints a mask over ``picture``, posts it to ``target`` and tells its id."""

    library = "$/public/" + rx.asset("mask_editor.jsx", shared=True)
    tag = "MaskEditor"

    picture: rx.Var[Any]
    src: rx.Var[str]
    target: rx.Var[str]
    icons: rx.Var[dict[str, str]]
    on_used: rx.EventHandler[_id]


class PictureTools(rx.Component):
    """Shows what cropping and turning would make of ``picture``; each ``answer`` ends the waiting for one save."""

    library = "$/public/" + rx.asset("picture_tools.jsx", shared=True)
    tag = "PictureTools"

    picture: rx.Var[Any]
    src: rx.Var[str]
    icons: rx.Var[dict[str, str]]
    quality: rx.Var[int]
    answer: rx.Var[int]
    problem: rx.Var[str]
    on_save: rx.EventHandler[_form]
