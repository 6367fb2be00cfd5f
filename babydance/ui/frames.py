"""The frames of the shell, filled with what the session knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.native_form import in_page
from babydance.ui.components.buttons import link_button
from babydance.ui.components.credits import credit_pill
from babydance.ui.components.links import plain_link
from babydance.ui.components.notices import banner, notice_queue, sandbox_bar
from babydance.ui.session import SessionState
from babydance.ui.shell import auth_layout, studio_layout

Content = rx.Component | rx.Var[Any] | str


def member_frame(*content: Content, title: str, here: str) -> rx.Component:
    """Frame a page for people who are signed in."""
    return rx.fragment(
        _session_end(),
        studio_layout(
            rx.cond(SessionState.is_signed_in & ~SessionState.is_verified, _unverified()),
            *content,
            title=title,
            here=here,
            pill=credit_pill(SessionState.available, SessionState.in_use, to=paths.CREDITS),
            bars=_bars(),
            notices=_notices(),
        ),
    )


def entrance_frame(*content: Content, title: str, intro: Content = "", foot: Content = "") -> rx.Component:
    """Frame a short form for people who are not signed in yet."""
    return rx.fragment(
        _session_end(),
        auth_layout(*content, title=title, intro=intro, foot=foot, bars=_bars(), notices=_notices()),
    )


def outbox_button() -> rx.Component:
    """Lead to the mail that stays on this machine; there is none in production."""
    return rx.cond(
        SessionState.has_outbox,
        plain_link("Open the development outbox", href=backend("/admin/outbox"), target="_blank"),
    )


def public(page: Callable[..., rx.Component]) -> Callable[[], rx.Component]:
    """Show a page that anybody may read, with the bar that says what is not real."""
    return lambda: page(bars=_bars())


def _bars() -> list[rx.Component]:
    return [rx.cond(SessionState.is_sandbox, sandbox_bar())]


def _notices() -> rx.Component:
    return notice_queue(SessionState.notices, on_close=SessionState.dismiss, on_undo=SessionState.undo)


def _unverified() -> rx.Component:
    return rx.el.div(
        banner(
            "We sent a link to ",
            rx.el.strong(SessionState.email),
            f". Follow it, and {SIGN_UP_CREDITS} free credits are yours. ",
            outbox_button(),
            tone="caution",
            title="Confirm your address",
            action=link_button("Send a new link", to=paths.VERIFY),
        ),
        class_name="pb-6",
    )


def _session_end() -> rx.Component:
    """Leave the page when its session has ended, or load it anew when somebody else signed in."""
    return rx.fragment(
        rx.cond(SessionState.gone, rx.el.i(on_mount=in_page(f"window.location.replace('{paths.SIGN_IN}/')"))),
        rx.cond(SessionState.stale, rx.el.i(on_mount=in_page("window.location.reload()"))),
    )
