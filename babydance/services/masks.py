"""Masks: painted over a picture in the browser, checked and kept for the edit that will use them."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from babydance.domain.errors import InvalidInputError, NotFoundError, StorageError, TooManyRequestsError
from babydance.domain.ids import is_id, made_at, new_id
from babydance.domain.images import DrawingError
from babydance.domain.masks import MAX_MASK_BYTES, NOT_A_MASK, TOO_LARGE, CleanMask
from babydance.domain.media import making_key, mask_key
from babydance.domain.ports import Clock, MediaStore, RateLimits, Tools
from babydance.store import credits, images, masks
from babydance.store.database import Database
from babydance.store.images import ImageRow
from babydance.store.uploads import MaskRow

log = logging.getLogger(__name__)

_OFTEN = "120/hour"
_KIND = "mask"
_SETTLED = timedelta(hours=1)  # after which nobody is still storing a mask


class MaskService:
    """Keeps an account's masks; those that no run uses are swept with the unused uploads."""

    def __init__(self, database: Database, media: MediaStore, tools: Tools, *, rates: RateLimits, clock: Clock) -> None:
        self._database = database
        self._media = media
        self._tools = tools
        self._rates = rates
        self._clock = clock

    async def add(self, account_id: str, image_id: str, data: bytes) -> str:
        """Keep a mask for the account's picture and return its id; raise ``InvalidInputError`` if it can't be used."""
        await self._picture(account_id, image_id)
        await self._count(account_id)
        if len(data) >= MAX_MASK_BYTES:
            raise InvalidInputError(TOO_LARGE, field="mask")
        try:
            mask = await self._tools.mask(data)
        except DrawingError:
            raise InvalidInputError(NOT_A_MASK, field="mask") from None
        mask_id = new_id()
        picture = await self._picture(account_id, image_id)
        mask.check(picture.width, picture.height)
        await self._media.put(making_key(_KIND, mask_id), b"")
        await self._media.put(mask_key(mask_id), mask.data)
        await self._write(account_id, mask_id, mask)
        await self._forget_sign(mask_id)
        return mask_id

    async def sweep_files(self) -> int:
        """Delete the files of masks whose row never came; return how many signs of such were looked at."""
        signs = await self._media.keys(f"making/{_KIND}/")
        ids = [sign.rpartition("/")[2] for sign in signs]
        old = [mask_id for mask_id in ids if made_at(mask_id) < self._clock() - _SETTLED]
        async with self._database.reading() as session:
            known = await masks.known_masks(session, old)
        for mask_id in old:
            lost = [] if mask_id in known else [mask_key(mask_id)]
            await self._media.delete([*lost, making_key(_KIND, mask_id)])
        return len(old)

    async def _picture(self, account_id: str, image_id: str) -> ImageRow:
        if is_id(image_id):
            async with self._database.reading() as session:
                found = await images.shown_picture(session, account_id, image_id)
            if found is not None:
                return found[0]
        raise NotFoundError("There is no such picture.")

    async def _count(self, account_id: str) -> None:
        wait = await self._rates.hit(_OFTEN, "mask", account_id)
        if wait:
            raise TooManyRequestsError("That was a great many masks. Try again in a while.", retry_after=wait)

    async def _write(self, account_id: str, mask_id: str, mask: CleanMask) -> None:
        row = MaskRow(
            id=mask_id,
            account_id=account_id,
            width=mask.width,
            height=mask.height,
            sha256=hashlib.sha256(mask.data).hexdigest(),
            created_at=self._clock(),
        )
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            session.add(row)

    async def _forget_sign(self, mask_id: str) -> None:
        try:
            await self._media.delete([making_key(_KIND, mask_id)])
        except StorageError:
            log.warning("the sign of mask %s is left to the sweep", mask_id)
