"""Notices: what happened, whether anything was charged, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx
from reflex.vars import ArrayVar
from reflex_components_core.core.banner import has_connection_errors

from babydance.ui.components.icons import icon

Tone = Literal["info", "done", "caution", "problem"]
Words = rx.Component | rx.Var[str] | str

_ICONS: dict[str, str] = {"info": "info", "done": "check", "caution": "clock", "problem": "warning"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One line in the queue; ``tone`` is info, done, caution or problem."""

    id: str
    words: str
    tone: str = "info"
    undo: str = ""  # the change that it offers to take back


def banner(*words: Words, tone: Tone = "info", title: str = "", action: rx.Component | None = None) -> rx.Component:
    """Say something about the page, in its place; it stays until the cause has gone."""
    return rx.el.div(
        icon(_ICONS[tone]),
        rx.el.div(
            *([rx.el.p(title, class_name="title")] if title else []),
            rx.el.div(*words),
            *([rx.el.div(action, class_name="mt-2")] if action else []),
            class_name="words",
        ),
        role="alert" if tone == "problem" else "status",
        class_name=f"notice notice-{tone}",
    )


def notice_queue(notices: ArrayVar[Sequence[Notice]], *, on_close: Any, on_undo: Any) -> rx.Component:
    """Show the notices of the moment in a corner and read them out.

    ``on_close`` is called with the id of a notice, ``on_undo`` with that of a change.
    """
    return rx.el.div(
        rx.foreach(notices, lambda notice: _queued(notice, on_close, on_undo)),
        role="region",
        aria_label="Notices",
        aria_live="polite",
        class_name="notices",
    )


def sandbox_bar() -> rx.Component:
    """Say on every page that nothing here is real."""
    return rx.el.aside(
        icon("info", size=16),
        rx.el.span("Sandbox: no AI model, no real payments"),
        aria_label="Sandbox",
        class_name="bar-notice",
    )


def offline_bar() -> rx.Component:
    """Say that the studio can't be reached, as long as that lasts."""
    return rx.el.div(
        rx.cond(
            has_connection_errors,
            rx.el.div(
                icon("offline", size=16),
                rx.el.span("The studio can’t be reached. Your work is safe; we keep trying."),
                class_name="bar-notice bar-offline",
            ),
        ),
        role="status",
    )


def _queued(notice: rx.vars.ObjectVar[Notice], on_close: Any, on_undo: Any) -> rx.Component:
    return rx.el.div(
        rx.match(
            notice.tone,
            ("done", icon(_ICONS["done"])),
            ("caution", icon(_ICONS["caution"])),
            ("problem", icon(_ICONS["problem"])),
            icon(_ICONS["info"]),
        ),
        rx.el.p(notice.words, class_name="words"),
        rx.cond(
            notice.undo != "",
            rx.el.button("Undo", type="button", on_click=on_undo(notice.undo), class_name="button notice-undo"),
        ),
        rx.el.button(
            icon("close"),
            type="button",
            aria_label="Close this notice",
            on_click=on_close(notice.id),
            class_name="button button-quiet button-icon",
        ),
        key=notice.id,
        class_name=f"notice notice-{notice.tone}",
    )
