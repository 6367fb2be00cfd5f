"""What stands where no page is."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from babydance.ui import paths
from babydance.ui.components.buttons import link_button
from babydance.ui.components.drawings import hiding_baby
from babydance.ui.shell import public_layout


def not_found_page(bars: Sequence[rx.Component] = ()) -> rx.Component:
    """Say so kindly, and lead back."""
    return public_layout(
        rx.el.div(
            rx.el.div(hiding_baby(label="A baby in a bear suit, playing peekaboo"), class_name="w-48 md:w-56"),
            rx.el.h1("There is no page here", class_name="mt-6 text-3xl"),
            rx.el.p(
                "Nothing is lost. The address may have a typing error, or the page has moved.",
                class_name="mt-3 max-w-form text-muted",
            ),
            rx.el.div(
                link_button("Go to the first page", to=paths.LANDING, kind="primary"),
                link_button("Open the studio", to=paths.STUDIO),
                class_name="mt-8 flex flex-wrap justify-center gap-3",
            ),
            class_name="flex flex-col items-center px-4 py-12 text-center",
        ),
        bars=bars,
    )
