"""What recipes are written from, and the pictures that a recipe names by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.sources import Source, SourceKind
from babydance.store.images import ImageRow, RunRow, RunSourceRow
from babydance.store.uploads import UploadRow


async def asked_for(
    session: AsyncSession, account_id: str, image_id: str
) -> tuple[ImageRow, RunRow, list[RunSourceRow]] | None:
    """Return the account's picture with what was asked for it; one in the trash is still there."""
    query = (
        select(ImageRow, RunRow)
        .join(RunRow, col(RunRow.id) == ImageRow.run_id)
        .where(ImageRow.id == image_id, ImageRow.account_id == account_id, col(ImageRow.deleted_at).is_(None))
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    image, run = found
    sources = select(RunSourceRow).where(RunSourceRow.run_id == run.id).order_by(col(RunSourceRow.position))
    return image, run, list(await session.exec(sources))


async def by_hash(session: AsyncSession, account_id: str, hashes: Sequence[str], *, now: datetime) -> dict[str, Source]:
    """Return the account's picture or upload behind each hash, uploads first; unknown ones are left out."""
    images = select(ImageRow.sha256, ImageRow.id).where(
        ImageRow.account_id == account_id,
        col(ImageRow.sha256).in_(hashes),
        col(ImageRow.deleted_at).is_(None),
        col(ImageRow.trashed_at).is_(None),
    )
    uploads = select(UploadRow.sha256, UploadRow.id).where(
        UploadRow.account_id == account_id,
        col(UploadRow.sha256).in_(hashes),
        col(UploadRow.deleted_at).is_(None),
        col(UploadRow.expires_at).is_(None) | (col(UploadRow.expires_at) > now),
    )
    found = {sha256: Source(SourceKind.IMAGE, id_) for sha256, id_ in await session.exec(images)}
    return found | {sha256: Source(SourceKind.UPLOAD, id_) for sha256, id_ in await session.exec(uploads)}
