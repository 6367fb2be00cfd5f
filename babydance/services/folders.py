"""Folders and tags: making, naming and placing them; nothing that is in a folder is ever lost."""

from __future__ import annotations

from collections.abc import Collection

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.folding import fold
from babydance.domain.gallery import (
    FOLDER_COLOURS,
    MAX_DEPTH,
    MAX_FOLDER_NAME,
    MAX_FOLDERS,
    Folder,
    Tag,
    clean_folder_name,
)
from babydance.domain.ids import is_id, new_id
from babydance.domain.ports import Clock
from babydance.store import credits, folders
from babydance.store.database import AsyncSession, Database
from babydance.store.folders import FolderRow


class FolderService:
    """Keeps the folders of an account; anything else is not found."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def folders(self, account_id: str) -> list[Folder]:
        """Return all folders, neighbours in their order; a cover is the chosen picture, or else the newest inside."""
        async with self._database.reading() as session:
            rows = await folders.all_folders(session, account_id)
            inside = await folders.pictures_in(session, account_id) if rows else {}
            covers = await folders.shown_covers(session, account_id, [row.cover_id for row in rows if row.cover_id])
        return [_folder(row, *inside.get(row.id, (0, "")), covers=covers) for row in rows]

    async def tags(self, account_id: str) -> list[Tag]:
        """Return the tags that are in use, in the order of their letters."""
        async with self._database.reading() as session:
            return await folders.all_tags(session, account_id)

    async def create(self, account_id: str, name: str, *, parent_id: str = "", colour: str = "") -> Folder:
        """Make a folder, behind its neighbours."""
        name, colour = clean_folder_name(name), _checked_colour(colour)
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            if len(tree.rows) >= MAX_FOLDERS:
                raise InvalidInputError(f"You have {MAX_FOLDERS} folders, which is the most.", field="name")
            parent = tree.folder(parent_id) if parent_id else None
            tree.check_name(name, parent_id)
            row = FolderRow(
                id=new_id(),
                account_id=account_id,
                parent_id=parent.id if parent else None,
                name=name,
                colour=colour,
                position=len(tree.inside(parent_id)),
                created_at=self._clock(),
            )
            tree.check_depth(parent_id, levels=1)
            session.add(row)
        return _folder(row)

    async def rename(self, account_id: str, folder_id: str, name: str) -> None:
        """Give a folder another name."""
        name = clean_folder_name(name)
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            row = tree.folder(folder_id)
            tree.check_name(name, row.parent_id or "", but=row.id)
            row.name = name

    async def recolour(self, account_id: str, folder_id: str, colour: str) -> None:
        """Give a folder a colour of the palette, or none."""
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            tree.folder(folder_id).colour = _checked_colour(colour)

    async def set_cover(self, account_id: str, folder_id: str, image_id: str) -> None:
        """Let a picture stand for a folder; an empty id chooses the newest inside again."""
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            row = tree.folder(folder_id)
            if image_id and not (is_id(image_id) and await folders.shown_covers(session, account_id, [image_id])):
                raise NotFoundError("There is no such picture.")
            row.cover_id = image_id or None

    async def place(self, account_id: str, folder_id: str, *, parent_id: str, position: int) -> None:
        """Put a folder into another one, or into none, at a position counted from 0."""
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            row = tree.folder(folder_id)
            if parent_id:
                tree.folder(parent_id)
            if parent_id in tree.below(folder_id):
                raise InvalidInputError("A folder can't be put into itself.")
            tree.check_depth(parent_id, levels=tree.height(folder_id))
            tree.check_name(row.name, parent_id, but=row.id)
            others = [other for other in tree.inside(parent_id) if other is not row]
            at = max(0, min(position, len(others)))
            row.parent_id = parent_id or None
            for number, neighbour in enumerate([*others[:at], row, *others[at:]]):
                neighbour.position = number

    async def delete(self, account_id: str, folder_id: str) -> None:
        """Delete a folder; its pictures and the folders inside move up to where it was."""
        async with self._database.transaction() as session:
            tree = await _Tree.locked(session, account_id)
            row = tree.folder(folder_id)
            for inner in tree.inside(row.id):
                inner.name = tree.free_name(inner.name, row.parent_id or "", but=row.id)
                inner.parent_id = row.parent_id
                inner.position = len(tree.rows)
            await session.flush()
            await folders.empty_into(session, account_id, row.id, target=row.parent_id)
            await session.delete(row)


class _Tree:
    """The folders of one account; the empty id is the place outside all of them."""

    def __init__(self, rows: list[FolderRow]) -> None:
        self.rows = rows
        self._by_id = {row.id: row for row in rows}

    @classmethod
    async def locked(cls, session: AsyncSession, account_id: str) -> _Tree:
        """Read the folders while nobody else changes them."""
        await credits.lock(session, account_id)
        return cls(await folders.all_folders(session, account_id))

    def folder(self, folder_id: str) -> FolderRow:
        """Return a folder, or refuse."""
        found = self._by_id.get(folder_id)
        if found is None:
            raise NotFoundError("There is no such folder.")
        return found

    def inside(self, folder_id: str) -> list[FolderRow]:
        """Return the folders directly inside one, in their order."""
        return [row for row in self.rows if (row.parent_id or "") == folder_id]

    def below(self, folder_id: str) -> set[str]:
        """Return a folder and all that are anywhere inside it."""
        return {folder_id}.union(*(self.below(row.id) for row in self.inside(folder_id)))

    def height(self, folder_id: str) -> int:
        """Return how many levels a folder and what is inside take."""
        return 1 + max((self.height(row.id) for row in self.inside(folder_id)), default=0)

    def check_depth(self, parent_id: str, *, levels: int) -> None:
        """Refuse to put so many levels into a folder when it gets too deep."""
        depth = 0
        while parent_id:
            depth, parent_id = depth + 1, self._by_id[parent_id].parent_id or ""
        if depth + levels > MAX_DEPTH:
            raise InvalidInputError(f"Folders can be {MAX_DEPTH} deep at most.")

    def check_name(self, name: str, parent_id: str, *, but: str = "") -> None:
        """Refuse a name that a neighbour has, however it is written."""
        if fold(name) in self._names(parent_id, but):
            raise InvalidInputError(f"There is a folder “{name}” here already.", field="name")

    def free_name(self, name: str, parent_id: str, *, but: str) -> str:
        """Return the name, with a number behind it while a neighbour has it."""
        taken = self._names(parent_id, but)
        free, number = name, 2
        while fold(free) in taken:
            free, number = f"{name[: MAX_FOLDER_NAME - 4]} {number}", number + 1
        return free

    def _names(self, parent_id: str, but: str) -> set[str]:
        return {fold(row.name) for row in self.inside(parent_id) if row.id != but}


def _checked_colour(colour: str) -> str:
    if colour not in FOLDER_COLOURS:
        raise InvalidInputError("Choose one of the colours shown.", field="colour")
    return colour


def _folder(row: FolderRow, count: int = 0, newest: str = "", *, covers: Collection[str] = ()) -> Folder:
    return Folder(
        id=row.id,
        name=row.name,
        colour=row.colour,
        parent_id=row.parent_id or "",
        cover_id=row.cover_id if row.cover_id and row.cover_id in covers else newest,
        count=count,
    )
