"""Buttons, and links that look like them."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link, plain_link

Kind = Literal["primary", "secondary", "quiet", "danger"]
Content = rx.Component | rx.Var[Any] | str
Words = str | rx.Var[str]


def button(
    *words: Content,
    kind: Kind = "secondary",
    icon_name: str = "",
    is_busy: bool | rx.Var[bool] = False,
    is_disabled: bool | rx.Var[bool] = False,
    is_large: bool = False,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Offer an act; while busy it keeps its words, shows moving dots and takes no second press."""
    return rx.el.button(
        *([icon(icon_name)] if icon_name else []),
        _busy_dots(),
        *words,
        type=props.pop("type", "button"),
        disabled=_either(is_busy, is_disabled),
        aria_busy=is_busy,
        class_name=_classes(kind, is_large=is_large, class_name=class_name),
        **props,
    )


def submit_button(
    *words: Content,
    is_busy: bool | rx.Var[bool] = False,
    is_disabled: bool | rx.Var[bool] = False,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Send the form it stands in."""
    return button(
        *words,
        kind=props.pop("kind", "primary"),
        is_busy=is_busy,
        is_disabled=is_disabled,
        type="submit",
        class_name=class_name,
        **props,
    )


def icon_button(name: str, label: Words, *, kind: Kind = "quiet", class_name: str = "", **props: Any) -> rx.Component:
    """Offer an act by an icon alone; ``label`` is what screen readers say and what hovering shows."""
    return rx.el.button(
        icon(name),
        type=props.pop("type", "button"),
        aria_label=label,
        title=label,
        class_name=_classes(kind, is_icon=True, class_name=class_name),
        **props,
    )


def link_button(
    *words: Content,
    to: str | rx.Var[str],
    kind: Kind = "secondary",
    icon_name: str = "",
    is_large: bool = False,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Lead to another page of ours, looking like a button."""
    return page_link(
        *([icon(icon_name)] if icon_name else []),
        *words,
        to=to,
        class_name=_classes(kind, is_large=is_large, class_name=class_name),
        **props,
    )


def download_button(
    *words: Content, href: str | rx.Var[str], kind: Kind = "secondary", class_name: str = "", **props: Any
) -> rx.Component:
    """Fetch a file; the server names it."""
    return plain_link(
        icon("download"),
        *words,
        href=href,
        download=True,
        class_name=_classes(kind, class_name=class_name),
        **props,
    )


def _classes(kind: Kind, *, is_large: bool = False, is_icon: bool = False, class_name: str = "") -> str:
    parts = [
        "button",
        f"button-{kind}",
        "button-large" if is_large else "",
        "button-icon" if is_icon else "",
        class_name,
    ]
    return " ".join(part for part in parts if part)


def _either(one: bool | rx.Var[bool], other: bool | rx.Var[bool]) -> bool | rx.Var[bool]:
    if isinstance(one, rx.Var) or isinstance(other, rx.Var):
        return rx.Var.create(one).bool() | rx.Var.create(other).bool()
    return one or other


def _busy_dots() -> rx.Component:
    return rx.el.span(rx.el.i(), rx.el.i(), rx.el.i(), class_name="busy-dots", aria_hidden="true")
