"""State of the folders and tags: the list beside the pictures, and the folder that is being changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import BaseModel, ConfigDict

from babydance.domain.errors import StudioError
from babydance.domain.gallery import Folder, Tag, View
from babydance.ui.pages.gallery.address import address_of
from babydance.ui.policies import Id, IdOrNone, Line, Word, internal, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio


@dataclass(frozen=True, slots=True)
class ShelfFolder:
    """One line of the folder list; ``depth`` counts the folders around it."""

    id: str
    name: str
    colour: str
    cover_id: str
    count: int
    depth: int
    path: str  # with the names of the folders around it


class FolderForm(BaseModel):
    """What the browser sends when a folder is made or changed."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: Line
    colour: Word = ""
    parent: IdOrNone = ""


class ShelfState(rx.State):
    """Folders and tags as the page lists them."""

    folders: rx.Field[list[ShelfFolder]] = rx.field(default_factory=list)
    tags: rx.Field[list[Tag]] = rx.field(default_factory=list)
    is_editing: rx.Field[bool] = rx.field(False)
    editing: rx.Field[str] = rx.field("")  # the folder; empty for a new one
    name: rx.Field[str] = rx.field("")
    colour: rx.Field[str] = rx.field("")
    parent: rx.Field[str] = rx.field("")
    problem: rx.Field[str] = rx.field("")
    asks_to_delete: rx.Field[bool] = rx.field(False)

    _folders: tuple[Folder, ...] = ()

    @internal
    async def show(self) -> tuple[Folder, ...]:
        """Bring the lists up to date, touching only what changed; return the folders."""
        account_id = signed_in_account(self)
        self._folders = tuple(await studio().folders.folders(account_id))
        folders, tags = _shelved(self._folders), await studio().folders.tags(account_id)
        if folders != self.folders:
            self.folders = folders
        if tags != self.tags:
            self.tags = tags
        return self._folders

    @rx.event
    @member(folder=IdOrNone)
    async def edit(self, folder: str) -> None:
        """Open the form of a folder, or of a new one."""
        found = next((one for one in self._folders if one.id == folder), None)
        self.editing = found.id if found else ""
        self.name, self.colour = (found.name, found.colour) if found else ("", "")
        self.parent = found.parent_id if found else ""
        self.problem, self.asks_to_delete, self.is_editing = "", False, True

    @rx.event
    @member()
    async def close(self) -> None:
        """Close the form."""
        self.is_editing = self.asks_to_delete = False

    @rx.event
    @member(form_data=FolderForm)
    async def save(self, form_data: dict[str, Any]) -> Any:
        """Make the folder, or change it."""
        form = FolderForm.model_validate(form_data)
        account_id, folders = signed_in_account(self), studio().folders
        try:
            if not self.editing:
                made = await folders.create(account_id, form.name, parent_id=form.parent, colour=form.colour)
            else:
                await self._change(account_id, form)
                made = None
        except StudioError as error:
            self.problem = error.words
            return None
        self.is_editing = False
        await self.show()
        return rx.redirect(_place(made.id)) if made else None

    @rx.event
    @member(by=int)
    async def shift(self, by: int) -> None:
        """Move the folder up or down among its neighbours."""
        found = next((one for one in self._folders if one.id == self.editing), None)
        if found is None:
            return
        beside = [one.id for one in self._folders if one.parent_id == found.parent_id]
        at = beside.index(found.id) + (1 if by > 0 else -1)
        if not 0 <= at < len(beside):
            return
        await studio().folders.place(signed_in_account(self), found.id, parent_id=found.parent_id, position=at)
        await self.show()

    @rx.event
    @member(folder=Id, picture=IdOrNone)
    async def cover(self, folder: str, picture: str) -> None:
        """Let a picture stand for its folder."""
        await studio().folders.set_cover(signed_in_account(self), folder, picture)
        await self.show()
        (await self.get_state(SessionState)).say("The folder has a new cover.", tone="done")

    @rx.event
    @member()
    async def ask_to_delete(self) -> None:
        """Ask once before a folder is deleted."""
        self.asks_to_delete = not self.asks_to_delete

    @rx.event
    @member(folder=Id)
    async def delete(self, folder: str) -> Any:
        """Delete a folder; its pictures stay."""
        around = next((one.parent_id for one in self._folders if one.id == folder), "")
        await studio().folders.delete(signed_in_account(self), folder)
        self.is_editing = self.asks_to_delete = False
        await self.show()
        (await self.get_state(SessionState)).say("The folder is deleted. Its pictures are still there.", tone="done")
        return rx.redirect(_place(around))

    async def _change(self, account_id: str, form: FolderForm) -> None:
        folders, folder = studio().folders, self.editing
        if form.name != self.name:
            await folders.rename(account_id, folder, form.name)
        if form.colour != self.colour:
            await folders.recolour(account_id, folder, form.colour)
        if form.parent != self.parent:
            await folders.place(account_id, folder, parent_id=form.parent, position=len(self._folders))


def _place(folder: str) -> str:
    return address_of(View(folder=folder))


def _shelved(folders: tuple[Folder, ...], parent: str = "", depth: int = 0, path: str = "") -> list[ShelfFolder]:
    lines: list[ShelfFolder] = []
    for folder in (one for one in folders if one.parent_id == parent):
        full = f"{path} / {folder.name}" if path else folder.name
        lines.append(
            ShelfFolder(folder.id, folder.name, folder.colour, folder.cover_id, folder.count, min(depth, 3), full)
        )
        lines += _shelved(folders, folder.id, depth + 1, full)
    return lines
