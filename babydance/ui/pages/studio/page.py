"""The studio page: the form beside the stage."""

from __future__ import annotations

import reflex as rx

from babydance.ui import paths
from babydance.ui.frames import member_frame
from babydance.ui.pages.studio.form import creation_form
from babydance.ui.pages.studio.stage import stage


def studio_page() -> rx.Component:
    """The quiet column with the form, then the pictures."""
    return member_frame(
        rx.el.div(
            rx.el.section(creation_form(), aria_label="New picture", class_name="studio-form"),
            rx.el.section(stage(), aria_label="Your pictures", id="stage", class_name="studio-stage"),
            class_name="studio",
        ),
        title="Studio",
        here=paths.STUDIO,
    )
