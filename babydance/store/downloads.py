"""The queries behind downloads: which pictures go along, and what the list says about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.downloads import TakenPicture
from babydance.store.credits import CreditHold
from babydance.store.folders import FolderRow, ImageTagRow, TagRow
from babydance.store.generations import OP
from babydance.store.images import ImageRow, RunRow

_SHOWN: tuple[Any, ...] = (
    col(ImageRow.id),
    col(RunRow.prompt),
    col(ImageRow.title),
    col(ImageRow.format),
    col(ImageRow.model),
    col(ImageRow.width),
    col(ImageRow.height),
    col(ImageRow.created_at).label("made_at"),
    func.coalesce(CreditHold.captured, 0).label("credits"),
    func.coalesce(FolderRow.name, "").label("folder"),
)


async def ids(session: AsyncSession, conditions: Sequence[ColumnElement[bool]], *, limit: int) -> list[str]:
    """Return the newest pictures for which every condition holds."""
    query = select(ImageRow.id).where(*conditions)
    query = query.order_by(col(ImageRow.created_at).desc(), col(ImageRow.id).desc())
    return list(await session.exec(query.limit(limit)))


async def taken(session: AsyncSession, account_id: str, image_ids: Sequence[str]) -> list[TakenPicture]:
    """Return those of the account's pictures that still exist, in the order of the ids."""
    held = and_(
        col(CreditHold.account_id) == ImageRow.account_id,
        col(CreditHold.op_key) == literal(OP).concat(col(ImageRow.generation_id)),
    )
    query = (
        select_columns(*_SHOWN)
        .join(RunRow, col(RunRow.id) == ImageRow.run_id)
        .outerjoin(FolderRow, col(FolderRow.id) == ImageRow.folder_id)
        .outerjoin(CreditHold, held)
        .where(
            col(ImageRow.id).in_(image_ids), col(ImageRow.account_id) == account_id, col(ImageRow.deleted_at).is_(None)
        )
    )
    tags = await _tags(session, image_ids)
    rows = (await (await session.connection()).execute(query)).mappings()
    found = {row["id"]: TakenPicture(**row, tags=tuple(tags[row["id"]])) for row in rows}
    return [found[image_id] for image_id in image_ids if image_id in found]


async def _tags(session: AsyncSession, image_ids: Sequence[str]) -> dict[str, list[str]]:
    query = (
        select(ImageTagRow.image_id, TagRow.label)
        .join(TagRow, col(TagRow.id) == ImageTagRow.tag_id)
        .where(col(ImageTagRow.image_id).in_(image_ids))
        .order_by(col(TagRow.folded))
    )
    tags: dict[str, list[str]] = defaultdict(list)
    for image_id, label in await session.exec(query):
        tags[image_id].append(label)
    return tags
