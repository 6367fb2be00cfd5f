"""The way in for files: picker, drop and paste, who is shown, and how far each has come."""

from __future__ import annotations

import reflex as rx


def _id(upload: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (upload,)


class DropZone(rx.Component):
    """What drop_zone.jsx takes; ``room`` is how many pictures still fit, ``consent`` the guardian's sentence."""

    library = "$/public/" + rx.asset("drop_zone.jsx", shared=True)
    tag = "DropZone"

    url: rx.Var[str]
    room: rx.Var[int]
    max_bytes: rx.Var[int]
    consent: rx.Var[str]
    hours: rx.Var[int]
    on_done: rx.EventHandler[_id]
