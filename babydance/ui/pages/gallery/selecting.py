"""State of the selection: what is done with marked pictures. Which ones they are is known in the browser alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import reflex as rx
from pydantic import BaseModel, ConfigDict, Field

from babydance.domain.gallery import MAX_MARKED, Change, Selection, view_asked
from babydance.ui.pages.gallery.address import IN_NO_FOLDER
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.policies import Id, IdOrNone, Line, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio


class Picked(BaseModel):
    """Pictures as the browser names them: by id, or all of a view but these; ``number`` comes back with the answer."""

    model_config = ConfigDict(strict=True, extra="forbid")

    ids: Annotated[list[Id], Field(max_length=MAX_MARKED)]
    is_all: bool
    view: Annotated[str, Field(max_length=4_000)]
    number: Annotated[int, Field(ge=0, le=2**31)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an act; the browser knows which pictures it was about."""

    number: int = 0
    leaves: bool = False  # they are no longer in the view
    heart: str = ""  # "on" or "off"


class SelectionState(rx.State):
    """Acts on marked pictures."""

    answer: rx.Field[Answer] = rx.field(default_factory=Answer)

    @rx.event
    @member(picked=Picked, is_on=bool)
    async def favourite(self, picked: dict[str, Any], is_on: bool) -> None:
        """Mark pictures as favourites, or not any more."""
        change = await studio().selections.favourite(signed_in_account(self), _selection(picked), is_on=is_on)
        leaves = view_asked(picked["view"]).favourites and not is_on
        is_one = len(picked["ids"]) == 1 and not picked["is_all"]
        await self._tell(picked, change, leaves=leaves, heart="on" if is_on else "off", is_quiet=is_one and not leaves)

    @rx.event
    @member(picked=Picked, folder=IdOrNone)
    async def move(self, picked: dict[str, Any], folder: str) -> None:
        """Put pictures into a folder, or out of theirs."""
        change = await studio().selections.move(signed_in_account(self), _selection(picked), folder_id=folder)
        here = view_asked(picked["view"]).folder
        await self._tell(picked, change, leaves=bool(here) and here != (folder or IN_NO_FOLDER))

    @rx.event
    @member(picked=Picked, label=Line, is_on=bool)
    async def tag(self, picked: dict[str, Any], label: str, is_on: bool) -> None:
        """Put a tag on pictures, or take it off."""
        account_id, view = signed_in_account(self), view_asked(picked["view"])
        worn = {tag.id: tag.label for tag in await studio().folders.tags(account_id)}
        change = await studio().selections.tag(account_id, _selection(picked), label=label, is_on=is_on)
        await self._tell(picked, change, leaves=not is_on and worn.get(view.tag) == label)

    @rx.event
    @member(picked=Picked)
    async def trash(self, picked: dict[str, Any]) -> None:
        """Put pictures into the trash."""
        change = await studio().selections.trash(signed_in_account(self), _selection(picked))
        await self._tell(picked, change, leaves=not view_asked(picked["view"]).trash)

    @rx.event
    @member(picked=Picked)
    async def restore(self, picked: dict[str, Any]) -> None:
        """Take pictures out of the trash."""
        change = await studio().selections.restore(signed_in_account(self), _selection(picked))
        await self._tell(picked, change, leaves=view_asked(picked["view"]).trash)

    @rx.event
    @member(picked=Picked)
    async def delete(self, picked: dict[str, Any]) -> None:
        """Delete pictures of the trash for good."""
        change = await studio().selections.delete(signed_in_account(self), _selection(picked))
        await self._tell(picked, change, leaves=True)

    @rx.event
    @member()
    async def empty_trash(self) -> None:
        """Delete everything in the trash for good."""
        change = await studio().selections.empty_trash(signed_in_account(self))
        (await self.get_state(SessionState)).say(change.words, tone="done")
        gallery = await self.get_state(GalleryState)
        gallery.asks_to_empty = False
        await gallery.begin_anew()

    async def _tell(
        self, picked: dict[str, Any], change: Change, *, leaves: bool = False, heart: str = "", is_quiet: bool = False
    ) -> None:
        """Answer the browser, say it in words with a way back, and bring the page up to date."""
        self.answer = Answer(number=picked["number"], leaves=leaves, heart=heart)
        if not is_quiet:
            (await self.get_state(SessionState)).say(change.words, tone="done", undo=change.id)
        gallery = await self.get_state(GalleryState)
        if leaves and picked["is_all"]:
            await gallery.begin_anew()
        await gallery.settle(is_gone=leaves and not picked["is_all"])


def _selection(picked: dict[str, Any]) -> Selection:
    view = view_asked(picked["view"]) if picked["is_all"] else None
    return Selection(ids=tuple(picked["ids"]), view=view)
