"""Credits: what is left and what is in use, in a pill."""

from __future__ import annotations

import reflex as rx

from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link

Amount = int | rx.Var[int]


def credit_pill(available: Amount, in_use: Amount = 0, *, to: str = "") -> rx.Component:
    """Show the balance; with ``to`` it leads to where the credits are listed."""
    parts = (
        icon("credits"),
        rx.el.span(available, rx.cond(rx.Var.create(available) == 1, " credit", " credits")),
        rx.cond(rx.Var.create(in_use).to(int) > 0, rx.el.span(in_use, " in use", class_name="in-use")),
    )
    if to:
        return page_link(*parts, to=to, class_name="pill min-h-11 md:min-h-9")
    return rx.el.span(*parts, class_name="pill")
