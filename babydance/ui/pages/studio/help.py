"""Prompt help: a button, and the suggestion as a difference of words to accept or dismiss."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar

from babydance.domain.prompts import Piece
from babydance.ui.components.buttons import button, icon_button
from babydance.ui.pages.studio.help_state import HelpState
from babydance.ui.pages.studio.state import StudioState


def help_button() -> rx.Component:
    """Ask for a better prompt; nothing is sent before it is pressed."""
    return rx.cond(
        StudioState.has_help,
        button(
            "Suggest a better prompt",
            kind="quiet",
            icon_name="sparkle",
            is_busy=HelpState.is_thinking,
            is_disabled=(StudioState.characters == 0) | StudioState.is_batch,
            title="Sends your words to a text model. Free of charge; you decide whether to take the answer.",
            on_click=HelpState.suggest,
        ),
    )


def suggestion() -> rx.Component:
    """Show what would change, or why there is nothing to show."""
    return rx.el.div(
        rx.cond(
            HelpState.problem != "",
            rx.el.div(
                rx.el.p(HelpState.problem, class_name="words"),
                icon_button("close", "Close this notice", on_click=HelpState.dismiss),
                class_name="notice notice-caution",
            ),
        ),
        rx.cond(HelpState.pieces.length() > 0, _difference()),
        aria_live="polite",
    )


def _difference() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Suggestion", class_name="suggestion-title"),
        rx.el.p(rx.foreach(HelpState.pieces, _piece), dir="auto", class_name="suggestion-words"),
        rx.el.div(
            button("Dismiss", kind="quiet", on_click=HelpState.dismiss),
            button("Accept", icon_name="check", on_click=HelpState.accept),
            class_name="suggestion-foot",
        ),
        aria_label="Suggestion",
        class_name="suggestion",
    )


def _piece(piece: ObjectVar[Piece], index: rx.Var[int]) -> rx.Component:
    return rx.fragment(
        rx.match(
            piece.change,
            ("added", rx.el.ins(piece.text)),
            ("removed", rx.el.del_(piece.text, " ")),
            rx.el.span(piece.text),
        ),
        key=index,
    )
