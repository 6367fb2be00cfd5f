"""The endless grid of pictures; its local part keeps the cards and draws only those near the window."""

from __future__ import annotations

from typing import Any

import reflex as rx

_library = "$/public/" + rx.asset("endless_grid.jsx", shared=True)


def _id(picture: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (picture,)


class EndlessGrid(rx.Component):
    """All cards that came in batches, laid out in rows that keep aspect ratios."""

    library = _library
    tag = "EndlessGrid"

    batch: rx.Var[Any]
    media: rx.Var[str]
    label: rx.Var[str]
    on_more: rx.EventHandler[_id]
    on_open: rx.EventHandler[_id]
