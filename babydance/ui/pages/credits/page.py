"""The credits page: what there is, where it came from, and every movement that led there."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar

from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.ui import paths
from babydance.ui.components.buttons import button, link_button
from babydance.ui.components.links import text_link
from babydance.ui.components.surfaces import badge, card, empty_state, text_skeleton
from babydance.ui.frames import member_frame
from babydance.ui.pages.credits.state import CreditsState, Movement, Source
from babydance.ui.session import SessionState


def credits_page() -> rx.Component:
    """The balance over the ledger."""
    return member_frame(
        rx.el.div(
            _balance(),
            rx.cond(CreditsState.sources.length() > 0, _sources()),
            rx.cond(
                CreditsState.is_loaded,
                rx.cond(CreditsState.movements.length() > 0, _ledger(), _empty()),
                text_skeleton(4),
            ),
            class_name="flex max-w-prose flex-col gap-6",
        ),
        title="Credits",
        here=paths.CREDITS,
    )


def _balance() -> rx.Component:
    return card(
        rx.el.dl(
            _amount("Available", SessionState.available),
            _amount("In use", SessionState.in_use),
            class_name="flex gap-12",
        ),
        rx.el.p(
            "A credit is spent when a picture is ready. While it is drawn the credits are in use; "
            "if it fails, they come back by themselves.",
            class_name="mt-4 text-sm text-muted",
        ),
    )


def _amount(label: str, amount: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-sm text-muted"),
        rx.el.dd(amount.to_string(), class_name="text-3xl font-display font-extrabold tabular-nums"),
    )


def _sources() -> rx.Component:
    """Say what is spent first: what ends soonest of what was given for a time, then the rest."""
    return card(
        rx.el.h2("Where they come from", class_name="text-lg"),
        rx.el.p("Spent from the top down.", class_name="mt-1 text-sm text-muted"),
        rx.el.ol(rx.foreach(CreditsState.sources, _source), class_name="mt-4 flex flex-col gap-3"),
    )


def _source(source: ObjectVar[Source]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(source.name, class_name="font-semibold"),
            rx.cond(source.is_next, badge("Next", tone="info")),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.div(
            rx.el.span(source.left, class_name="tabular-nums"),
            rx.el.span(" · ", aria_hidden="true"),
            rx.cond(source.end_moment != "", rx.el.time(source.end, date_time=source.end_moment), source.end),
            class_name="text-sm text-muted",
        ),
        key=source.id,
    )


def _ledger() -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.caption("Every movement, newest first", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th("When", scope="col"),
                    rx.el.th("What", scope="col"),
                    rx.el.th("Available", scope="col", class_name="number"),
                    rx.el.th("In use", scope="col", class_name="number"),
                    rx.el.th("Balance", scope="col", class_name="number"),
                )
            ),
            rx.el.tbody(rx.foreach(CreditsState.movements, _movement)),
            class_name="ledger",
        ),
        rx.cond(CreditsState.has_more, button("Show older ones", on_click=CreditsState.more, class_name="mt-4")),
    )


def _movement(movement: ObjectVar[Movement]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.time(movement.when, date_time=movement.moment), class_name="when"),
        rx.el.td(
            rx.cond(movement.picture != "", text_link(movement.reason, to=movement.picture), movement.reason),
            rx.cond(movement.outcome != "", rx.el.span(" · ", movement.outcome, class_name="text-muted")),
        ),
        rx.el.td(movement.available, class_name="number"),
        rx.el.td(movement.in_use, class_name="number"),
        rx.el.td(movement.balance.to_string(), class_name="number"),
        key=movement.id,
    )


def _empty() -> rx.Component:
    return empty_state(
        "No movements yet",
        f"Confirm your address, and the first {SIGN_UP_CREDITS} credits appear here.",
        action=link_button("Send a new link", to=paths.VERIFY),
    )
