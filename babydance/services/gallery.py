"""The gallery: pages of pictures, one picture's story, its names, its files, and what the trash does with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from babydance.domain.errors import NotFoundError
from babydance.domain.gallery import Tag, View, clean_note, clean_title
from babydance.domain.ids import is_id
from babydance.domain.images import THUMBNAIL_WIDTHS, GalleryCard, PictureDetail, Status, compose_prompt
from babydance.domain.media import (
    MEDIA_TYPES,
    MediaFile,
    delivered_key,
    download_name,
    original_key,
    preview_key,
    thumbnail_key,
)
from babydance.domain.models import IMAGE_MODELS, ImageModelSpec
from babydance.domain.ports import Clock, MediaStore
from babydance.store import credits, folders, gallery, generations, images
from babydance.store.database import Database
from babydance.store.folders import TagRow
from babydance.store.images import GenerationRow, ImageRow, RunRow
from babydance.store.sources import made_from

MAX_PAGE = 96
EVERYTHING = View()
_PURGE_BATCH = 200
_NOT_DRAWN = GenerationRow(id="", run_id="", account_id="", position=0, status="", created_at=datetime.min)  # noqa: DTZ901  of a copy


class GalleryService:
    """Shows an account its own pictures; anything else is not found."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        *,
        clock: Clock,
        trash_life: timedelta,
        models: Sequence[ImageModelSpec] = IMAGE_MODELS,
    ) -> None:
        self._database = database
        self._media = media
        self._clock = clock
        self._trash_life = trash_life
        self._labels = {spec.id: spec.label for spec in models}

    async def page(
        self, account_id: str, view: View = EVERYTHING, *, before: str | None = None, limit: int = 24
    ) -> list[GalleryCard]:
        """Return up to ``limit`` pictures of ``view``, in its order, that come behind the picture ``before``."""
        if before is not None:
            _check_id(before)
        async with self._database.reading() as session:
            return await gallery.page(session, account_id, view, before=before, limit=max(1, min(limit, MAX_PAGE)))

    async def first(
        self, account_id: str, view: View = EVERYTHING, *, limit: int = 24
    ) -> tuple[list[GalleryCard], int]:
        """Return the first pictures of ``view`` and how many there are, of one moment and sooner than one by one."""
        limit = max(1, min(limit, MAX_PAGE))
        async with self._database.reading() as session:
            cards = await gallery.page(session, account_id, view, before=None, limit=limit)
            if len(cards) < limit:  # whoever has come to the end has counted
                return cards, len(cards)
            return cards, await gallery.count(session, gallery.matching(account_id, view))

    async def count(self, account_id: str, view: View = EVERYTHING) -> int:
        """Return how many pictures are in ``view``."""
        async with self._database.reading() as session:
            return await gallery.count(session, gallery.matching(account_id, view))

    async def detail(self, account_id: str, image_id: str) -> PictureDetail:
        """Return everything that the owner may know about a picture, with its receipt in credits."""
        _check_id(image_id)
        async with self._database.reading() as session:
            found = await images.picture_with_story(session, account_id, image_id)
            if found is None:
                raise NotFoundError("There is no such picture.")
            image, generation, run = found
            held, settled = 0, 0  # a copy costs nothing
            if generation is not None:
                held, settled = await images.receipt(session, account_id, generations.op_key(generation.id))
            tags = await folders.tags_of(session, image_id)
            used_in = await gallery.cards(session, await images.used_in(session, account_id, image_id))
            sources = (await made_from(session, [run.id], now=self._clock())).get(run.id, ())
        return replace(
            _detail(*found, held=held, settled=settled),
            tags=_tags(tags),
            made_from=sources,
            model_label=self._labels.get(run.model, run.model),
            used_in=tuple(used_in),
            goes_at=self._goes_at(image),
        )

    async def rename(self, account_id: str, image_id: str, title: str) -> None:
        """Give a picture a title, or with an empty one the words of its description back."""
        _check_id(image_id)
        title = clean_title(title)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await images.picture_with_story(session, account_id, image_id)
            if found is None:
                raise NotFoundError("There is no such picture.")
            image, _, run = found
            image.title = title
            image.words = images.searched_words(
                run.prompt, title, [tag.folded for tag in await folders.tags_of(session, image_id)]
            )

    async def set_note(self, account_id: str, image_id: str, note: str) -> None:
        """Keep a note with a picture; an empty one takes it away."""
        _check_id(image_id)
        note = clean_note(note)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await images.picture_with_story(session, account_id, image_id)
            if found is None:
                raise NotFoundError("There is no such picture.")
            found[0].note = note

    async def delete(self, account_id: str, image_id: str) -> None:
        """Put a picture into the trash; nothing is refunded."""
        _check_id(image_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            if not await images.mark_trashed(session, account_id, image_id, now=self._clock()):
                raise NotFoundError("There is no such picture.")

    async def media(self, account_id: str, kind: str, item_id: str, variant: str) -> MediaFile:
        """Return the file behind a media URL: kind ``image`` (original, w320, w720) or ``preview`` (1, 2, ...)."""
        _check_id(item_id)
        match kind:
            case "image":
                key, media_type, name = await self._image_file(account_id, item_id, variant)
            case "preview":
                key, media_type, name = await self._preview_file(account_id, item_id, variant)
            case _:
                raise NotFoundError("There is no such file.")
        size = await self._media.size(key)
        if size is None:
            raise NotFoundError("There is no such file.")
        return MediaFile(key=key, media_type=media_type, size=size, etag=_etag(key, size), name=name)

    def stream(self, file: MediaFile, *, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield the bytes of ``file`` from ``start`` up to, not including, ``end``."""
        return self._media.stream(file.key, start, file.size if end is None else end)

    async def sweep_trash(self) -> int:
        """Delete for good what has lain in the trash for its time, one account a transaction; return how many."""
        now = self._clock()
        async with self._database.reading() as session:
            accounts = await images.accounts_with_old_trash(session, before=now - self._trash_life)
        gone = 0
        for account_id in accounts:
            async with self._database.transaction() as session:
                await credits.lock(session, account_id)
                gone += await images.empty_trash(session, account_id, before=now - self._trash_life, now=now)
        return gone

    async def sweep_files(self) -> int:
        """Delete files of deleted pictures that are still there; return how many pictures that were."""
        swept = 0
        while True:
            async with self._database.reading() as session:
                ids = await images.left_behind(session, limit=_PURGE_BATCH)
            if ids:
                await self._purge(ids)
            swept += len(ids)
            if len(ids) < _PURGE_BATCH:
                return swept

    async def _purge(self, image_ids: list[str]) -> None:
        """Delete the files, then remember it: whoever dies in between leaves them to the next sweep."""
        await self._media.delete([key for image_id in image_ids for key in _keys(image_id)])
        async with self._database.transaction() as session:
            await images.mark_purged(session, image_ids, now=self._clock())

    def _goes_at(self, image: ImageRow) -> datetime | None:
        return image.trashed_at + self._trash_life if image.trashed_at else None

    async def _image_file(self, account_id: str, image_id: str, variant: str) -> tuple[str, str, str]:
        async with self._database.reading() as session:
            found = await images.picture_with_story(session, account_id, image_id)
        if found is None:
            raise NotFoundError("There is no such file.")
        image, _, run = found
        if variant == "original":
            name = download_name(run.prompt, image.format)
            return original_key(image_id), MEDIA_TYPES[image.format], name
        for width in THUMBNAIL_WIDTHS:
            if variant == f"w{width}":
                return thumbnail_key(image_id, width), "image/webp", download_name(run.prompt, "webp")
        raise NotFoundError("There is no such file.")

    async def _preview_file(self, account_id: str, generation_id: str, variant: str) -> tuple[str, str, str]:
        async with self._database.reading() as session:
            found = await generations.owned(session, account_id, generation_id)
        if found is not None and not Status(found[0].status).is_final:
            for number in range(1, found[0].preview_count + 1):
                if variant == str(number):
                    return preview_key(generation_id, number), "image/webp", "preview.webp"
        raise NotFoundError("There is no such file.")


def _keys(image_id: str) -> list[str]:
    thumbnails = (thumbnail_key(image_id, width) for width in THUMBNAIL_WIDTHS)
    return [original_key(image_id), delivered_key(image_id), *thumbnails]


def _tags(rows: Sequence[TagRow]) -> tuple[Tag, ...]:
    return tuple(Tag(id=row.id, label=row.label, count=0) for row in rows)


def _detail(
    image: ImageRow, generation: GenerationRow | None, run: RunRow, *, held: int, settled: int
) -> PictureDetail:
    generation = generation or _NOT_DRAWN
    return PictureDetail(
        id=image.id,
        run_id=run.id,
        generation_id=generation.id,
        prompt=run.prompt,
        sent_prompt=compose_prompt(run.prompt, run.edit_words, run.fragment),
        style=run.style,
        model=run.model,
        model_label=run.model,
        requested_size=f"{run.width}x{run.height}",
        actual_size=generation.actual_size or f"{image.width}x{image.height}",
        requested_quality=run.quality,
        actual_quality=generation.actual_quality,
        background=run.background,
        actual_background=generation.actual_background,
        output_format=run.output_format,
        actual_format=generation.actual_format or image.format,
        byte_size=image.byte_size,
        created_at=image.created_at,
        seconds=_seconds(generation),
        held=held,
        settled=settled,
        released=held - settled,
        text_tokens=generation.text_tokens,
        image_tokens=generation.image_tokens,
        output_tokens=generation.output_tokens,
        request_id=generation.request_id,
        attempts=generation.attempts,
        width=image.width,
        height=image.height,
        colour=image.colour,
        is_sandbox=run.is_sandbox,
        actual_prompt=generation.actual_prompt,
        edit=run.edit,
        title=image.title,
        note=image.note,
        is_favourite=image.is_favourite,
        folder_id=image.folder_id or "",
        has_people=image.has_people,
        kind=image.kind,
        parent_id=image.parent_id or "",
    )


def _seconds(generation: GenerationRow) -> float:
    if generation.started_at is None or generation.finished_at is None:
        return 0.0
    return (generation.finished_at - generation.started_at).total_seconds()


def _etag(key: str, size: int) -> str:
    """A key is written once for what it shows, so its name is enough to tell versions apart."""
    return f'"{key.replace("/", "-")}-{size}"'


def _check_id(text: str) -> None:
    if not is_id(text):
        raise NotFoundError("There is no such picture.")
