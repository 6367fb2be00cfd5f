"""Downloads: one picture in another format, and any number of them as an archive that is made while it is sent."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from babydance.domain.downloads import (
    MAX_ARCHIVE,
    Archive,
    ArchiveWriter,
    FileNames,
    ListWriter,
    TakenPicture,
    check_format,
    file_stem,
    list_line,
)
from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.gallery import Selection
from babydance.domain.ids import is_id
from babydance.domain.images import DrawingError
from babydance.domain.media import EXTENSIONS, original_key
from babydance.domain.ports import Clock, Copies, MediaStore
from babydance.store import downloads, gallery
from babydance.store.database import Database

log = logging.getLogger(__name__)

AT_ONCE = 2  # archives of one account from one process
_BATCH = 50  # pictures that are looked up together
_PART = 262_144  # bytes of a converted picture that are sent at once


class DownloadService:
    """Hands pictures out to their account; anything else is not found. Originals are never modified."""

    def __init__(self, database: Database, media: MediaStore, copies: Copies, *, clock: Clock) -> None:
        self._database = database
        self._media = media
        self._copies = copies
        self._clock = clock
        self._under_way: Counter[str] = Counter()

    async def converted(self, account_id: str, image_id: str, file_format: str) -> tuple[str, bytes]:
        """Return a file name and a copy of the picture in ``file_format``: jpeg, png or webp."""
        if not is_id(image_id) or not check_format(file_format):
            raise NotFoundError("There is no such file.")
        async with self._database.reading() as session:
            found = await downloads.taken(session, account_id, [image_id])
        data = await self._media.get(original_key(image_id)) if found else None
        if data is None:
            raise NotFoundError("There is no such file.")
        name = f"{file_stem(found[0].title or found[0].prompt)}.{EXTENSIONS[file_format]}"
        return name, await self._copies.converted(data, file_format)

    async def archive(self, account_id: str, selection: Selection, *, file_format: str = "") -> Archive:
        """Return an archive of the pictures, newest first, with a list of them inside.

        ``file_format`` converts each on the way. Raises ``InvalidInputError`` for more than ``MAX_ARCHIVE`` pictures.
        """
        check_format(file_format)
        if self._under_way[account_id] >= AT_ONCE:
            raise TooManyRequestsError("Two downloads are still under way. Wait for one to end.", retry_after=30)
        async with self._database.reading() as session:
            where = gallery.selected(account_id, selection)
            ids = await downloads.ids(session, where, limit=MAX_ARCHIVE + 1)
        if not ids:
            raise NotFoundError("There are no such pictures.")
        if len(ids) > MAX_ARCHIVE:
            raise InvalidInputError(f"One download holds at most {MAX_ARCHIVE:,} pictures. Choose fewer.")
        name = f"baby-dance-{self._clock():%Y-%m-%d}.zip"
        return Archive(name, len(ids), self._counted(account_id, self._written(account_id, ids, file_format)))

    @property
    def under_way(self) -> int:
        """How many archives are being sent."""
        return self._under_way.total()

    async def _counted(self, account_id: str, parts: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """Count the archive among those under way for as long as somebody reads it."""
        self._under_way[account_id] += 1
        try:
            async with aclosing(parts):
                async for part in parts:
                    yield part
        finally:
            self._under_way[account_id] -= 1
            if not self._under_way[account_id]:
                del self._under_way[account_id]

    async def _written(self, account_id: str, ids: list[str], file_format: str) -> AsyncGenerator[bytes, None]:
        writer, names, lines = ArchiveWriter(), FileNames(), ListWriter()
        for at in range(0, len(ids), _BATCH):
            async with self._database.reading() as session:
                pictures = await downloads.taken(session, account_id, ids[at : at + _BATCH])
            for picture in pictures:
                file = await self._file(picture, file_format)
                if file is None:  # deleted since the archive began
                    continue
                name = names.name(picture.title or picture.prompt, file.format)
                yield writer.begin(name, made_at=picture.made_at, size=file.size)
                async with aclosing(file.parts) as parts:
                    async for part in parts:
                        yield writer.write(part)
                yield writer.end()
                lines.add(list_line(picture, name))
        yield writer.close(lines.data(), made_at=self._clock())

    async def _file(self, picture: TakenPicture, file_format: str) -> _File | None:
        """Open what goes into the archive; what cannot be converted goes as it is."""
        key = original_key(picture.id)
        if file_format not in {"", picture.format}:
            data = await self._media.get(key)
            if data is None:
                return None
            try:
                copy = await self._copies.converted(data, file_format)
            except DrawingError:
                log.warning("image %s could not be converted", picture.id)
            else:
                return _File(file_format, len(copy), _parts(copy))
        size = await self._media.size(key)
        return None if size is None else _File(picture.format, size, self._media.stream(key, 0, size))


@dataclass(frozen=True, slots=True)
class _File:
    format: str
    size: int
    parts: AsyncGenerator[bytes, None]


async def _parts(data: bytes) -> AsyncGenerator[bytes, None]:
    for at in range(0, len(data), _PART):
        yield data[at : at + _PART]
