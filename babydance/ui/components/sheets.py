"""Dialogs: in the middle or at the side on a desktop, a sheet from below on a phone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from babydance.ui.client.native_form import in_page
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


def own_sheet(*content: Content, id: str, title: str, is_side: bool = False) -> rx.Component:  # noqa: A002  see above
    """Show something that is opened and closed in the browser alone, by ``opening`` and ``closing``."""
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2(title, id=f"{id}-title", class_name="text-xl"),
            icon_button("close", "Close", on_click=closing(id)),
            class_name="sheet-head",
        ),
        rx.el.div(*content, class_name="sheet-body"),
        id=id,
        aria_labelledby=f"{id}-title",
        class_name="sheet sheet-side" if is_side else "sheet",
        custom_attrs={"closedby": "any"},
    )


def opening(sheet_id: str) -> rx.event.EventSpec:
    """Return what opens a sheet that is the browser's own."""
    return in_page(f"document.getElementById('{sheet_id}').showModal()")


def closing(sheet_id: str) -> rx.event.EventSpec:
    """Return what closes it."""
    return in_page(f"document.getElementById('{sheet_id}').close()")
