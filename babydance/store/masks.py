"""The queries over masks; their table stands with the uploads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.store.uploads import MaskRow


async def known_masks(session: AsyncSession, mask_ids: Sequence[str]) -> set[str]:
    """Return those of the ids that are masks."""
    return set(await session.exec(select(MaskRow.id).where(col(MaskRow.id).in_(mask_ids))))
