"""Dialogs: in the middle or at the side on a desktop, a sheet from below on a phone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from babydance.ui.client.sheet import Sheet
from babydance.ui.components.buttons import icon_button

Content = rx.Component | rx.Var[Any] | str


def sheet(
    *content: Content,
    id: str,  # noqa: A002  the word that HTML uses
    title: str | rx.Var[str],
    is_open: bool | rx.Var[bool],
    on_close: Any,
    foot: tuple[rx.Component, ...] = (),
    is_side: bool = False,
    closes_outside: bool = True,
) -> rx.Component:
    """Ask or show something above the page; ``foot`` holds its buttons, ``is_side`` puts it at the right edge."""
    return Sheet.create(
        rx.el.div(
            rx.el.h2(title, id=f"{id}-title", class_name="text-xl"),
            icon_button("close", "Close", on_click=on_close),
            class_name="sheet-head",
        ),
        rx.el.div(*content, class_name="sheet-body"),
        *([rx.el.div(*foot, class_name="sheet-foot")] if foot else []),
        id=id,
        open=is_open,
        on_close=on_close,
        closes_outside=closes_outside,
        aria_labelledby=f"{id}-title",
        class_name="sheet sheet-side" if is_side else "sheet",
    )
