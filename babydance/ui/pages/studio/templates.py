"""Templates: a list of sentences, then the blanks of the one that was chosen."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar

from babydance.domain.templates import MAX_BLANK
from babydance.ui.components.buttons import button, submit_button
from babydance.ui.components.icons import icon
from babydance.ui.components.sheets import sheet
from babydance.ui.pages.studio.templates_state import BlankField, TemplateCard, TemplatesState

_FORM = "blanks"


def templates_button() -> rx.Component:
    """Open the templates."""
    return button("Templates", kind="quiet", on_click=TemplatesState.show)


def templates_sheet() -> rx.Component:
    """Show the list, or the blanks of one."""
    return sheet(
        rx.cond(TemplatesState.chosen == "", _list(), _blanks()),
        id="templates",
        title=rx.cond(TemplatesState.chosen == "", "Start from a template", TemplatesState.label),
        is_open=TemplatesState.is_open,
        on_close=TemplatesState.dismiss,
    )


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(TemplatesState.cards, _card), class_name="wording-list")


def _card(card: ObjectVar[TemplateCard]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(card.label, class_name="wording-title"),
                rx.el.span(card.example, class_name="wording-words"),
                class_name="min-w-0 flex-1",
            ),
            icon("chevron-right", size=18),
            type="button",
            on_click=TemplatesState.choose(card.id),
            class_name="wording",
        ),
        key=card.id,
    )


def _blanks() -> rx.Component:
    return rx.el.form(
        rx.el.p("Fill in what you like; what stays empty takes the grey words.", class_name="text-muted"),
        rx.foreach(TemplatesState.blanks, _blank),
        rx.el.p(TemplatesState.problem, role="alert", class_name="field-error"),
        rx.el.div(
            button("All templates", kind="quiet", icon_name="chevron-left", on_click=TemplatesState.back),
            submit_button("Put it in the box"),
            class_name="flex flex-wrap justify-between gap-2 pt-2",
        ),
        id=_FORM,
        key=TemplatesState.chosen,
        on_submit=TemplatesState.fill,
        class_name="flex flex-col gap-4",
    )


def _blank(blank: ObjectVar[BlankField]) -> rx.Component:
    field_id = "blank-" + blank.name.to_string(use_json=False)
    return rx.el.div(
        rx.el.label(blank.label, html_for=field_id, class_name="field-label"),
        rx.el.input(
            id=field_id,
            name=blank.name,
            list=field_id + "-words",
            placeholder=blank.first,
            max_length=MAX_BLANK,
            auto_complete="off",
            dir="auto",
            class_name="control",
        ),
        rx.el.datalist(
            rx.foreach(blank.suggestions, lambda words: rx.el.option(value=words, key=words)),
            id=field_id + "-words",
        ),
        key=blank.name,
        class_name="field",
    )
