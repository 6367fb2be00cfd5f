"""The account page: who is signed in, colours, credits, sign out."""

from __future__ import annotations

import reflex as rx

from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.native_form import NativeForm
from babydance.ui.components.buttons import link_button, submit_button
from babydance.ui.components.surfaces import badge, card
from babydance.ui.frames import member_frame
from babydance.ui.session import SessionState
from babydance.ui.theme import theme_switch


def account_page() -> rx.Component:
    """What the studio knows about the person, and the way out."""
    return member_frame(
        rx.el.div(
            card(
                rx.el.h2("You", class_name="text-lg"),
                rx.el.dl(
                    _fact("Name", rx.el.span(SessionState.name, dir="auto")),
                    _fact(
                        "E-mail",
                        rx.el.span(
                            SessionState.email,
                            " ",
                            rx.cond(
                                SessionState.is_verified,
                                badge("Confirmed", tone="done"),
                                badge("Not confirmed", tone="caution"),
                            ),
                        ),
                    ),
                    class_name="fact-list mt-3",
                ),
            ),
            card(
                rx.el.h2("Credits", class_name="text-lg"),
                rx.el.p(
                    SessionState.available.to_string(),
                    " available, ",
                    SessionState.in_use.to_string(),
                    " in use.",
                    class_name="mt-1 mb-4 text-muted",
                ),
                link_button("See every movement", to=paths.CREDITS),
            ),
            card(rx.el.h2("Colours", class_name="mb-3 text-lg"), theme_switch("theme-account")),
            NativeForm.create(
                submit_button("Sign out", kind="secondary", icon_name="sign-out"),
                action=backend("/session/leave"),
                method="post",
            ),
            rx.el.p(
                link_button("Privacy", to=paths.PRIVACY, kind="quiet"),
                link_button("Terms", to=paths.TERMS, kind="quiet"),
            ),
            class_name="flex max-w-prose flex-col gap-5",
        ),
        title="Account",
        here=paths.ACCOUNT,
    )


def _fact(label: str, value: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value))
