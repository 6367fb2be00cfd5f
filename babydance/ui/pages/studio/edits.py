"""Ready-made edits: a row of chips that appears once there is a picture to work from."""

from __future__ import annotations

import reflex as rx

from babydance.ui.components.fields import chips
from babydance.ui.pages.studio.sources_state import SourcesState
from babydance.ui.pages.studio.state import StudioState


def edits() -> rx.Component:
    """Offer what can be done to the chosen picture."""
    has_picture = SourcesState.chosen.length() > 0
    return rx.cond(
        has_picture & (StudioState.edits.length() > 0),
        chips(
            "edit",
            "What to do with it",
            StudioState.edits,
            value=StudioState.edit,
            hint=StudioState.edit_hint,
            error=rx.cond(StudioState.problem_field == "edit", StudioState.problem, ""),
            on_change=StudioState.choose_edit,
        ),
    )
