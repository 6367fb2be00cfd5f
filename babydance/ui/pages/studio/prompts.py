"""The sheet "Your prompts": two lists, one search."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar

from babydance.ui.components.buttons import button, icon_button
from babydance.ui.components.fields import Option, segments, text_field
from babydance.ui.components.sheets import sheet
from babydance.ui.pages.studio.prompts_state import PromptCard, PromptsState
from babydance.ui.pages.studio.state import StudioState


def prompts_button() -> rx.Component:
    """Open the prompts of the past."""
    return button("Your prompts", kind="quiet", on_click=PromptsState.show)


def prompts_sheet() -> rx.Component:
    """Show what was used and what was saved."""
    return sheet(
        rx.el.div(_tab(), _search(), class_name="flex flex-col gap-4"),
        _what_happened(),
        rx.cond(
            PromptsState.cards.length() > 0,
            rx.el.ul(rx.foreach(PromptsState.cards, _card), class_name="wording-list"),
            rx.el.p(_nothing(), class_name="py-6 text-center text-muted"),
        ),
        id="prompts",
        title="Your prompts",
        is_open=PromptsState.is_open,
        on_close=PromptsState.dismiss,
        foot=(
            button(
                "Save what is in the box",
                icon_name="plus",
                is_disabled=StudioState.characters == 0,
                on_click=PromptsState.save_typed,
            ),
        ),
    )


def _tab() -> rx.Component:
    return segments(
        "prompts-tab",
        "Which prompts",
        [Option("used", "Used before"), Option("saved", "Saved")],
        value=PromptsState.tab,
        is_label_hidden=True,
        on_change=PromptsState.choose_tab,
    )


def _search() -> rx.Component:
    return text_field(
        "prompts-search",
        "Search",
        type="search",
        value=PromptsState.search,
        on_change=PromptsState.look_for,
        max_length=200,
        required=False,
        auto_complete="off",
        dir="auto",
    )


def _what_happened() -> rx.Component:
    return rx.el.div(
        rx.el.p(PromptsState.words),
        rx.cond(PromptsState.may_undo, button("Undo", kind="quiet", icon_name="retry", on_click=PromptsState.undo)),
        role="status",
        class_name="wording-status",
    )


def _nothing() -> rx.Var[str]:
    return rx.cond(
        PromptsState.search != "",
        "No prompt holds these words.",
        rx.cond(
            PromptsState.tab == "used",
            "What you write for your pictures is kept here.",
            "Save prompts that you want to use again.",
        ),
    )


def _card(card: ObjectVar[PromptCard]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span("Use: ", class_name="sr-only"),
            card.prompt,
            type="button",
            dir="auto",
            on_click=PromptsState.use(card.id),
            class_name="wording",
        ),
        rx.cond(
            PromptsState.tab == "used",
            icon_button("heart", "Save this prompt", on_click=PromptsState.save(card.id)),
            icon_button("trash", "Delete this prompt", on_click=PromptsState.delete(card.id)),
        ),
        key=card.id,
        class_name="wording-row",
    )
