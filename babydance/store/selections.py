"""Changes to many pictures at once: how they stood is kept first, then all of them change together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, ScalarSelect, String, cast, literal, type_coerce
from sqlalchemy import select as plain_select
from sqlmodel import col, delete, func, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.store.database import UTCDateTime
from babydance.store.folders import FolderRow, ImageTagRow, TagRow, UndoRow
from babydance.store.images import FIRST_WORDS, ImageRow, tag_words

_NOTHING = literal("")

Conditions = Sequence[ColumnElement[bool]]
IS_OUT: ColumnElement[bool] = col(ImageRow.trashed_at).is_(None)
IS_TRASHED: ColumnElement[bool] = col(ImageRow.trashed_at).is_not(None)


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change that is about to be made, and by which name it can be undone."""

    id: str
    account_id: str
    at: datetime


async def favour(session: AsyncSession, change: NewChange, where: Conditions, *, is_on: bool) -> int:
    """Mark pictures as favourites or not; return how many were not so before."""
    differs = col(ImageRow.is_favourite).is_(not is_on)
    count = await _remember(session, change, [*where, IS_OUT, differs], kind="favoured" if is_on else "unfavoured")
    await _set(session, change.id, is_favourite=is_on)
    return count


async def move(session: AsyncSession, change: NewChange, where: Conditions, *, folder_id: str | None) -> int:
    """Put pictures into a folder, or into none; return how many were elsewhere before."""
    differs = col(ImageRow.folder_id).is_distinct_from(folder_id)
    before = func.coalesce(ImageRow.folder_id, "")
    count = await _remember(session, change, [*where, IS_OUT, differs], kind="moved", before=before)
    await _set(session, change.id, folder_id=folder_id)
    return count


async def tag(session: AsyncSession, change: NewChange, where: Conditions, *, tag: TagRow) -> int:
    """Put a tag on pictures; return how many did not bear it before."""
    bare = col(ImageRow.id).not_in(_bearing(tag.id))
    count = await _remember(session, change, [*where, IS_OUT, bare], kind="tagged", before=literal(tag.id))
    await _put_tag(session, change.id, tag)
    return count


async def untag(session: AsyncSession, change: NewChange, where: Conditions, *, tag: TagRow) -> int:
    """Take a tag off pictures; return how many bore it before."""
    bears = col(ImageRow.id).in_(_bearing(tag.id))
    count = await _remember(session, change, [*where, IS_OUT, bears], kind="untagged", before=literal(tag.id))
    await _take_tag(session, change.id, tag)
    return count


async def trash(session: AsyncSession, change: NewChange, where: Conditions) -> int:
    """Put pictures into the trash; return how many were not there."""
    count = await _remember(session, change, [*where, IS_OUT], kind="trashed")
    await _set(session, change.id, trashed_at=change.at)
    return count


async def restore(session: AsyncSession, change: NewChange, where: Conditions) -> int:
    """Take pictures out of the trash; return how many were there."""
    count = await _remember(
        session, change, [*where, IS_TRASHED], kind="restored", before=cast(ImageRow.trashed_at, String)
    )
    await _set(session, change.id, trashed_at=None)
    return count


async def delete_for_good(session: AsyncSession, where: Conditions, *, now: datetime) -> int:
    """Delete pictures that are in the trash; their files are left to the sweep. Return how many that were."""
    gone = select(ImageRow.id).where(*where, IS_TRASHED)
    await session.exec(delete(ImageTagRow).where(col(ImageTagRow.image_id).in_(gone)))
    marked = update(ImageRow).where(*where, IS_TRASHED).values(deleted_at=now)
    return (await session.exec(marked.execution_options(synchronize_session=False))).rowcount


async def remembered(session: AsyncSession, account_id: str, change_id: str) -> UndoRow | None:
    """Return one line of the account's change: its kind and its moment are those of all."""
    query = select(UndoRow).where(UndoRow.change_id == change_id, UndoRow.account_id == account_id).limit(1)
    return (await session.exec(query)).first()


