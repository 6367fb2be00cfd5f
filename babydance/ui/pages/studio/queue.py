"""The queue panel: one line that tells what is under way, and a list behind it."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar

from babydance.ui.client.elapsed import Elapsed
from babydance.ui.client.ready_notice import ReadyNotice
from babydance.ui.components.buttons import button, icon_button
from babydance.ui.components.icons import icon
from babydance.ui.components.sheets import sheet
from babydance.ui.pages.studio.queue_state import QueueCard, QueueState
from babydance.ui.pages.studio.state import StudioState


def queue_panel() -> rx.Component:
    """Tell what is under way, once something was; what comes after never moves because of it."""
    return rx.fragment(
        rx.cond(
            QueueState.was_busy,
            rx.el.section(
                rx.cond(_is_busy(), _open_line(), rx.el.p("Nothing is under way.", class_name="queue-rest")),
                ReadyNotice.create(status=StudioState.status),
                aria_label="Under way",
                class_name="queue",
            ),
        ),
        _question(),
    )


def _is_busy() -> rx.Var[bool]:
    return QueueState.drawn + QueueState.waiting > 0


def _open_line() -> rx.Component:
    return rx.fragment(
        rx.el.details(
            rx.el.summary(
                rx.el.span(
                    QueueState.drawn.to_string(),
                    " being drawn",
                    rx.cond(QueueState.waiting > 0, rx.fragment(", ", QueueState.waiting.to_string(), " waiting")),
                ),
                icon("chevron-down", size=18),
            ),
            rx.el.ol(rx.foreach(QueueState.cards, _picture), class_name="queue-list"),
            rx.el.p(
                rx.cond(QueueState.more > 0, rx.fragment("And ", QueueState.more.to_string(), " more. ")),
                "Up to ",
                QueueState.at_once.to_string(),
                " of your pictures are drawn at once; the others wait their turn.",
                class_name="field-hint",
            ),
        ),
        button("Stop all", kind="quiet", on_click=QueueState.ask, class_name="queue-stop"),
    )


def _picture(card: ObjectVar[QueueCard]) -> rx.Component:
    place = QueueState.place[card.id]
    return rx.el.li(
        rx.el.div(
            rx.el.span(card.prompt, dir="auto", class_name="queue-prompt"),
            rx.el.span(
                rx.match(
                    place,
                    (0, rx.cond(QueueState.has_preview.get(card.id, False), "Getting sharper", "Drawing")),
                    (1, "Next in your line"),
                    "Number " + place.to_string() + " in your line",
                ),
                " · ",
                Elapsed.create(since=QueueState.since[card.id], clock=QueueState.clock),
                class_name="queue-facts",
            ),
            class_name="queue-words",
        ),
        icon_button("close", "Stop this picture", on_click=QueueState.cancel(card.id)),
        key=card.id,
    )


def _question() -> rx.Component:
    return sheet(
        rx.el.p(
            rx.cond(
                QueueState.kept > 0,
                rx.fragment(
                    "Some of them show a preview already, and stopping keeps their price: ",
                    QueueState.kept.to_string(),
                    rx.cond(QueueState.kept == 1, " credit. ", " credits. "),
                    "All others cost nothing.",
                ),
                "None of them shows a preview yet, so nothing is charged.",
            ),
        ),
        id="stop-all",
        title="Stop everything under way?",
        is_open=QueueState.is_asking,
        on_close=QueueState.dismiss,
        foot=(
            button("Keep drawing", on_click=QueueState.dismiss),
            button("Stop all", kind="danger", icon_name="stop", on_click=QueueState.stop_all),
        ),
    )
