"""The gallery: pages of pictures, one picture's story, its files, and taking it out."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

from babydance.domain.errors import NotFoundError
from babydance.domain.ids import is_id
from babydance.domain.images import THUMBNAIL_WIDTHS, GalleryCard, PictureDetail, Status
from babydance.domain.media import (
    MEDIA_TYPES,
    MediaFile,
    download_name,
    original_key,
    preview_key,
    thumbnail_key,
)
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.ports import Clock, MediaStore
from babydance.store import credits, generations, images
from babydance.store.database import Database
from babydance.store.images import GenerationRow, ImageRow, RunRow
from babydance.store.sources import made_from

log = logging.getLogger(__name__)

MAX_PAGE = 96
_PURGE_BATCH = 100


class GalleryService:
    """Shows an account its own pictures; anything else is not found."""

    def __init__(self, database: Database, media: MediaStore, *, clock: Clock) -> None:
        self._database = database
        self._media = media
        self._clock = clock

    async def page(self, account_id: str, *, before: str | None = None, limit: int = 24) -> list[GalleryCard]:
        """Return up to ``limit`` pictures, newest first, older than the picture ``before``."""
        if before is not None:
            _check_id(before)
        async with self._database.reading() as session:
            return await images.gallery_page(session, account_id, before=before, limit=max(1, min(limit, MAX_PAGE)))

    async def detail(self, account_id: str, image_id: str) -> PictureDetail:
        """Return everything that the owner may know about a picture, with its receipt in credits."""
        _check_id(image_id)
        async with self._database.reading() as session:
            found = await images.picture_with_story(session, account_id, image_id)
            if found is None:
                raise NotFoundError("There is no such picture.")
            held, settled = await images.receipt(session, account_id, generations.op_key(found[1].id))
            run_id = found[2].id
            sources = (await made_from(session, [run_id], now=self._clock())).get(run_id, ())
        return replace(_detail(*found, held=held, settled=settled), made_from=sources)

    async def delete(self, account_id: str, image_id: str) -> None:
        """Take a picture out of the gallery and delete its files; nothing is refunded."""
        _check_id(image_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            if not await images.mark_deleted(session, account_id, image_id, now=self._clock()):
                raise NotFoundError("There is no such picture.")
        try:
            await self._purge([image_id])
        except Exception:
            log.exception("files of image %s are left to the sweep", image_id)

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

    async def sweep_files(self) -> int:
        """Delete files of deleted pictures that are still there; return how many pictures that were."""
        async with self._database.reading() as session:
            ids = await images.left_behind(session, limit=_PURGE_BATCH)
        if ids:
            await self._purge(ids)
        return len(ids)

    async def _purge(self, image_ids: list[str]) -> None:
        for image_id in image_ids:
            await self._media.delete([original_key(image_id), *(thumbnail_key(image_id, w) for w in THUMBNAIL_WIDTHS)])
        async with self._database.transaction() as session:
            await images.mark_purged(session, image_ids, now=self._clock())

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


def _detail(image: ImageRow, generation: GenerationRow, run: RunRow, *, held: int, settled: int) -> PictureDetail:
    return PictureDetail(
        id=image.id,
        run_id=run.id,
        generation_id=generation.id,
        prompt=run.prompt,
        sent_prompt=f"{run.prompt}\n\n{run.fragment}" if run.fragment else run.prompt,
        style=run.style,
        model=run.model,
        model_label=next((spec.label for spec in IMAGE_MODELS if spec.id == run.model), run.model),
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
