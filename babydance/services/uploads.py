"""Uploaded pictures: cleaned and checked at the door, kept as long as they may be, and deleted in time."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from babydance.domain.consent import CONSENT_MISSING, CONSENT_VERSION, deadline
from babydance.domain.errors import InvalidInputError, NotFoundError, StorageError, TooManyRequestsError
from babydance.domain.ids import is_id, new_id
from babydance.domain.images import DrawingError
from babydance.domain.media import (
    MEDIA_TYPES,
    MediaFile,
    download_name,
    mask_key,
    upload_key,
    upload_thumbnail_key,
)
from babydance.domain.ports import Clock, MediaStore, Moderation, Pictures, RateLimits, Uploads
from babydance.domain.sources import Source, SourceKind
from babydance.domain.uploads import (
    MAX_KEPT,
    MAX_UPLOAD_BYTES,
    REFUSED,
    TOO_MANY_BYTES,
    TOO_MANY_KEPT,
    UNCHECKED,
    UPLOAD_WIDTH,
    UPLOADS_ARE_OFF,
    ChosenView,
    CleanPicture,
    TooLargeError,
    UncheckedError,
    UploadError,
    UploadsOffError,
    UploadView,
    clean_name,
    warnings_about,
)
from babydance.store import credits, uploads
from babydance.store.database import Database
from babydance.store.sources import known_sources
from babydance.store.uploads import ConsentRow, UploadRow

log = logging.getLogger(__name__)

RATES = ("40/minute", "300/hour")
_AT_ONCE = 4  # uploads that one process has in memory
_BATCH = 100
_UNDER_WAY = timedelta(minutes=10)  # an upload that was begun longer ago was left by a process that died
_MASK_LIFE = timedelta(days=1)  # of a mask that no run has used


class UploadService:
    """Keeps what people upload, for them alone; anything else is not found."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        cleaner: Uploads,
        pictures: Pictures,
        moderation: Moderation,
        *,
        rates: RateLimits,
        clock: Clock,
        hours: int,
        is_open: bool,
    ) -> None:
        self._database = database
        self._media = media
        self._cleaner = cleaner
        self._pictures = pictures
        self._moderation = moderation
        self._rates = rates
        self._clock = clock
        self.hours = hours
        self.is_open = is_open
        self.room = asyncio.Semaphore(_AT_ONCE)  # take it before a whole file is read into memory

    async def admit(self, account_id: str, *, shows_people: bool, has_consent: bool) -> None:
        """Refuse an upload of which nothing has been read yet, if it can be refused already."""
        if not self.is_open:
            raise UploadsOffError(UPLOADS_ARE_OFF)
        if shows_people and not has_consent:
            raise InvalidInputError(CONSENT_MISSING, field="consent")
        for rate in RATES:
            if wait := await self._rates.hit(rate, "upload", account_id):
                raise TooManyRequestsError("That were many uploads. Wait a little and try again.", retry_after=wait)
        async with self._database.reading() as session:
            _check_room(await uploads.count_kept(session, account_id))

    async def add(
        self, account_id: str, data: bytes, *, name: str, shows_people: bool, has_consent: bool
    ) -> UploadView:
        """Clean, check and keep one picture that was admitted; raise ``StudioError`` and keep nothing otherwise."""
        if shows_people and not has_consent:
            raise InvalidInputError(CONSENT_MISSING, field="consent")
        if len(data) > MAX_UPLOAD_BYTES:
            raise TooLargeError(TOO_MANY_BYTES)
        picture = await self._cleaner.clean(data)
        await self._check(picture)
        (thumbnail,) = await self._pictures.shrink(picture.data, [UPLOAD_WIDTH])
        row = self._begun(account_id, picture, name=name, shows_people=shows_people)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            session.add(row)
        try:
            await self._media.put(upload_thumbnail_key(row.id, UPLOAD_WIDTH), thumbnail)
            await self._media.put(upload_key(row.id), picture.data)
            await self._keep(row)
        except Exception:
            await self._purge_quietly([row.id])
            raise
        return _view(row)

    async def mine(self, account_id: str) -> list[UploadView]:
        """Return all uploads of the account that are still here, newest first."""
        async with self._database.reading() as session:
            rows = await uploads.mine(session, account_id, now=self._clock(), limit=MAX_KEPT)
        return [_view(row) for row in rows]

    async def chosen(self, account_id: str, sources: Sequence[Source]) -> list[ChosenView]:
        """Return how each picture to work from stands now, in their order."""
        ids = [source.id for source in sources if source.kind is SourceKind.UPLOAD]
        now = self._clock()
        async with self._database.reading() as session:
            known = await known_sources(session, account_id, sources, now=now)
            rows = {row.id: row for row in await uploads.owned(session, account_id, ids, now=now)}
        views = []
        for source, found in zip(sources, known, strict=True):
            row = rows.get(source.id) if source.kind is SourceKind.UPLOAD else None
            if found is None:
                views.append(ChosenView(source))
                continue
            views.append(
                ChosenView(
                    source,
                    is_there=True,
                    name=row.name if row else "",
                    width=found.width,
                    height=found.height,
                    byte_size=found.byte_size,
                    shows_people=found.shows_people,
                    expires_at=row.expires_at if row else None,
                    warnings=warnings_about(found.width, found.height, is_blurred=bool(row and row.is_blurred)),
                )
            )
        return views

    async def delete(self, account_id: str, upload_id: str) -> None:
        """Delete an upload and its files now; pictures that were made from it stay."""
        if not is_id(upload_id):
            raise NotFoundError("There is no such upload.")
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            if not await uploads.mark_upload_deleted(session, account_id, upload_id, now=self._clock()):
                raise NotFoundError("There is no such upload.")
        await self._purge_quietly([upload_id])

    async def media(self, account_id: str, upload_id: str, variant: str) -> MediaFile:
        """Return the file behind a media URL of an upload: ``original`` or ``320``."""
        row = await self._owned(account_id, upload_id)
        if variant == "original":
            key, media_type = upload_key(row.id), MEDIA_TYPES[row.format]
        elif variant == str(UPLOAD_WIDTH):
            key, media_type = upload_thumbnail_key(row.id, UPLOAD_WIDTH), MEDIA_TYPES["webp"]
        else:
            raise NotFoundError("There is no such file.")
        size = await self._media.size(key)
        if size is None:
            raise NotFoundError("There is no such file.")
        etag = f'"{key.replace("/", "-")}-{size}"'
        name = download_name(row.name, media_type.removeprefix("image/"))
        return MediaFile(key=key, media_type=media_type, size=size, etag=etag, name=name)

    async def sweep(self) -> int:
        """Delete uploads whose time has come, files that were left behind, and masks that nobody used."""
        count = 0
        while batch := await self._sweep_due():
            count += batch
        while batch := await self._sweep_left_behind():
            count += batch
        while batch := await self._sweep_masks():
            count += batch
        return count

    async def _check(self, picture: CleanPicture) -> None:
        """Fail closed: without a clear yes nothing is kept."""
        try:
            verdict = await self._moderation.check_picture(picture.data, MEDIA_TYPES[picture.format])
        except DrawingError as error:
            raise UncheckedError(UNCHECKED) from error
        if not verdict.is_allowed:
            log.warning("refused an upload: %s", " ".join(verdict.categories))
            raise UploadError(REFUSED)

    def _begun(self, account_id: str, picture: CleanPicture, *, name: str, shows_people: bool) -> UploadRow:
        now = self._clock()
        return UploadRow(
            id=new_id(),
            account_id=account_id,
            name=clean_name(name),
            width=picture.width,
            height=picture.height,
            format=picture.format,
            byte_size=len(picture.data),
            sha256=picture.sha256,
            colour=picture.colour,
            shows_people=shows_people,
            is_blurred=picture.is_blurred,
            created_at=now,
            expires_at=deadline(now, shows_people=shows_people, hours=self.hours),
            deleted_at=now,
        )

    async def _keep(self, row: UploadRow) -> None:
        """Let it appear together with the consent; never the one without the other."""
        async with self._database.transaction() as session:
            await credits.lock(session, row.account_id)
            _check_room(await uploads.count_kept(session, row.account_id))
            if not await uploads.keep(session, row.id):
                raise StorageError("That took too long. Try again.")
            if row.shows_people:
                session.add(_consent(row))

    async def _owned(self, account_id: str, upload_id: str) -> UploadRow:
        if is_id(upload_id):
            async with self._database.reading() as session:
                found = await uploads.owned(session, account_id, [upload_id], now=self._clock())
            if found:
                return found[0]
        raise NotFoundError("There is no such file.")

    async def _sweep_due(self) -> int:
        now = self._clock()
        async with self._database.reading() as session:
            due = await uploads.due(session, now=now, limit=_BATCH)
        by_account: dict[str, list[str]] = defaultdict(list)
        for account_id, upload_id in due:
            by_account[account_id].append(upload_id)
        for account_id, ids in by_account.items():
            async with self._database.transaction() as session:
                await credits.lock(session, account_id)
                for upload_id in ids:
                    await uploads.mark_upload_deleted(session, account_id, upload_id, now=now)
            await self._purge_quietly(ids)
        return len(due)

    async def _sweep_left_behind(self) -> int:
        async with self._database.reading() as session:
            ids = await uploads.uploads_left_behind(session, before=self._clock() - _UNDER_WAY, limit=_BATCH)
        if ids:
            await self._purge(ids)
        return len(ids)

    async def _sweep_masks(self) -> int:
        async with self._database.reading() as session:
            ids = await uploads.unused_masks(session, before=self._clock() - _MASK_LIFE, limit=_BATCH)
        if ids:
            await self._media.delete([mask_key(mask_id) for mask_id in ids])
            async with self._database.transaction() as session:
                await uploads.forget_masks(session, ids)
        return len(ids)

    async def _purge(self, upload_ids: Sequence[str]) -> None:
        for upload_id in upload_ids:
            await self._media.delete([upload_key(upload_id), upload_thumbnail_key(upload_id, UPLOAD_WIDTH)])
        async with self._database.transaction() as session:
            await uploads.mark_uploads_purged(session, upload_ids, now=self._clock())

    async def _purge_quietly(self, upload_ids: Sequence[str]) -> None:
        try:
            await self._purge(upload_ids)
        except Exception:
            log.exception("files of uploads are left to the sweep: %s", " ".join(upload_ids))


def _check_room(kept: int) -> None:
    if kept >= MAX_KEPT:
        raise UploadError(TOO_MANY_KEPT)


def _consent(row: UploadRow) -> ConsentRow:
    return ConsentRow(
        id=new_id(),
        account_id=row.account_id,
        upload_id=row.id,
        text_version=CONSENT_VERSION,
        picture_sha256=row.sha256,
        given_at=row.created_at,
    )


def _view(row: UploadRow) -> UploadView:
    return UploadView(
        id=row.id,
        name=row.name,
        width=row.width,
        height=row.height,
        colour=row.colour,
        shows_people=row.shows_people,
        is_blurred=row.is_blurred,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
