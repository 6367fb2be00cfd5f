"""A list whose items can be dragged to another place."""

from __future__ import annotations

import reflex as rx


def _two(moved: rx.Var[str], place: rx.Var[str]) -> tuple[rx.Var[str], rx.Var[str]]:
    return (moved, place)


class OrderedList(rx.Component):
    """What ordered_list.jsx takes; ``on_move`` tells what was dragged, and the item whose place it takes."""

    library = "$/public/" + rx.asset("ordered_list.jsx", shared=True)
    tag = "OrderedList"

    on_move: rx.EventHandler[_two]
