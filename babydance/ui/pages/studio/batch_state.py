"""State of the batch: one picture for each line, and the question before it is paid."""

from __future__ import annotations

import secrets

import reflex as rx

from babydance.domain.errors import StudioError
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio


class BatchState(rx.State):
    """The switch below the prompt, and what went wrong with the batch as a whole."""

    problem: rx.Field[str] = rx.field("")

    @rx.event
    @member(is_on=bool)
    async def switch(self, is_on: bool) -> None:
        """Take each line for a picture of its own, or all of them for one again."""
        (await self.get_state(StudioState)).take_lines(is_on=is_on)

    @rx.event
    @member()
    async def dismiss(self) -> None:
        """Start nothing, and keep everything that was typed."""
        (await self.get_state(StudioState)).is_asking = False
        self.problem = ""

    @rx.event
    @member()
    async def confirm(self) -> None:
        """Start all of them or none; a refusal is said here, and nothing that was typed is lost."""
        page = await self.get_state(StudioState)
        if not page.is_asking:  # a second press
            return
        try:
            await studio().generation.submit_batch(signed_in_account(self), page.requests(), submit_key=page.submit_key)
        except StudioError as error:
            self.problem = error.words
            return
        page.is_asking, self.problem = False, ""
        page.submit_key = secrets.token_hex(16)
        await (await self.get_state(SessionState)).show_account()
