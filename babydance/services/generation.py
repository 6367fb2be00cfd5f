"""Pictures to be made: pricing, submitting, cancelling, trying again, and what the stage shows."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.ids import is_id, new_id
from babydance.domain.images import NO_FOLDER, NO_MASK, GenerationView, PictureRequest, RunView, Status
from babydance.domain.models import ModelTable, expected_micro_usd, price_in_credits
from babydance.domain.ports import Clock, Jobs, MediaStore
from babydance.domain.queue import MAX_BATCH, Queue, Stopped
from babydance.domain.sources import KnownSource, all_there
from babydance.domain.styles import STYLES, Style
from babydance.services.generation_queue import forget_files, queue_of, stop
from babydance.store import credits, generations, sources
from babydance.store.database import AsyncSession, Database
from babydance.store.generations import Unstarted
from babydance.store.images import GenerationRow, RunRow

log = logging.getLogger(__name__)

_SUBMIT_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")  # the column takes 64
_WAIT_FOR_ROOM = 10  # seconds that we tell an account with too much under way
_SWEEP_BATCH = 200
_HEADSTART = timedelta(seconds=1)  # a submit that is alive starts its own generations
HOLD_LASTS = timedelta(days=1)  # far beyond any drawing; the sweep asks about older ones
MAX_STAGE = 50


class GenerationService:
    """Takes requests for pictures; the drawing itself is done later, by whoever runs the jobs."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        jobs: Jobs,
        *,
        clock: Clock,
        models: ModelTable,
        previews: int,
        micro_usd_per_credit: int,
        queued_per_account: int,
        account_slots: int,
        is_sandbox: bool,
    ) -> None:
        self._database = database
        self._media = media
        self._jobs = jobs
        self._clock = clock
        self._models = models
        self._previews = previews
        self._micro_usd_per_credit = micro_usd_per_credit
        self._queued_per_account = queued_per_account
        self._account_slots = account_slots
        self._is_sandbox = is_sandbox

    def price(self, request: PictureRequest, *, shows_people: bool = False) -> int:
        """Return the credits that each picture costs; refuse a model that is hidden or gone.

        With ``shows_people`` a source shows people, so that there are no previews to pay for.
        """
        expected = self._expected(request, previews=self._previews_of(request, shows_people=shows_people))
        return price_in_credits(expected, micro_usd_per_credit=self._micro_usd_per_credit)

    async def submit(self, account_id: str, request: PictureRequest, *, submit_key: str) -> RunView:
        """Reserve the credits and queue the pictures; the same ``submit_key`` gives the same run again.

        Raises ``InvalidInputError``, ``NotEnoughCreditsError`` or ``TooManyRequestsError``; then nothing is kept.
        """
        return (await self.submit_batch(account_id, [request], submit_key=submit_key))[0]

    async def submit_batch(
        self, account_id: str, requests: Sequence[PictureRequest], *, submit_key: str
    ) -> list[RunView]:
        """Do the same for up to ``MAX_BATCH`` runs, all of them or none; return them in the order of ``requests``."""
        keys = _keys(submit_key, len(requests))
        now = self._clock()
        for request in requests:
            self._models.find(request.model.id, now.date())
        started: list[str] = []
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            run_ids = await generations.runs_by_key(session, account_id, keys)
            if not run_ids:
                wanted = sum(request.count for request in requests)
                self._check_room(await generations.count_open(session, account_id), wanted)
                for number, (key, request) in enumerate(zip(keys, requests, strict=True), start=1):
                    run = await self._placed(
                        session, account_id, request, submit_key=key, later=len(requests) - number, now=now
                    )
                    run_ids.append(run.id)
                    started += await self._queued(session, run, request, later=len(started), now=now)
            views = [await generations.view_run(session, run_id, now=now) for run_id in run_ids]
        if started:
            await self._start(started, account_id)
        return views

    async def retry(self, account_id: str, generation_id: str, *, submit_key: str) -> RunView:
        """Submit the settings of an earlier picture once more, for one picture at today's price.

        A picture to work from that is gone is named in the refusal; a folder that is gone is no reason for one.
        """
        _, run = await self._owned(account_id, generation_id)
        async with self._database.reading() as session:
            chosen = await sources.sources_of(session, run.id)
            folder_id = run.folder_id or ""
            if folder_id and not await generations.has_folder(session, account_id, folder_id):
                folder_id = ""
        request = PictureRequest(
            prompt=run.prompt,
            model=self._models.find(run.model, self._clock().date()),
            width=run.width,
            height=run.height,
            quality=run.quality,
            style=_style_as_sent(run),
            background=run.background,
            output_format=run.output_format,
            sources=chosen,
            mask_id=run.mask_id,
            edit=run.edit,
            edit_words=run.edit_words,
            folder_id=folder_id,
        )
        return await self.submit(account_id, request, submit_key=submit_key)

    async def cancel(self, account_id: str, generation_id: str) -> RunView:
        """Stop one picture; its price comes back unless a preview was shown. A final one stays as it is."""
        _check_id(generation_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await generations.owned(session, account_id, generation_id)
            if found is None:
                raise NotFoundError("There is no such picture.")
            stopped = await stop(session, [found], now=self._clock())
            view = await generations.view_run(session, found[0].run_id, now=self._clock())
        await forget_files(self._media, stopped)
        return view

    async def cancel_run(self, account_id: str, run_id: str) -> RunView:
        """Stop every picture of a run that is not final yet."""
        _check_id(run_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await generations.of_run(session, account_id, run_id)
            if not found:
                raise NotFoundError("There is no such run.")
            stopped = await stop(session, found, now=self._clock())
            view = await generations.view_run(session, run_id, now=self._clock())
        await forget_files(self._media, stopped)
        return view

    async def cancel_all(self, account_id: str) -> Stopped:
        """Stop everything of the account that is not final yet, whichever tab asked for it."""
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await generations.open_of(session, account_id)
            stopped = await stop(session, found, now=self._clock())
        await forget_files(self._media, stopped)
        return Stopped(len(stopped), sum(one.kept for one in stopped))

    async def queue(self, account_id: str, *, limit: int = 24) -> Queue:
        """Return what is under way, those that are drawn first, then the line in its order; at most ``limit``."""
        async with self._database.reading() as session:
            found = await generations.open_of(session, account_id)
        return queue_of(found, limit=limit, at_once=self._account_slots)

    async def stage(self, account_id: str, *, limit: int = 6) -> list[RunView]:
        """Return the newest runs, newest first, at most ``limit``."""
        async with self._database.reading() as session:
            most = max(1, min(limit, MAX_STAGE))
            return await generations.recent_runs(session, account_id, limit=most, now=self._clock())

    async def generation(self, account_id: str, generation_id: str) -> GenerationView:
        """Return one tile, or refuse when it is not the account's."""
        row, _ = await self._owned(account_id, generation_id)
        async with self._database.reading() as session:
            run = await generations.view_run(session, row.run_id, now=self._clock())
        return next(tile for tile in run.generations if tile.id == generation_id)

    async def run(self, account_id: str, run_id: str) -> RunView:
        """Return one run with its settings, or refuse when it is not the account's."""
        _check_id(run_id)
        async with self._database.reading() as session:
            if not await generations.of_run(session, account_id, run_id):
                raise NotFoundError("There is no such run.")
            return await generations.view_run(session, run_id, now=self._clock())

    async def unstarted(self) -> list[Unstarted]:
        """Return queued generations that the job engine was not told of: their submit died after its commit."""
        async with self._database.reading() as session:
            return await generations.unstarted(session, before=self._clock() - _HEADSTART, limit=_SWEEP_BATCH)

    async def open_for(self, age: timedelta, *, limit: int = _SWEEP_BATCH) -> list[Unstarted]:
        """Return the oldest generations that are under way for longer than ``age``."""
        async with self._database.reading() as session:
            return await generations.open_before(session, before=self._clock() - age, limit=limit)

    async def mark_enqueued(self, generation_ids: Sequence[str]) -> None:
        """Remember that the job engine knows these generations."""
        async with self._database.transaction() as session:
            await generations.mark_enqueued(session, generation_ids, now=self._clock())

    async def _start(self, generation_ids: Sequence[str], account_id: str) -> None:
        """Tell the job engine; the money is reserved already, so a failure is left to the sweep."""
        try:
            await self._jobs.start_generations(generation_ids, account_id=account_id)
            await self.mark_enqueued(generation_ids)
        except Exception:
            log.exception("generations %s wait for the sweep", " ".join(generation_ids))

    async def _owned(self, account_id: str, generation_id: str) -> tuple[GenerationRow, RunRow]:
        _check_id(generation_id)
        async with self._database.reading() as session:
            found = await generations.owned(session, account_id, generation_id)
        if found is None:
            raise NotFoundError("There is no such picture.")
        return found

    def _check_room(self, under_way: int, wanted: int) -> None:
        most = self._queued_per_account
        if under_way + wanted > most:
            raise TooManyRequestsError(
                f"You have {under_way} pictures under way; {most} is the most. Wait until some are ready.",
                retry_after=_WAIT_FOR_ROOM,
            )

    async def _placed(
        self,
        session: AsyncSession,
        account_id: str,
        request: PictureRequest,
        *,
        submit_key: str,
        later: int,
        now: datetime,
    ) -> RunRow:
        """Add a run with what it works from; its id is ``later`` milliseconds newer, for the stage sorts by it."""
        known = await self._checked_sources(session, account_id, request, now=now)
        has_people = any(one.shows_people for one in known)
        run = self._new_run(account_id, request, submit_key=submit_key, has_people=has_people, now=now)
        run.id = new_id(_milliseconds(now) + later)
        session.add(run)
        await session.flush()
        sources.keep_sources(session, run.id, known)
        return run

    async def _queued(
        self, session: AsyncSession, run: RunRow, request: PictureRequest, *, later: int, now: datetime
    ) -> list[str]:
        """Add the generations of a run, paid for; their ids sort like the tiles and, over a batch, like its lines."""
        ids = [new_id(_milliseconds(now) + later + position) for position in range(run.count)]
        for position, generation_id in enumerate(ids):
            await credits.reserve(
                session,
                run.account_id,
                run.credits_each,
                op_key=generations.op_key(generation_id),
                now=now,
                expires_at=now + HOLD_LASTS,
                reason=f"Picture, {request.model.label}",
                reference=generation_id,
            )
            session.add(_generation(run, generation_id, position=position))
        await session.flush()
        return ids

    async def _checked_sources(
        self, session: AsyncSession, account_id: str, request: PictureRequest, *, now: datetime
    ) -> list[KnownSource]:
        """Return the pictures to work from, or refuse when one, the mask or the folder is not the account's."""
        if request.folder_id and not await generations.has_folder(session, account_id, request.folder_id):
            raise InvalidInputError(NO_FOLDER, field="folder")
        if not request.sources:
            return []
        looked_up = await sources.known_sources(session, account_id, request.sources, now=now)
        known = all_there(request.sources, looked_up)
        if request.mask_id:
            size = await sources.mask_size(session, account_id, request.mask_id)
            if size is None:
                raise InvalidInputError(NO_MASK, field="sources")
            if size != (known[0].width, known[0].height):
                raise InvalidInputError(
                    "The mask belongs to a picture of another size. Paint it again on the first picture.",
                    field="sources",
                )
        return known

    def _new_run(
        self, account_id: str, request: PictureRequest, *, submit_key: str, has_people: bool, now: datetime
    ) -> RunRow:
        previews = self._previews_of(request, shows_people=has_people)
        expected = self._expected(request, previews=previews)
        return RunRow(
            id=new_id(_milliseconds(now)),
            account_id=account_id,
            submit_key=submit_key,
            prompt=request.prompt,
            style=request.style.id if request.style else "",
            fragment=request.style.fragment if request.style else "",
            model=request.model.id,
            width=request.width,
            height=request.height,
            quality=request.quality,
            background=request.background,
            output_format=request.output_format,
            count=request.count,
            credits_each=price_in_credits(expected, micro_usd_per_credit=self._micro_usd_per_credit),
            expected_micro_usd_each=expected,
            micro_usd_per_credit=self._micro_usd_per_credit,
            previews=previews,
            is_sandbox=self._is_sandbox,
            created_at=now,
            edit=request.edit,
            edit_words=request.edit_words,
            canvas=request.canvas,
            mask_id=request.mask_id,
            has_people=has_people,
            folder_id=request.folder_id or None,
        )

    def _expected(self, request: PictureRequest, *, previews: int) -> int:
        """Return the expected provider cost of one picture in millionths of a US dollar."""
        spec = self._models.find(request.model.id, self._clock().date())
        return expected_micro_usd(
            spec,
            quality=request.quality,
            width=request.width,
            height=request.height,
            prompt=request.full_prompt,
            previews=previews,
            references=len(request.sources),
        )

    def _previews_of(self, request: PictureRequest, *, shows_people: bool) -> int:
        """Return how many previews are asked for: none of people, for a preview is seen before it is judged."""
        return self._previews if request.model.can_stream and not shows_people else 0


def _keys(submit_key: str, count: int) -> list[str]:
    """Return a key for each run of one press; a dot stands in none that comes from outside."""
    if _SUBMIT_KEY.fullmatch(submit_key) is None:
        raise InvalidInputError("Reload the page and press Create again.", field="submit_key")
    if not 1 <= count <= MAX_BATCH:
        raise InvalidInputError(f"Describe 1 to {MAX_BATCH} pictures, one in each line.", field="prompt")
    return [submit_key, *(f"{submit_key}.{number}" for number in range(2, count + 1))]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _generation(run: RunRow, generation_id: str, *, position: int) -> GenerationRow:
    return GenerationRow(
        id=generation_id,
        run_id=run.id,
        account_id=run.account_id,
        position=position,
        status=Status.QUEUED.value,
        created_at=run.created_at,
    )


def _style_as_sent(run: RunRow) -> Style | None:
    """Return the style with the very words of that run, even if the preset has changed or gone since."""
    if not run.style:
        return None
    known = next((style for style in STYLES if style.id == run.style), Style(run.style, run.style, run.fragment))
    return replace(known, fragment=run.fragment)


def _check_id(text: str) -> None:
    if not is_id(text):
        raise NotFoundError("There is no such picture.")
