"""One picture for each line: the switch below the prompt, and the question before it is paid."""

from __future__ import annotations

import reflex as rx

from babydance.domain.queue import MAX_BATCH
from babydance.ui.components.buttons import button
from babydance.ui.components.fields import checkbox
from babydance.ui.components.sheets import sheet
from babydance.ui.pages.studio.batch_state import BatchState
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState


def batch_switch() -> rx.Component:
    """Turn each line into a picture of its own."""
    return checkbox(
        "batch",
        "One picture for each line",
        id="each-line",
        hint=f"Describe up to {MAX_BATCH} pictures at once, one in each line.",
        checked=StudioState.is_batch,
        on_change=BatchState.switch,
    )


def batch_question() -> rx.Component:
    """Ask once for all of them: how many, what they cost, what there is."""
    is_short = StudioState.price > SessionState.available
    return sheet(
        rx.el.p(
            _counted(StudioState.pictures, "picture"),
            ", ",
            _counted(StudioState.price, "credit"),
            ". You have ",
            SessionState.available.to_string(),
            ".",
            class_name="text-lg tabular-nums",
        ),
        rx.el.p(
            "Each line becomes a picture with the same settings. They appear one by one as they are ready; "
            "what fails costs nothing.",
            class_name="mt-2 text-muted",
        ),
        rx.cond(
            is_short & (BatchState.problem == ""),
            rx.el.p(
                "That isn't enough for all of them. Take some lines out, or choose a smaller size or quality.",
                class_name="field-error mt-3",
            ),
        ),
        rx.el.p(BatchState.problem, role="alert", class_name="field-error mt-3"),
        id="batch-question",
        title="Create them all?",
        is_open=StudioState.is_asking,
        on_close=BatchState.dismiss,
        foot=(
            button("Not yet", on_click=BatchState.dismiss),
            button(
                "Create · ",
                _counted(StudioState.price, "credit"),
                kind="primary",
                is_disabled=is_short,
                on_click=BatchState.confirm,
            ),
        ),
    )


def _counted(amount: rx.Var[int], noun: str) -> rx.Component:
    return rx.fragment(amount.to_string(), rx.cond(amount == 1, f" {noun}", f" {noun}s"))
