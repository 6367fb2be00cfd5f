"""Pictures to work from: looking them up among an account's uploads and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.sources import KnownSource, Source, SourceKind
from babydance.store.images import ImageRow
from babydance.store.uploads import UploadRow


async def known_sources(
    session: AsyncSession, account_id: str, sources: Sequence[Source], *, now: datetime
) -> list[KnownSource | None]:
    """Return each source as it is, in their order; None for one that is gone, expired, in the trash or foreign."""
    uploads = {row.id: row for row in await session.exec(_uploads(account_id, _ids(sources, SourceKind.UPLOAD), now))}
    images = {row.id: row for row in await session.exec(_images(account_id, _ids(sources, SourceKind.IMAGE)))}
    return [
        _known(source, (uploads if source.kind is SourceKind.UPLOAD else images).get(source.id)) for source in sources
    ]


def _ids(sources: Sequence[Source], kind: SourceKind) -> list[str]:
    return [source.id for source in sources if source.kind is kind]


def _uploads(account_id: str, ids: Sequence[str], now: datetime):  # noqa: ANN202  a select, as SQLModel types it
    return select(UploadRow).where(
        UploadRow.account_id == account_id,
        col(UploadRow.id).in_(ids),
        col(UploadRow.deleted_at).is_(None),
        col(UploadRow.expires_at).is_(None) | (col(UploadRow.expires_at) > now),
    )


def _images(account_id: str, ids: Sequence[str]):  # noqa: ANN202  likewise
    return select(ImageRow).where(
        ImageRow.account_id == account_id,
        col(ImageRow.id).in_(ids),
        col(ImageRow.deleted_at).is_(None),
        col(ImageRow.trashed_at).is_(None),
    )


def _known(source: Source, row: UploadRow | ImageRow | None) -> KnownSource | None:
    if row is None:
        return None
    return KnownSource(
        source=source,
        width=row.width,
        height=row.height,
        format=row.format,
        byte_size=row.byte_size,
        sha256=row.sha256,
        shows_people=row.shows_people if isinstance(row, UploadRow) else row.has_people,
    )
