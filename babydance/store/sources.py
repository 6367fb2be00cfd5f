"""Pictures to work from: among an account's uploads and pictures, and those that a run was made from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.sources import KnownSource, MadeFrom, Source, SourceKind
from babydance.store.images import ImageRow, RunSourceRow
from babydance.store.uploads import MaskRow, UploadRow


async def known_sources(
    session: AsyncSession, account_id: str, sources: Sequence[Source], *, now: datetime
) -> list[KnownSource | None]:
    """Return each source as it is, in their order; None for one that is gone, expired, in the trash or foreign."""
    uploads = {row.id: row for row in await session.exec(_uploads(account_id, _ids(sources, SourceKind.UPLOAD), now))}
    images = {row.id: row for row in await session.exec(_images(account_id, _ids(sources, SourceKind.IMAGE)))}
    return [
        _known(source, (uploads if source.kind is SourceKind.UPLOAD else images).get(source.id)) for source in sources
    ]


async def mask_size(session: AsyncSession, account_id: str, mask_id: str) -> tuple[int, int] | None:
    """Return width and height of the account's mask in pixels."""
    query = select(MaskRow.width, MaskRow.height).where(MaskRow.id == mask_id, MaskRow.account_id == account_id)
    return (await session.exec(query)).first()


def keep_sources(session: AsyncSession, run_id: str, known: Sequence[KnownSource]) -> None:
    """Write down what a run works from, in its order."""
    for position, one in enumerate(known):
        session.add(
            RunSourceRow(
                run_id=run_id,
                position=position,
                kind=one.source.kind.value,
                source_id=one.source.id,
                sha256=one.sha256,
            )
        )


async def sources_of(session: AsyncSession, run_id: str) -> tuple[Source, ...]:
    """Return what a run works from, in its order."""
    query = select(RunSourceRow).where(RunSourceRow.run_id == run_id).order_by(col(RunSourceRow.position))
    return tuple(_source(row) for row in await session.exec(query))


async def made_from(session: AsyncSession, run_ids: Sequence[str], *, now: datetime) -> dict[str, tuple[MadeFrom, ...]]:
    """Return what each of these runs was made from, and whether it can still be used; others are left out."""
    query = (
        select(RunSourceRow, UploadRow.id, ImageRow.id)
        .outerjoin(UploadRow, and_(_is(SourceKind.UPLOAD, UploadRow.id), *_is_usable_upload(now)))
        .outerjoin(ImageRow, and_(_is(SourceKind.IMAGE, ImageRow.id), *_is_usable_image()))
        .where(col(RunSourceRow.run_id).in_(run_ids))
        .order_by(col(RunSourceRow.run_id), col(RunSourceRow.position))
    )
    found: dict[str, tuple[MadeFrom, ...]] = {}
    for row, upload_id, image_id in await session.exec(query):
        made = MadeFrom(_source(row), sha256=row.sha256, is_there=(upload_id or image_id) is not None)
        found[row.run_id] = (*found.get(row.run_id, ()), made)
    return found


def _ids(sources: Sequence[Source], kind: SourceKind) -> list[str]:
    return [source.id for source in sources if source.kind is kind]


def _uploads(account_id: str, ids: Sequence[str], now: datetime):  # noqa: ANN202  a select, as SQLModel types it
    return select(UploadRow).where(
        UploadRow.account_id == account_id,
        col(UploadRow.id).in_(ids),
        *_is_usable_upload(now),
    )


def _images(account_id: str, ids: Sequence[str]):  # noqa: ANN202  likewise
    return select(ImageRow).where(
        ImageRow.account_id == account_id,
        col(ImageRow.id).in_(ids),
        *_is_usable_image(),
    )


def _is_usable_upload(now: datetime) -> tuple[ColumnElement[bool], ...]:
    is_in_time = col(UploadRow.expires_at).is_(None) | (col(UploadRow.expires_at) > now)
    return (col(UploadRow.deleted_at).is_(None), is_in_time)


def _is_usable_image() -> tuple[ColumnElement[bool], ...]:
    return (col(ImageRow.deleted_at).is_(None), col(ImageRow.trashed_at).is_(None))


def _is(kind: SourceKind, source_id: str) -> ColumnElement[bool]:
    return and_(col(RunSourceRow.kind) == kind.value, col(RunSourceRow.source_id) == source_id)


def _source(row: RunSourceRow) -> Source:
    return Source(SourceKind(row.kind), row.source_id)


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
