"""States of the pages before the studio: sign up, sign in, confirm the address, new password."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx
from pydantic import BaseModel, ConfigDict

from babydance.domain.accounts import Strength
from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.domain.errors import InvalidInputError, LinkError, StudioError
from babydance.ui.policies import Line, Text, public
from babydance.ui.session import SessionState, principal_of
from babydance.wiring import studio

_STRENGTHS = ("Very easy to guess", "Easy to guess", "Fair", "Good", "Strong")


class _Form(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="forbid")


class SignUpForm(_Form):
    """What the sign-up form sends."""

    name: Line
    email: Line
    password: Text


class SignInForm(_Form):
    """What the sign-in form sends."""

    email: Line
    password: Text


class EmailForm(_Form):
    """What a form with only an address sends."""

    email: Line


class PasswordForm(_Form):
    """What the form for a new password sends."""

    password: Text


class SignUpState(rx.State):
    """The form for a new account."""

    name_error: rx.Field[str] = rx.field("")
    email_error: rx.Field[str] = rx.field("")
    password_error: rx.Field[str] = rx.field("")
    form_error: rx.Field[str] = rx.field("")
    score: rx.Field[int] = rx.field(-1)  # 0 to 4; -1 before anything is typed
    strength: rx.Field[str] = rx.field("")
    sent_to: rx.Field[str] = rx.field("")

    @rx.event
    @public()
    async def load(self) -> Any:
        """Start with an empty form, or go on to the studio."""
        self.reset()
        return await _welcome(self)

    @rx.event
    @public(password=Text)
    async def judge(self, password: str) -> None:
        """Show how strong the password is."""
        if not password:
            self.score, self.strength = -1, ""
            return
        self.score, self.strength = _judged(await studio().accounts.password_strength(password))

    @rx.event
    @public(form_data=SignUpForm)
    async def submit(self, form_data: dict[str, Any]) -> None:
        """Open the account; the answer is the same whether or not the address was known."""
        form = SignUpForm(**form_data)
        self.name_error = self.email_error = self.password_error = self.form_error = ""
        try:
            await studio().accounts.sign_up(form.name, form.email, form.password, address=_address(self))
        except StudioError as error:
            self._show_error(error)
        else:
            self.sent_to = form.email

    @rx.event
    @public()
    async def send_again(self) -> None:
        """Mail the link once more."""
        session = await self.get_state(SessionState)
        if self.sent_to:
            await studio().accounts.resend_verification(self.sent_to, address=_address(self))
            session.say("If the address still needs confirming, a new link is on its way.")

    def _show_error(self, error: StudioError) -> None:
        """Put the words where the mistake is."""
        match error.field if isinstance(error, InvalidInputError) else "":
            case "name":
                self.name_error = error.words
            case "email":
                self.email_error = error.words
            case "password":
                self.password_error = error.words
            case _:
                self.form_error = error.words


class SignInState(rx.State):
    """The form for people who have an account."""

    error: rx.Field[str] = rx.field("")
    ticket: rx.Field[str] = rx.field("")

    @rx.event
    @public()
    async def load(self) -> Any:
        """Start with an empty form, or go on to the studio."""
        self.reset()
        if "again" in self.router.url.query_parameters:
            self.error = "That took too long. Sign in once more."
        return await _welcome(self)

    @rx.event
    @public(form_data=SignInForm)
    async def submit(self, form_data: dict[str, Any]) -> None:
        """Check the password; the page then swaps the ticket for the cookie."""
        form = SignInForm(**form_data)
        self.error = ""
        try:
            self.ticket = await studio().accounts.sign_in(form.email, form.password, address=_address(self))
        except StudioError as error:
            self.error = error.words


class VerifyState(rx.State):
    """The page behind the link that confirms an address."""

    outcome: rx.Field[str] = rx.field("")
    is_confirmed: rx.Field[bool] = rx.field(False)
    is_loaded: rx.Field[bool] = rx.field(False)
    is_sent: rx.Field[bool] = rx.field(False)

    @rx.event
    @public()
    async def load(self) -> Any:
        """Confirm the address that the link was mailed to."""
        self.reset()
        token = self.router.url.query_parameters.get("token", "")[:200]
        self.is_loaded = True
        if token:
            await self._confirm(token)
        await (await self.get_state(SessionState)).show_account()

    async def _confirm(self, token: str) -> None:
        try:
            name = await studio().accounts.verify_email(token)
        except LinkError as error:
            self.outcome = error.words
        else:
            self.is_confirmed = True
            self.outcome = f"Thank you, {name}. Your address is confirmed, and {SIGN_UP_CREDITS} credits are yours."

    @rx.event
    @public(form_data=EmailForm)
    async def send_again(self, form_data: dict[str, Any]) -> None:
        """Mail a new link."""
        await studio().accounts.resend_verification(EmailForm(**form_data).email, address=_address(self))
        self.is_sent = True


class ForgotState(rx.State):
    """The form that asks for a new password."""

    error: rx.Field[str] = rx.field("")
    is_sent: rx.Field[bool] = rx.field(False)

    @rx.event
    @public()
    async def load(self) -> None:
        """Start with an empty form."""
        self.reset()
        await (await self.get_state(SessionState)).show_account()

    @rx.event
    @public(form_data=EmailForm)
    async def submit(self, form_data: dict[str, Any]) -> None:
        """Mail a link, if the address has an account; say the same either way."""
        self.error = ""
        try:
            await studio().accounts.ask_reset(EmailForm(**form_data).email, address=_address(self))
        except StudioError as error:
            self.error = error.words
        else:
            self.is_sent = True


class ResetState(rx.State):
    """The page behind the link for a new password."""

    error: rx.Field[str] = rx.field("")
    score: rx.Field[int] = rx.field(-1)
    strength: rx.Field[str] = rx.field("")
    is_done: rx.Field[bool] = rx.field(False)
    _token: str = ""

    @rx.event
    @public()
    async def load(self) -> None:
        """Take the token from the link."""
        self.reset()
        self._token = self.router.url.query_parameters.get("token", "")[:200]
        await (await self.get_state(SessionState)).show_account()

    @rx.event
    @public(password=Text)
    async def judge(self, password: str) -> None:
        """Show how strong the password is."""
        if not password:
            self.score, self.strength = -1, ""
            return
        self.score, self.strength = _judged(await studio().accounts.password_strength(password))

    @rx.event
    @public(form_data=PasswordForm)
    async def submit(self, form_data: dict[str, Any]) -> None:
        """Set the new password and end every session."""
        self.error = ""
        try:
            await studio().accounts.reset_password(self._token, PasswordForm(**form_data).password)
        except StudioError as error:
            self.error = error.words
        else:
            self.is_done = True


def _judged(strength: Strength) -> tuple[int, str]:
    """Return the score, and the strength in words with what would help."""
    words = _STRENGTHS[strength.score]
    return strength.score, f"{words}. {strength.advice}" if strength.advice else words


def _address(state: rx.State) -> str:
    return str(state.router.session.client_ip)


async def _welcome(state: rx.State) -> Any:
    """Send people who are signed in on to the studio."""
    session = await state.get_state(SessionState)
    await session.show_account()
    return rx.redirect("/studio/") if session.is_signed_in and principal_of(state) else None
