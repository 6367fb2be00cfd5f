"""Changes to any number of pictures at once, each with one undo."""

from __future__ import annotations

from datetime import timedelta

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.folding import fold
from babydance.domain.gallery import MAX_TAGS, Change, Selection, View, clean_tag
from babydance.domain.ids import is_id, new_id
from babydance.domain.ports import Clock
from babydance.store import credits, folders, gallery, selections
from babydance.store.database import AsyncSession, Database
from babydance.store.folders import TagRow
from babydance.store.selections import Conditions, NewChange

UNDO_LIFE = timedelta(hours=1)


class SelectionService:
    """Changes those pictures of an account that a selection names; each change is a few statements, however many.

    Pictures that are not there any more are passed over; when none of those named is there, it is not found.
    """

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def favourite(self, account_id: str, selection: Selection, *, is_on: bool) -> Change:
        """Mark pictures as favourites, or not any more."""
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            change = self._new_change(account_id)
            count = await selections.favour(session, change, where, is_on=is_on)
        one, many = ("a favourite", "favourites") if is_on else ("no favourite any more", "no favourites any more")
        return _told(change, count, one, many)

    async def move(self, account_id: str, selection: Selection, *, folder_id: str) -> Change:
        """Put pictures into a folder; an empty ``folder_id`` takes them out of theirs."""
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            folder = await folders.owned_folder(session, account_id, folder_id) if is_id(folder_id) else None
            if folder is None and folder_id:
                raise NotFoundError("There is no such folder.")
            change = self._new_change(account_id)
            count = await selections.move(session, change, where, folder_id=folder_id or None)
        return _told(change, count, f"in “{folder.name}” now" if folder else "in no folder now")

    async def tag(self, account_id: str, selection: Selection, *, label: str, is_on: bool) -> Change:
        """Put a tag on pictures, made if it is new, or take it off."""
        label = clean_tag(label)
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            change = self._new_change(account_id)
            tag = await _tag(session, account_id, label, may_be_new=is_on)
            do = selections.tag if is_on else selections.untag
            count = await do(session, change, where, tag=tag)
            label = tag.label
        return _told(change, count, f"tagged “{label}” now" if is_on else f"not tagged “{label}” any more")

    async def trash(self, account_id: str, selection: Selection) -> Change:
        """Put pictures into the trash."""
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            change = self._new_change(account_id)
            count = await selections.trash(session, change, where)
        return _told(change, count, "in the trash")

    async def restore(self, account_id: str, selection: Selection) -> Change:
        """Take pictures out of the trash, back to where they were."""
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            change = self._new_change(account_id)
            count = await selections.restore(session, change, where)
        return _told(change, count, "back in the gallery")

    async def delete(self, account_id: str, selection: Selection) -> Change:
        """Delete pictures of the trash for good, which cannot be undone; nothing is refunded."""
        async with self._database.transaction() as session:
            where = await _chosen(session, account_id, selection)
            count = await selections.delete_for_good(session, where, now=self._clock())
        return Change("", count, f"{_pictures(count)} deleted for good." if count else "Nothing was deleted.")

    async def empty_trash(self, account_id: str) -> Change:
        """Delete everything in the trash for good."""
        return await self.delete(account_id, Selection(view=View(trash=True)))

    async def undo(self, account_id: str, change_id: str) -> int:
        """Put the pictures of a change back as they were, once, within an hour; return how many that were."""
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            line = await selections.remembered(session, account_id, change_id) if is_id(change_id) else None
            if line is None:
                raise NotFoundError("There is nothing to undo any more.")
            if self._clock() - line.created_at > UNDO_LIFE:
                raise InvalidInputError("This was more than an hour ago and can't be undone any more.")
            return await selections.undo(session, line)

    async def sweep(self) -> int:
        """Forget changes that are too old to be undone; return of how many pictures they were."""
        async with self._database.transaction() as session:
            return await selections.forget_before(session, self._clock() - UNDO_LIFE)

    def _new_change(self, account_id: str) -> NewChange:
        return NewChange(new_id(), account_id, self._clock())


async def _chosen(session: AsyncSession, account_id: str, selection: Selection) -> Conditions:
    """Lock the account, and return the conditions for the selected pictures."""
    await credits.lock(session, account_id)
    where = gallery.selected(account_id, selection)
    if selection.view is None and not await gallery.count(session, where):
        raise NotFoundError("There is no such picture.")
    return where


async def _tag(session: AsyncSession, account_id: str, label: str, *, may_be_new: bool) -> TagRow:
    found = await folders.find_tag(session, account_id, fold(label))
    if found is not None:
        return found
    if not may_be_new:
        raise NotFoundError("There is no such tag.")
    if await folders.forget_unused_tags(session, account_id) >= MAX_TAGS:
        raise InvalidInputError(f"You have {MAX_TAGS} tags, which is the most. Take one off everywhere first.")
    tag = TagRow(id=new_id(), account_id=account_id, label=label, folded=fold(label))
    session.add(tag)
    await session.flush()
    return tag


def _told(change: NewChange, count: int, one: str, many: str = "") -> Change:
    if not count:
        return Change("", 0, "Nothing had to change.")
    return Change(change.id, count, f"{_pictures(count)} {one if count == 1 else many or one}.")


def _pictures(count: int) -> str:
    return "1 picture is" if count == 1 else f"{count:,} pictures are"
