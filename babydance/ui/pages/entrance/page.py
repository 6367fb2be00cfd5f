"""The pages before the studio: sign up, sign in, confirm the address, new password."""

from __future__ import annotations

from typing import Any

import reflex as rx

from babydance.domain.accounts import MAX_NAME, MIN_PASSWORD
from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.native_form import NativeForm, in_page
from babydance.ui.components.buttons import button, link_button, submit_button
from babydance.ui.components.fields import password_field, strength_meter, text_field
from babydance.ui.components.links import text_link
from babydance.ui.components.notices import banner
from babydance.ui.components.surfaces import text_skeleton
from babydance.ui.frames import entrance_frame, outbox_button
from babydance.ui.pages.entrance.state import ForgotState, ResetState, SignInState, SignUpState, VerifyState
from babydance.ui.session import SessionState


def sign_up_page() -> rx.Component:
    """Ask for a name, an address and a password; then say where the link went."""
    return entrance_frame(
        rx.cond(SignUpState.sent_to == "", _sign_up_form(), _look_into_your_mail()),
        title="Make an account",
        intro=f"{SIGN_UP_CREDITS} free credits once your address is confirmed. No card needed.",
        foot=rx.fragment("You have an account? ", text_link("Sign in", to=paths.SIGN_IN)),
    )


def sign_in_page() -> rx.Component:
    """Ask for address and password; a ticket then becomes the session cookie."""
    return entrance_frame(
        rx.el.form(
            rx.cond(SignInState.error != "", banner(SignInState.error, tone="problem")),
            _email(),
            password_field("password", "Password", auto_complete="current-password"),
            _submit("Sign in", is_busy=SignInState.ticket != "", class_name="w-full"),
            on_submit=SignInState.submit,
            class_name="flex flex-col gap-5",
        ),
        rx.cond(SignInState.ticket != "", _enter(SignInState.ticket)),
        rx.el.p(text_link("Forgot your password?", to=paths.FORGOT), class_name="text-center text-sm"),
        title="Sign in",
        foot=rx.fragment("New here? ", text_link("Make an account", to=paths.SIGN_UP)),
    )


def verify_page() -> rx.Component:
    """Say what the link did, or send a new one."""
    return entrance_frame(
        rx.cond(
            VerifyState.is_confirmed,
            rx.fragment(
                banner(VerifyState.outcome, tone="done"),
                rx.cond(
                    SessionState.is_signed_in,
                    link_button("Open the studio", to=paths.STUDIO, kind="primary", class_name="w-full"),
                    link_button("Sign in", to=paths.SIGN_IN, kind="primary", class_name="w-full"),
                ),
            ),
            rx.cond(
                VerifyState.is_loaded,
                rx.fragment(
                    rx.cond(VerifyState.outcome != "", banner(VerifyState.outcome, tone="caution")),
                    _new_link_form(),
                ),
                text_skeleton(2),
            ),
        ),
        title="Confirm your address",
        foot=text_link("To sign-in", to=paths.SIGN_IN),
    )


def forgot_page() -> rx.Component:
    """Ask where to send a link for a new password."""
    return entrance_frame(
        rx.cond(
            ForgotState.is_sent,
            rx.fragment(
                banner("If the address has an account, a link is on its way. It works for one hour.", tone="done"),
                outbox_button(),
            ),
            rx.el.form(
                rx.cond(ForgotState.error != "", banner(ForgotState.error, tone="problem")),
                _email(),
                _submit("Send a link", class_name="w-full"),
                on_submit=ForgotState.submit,
                class_name="flex flex-col gap-5",
            ),
        ),
        title="New password",
        intro="We mail you a link with which you choose a new one.",
        foot=text_link("Back to sign-in", to=paths.SIGN_IN),
    )


def reset_page() -> rx.Component:
    """Ask for the new password."""
    return entrance_frame(
        rx.cond(
            ResetState.is_done,
            rx.fragment(
                banner("Your password is changed, and every device was signed out.", tone="done"),
                link_button("Sign in", to=paths.SIGN_IN, kind="primary", class_name="w-full"),
            ),
            rx.el.form(
                rx.cond(ResetState.error != "", banner(ResetState.error, tone="problem")),
                _new_password(ResetState),
                _submit("Save the new password", class_name="w-full"),
                on_submit=ResetState.submit,
                class_name="flex flex-col gap-5",
            ),
        ),
        title="Choose a new password",
        foot=text_link("Send another link", to=paths.FORGOT),
    )


def _sign_up_form() -> rx.Component:
    return rx.el.form(
        rx.cond(SignUpState.form_error != "", banner(SignUpState.form_error, tone="problem")),
        text_field("name", "Name", error=SignUpState.name_error, auto_complete="name", max_length=MAX_NAME),
        _email(error=SignUpState.email_error),
        _new_password(SignUpState, error=SignUpState.password_error),
        _submit("Make an account", class_name="w-full"),
        rx.el.p(
            "By going on you accept the ",
            text_link("terms", to=paths.TERMS),
            " and have read the ",
            text_link("privacy policy", to=paths.PRIVACY),
            ".",
            class_name="field-hint",
        ),
        on_submit=SignUpState.submit,
        class_name="flex flex-col gap-5",
    )


def _look_into_your_mail() -> rx.Component:
    return rx.fragment(
        banner(
            "We sent a link to ",
            rx.el.strong(SignUpState.sent_to),
            f". It confirms your address and brings your {SIGN_UP_CREDITS} credits. It works for two days.",
            tone="done",
            title="Look into your mail",
        ),
        outbox_button(),
        rx.el.div(
            link_button("Sign in", to=paths.SIGN_IN, kind="primary"),
            button("Send it again", on_click=SignUpState.send_again),
            class_name="flex flex-wrap gap-3",
        ),
    )


def _new_link_form() -> rx.Component:
    return rx.cond(
        VerifyState.is_sent,
        rx.fragment(
            banner("If the address still needs confirming, a new link is on its way.", tone="done"), outbox_button()
        ),
        rx.el.form(
            _email(),
            _submit("Send a new link", kind="secondary", class_name="w-full"),
            on_submit=VerifyState.send_again,
            class_name="flex flex-col gap-5",
        ),
    )


def _submit(words: str, **props: Any) -> rx.Component:
    """Send the form once the page listens; before that the browser itself would, with the password in the address."""
    return submit_button(words, is_disabled=rx.cond(SessionState.is_hydrated, False, True), **props)


def _email(error: str | rx.Var[str] = "") -> rx.Component:
    return text_field(
        "email",
        "E-mail",
        error=error,
        type="email",
        auto_complete="email",
        auto_capitalize="none",
        spell_check=False,
    )


def _new_password(state: type[SignUpState | ResetState], error: str | rx.Var[str] = "") -> rx.Component:
    return rx.el.div(
        password_field(
            "password",
            "Password",
            hint=f"At least {MIN_PASSWORD} characters; a few unrelated words work well.",
            error=error,
            auto_complete="new-password",
            on_change=state.judge.debounce(300),
        ),
        rx.cond(
            state.score >= 0,
            strength_meter(state.score, state.strength),
        ),
        class_name="flex flex-col gap-3",
    )


def _enter(ticket: rx.Var[str]) -> rx.Component:
    """Post the ticket to the route that makes the cookie; only a real form does that."""
    return NativeForm.create(
        rx.el.input(type="hidden", name="ticket", value=ticket, read_only=True),
        id="enter",
        action=backend("/session/enter"),
        method="post",
        on_mount=in_page("document.getElementById('enter').submit()"),
    )
