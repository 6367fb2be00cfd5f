"""Share links: one living link a picture, what strangers see through it, and taking it back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from babydance.domain.errors import InvalidInputError, NotAllowedError, NotFoundError
from babydance.domain.ids import is_id, new_id
from babydance.domain.images import DrawingError
from babydance.domain.media import MediaFile, generation_of, original_key, share_key
from babydance.domain.ports import Clock, Copies, MediaStore
from babydance.domain.shares import (
    CARD_SIZE,
    DEAD_LINK,
    LIVES,
    MAX_LIVING,
    PEOPLE_STAY_PRIVATE,
    PICTURE_EDGE,
    Share,
    SharedPicture,
    seen_size,
    share_in,
    share_token,
)
from babydance.store import credits, shares
from babydance.store.database import AsyncSession, Database
from babydance.store.images import ImageRow, RunRow
from babydance.store.shares import ShareRow

log = logging.getLogger(__name__)

_VARIANTS = {"picture": "image/webp", "card": "image/jpeg"}
_SWEEP_BATCH = 500


class ShareService:
    """Lets an account show single pictures to whoever has a link, and nothing else of it."""

    def __init__(self, database: Database, media: MediaStore, copies: Copies, *, clock: Clock, secret_key: str) -> None:
        self._database = database
        self._media = media
        self._copies = copies
        self._clock = clock
        self._key = secret_key.encode()
        self._copying = asyncio.Lock()

    async def share(self, account_id: str, image_id: str, *, days: int | None, shows_words: bool = False) -> Share:
        """Return the picture's living link, made now if there is none; it ends after ``days``, None is never.

        Raises ``NotAllowedError`` for a picture made from photos of people, and beyond ``MAX_LIVING`` links.
        """
        _check_id(image_id)
        now = self._clock()
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            image = await shares.shareable(session, account_id, image_id)
            if image is None:
                raise NotFoundError("There is no such picture.")
            if image.has_people:
                raise NotAllowedError(PEOPLE_STAY_PRIVATE)
            row = await shares.living(session, account_id, image_id, now=now)
            row = row or await self._new(session, account_id, image_id, now=now)
            row.expires_at = _end(days, now)
            row.shows_words = shows_words
            session.add(row)
        return self._share(row)

    async def end_in(self, account_id: str, share_id: str, *, days: int | None) -> Share:
        """Let a link that works end ``days`` from now, None is never."""
        now = self._clock()
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            row = await self._living(session, account_id, share_id, now=now)
            row.expires_at = _end(days, now)
            session.add(row)
        return self._share(row)

    async def show_words(self, account_id: str, share_id: str, *, shows_words: bool) -> Share:
        """Let a link that works show the description, or not any more."""
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            row = await self._living(session, account_id, share_id, now=self._clock())
            row.shows_words = shows_words
            session.add(row)
        return self._share(row)

    async def links(self, account_id: str, image_id: str) -> list[Share]:
        """Return the picture's links that work: one, or none."""
        _check_id(image_id)
        async with self._database.reading() as session:
            row = await shares.living(session, account_id, image_id, now=self._clock())
        return [self._share(row)] if row else []

    async def may_share(self, account_id: str, image_id: str) -> bool:
        """Tell whether a picture may be shown to strangers; refuse one that is not there."""
        _check_id(image_id)
        async with self._database.reading() as session:
            image = await shares.shareable(session, account_id, image_id)
        if image is None:
            raise NotFoundError("There is no such picture.")
        return not image.has_people

    async def revoke(self, account_id: str, share_id: str) -> None:
        """End a link at once and delete what strangers saw; ending it again changes nothing."""
        if not is_id(share_id):
            raise NotFoundError("There is no such link.")
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            if not await shares.revoke(session, account_id, share_id, now=self._clock()):
                raise NotFoundError("There is no such link.")
        try:
            await self._media.delete([share_key(share_id, variant) for variant in _VARIANTS])
        except Exception:
            log.exception("copies of link %s are left to the sweep", share_id)

    async def open(self, token: str, *, viewer_id: str = "", is_visit: bool = False) -> SharedPicture:
        """Return what the link shows; a visit is counted unless the viewer is the owner.

        A count is one addition without the ledger's lock: strangers must not make the owner's own work wait.
        """
        async with self._database.transaction() if is_visit else self._database.reading() as session:
            share, image, run = await self._opened(session, token)
            if is_visit and share.account_id != viewer_id:
                await shares.count_view(session, share.id)
        return _seen(share, image, run)

    async def media(self, token: str, variant: str) -> MediaFile:
        """Return the file that the link shows, ``picture`` or ``card``; it is made when first asked for."""
        if variant not in _VARIANTS:
            raise NotFoundError(DEAD_LINK)
        async with self._database.reading() as session:
            share, image, _ = await self._opened(session, token)
        key = share_key(share.id, variant)
        size = await self._media.size(key)
        if size is None:
            size = await self._copy(image.id, key, variant=variant)
        return MediaFile(
            key=key, media_type=_VARIANTS[variant], size=size, etag=f'"{share.id}-{variant}-{size}"', name=variant
        )

    def stream(self, file: MediaFile) -> AsyncIterator[bytes]:
        """Yield the bytes of ``file``."""
        return self._media.stream(file.key, 0, file.size)

    async def sweep(self) -> int:
        """Delete copies whose link doesn't work any more; return how many links that were."""
        ids = sorted({generation_of(key) for key in await self._media.keys("share/")})
        swept = 0
        for start in range(0, len(ids), _SWEEP_BATCH):
            batch = ids[start : start + _SWEEP_BATCH]
            async with self._database.reading() as session:
                living = await shares.still_open(session, batch, now=self._clock())
            dead = [share_id for share_id in batch if share_id not in living]
            await self._media.delete([share_key(share_id, variant) for share_id in dead for variant in _VARIANTS])
            swept += len(dead)
        return swept

    async def _new(self, session: AsyncSession, account_id: str, image_id: str, *, now: datetime) -> ShareRow:
        if await shares.count_living(session, account_id, now=now) >= MAX_LIVING:
            raise NotAllowedError(f"You have {MAX_LIVING} links that work; that is the most. End one of them first.")
        return ShareRow(id=new_id(), account_id=account_id, image_id=image_id, created_at=now)

    async def _living(self, session: AsyncSession, account_id: str, share_id: str, *, now: datetime) -> ShareRow:
        row = await shares.living_link(session, account_id, share_id, now=now)
        if row is None:
            raise NotFoundError("This link doesn't work any more.")
        return row

    def _share(self, row: ShareRow) -> Share:
        return Share(
            id=row.id,
            image_id=row.image_id,
            token=share_token(row.id, self._key),
            created_at=row.created_at,
            expires_at=row.expires_at,
            shows_words=row.shows_words,
            views=row.views,
        )

    async def _opened(self, session: AsyncSession, token: str) -> tuple[ShareRow, ImageRow, RunRow]:
        share_id = share_in(token, self._key)
        found = await shares.opened(session, share_id, now=self._clock()) if share_id else None
        if found is None:
            raise NotFoundError(DEAD_LINK)
        return found

    async def _copy(self, image_id: str, key: str, *, variant: str) -> int:
        """Make a copy, once however many ask; return its length in bytes."""
        async with self._copying:
            size = await self._media.size(key)
            if size is not None:
                return size
            data = await self._media.get(original_key(image_id))
            if data is None:
                raise NotFoundError(DEAD_LINK)
            try:
                is_card = variant == "card"
                made = await (
                    self._copies.card(data, CARD_SIZE) if is_card else self._copies.for_strangers(data, PICTURE_EDGE)
                )
            except DrawingError as error:
                raise NotFoundError(DEAD_LINK) from error
            await self._media.put(key, made)
            return len(made)


def _seen(share: ShareRow, image: ImageRow, run: RunRow) -> SharedPicture:
    width, height = seen_size(image.width, image.height)
    return SharedPicture(
        width=width,
        height=height,
        words=run.prompt if share.shows_words else "",
        is_sandbox=run.is_sandbox,
    )


def _end(days: int | None, now: datetime) -> datetime | None:
    if days not in LIVES:
        raise InvalidInputError("Choose one of the ends shown.", field="ends")
    return None if days is None else now + timedelta(days=days)


def _check_id(text: str) -> None:
    if not is_id(text):
        raise NotFoundError("There is no such picture.")
