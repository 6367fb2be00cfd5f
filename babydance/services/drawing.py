"""The drawing of one picture: begin, draw, finish, fail; each may be run again after a crash at any line."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from babydance.domain.edits import KEYED
from babydance.domain.errors import StorageError
from babydance.domain.images import (
    MAX_ATTEMPTS,
    PREVIEW_EDGE,
    THUMBNAIL_WIDTHS,
    Drawing,
    DrawingError,
    DrawingJob,
    Failure,
    PictureFacts,
    Preview,
    Status,
    Verdict,
)
from babydance.domain.media import (
    delivered_key,
    generation_of,
    original_key,
    preview_key,
    quarantine_key,
    thumbnail_key,
    told_media_type,
)
from babydance.domain.ports import Clock, ImageModel, MediaStore, Moderation, Pictures
from babydance.domain.tokens import pseudonym
from babydance.services.drawing_work import Materials, Work, as_drawing_error, image_of, work_on
from babydance.store import credits, generations
from babydance.store.database import Database, DBAPIError
from babydance.store.sources import sources_of
from babydance.store.stops import Stop, StoppedError, Stops

log = logging.getLogger(__name__)

T = TypeVar("T")

_TRIES = 3  # of the provider, of a check, of a file
_WHERE_DELIVERED = (quarantine_key, delivered_key, original_key)
MAX_JUDGED = 20_000_000  # bytes that the safety check takes; of a larger picture it sees a smaller one
_JUDGED_EDGE = 2048  # pixels
_LONGEST_PAUSE = 30.0  # seconds, whatever the provider asks for


class DrawingService:
    """Draws pictures, keeps what was delivered, and settles the credits."""

    def __init__(
        self,
        database: Database,
        image_model: ImageModel,
        moderation: Moderation,
        media: MediaStore,
        pictures: Pictures,
        *,
        clock: Clock,
        secret_key: str,
        backoff_seconds: float = 1.0,
        call_seconds: float = 960.0,
    ) -> None:
        self._database = database
        self._image_model = image_model
        self._moderation = moderation
        self._media = media
        self._pictures = pictures
        self._clock = clock
        self._secret_key = secret_key
        self._backoff_seconds = backoff_seconds
        self._call_seconds = call_seconds
        self._stops = Stops(database)
        self._materials = Materials(database, media, pictures, clock)

    async def begin(self, generation_id: str) -> Work | None:
        """Count an attempt and return it; None when the generation is final, which it is after too many."""
        async with self._database.reading() as session:
            found = await generations.with_run(session, generation_id)
            if found is None:
                log.warning("generation %s is unknown", generation_id)
                return None
            row, run = found
            sources = await sources_of(session, run.id)
        limit = MAX_ATTEMPTS
        if row.attempts >= MAX_ATTEMPTS and await self._is_delivered(generation_id):
            limit = 2 * MAX_ATTEMPTS  # the picture is paid for and here; it deserves more patience
        async with self._database.transaction() as session:
            await credits.lock(session, row.account_id)
            number = await generations.begin(session, generation_id, limit=limit, now=self._clock())
        if number == 0:
            if not Status(row.status).is_final:
                await self.fail(generation_id, Failure.GAVE_UP)
            await self._tidy(generation_id)
            return None
        return work_on(row, run, sources, number=number, safety_identifier=pseudonym(self._secret_key, row.account_id))

    async def draw(self, work: Work) -> bool:
        """Bring the picture into quarantine; False when it was stopped or has failed."""
        try:
            with self._stops.watch(work.account_id, work.generation_id, attempt=work.number) as stop:
                if not await self._is_delivered(work.generation_id):
                    await self._deliver(work, stop)
        except DrawingError as error:
            await self._fail(work, error)
        except StoppedError:
            log.info("generation %s stopped in attempt %d", work.generation_id, work.number)
            await self._tidy(work.generation_id)
        else:
            return True
        return False

    async def finish(self, work: Work) -> None:
        """Check the delivered picture, make its thumbnails, settle the credits: it is in the gallery."""
        try:
            data = await self._delivered(work.generation_id)
            shown = await self._cut_out(data) if work.canvas == KEYED else None
            facts, thumbnails = await self._examined(data, shown or data)
            await self._promote(work.generation_id, thumbnails, shown)
        except DrawingError as error:
            await self._fail(work, error)
            return
        served = shown or data
        sha256 = await asyncio.to_thread(lambda: hashlib.sha256(served).hexdigest())
        now = self._clock()
        async with self._database.transaction() as session:
            await credits.lock(session, work.account_id)
            if await generations.finish(session, work.generation_id, attempt=work.number, now=now):
                op_key = generations.op_key(work.generation_id)
                await credits.settle(session, work.account_id, op_key=op_key, captured=work.credits, now=now)
                if work.folder_id and not await generations.has_folder(session, work.account_id, work.folder_id):
                    work = replace(work, folder_id=None)  # it was deleted meanwhile
                if shown is not None:
                    await generations.note_cut_out(session, work.generation_id)
                session.add(image_of(work, facts, byte_size=len(served), sha256=sha256, now=now))
        await self._tidy(work.generation_id)

    async def fail(self, generation_id: str, failure: Failure) -> None:
        """Give the credits back and keep the reason, unless the generation is final already."""
        async with self._database.reading() as session:
            found = await generations.with_run(session, generation_id)
        if found is not None:
            await self._close(found[0].account_id, generation_id, failure=failure, attempt=None)

    async def sweep_files(self) -> int:
        """Delete previews and quarantined bytes whose generation is final or unknown; return how many files."""
        keys = await self._media.keys("quarantine/") + await self._media.keys("preview/")
        ids = sorted({generation_of(key) for key in keys})
        async with self._database.reading() as session:
            known = await generations.statuses(session, ids)
        stale = [key for key in keys if known.get(generation_of(key), Status.FAILED).is_final]
        if stale:
            await self._media.delete(stale)
        return len(stale)

    async def sweep_holds(self) -> int:
        """Give back credits held for drawings that should have ended long ago; return how many holds."""
        now = self._clock()
        async with self._database.reading() as session:
            stale = [hold for hold in await credits.stale_holds(session, now) if hold.op_key.startswith(generations.OP)]
            ids = [hold.op_key.removeprefix(generations.OP) for hold in stale]
            known = await generations.statuses(session, ids)
        for hold, generation_id in zip(stale, ids, strict=True):
            log.error("hold %s outlived its generation (%s)", hold.op_key, known.get(generation_id, "unknown"))
            if generation_id in known and not known[generation_id].is_final:
                await self._close(hold.account_id, generation_id, failure=Failure.GAVE_UP, attempt=None)
                continue
            async with self._database.transaction() as session:
                await credits.settle(session, hold.account_id, op_key=hold.op_key, captured=0, now=now)
        return len(stale)

    async def _deliver(self, work: Work, stop: Stop) -> None:
        async def check() -> Verdict:
            async with stop.waiting():
                return await self._moderation.check_text(work.job.prompt)

        if not (await self._patiently(check, stop)).is_allowed:
            raise DrawingError(Failure.REFUSED_TEXT)
        job = await self._patiently(lambda: self._materials.job(work), stop)
        drawing = await self._patiently(lambda: self._call(work, job, stop), stop)
        await self._patiently(lambda: self._quarantine(work, drawing))
        await self._record(work, drawing)

    async def _quarantine(self, work: Work, drawing: Drawing) -> None:
        with as_drawing_error():
            await self._media.put(quarantine_key(work.generation_id), drawing.data)

    async def _call(self, work: Work, job: DrawingJob, stop: Stop) -> Drawing:
        """Ask the provider once, showing previews as they come."""
        number = work.shown
        deadline = asyncio.get_running_loop().time() + self._call_seconds
        events = self._image_model.draw(job)
        try:
            while True:
                try:
                    async with stop.waiting(until=deadline):
                        event = await anext(events, None)
                except TimeoutError:
                    raise DrawingError(Failure.SILENT) from None
                if isinstance(event, Drawing):
                    return event
                if event is None:  # it ended without a picture
                    raise DrawingError(Failure.CUT)
                number += 1
                await self._show(work, event, number=number)
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()

    async def _show(self, work: Work, preview: Preview, *, number: int) -> None:
        """Show a preview: it counts once this has committed; one that can't be read or kept is left out."""
        try:
            small = await self._pictures.preview(preview.data, PREVIEW_EDGE)
            await self._media.put(preview_key(work.generation_id, number), small)
            async with self._database.transaction() as session:
                await credits.lock(session, work.account_id)
                is_running = await generations.show_preview(
                    session, work.generation_id, attempt=work.number, number=number
                )
        except (DrawingError, StorageError, DBAPIError) as error:
            log.warning("generation %s: preview %d left out (%s)", work.generation_id, number, type(error).__name__)
            return
        if not is_running:
            raise StoppedError

    async def _record(self, work: Work, drawing: Drawing) -> None:
        """Put the provider's figures into the books; the picture is worth more than they are."""
        for tries_left in reversed(range(_TRIES)):
            try:
                async with self._database.transaction() as session:
                    await generations.note_delivery(session, work.generation_id, drawing)
            except DBAPIError as error:
                log.warning("generation %s: figures not kept (%s)", work.generation_id, type(error).__name__)
                await asyncio.sleep(self._backoff_seconds if tries_left else 0)
            else:
                return

    async def _delivered(self, generation_id: str) -> bytes:
        """Return the bytes as the provider sent them; a crash may have left them promoted already."""

        async def get() -> bytes:
            with as_drawing_error():
                for key in _WHERE_DELIVERED:
                    data = await self._media.get(key(generation_id))
                    if data is not None:
                        return data
            raise DrawingError(Failure.STORAGE)

        return await self._patiently(get)

    async def _is_delivered(self, generation_id: str) -> bool:
        async def look() -> bool:
            with as_drawing_error():
                sizes = [await self._media.size(key(generation_id)) for key in _WHERE_DELIVERED]
            return any(size is not None for size in sizes)

        return await self._patiently(look)

    async def _cut_out(self, data: bytes) -> bytes | None:
        """Take the flat background out that the model was asked for; None when it painted another."""
        shown = await self._pictures.cut_out(data)
        if shown is None:
            log.warning("a background could not be taken out: it is not of one colour")
        return shown

    async def _examined(self, data: bytes, shown: bytes) -> tuple[PictureFacts, list[bytes]]:
        """Let the picture be judged, described and shrunk at the same time; a refused one leaves nothing behind.

        What is judged is what the provider sent; ``shown`` is what the studio serves.
        """
        media_type = told_media_type(data)
        if media_type is None:
            raise DrawingError(Failure.UNREADABLE)

        async def check() -> Verdict:
            if len(data) <= MAX_JUDGED:
                return await self._moderation.check_picture(data, media_type)
            return await self._moderation.check_picture(await self._pictures.preview(data, _JUDGED_EDGE), "image/webp")

        thumbnails, facts, verdict = await asyncio.gather(
            self._pictures.shrink(shown, THUMBNAIL_WIDTHS),
            self._pictures.inspect(shown),
            self._patiently(check),
            return_exceptions=True,
        )
        if isinstance(facts, BaseException):
            raise facts
        if isinstance(verdict, BaseException):
            raise verdict
        if not verdict.is_allowed:
            raise DrawingError(Failure.REFUSED_PICTURE)
        if isinstance(thumbnails, BaseException):
            raise thumbnails
        return facts, thumbnails

    async def _promote(self, generation_id: str, thumbnails: list[bytes], shown: bytes | None) -> None:
        """Let routes serve the picture: as it was delivered, or with ``shown`` what the studio made of it."""

        async def promote() -> None:
            with as_drawing_error():
                for width, thumbnail in zip(THUMBNAIL_WIDTHS, thumbnails, strict=True):
                    await self._media.put(thumbnail_key(generation_id, width), thumbnail)
                if shown is not None:
                    await self._media.put(original_key(generation_id), shown)
                target = original_key if shown is None else delivered_key
                await self._media.move(quarantine_key(generation_id), target(generation_id))

        await self._patiently(promote)

    async def _patiently(self, action: Callable[[], Awaitable[T]], stop: Stop | None = None) -> T:
        """Do something up to three times while its failures may pass, waiting as long as it was asked to."""
        for tried in range(1, _TRIES + 1):
            try:
                return await action()
            except DrawingError as error:
                if not error.is_passing or tried == _TRIES:
                    raise
                log.info("%s: trying again after %d of %d", error.failure.value, tried, _TRIES)
                pause = error.retry_after or self._backoff_seconds * 2 ** (tried - 1) * random.uniform(1, 1.25)  # noqa: S311  spreads, hides nothing
            async with (stop or Stop()).waiting():
                await asyncio.sleep(min(pause, _LONGEST_PAUSE))
        raise AssertionError

    async def _fail(self, work: Work, error: DrawingError) -> None:
        log.warning(
            "generation %s failed in attempt %d: %s (request %s, code %s)",
            work.generation_id,
            work.number,
            error.failure.value,
            error.request_id or "-",
            error.code or "-",
        )
        await self._close(work.account_id, work.generation_id, failure=error.failure, attempt=work.number)

    async def _close(self, account_id: str, generation_id: str, *, failure: Failure, attempt: int | None) -> None:
        now = self._clock()
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            if await generations.fail(session, generation_id, failure=failure, attempt=attempt, now=now):
                await credits.settle(session, account_id, op_key=generations.op_key(generation_id), captured=0, now=now)
        await self._tidy(generation_id)

    async def _tidy(self, generation_id: str) -> None:
        """Delete what a final generation leaves behind; what can't be deleted now is left to the sweep."""
        async with self._database.reading() as session:
            status = (await generations.statuses(session, [generation_id])).get(generation_id)
        if status is None or not status.is_final:
            return
        try:
            keys = [quarantine_key(generation_id), *await self._media.keys(f"preview/{generation_id}")]
            if status is not Status.DONE:
                keys += await self._media.keys(f"image/{generation_id}")
            await self._media.delete(keys)
        except StorageError:
            log.warning("generation %s: files are left to the sweep", generation_id)
