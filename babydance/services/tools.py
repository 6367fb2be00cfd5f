"""The local tools: a picture of the gallery is cut, turned or saved anew, as a new picture and without credits."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from babydance.domain.errors import NotFoundError, StorageError, StudioError, TooManyRequestsError
from babydance.domain.ids import is_id, made_at, new_id
from babydance.domain.images import THUMBNAIL_WIDTHS, DrawingError, PictureFacts
from babydance.domain.media import making_key, original_key, thumbnail_key
from babydance.domain.ports import Clock, MediaStore, Pictures, RateLimits, Tools
from babydance.domain.tools import Operation, Workpiece, planned
from babydance.store import credits, images
from babydance.store.database import Database
from babydance.store.images import ImageRow, without_tags

log = logging.getLogger(__name__)

_OFTEN = "240/hour"
_KIND = "image"
_SETTLED = timedelta(hours=1)  # after which nobody is still storing a copy
_ALT_LENGTH = 80  # characters of the description that stand for the picture
_GONE = "There is no such picture."


class ToolService:
    """Makes copies; the picture that was there before is never touched."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        pictures: Pictures,
        tools: Tools,
        *,
        rates: RateLimits,
        clock: Clock,
    ) -> None:
        self._database = database
        self._media = media
        self._pictures = pictures
        self._tools = tools
        self._rates = rates
        self._clock = clock

    async def apply(self, account_id: str, image_id: str, operations: Sequence[Operation]) -> str:
        """Do ``operations`` in their order and return the id of the new picture; it costs no credits.

        Raises ``InvalidInputError`` when they don't fit the picture.
        """
        parent, _ = await self._picture(account_id, image_id)
        plan = planned(operations, width=parent.width, height=parent.height, file_format=parent.format)
        await self._count(account_id)
        data = await self._media.get(original_key(image_id))
        if data is None:
            raise NotFoundError(_GONE)
        try:
            edited = await self._tools.edit(data, operations, plan)
            facts = await self._pictures.inspect(edited)
            thumbnails = await self._pictures.shrink(edited, THUMBNAIL_WIDTHS)
        except DrawingError as error:
            raise StudioError("This picture can't be opened, so nothing was changed.") from error
        copy_id = new_id()
        await self._store(copy_id, edited, thumbnails)
        await self._hang(account_id, image_id, copy_id, facts=facts, data=edited)
        await self._forget_sign(copy_id)
        return copy_id

    async def workpiece(self, account_id: str, image_id: str) -> Workpiece:
        """Return the account's picture as the edit page needs it."""
        row, prompt = await self._picture(account_id, image_id)
        return Workpiece(
            id=row.id,
            width=row.width,
            height=row.height,
            file_format=row.format,
            byte_size=row.byte_size,
            colour=row.colour,
            alt=row.title or " ".join(prompt[:_ALT_LENGTH].split()),
        )

    async def sweep_files(self) -> int:
        """Delete the files of copies whose row never came; return how many signs of such were looked at."""
        signs = await self._media.keys(f"making/{_KIND}/")
        ids = [sign.rpartition("/")[2] for sign in signs]
        old = [copy_id for copy_id in ids if made_at(copy_id) < self._clock() - _SETTLED]
        async with self._database.reading() as session:
            known = await images.known_pictures(session, old)
        for copy_id in old:
            lost = [] if copy_id in known else _files(copy_id)
            await self._media.delete([*lost, making_key(_KIND, copy_id)])
        return len(old)

    async def _picture(self, account_id: str, image_id: str) -> tuple[ImageRow, str]:
        if is_id(image_id):
            async with self._database.reading() as session:
                found = await images.shown_picture(session, account_id, image_id)
            if found is not None:
                return found
        raise NotFoundError(_GONE)

    async def _count(self, account_id: str) -> None:
        wait = await self._rates.hit(_OFTEN, "tools", account_id)
        if wait:
            raise TooManyRequestsError("That was a great many pictures. Try again in a while.", retry_after=wait)

    async def _store(self, copy_id: str, data: bytes, thumbnails: Sequence[bytes]) -> None:
        """Store the files where nobody can see them before the row is there, and a sign that they are on their way."""
        await self._media.put(making_key(_KIND, copy_id), b"")
        for width, thumbnail in zip(THUMBNAIL_WIDTHS, thumbnails, strict=True):
            await self._media.put(thumbnail_key(copy_id, width), thumbnail)
        await self._media.put(original_key(copy_id), data)

    async def _hang(self, account_id: str, image_id: str, copy_id: str, *, facts: PictureFacts, data: bytes) -> None:
        """Put the copy into the gallery, if the picture that it was made from is still there."""
        sha256 = await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest())
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await images.shown_picture(session, account_id, image_id)
            if found is None:  # the files are left to the sweep
                raise NotFoundError(_GONE)
            session.add(_copy(found[0], copy_id, facts, byte_size=len(data), sha256=sha256, now=self._clock()))

    async def _forget_sign(self, copy_id: str) -> None:
        try:
            await self._media.delete([making_key(_KIND, copy_id)])
        except StorageError:
            log.warning("the sign of image %s is left to the sweep", copy_id)


def _copy(
    parent: ImageRow, copy_id: str, facts: PictureFacts, *, byte_size: int, sha256: str, now: datetime
) -> ImageRow:
    return ImageRow(
        id=copy_id,
        account_id=parent.account_id,
        run_id=parent.run_id,
        parent_id=parent.id,
        kind="copy",
        width=facts.width,
        height=facts.height,
        format=facts.format,
        byte_size=byte_size,
        colour=facts.colour,
        created_at=now,
        sha256=sha256,
        model=parent.model,
        style=parent.style,
        words=without_tags(parent.words),
        title=parent.title,
        has_people=parent.has_people,
        folder_id=parent.folder_id,
    )


def _files(image_id: str) -> list[str]:
    return [original_key(image_id), *(thumbnail_key(image_id, width) for width in THUMBNAIL_WIDTHS)]
