"""State of the sheet "Your prompts": those that were used, and those that were saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.domain.errors import StudioError
from babydance.domain.prompts import KnownPrompt
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import Id, Line, Word, member
from babydance.ui.session import signed_in_account
from babydance.wiring import studio

TABS = ("used", "saved")
_PROMPT_SHOWN = 140  # characters


@dataclass(frozen=True, slots=True)
class PromptCard:
    """One prompt in a list, short enough to be sent by the dozen."""

    id: str
    prompt: str


class PromptsState(rx.State):
    """The sheet, its tab, and what is searched for in it."""

    is_open: rx.Field[bool] = rx.field(False)
    tab: rx.Field[str] = rx.field("used")
    search: rx.Field[str] = rx.field("")
    cards: rx.Field[list[PromptCard]] = rx.field(default_factory=list)
    words: rx.Field[str] = rx.field("")  # what just happened, or what went wrong
    may_undo: rx.Field[bool] = rx.field(False)

    _deleted: str = ""

    @rx.event
    @member()
    async def show(self) -> None:
        """Open the sheet at the prompts that were used."""
        self.tab, self.search, self.is_open = TABS[0], "", True
        await self._refresh()

    @rx.event
    @member(tab=Word)
    async def choose_tab(self, tab: str) -> None:
        """Show one list or the other."""
        if tab in TABS:
            self.tab = tab
            await self._refresh()

    @rx.event(supersedes=True)
    @member(search=Line)
    async def look_for(self, search: str) -> None:
        """Show the prompts that hold all words, however they are written."""
        self.search = search
        await self._refresh()

    @rx.event
    @member(prompt_id=Id)
    async def use(self, prompt_id: str) -> Any:
        """Put a prompt into the box."""
        text = await self._whole(prompt_id)
        self.is_open = False
        return StudioState.take(text)

    @rx.event
    @member()
    async def save_typed(self) -> None:
        """Save what stands in the box."""
        await self._save((await self.get_state(StudioState)).typed())

    @rx.event
    @member(prompt_id=Id)
    async def save(self, prompt_id: str) -> None:
        """Save a prompt that was used."""
        await self._save(await self._whole(prompt_id))

    @rx.event
    @member(prompt_id=Id)
    async def delete(self, prompt_id: str) -> None:
        """Delete a saved prompt; it can be brought back as long as the sheet shows it."""
        deleted = await studio().prompts.delete(signed_in_account(self), prompt_id)
        await self._refresh("Deleted.", deleted=deleted)

    @rx.event
    @member()
    async def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            await studio().prompts.save(signed_in_account(self), self._deleted)
            await self._refresh()

    @rx.event
    @member()
    async def dismiss(self) -> None:
        """Close the sheet."""
        self.is_open = False

    async def _save(self, prompt: str) -> None:
        try:
            await studio().prompts.save(signed_in_account(self), prompt)
        except StudioError as error:
            await self._refresh(error.words)
        else:
            await self._refresh("Saved.")

    async def _whole(self, prompt_id: str) -> str:
        prompts, account_id = studio().prompts, signed_in_account(self)
        return await (prompts.used if self.tab == TABS[0] else prompts.saved_prompt)(account_id, prompt_id)

    async def _refresh(self, words: str = "", *, deleted: str = "") -> None:
        prompts, account_id = studio().prompts, signed_in_account(self)
        self._deleted, self.may_undo = deleted, bool(deleted)
        try:
            known = await (prompts.history if self.tab == TABS[0] else prompts.saved)(account_id, self.search)
        except StudioError as error:
            self.cards, self.words = [], error.words
        else:
            self.cards, self.words = _cards(known), words


def _cards(known: Sequence[KnownPrompt]) -> list[PromptCard]:
    cards = []
    for one in known:
        prompt = " ".join(one.prompt.split())
        cards.append(PromptCard(one.id, prompt if len(prompt) <= _PROMPT_SHOWN else f"{prompt[:_PROMPT_SHOWN]}…"))
    return cards
