"""Surfaces: cards, empty places, skeletons while something loads."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

Content = rx.Component | rx.Var[Any] | str


def card(*content: Content, class_name: str = "") -> rx.Component:
    """Hold things that belong together."""
    return rx.el.section(*content, class_name=f"card {class_name}".strip())


def empty_state(
    title: str, words: str, *, art: rx.Component | None = None, action: rx.Component | None = None
) -> rx.Component:
    """Say that nothing is here yet, and what comes next."""
    return rx.el.div(
        *([rx.el.div(art, class_name="art", aria_hidden="true")] if art else []),
        rx.el.h2(title, class_name="text-xl"),
        rx.el.p(words, class_name="max-w-form text-muted"),
        *([action] if action else []),
        class_name="empty",
    )


def skeleton(class_name: str = "h-4 w-full") -> rx.Component:
    """Keep the place of something that is on its way; say what is loading around it, once."""
    return rx.el.div(aria_hidden="true", class_name=f"skeleton {class_name}")


def text_skeleton(lines: int = 3) -> rx.Component:
    """Keep the place of a few lines."""
    widths = ("w-full", "w-11/12", "w-2/3")
    return rx.el.div(
        *[skeleton(f"h-4 {widths[min(line, 2)]}") for line in range(lines)],
        class_name="flex flex-col gap-3",
    )


def picture_skeleton(count: int = 8) -> rx.Component:
    """Keep the places of a grid of pictures."""
    return rx.el.div(
        rx.el.span("Loading", class_name="sr-only"),
        *[skeleton("aspect-square rounded-card") for _ in range(count)],
        role="status",
        class_name="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4",
    )


def badge(words: Content, *, tone: Literal["plain", "info", "done", "caution", "problem"] = "plain") -> rx.Component:
    """Mark something with a word or two."""
    return rx.el.span(words, class_name=f"badge badge-{tone}")
