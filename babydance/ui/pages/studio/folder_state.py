"""State of the folder that the next pictures go into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx

from babydance.domain.gallery import Folder
from babydance.ui.policies import Word, internal, member
from babydance.ui.session import signed_in_account
from babydance.wiring import studio


@dataclass(frozen=True, slots=True)
class FolderChoice:
    """One folder, named with those around it."""

    id: str
    name: str


class FolderState(rx.State):
    """The folders that there are, and the chosen one; an empty id is none."""

    folders: rx.Field[list[FolderChoice]] = rx.field(default_factory=list)
    folder: rx.Field[str] = rx.field("")

    @internal
    async def show(self, wanted: str | None = None) -> None:
        """Offer the folders as they are now; keep the choice, or take ``wanted``, while there is such a folder."""
        self.folders = _choices(await studio().folders.folders(signed_in_account(self)))
        chosen = self.folder if wanted is None else wanted
        self.folder = chosen if any(one.id == chosen for one in self.folders) else ""

    @rx.event
    @member(value=Word)
    async def choose(self, value: str) -> None:
        """Choose a folder, or none."""
        await self.show(value)


def _choices(folders: list[Folder]) -> list[FolderChoice]:
    """Name each folder with those around it, in the order of these names."""
    by_id = {folder.id: folder for folder in folders}
    named = [FolderChoice(folder.id, _path(folder, by_id)) for folder in folders]
    return sorted(named, key=lambda choice: choice.name.casefold())


def _path(folder: Folder, by_id: Mapping[str, Folder]) -> str:
    around = by_id.get(folder.parent_id)
    return f"{_path(around, by_id)} / {folder.name}" if around else folder.name