async def undo(session: AsyncSession, line: UndoRow) -> int:
    """Put the pictures of a change back as they stood, and forget it; return how many there still are."""
    match line.kind:
        case "favoured" | "unfavoured":
            count = await _set(session, line.change_id, is_favourite=line.kind == "unfavoured")
        case "moved":
            count = await _set(session, line.change_id, folder_id=_folder_before(line.change_id))
        case "tagged":
            count = await _take_tag(session, line.change_id, await _tag(session, line))
        case "untagged":
            count = await _put_tag(session, line.change_id, await _tag(session, line))
        case "trashed":
            count = await _set(session, line.change_id, trashed_at=None)
        case _:
            count = await _set(session, line.change_id, trashed_at=_moment_before(session, line.change_id))
    await session.exec(delete(UndoRow).where(col(UndoRow.change_id) == line.change_id))
    return count


async def forget_before(session: AsyncSession, moment: datetime) -> int:
    """Forget changes from before a moment; return of how many pictures they were."""
    return (await session.exec(delete(UndoRow).where(col(UndoRow.created_at) < moment))).rowcount


async def _remember(
    session: AsyncSession, change: NewChange, where: Conditions, *, kind: str, before: Any = _NOTHING
) -> int:
    columns = ("change_id", "image_id", "account_id", "kind", "before", "created_at")
    about = (literal(change.account_id), literal(kind), before, literal(change.at, UTCDateTime()))
    rows = plain_select(literal(change.id), col(ImageRow.id), *about).where(*where)
    lines = insert(UndoRow).from_select(columns, rows).execution_options(preserve_rowcount=True)
    return (await session.exec(lines)).rowcount


async def _set(session: AsyncSession, change_id: str, **values: Any) -> int:
    statement = update(ImageRow).where(col(ImageRow.id).in_(_living(change_id))).values(**values)
    return (await session.exec(statement.execution_options(synchronize_session=False))).rowcount


async def _put_tag(session: AsyncSession, change_id: str, tag: TagRow) -> int:
    """Write the words first: who bears the tag already has it in its words."""
    where = (col(ImageRow.id).in_(_living(change_id)), col(ImageRow.id).not_in(_bearing(tag.id)))
    written = col(ImageRow.words) + tag_words(tag.folded)
    words = update(ImageRow).where(*where).values(**_words(written))
    await session.exec(words.execution_options(synchronize_session=False))
    rows = select(col(ImageRow.id), literal(tag.id)).where(*where)
    tags = insert(ImageTagRow).from_select(("image_id", "tag_id"), rows).execution_options(preserve_rowcount=True)
    return (await session.exec(tags)).rowcount


async def _take_tag(session: AsyncSession, change_id: str, tag: TagRow) -> int:
    await _set(session, change_id, **_words(func.replace(ImageRow.words, tag_words(tag.folded), "")))
    living = col(ImageTagRow.image_id).in_(_living(change_id))
    return (await session.exec(delete(ImageTagRow).where(col(ImageTagRow.tag_id) == tag.id, living))).rowcount


def _words(written: Any) -> dict[str, Any]:
    return {"words": written, "first_words": func.substr(written, 1, FIRST_WORDS)}


async def _tag(session: AsyncSession, line: UndoRow) -> TagRow:
    return (await session.exec(select(TagRow).where(TagRow.id == line.before))).one()


def _bearing(tag_id: str) -> Any:
    return select(ImageTagRow.image_id).where(ImageTagRow.tag_id == tag_id)


def _living(change_id: str) -> Any:
    """Return a query of the remembered pictures that are not deleted for good."""
    return (
        select(UndoRow.image_id)
        .join(ImageRow, col(ImageRow.id) == UndoRow.image_id)
        .where(UndoRow.change_id == change_id, col(ImageRow.deleted_at).is_(None))
        .correlate(None)
    )


def _folder_before(change_id: str) -> ScalarSelect[Any]:
    """Return the folder that the picture around was in; none when it is gone."""
    query = select(FolderRow.id).join(UndoRow, col(UndoRow.before) == FolderRow.id)
    return query.where(*_line_of(change_id)).correlate(ImageRow).scalar_subquery()


def _moment_before(session: AsyncSession, change_id: str) -> ColumnElement[Any]:
    query = select(UndoRow.before).where(*_line_of(change_id)).correlate(ImageRow).scalar_subquery()
    if session.get_bind().dialect.name == "sqlite":  # it keeps moments as text
        return type_coerce(query, UTCDateTime())
    return cast(query, DateTime(timezone=True))


def _line_of(change_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(UndoRow.change_id) == change_id, col(UndoRow.image_id) == ImageRow.id
