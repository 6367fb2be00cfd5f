"""State of prompt help: it asks only when told to, and changes nothing until the suggestion is accepted."""

from __future__ import annotations

from typing import Any

import reflex as rx

from babydance.domain.errors import StudioError
from babydance.domain.prompts import Piece
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import internal, member
from babydance.ui.session import held_by, principal_of, signed_in_account
from babydance.wiring import studio


class HelpState(rx.State):
    """A suggestion beside the words that it was made for."""

    pieces: rx.Field[list[Piece]] = rx.field(default_factory=list)
    is_thinking: rx.Field[bool] = rx.field(False)
    problem: rx.Field[str] = rx.field("")

    _text: str = ""

    @rx.event
    @member()
    async def suggest(self) -> Any:
        """Ask for a better prompt; the page stays usable meanwhile."""
        if self.is_thinking:
            return None
        self.is_thinking, self.problem, self.pieces = True, "", []
        return HelpState.ask

    @rx.event(background=True)
    @internal
    async def ask(self) -> None:
        """Wait for the suggestion, outside of the state, and show it or say why there is none."""
        async with self:
            principal = principal_of(self)
            account_id = signed_in_account(self)
            prompt = (await self.get_state(StudioState)).typed()
        text, pieces, problem = "", [], ""
        try:
            made = await studio().prompts.suggest(account_id, prompt)
            text, pieces = made.text, list(made.pieces)
        except StudioError as error:
            problem = error.words
        finally:
            async with held_by(self, principal) as state:
                state.is_thinking = False
                state._text, state.pieces, state.problem = text, pieces, problem  # noqa: SLF001  it is our own

    @rx.event
    @member()
    async def accept(self) -> Any:
        """Put the suggestion into the box."""
        text = self._text
        self._forget()
        return StudioState.take(text) if text else None

    @rx.event
    @member()
    async def dismiss(self) -> None:
        """Leave the words as they are."""
        self._forget()

    def _forget(self) -> None:
        self._text, self.pieces, self.problem = "", [], ""
