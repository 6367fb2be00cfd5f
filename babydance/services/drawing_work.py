"""One attempt at one picture: what it is told, what it works from, and the row that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from babydance.domain.edits import CHARACTER, LARGER
from babydance.domain.errors import StorageError
from babydance.domain.folding import fold
from babydance.domain.images import DrawingError, DrawingJob, Failure, PictureFacts, compose_prompt
from babydance.domain.media import MEDIA_TYPES, mask_key
from babydance.domain.ports import Clock, MediaStore, Pictures
from babydance.domain.sources import Source, SourceFile
from babydance.store import sources
from babydance.store.database import Database
from babydance.store.images import GenerationRow, ImageRow, RunRow


@dataclass(frozen=True, slots=True)
class Work:
    """One attempt at one picture; ``number`` counts attempts from 1 and outdates the ones before."""

    generation_id: str
    run_id: str
    account_id: str
    number: int
    job: DrawingJob
    shown: int  # previews that earlier attempts have shown
    credits: int
    style: str
    words: str  # the person's own, without those of the style
    has_people: bool
    folder_id: str | None
    sources: tuple[Source, ...]
    mask_id: str
    canvas: str
    is_character: bool


class Materials:
    """The pictures that a drawing works from, looked up when its turn comes: they may be gone by then."""

    def __init__(self, database: Database, media: MediaStore, pictures: Pictures, clock: Clock) -> None:
        self._database = database
        self._media = media
        self._pictures = pictures
        self._clock = clock

    async def job(self, work: Work) -> DrawingJob:
        """Return the job with all that it works from; raise ``DrawingError`` when a part of it is gone."""
        if not work.sources:
            return work.job
        async with self._database.reading() as session:
            known = await sources.known_sources(session, work.account_id, work.sources, now=self._clock())
        files = []
        for source, one in zip(work.sources, known, strict=True):
            if one is None:
                raise DrawingError(Failure.SOURCE_GONE)
            files.append(SourceFile(await self._read(source.key), MEDIA_TYPES[one.format]))
        mask = await self._read(mask_key(work.mask_id)) if work.mask_id else None
        if work.canvas == LARGER:
            canvas, mask = await self._pictures.extend(files[0].data, work.job.width, work.job.height)
            files[0] = SourceFile(canvas, MEDIA_TYPES["png"])
        return replace(work.job, sources=tuple(files), mask=mask)

    async def _read(self, key: str) -> bytes:
        with as_drawing_error():
            data = await self._media.get(key)
        if data is None:
            raise DrawingError(Failure.SOURCE_GONE)
        return data


def work_on(
    row: GenerationRow, run: RunRow, sources: tuple[Source, ...], *, number: int, safety_identifier: str
) -> Work:
    """Return the attempt ``number`` at a generation of ``run``."""
    return Work(
        generation_id=row.id,
        run_id=row.run_id,
        account_id=row.account_id,
        number=number,
        shown=row.preview_count,
        credits=run.credits_each,
        style=run.style,
        words=run.prompt,
        has_people=run.has_people,
        folder_id=run.folder_id,
        sources=sources,
        mask_id=run.mask_id,
        canvas=run.canvas,
        is_character=run.edit == CHARACTER,
        job=DrawingJob(
            prompt=compose_prompt(run.prompt, run.edit_words, run.fragment),
            model=run.model,
            width=run.width,
            height=run.height,
            quality=run.quality,
            background=run.background,
            output_format=run.output_format,
            previews=run.previews,
            safety_identifier=safety_identifier,
            seed=row.id,
        ),
    )


def image_of(work: Work, facts: PictureFacts, *, byte_size: int, sha256: str, now: datetime) -> ImageRow:
    """Return the row of the finished picture; it shows people if what it was made from does."""
    return ImageRow(
        id=work.generation_id,
        account_id=work.account_id,
        generation_id=work.generation_id,
        run_id=work.run_id,
        width=facts.width,
        height=facts.height,
        format=facts.format,
        byte_size=byte_size,
        colour=facts.colour,
        created_at=now,
        sha256=sha256,
        kind="character" if work.is_character else "edited" if work.sources else "created",
        model=work.job.model,
        style=work.style,
        has_people=work.has_people,
        folder_id=work.folder_id,
        words=fold(work.words),
    )


@contextmanager
def as_drawing_error() -> Iterator[None]:
    """Turn a refusal of the media store into a reason that a generation may have."""
    try:
        yield
    except StorageError as error:
        raise DrawingError(Failure.STORAGE, is_passing=True) from error
