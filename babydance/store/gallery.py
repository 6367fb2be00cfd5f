"""The queries behind the gallery: what matches a view, a page of it, how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any, cast

from sqlalchemy import ColumnElement, func, or_, text, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import Boolean
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.gallery import Selection, Shape, Sort, View
from babydance.domain.images import GalleryCard
from babydance.store.folders import TagRow
from babydance.store.images import IS_KEPT, IS_SIZED, IS_WORDY, ImageRow, RunRow, tag_words

_ALT_LENGTH = 80  # characters of the prompt that stand for the picture
_KEPT = cast("ColumnElement[bool]", text(IS_KEPT))
_indexed_pixels = col(ImageRow.pixels)
_pixels = col(ImageRow.width) * col(ImageRow.height)


class _Holds(GenericFunction[bool]):
    """Whether a text has another one in it, letter by letter: no character means more than itself."""

    type = Boolean()
    inherit_cache = True
    name = "holds"


@compiles(_Holds, "sqlite")
def _holds_on_sqlite(element: _Holds, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kwargs)}) > 0"


@compiles(_Holds, "postgresql")
def _holds_on_postgresql(element: _Holds, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kwargs)}) > 0"


def matching(account_id: str, view: View) -> list[ColumnElement[bool]]:
    """Return what holds for the account's pictures in ``view``."""
    trashed = col(ImageRow.trashed_at)
    found: list[ColumnElement[bool]] = [
        col(ImageRow.account_id) == account_id,
        _KEPT,
        trashed.is_not(None) if view.trash else trashed.is_(None),
    ]
    found += [column == wanted for column, wanted in _plain_filters(view) if wanted]
    if view.folder:
        folder = col(ImageRow.folder_id)
        found.append(folder.is_(None) if view.folder == "none" else folder == view.folder)
    if view.favourites:
        found.append(col(ImageRow.is_favourite).is_(True))
    if view.people is not None:
        found.append(col(ImageRow.has_people).is_(view.people))
    if view.shape:
        found.append(_shaped(view.shape))
    if view.since:
        found.append(col(ImageRow.created_at) >= datetime.combine(view.since, time.min, UTC))
    if view.until:
        found.append(col(ImageRow.created_at) <= datetime.combine(view.until, time.max, UTC))
    if view.tag:
        folded = select(tag_words(TagRow.folded)).where(TagRow.id == view.tag, TagRow.account_id == account_id)
        found.append(_says(account_id, folded.scalar_subquery()))
    return found + [_says(account_id, word) for word in view.words]


def selected(account_id: str, selection: Selection) -> list[ColumnElement[bool]]:
    """Return what holds for the account's pictures in ``selection``, in the trash or not."""
    chosen = col(ImageRow.id).in_(selection.ids)
    if selection.view is None:
        return [col(ImageRow.account_id) == account_id, _KEPT, chosen]
    return [*matching(account_id, selection.view), ~chosen]


async def page(
    session: AsyncSession, account_id: str, view: View, *, before: str | None, limit: int
) -> list[GalleryCard]:
    """Return the first pictures of ``view`` behind the picture ``before``, wherever that one is now.

    The newest come by the moment of completion, and not by id alone: PostgreSQL would rather walk the primary key
    backwards through everybody's pictures than believe that an account's newest picture is an old one.
    """
    query = select(ImageRow.id).where(*matching(account_id, view))
    place, is_rising = _place(view)
    if place[0] is _indexed_pixels:
        query = query.where(text(IS_SIZED))
    if before is not None:
        looked_up = select(*place).where(ImageRow.id == before, ImageRow.account_id == account_id)
        found = (await session.exec(looked_up)).first()
        if found is None:
            return []
        query = query.where(tuple_(*place) > tuple_(*found) if is_rising else tuple_(*place) < tuple_(*found))
    order = [column.asc() if is_rising else column.desc() for column in place]
    return await cards(session, list(await session.exec(query.order_by(*order).limit(limit))))


async def cards(session: AsyncSession, ids: Sequence[str]) -> list[GalleryCard]:
    """Return cards of these pictures in this order."""
    alt = func.substr(RunRow.prompt, 1, _ALT_LENGTH)
    query = select(ImageRow, alt).join(RunRow, col(RunRow.id) == ImageRow.run_id).where(col(ImageRow.id).in_(ids))
    found = {image.id: _card(image, words) for image, words in await session.exec(query)}
    return [found[image_id] for image_id in ids]


async def count(session: AsyncSession, conditions: Iterable[ColumnElement[bool]]) -> int:
    """Count the pictures for which every condition holds."""
    return (await session.exec(select(func.count()).select_from(ImageRow).where(*conditions))).one()


def _card(image: ImageRow, words: str) -> GalleryCard:
    return GalleryCard(
        id=image.id,
        width=image.width,
        height=image.height,
        colour=image.colour,
        alt=image.title or " ".join(words.split()),
        title=image.title,
        is_favourite=image.is_favourite,
    )


def _says(account_id: str, words: Any) -> ColumnElement[bool]:
    """Look into the words that stand in the index; into the rest only for the few pictures that have more."""
    all_of_them = _Holds(ImageRow.words, words)
    wordy = select(ImageRow.id).where(ImageRow.account_id == account_id, text(IS_WORDY), all_of_them)
    return or_(_Holds(ImageRow.first_words, words), col(ImageRow.id).in_(wordy))


def _plain_filters(view: View) -> tuple[tuple[Any, str], ...]:
    return (
        (col(ImageRow.kind), view.kind),
        (col(ImageRow.model), view.model),
        (col(ImageRow.style), view.style),
    )


def _shaped(shape: Shape) -> ColumnElement[bool]:
    width, height = col(ImageRow.width), col(ImageRow.height)
    match shape:
        case Shape.SQUARE:
            return width == height
        case Shape.PORTRAIT:
            return width < height
        case Shape.LANDSCAPE:
            return width > height


def _place(view: View) -> tuple[tuple[Any, ...], bool]:
    """Return what a picture's place in a view is made of, and whether it rises from the first picture to the last.

    The largest of all pictures come from their own index. Where there are filters, what it lacks would be looked up
    in the table picture by picture, so the product, which no index knows, leads past it to the wide one.
    """
    moment = (col(ImageRow.created_at), col(ImageRow.id))
    match view.sort:
        case Sort.NEWEST:
            return moment, False
        case Sort.OLDEST:
            return moment, True
        case Sort.LARGEST:
            is_all = replace(view, sort=Sort.NEWEST) == View()
            return (_indexed_pixels if is_all else _pixels, *moment), False
