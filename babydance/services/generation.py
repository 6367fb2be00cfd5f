"""Pictures to be made: pricing, submitting, cancelling, trying again, and what the stage shows."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.ids import is_id, new_id
from babydance.domain.images import GenerationView, PictureRequest, RunView, Status
from babydance.domain.media import preview_key, quarantine_key
from babydance.domain.models import ModelTable, expected_micro_usd, price_in_credits
from babydance.domain.ports import Clock, Jobs, MediaStore
from babydance.domain.styles import STYLES, Style
from babydance.store import credits, generations
from babydance.store.database import AsyncSession, Database
from babydance.store.generations import Unstarted
from babydance.store.images import GenerationRow, RunRow

log = logging.getLogger(__name__)

_SUBMIT_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
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
        self._is_sandbox = is_sandbox

    def price(self, request: PictureRequest) -> int:
        """Return the credits that each picture costs; refuse a model that is hidden or gone."""
        return price_in_credits(self._expected(request), micro_usd_per_credit=self._micro_usd_per_credit)

    async def submit(self, account_id: str, request: PictureRequest, *, submit_key: str) -> RunView:
        """Reserve the credits and queue the pictures; the same ``submit_key`` gives the same run again.

        Raises ``InvalidInputError``, ``NotEnoughCreditsError`` or ``TooManyRequestsError``; then nothing is kept.
        """
        if _SUBMIT_KEY.fullmatch(submit_key) is None:
            raise InvalidInputError("Reload the page and press Create again.", field="submit_key")
        now = self._clock()
        run = self._new_run(account_id, request, submit_key=submit_key, now=now)
        ids = [new_id(_milliseconds(now) + position) for position in range(run.count)]  # so they sort like the tiles
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            known = await generations.run_by_key(session, account_id, submit_key)
            if known is not None:
                return await generations.view_run(session, known)
            self._check_room(await generations.count_open(session, account_id), run.count)
            session.add(run)
            await session.flush()
            for position, generation_id in enumerate(ids):
                await credits.reserve(
                    session,
                    account_id,
                    run.credits_each,
                    op_key=generations.op_key(generation_id),
                    now=now,
                    expires_at=now + HOLD_LASTS,
                    reason=f"Picture, {request.model.label}",
                    reference=generation_id,
                )
                session.add(_queued(run, generation_id, position=position))
            await session.flush()
            view = await generations.view_run(session, run.id)
        await self._start(ids, account_id)
        return view

    async def retry(self, account_id: str, generation_id: str, *, submit_key: str) -> RunView:
        """Submit the settings of an earlier picture once more, for one picture at today's price."""
        _, run = await self._owned(account_id, generation_id)
        request = PictureRequest(
            prompt=run.prompt,
            model=self._models.find(run.model, self._clock().date()),
            width=run.width,
            height=run.height,
            quality=run.quality,
            style=_style_as_sent(run),
            background=run.background,
            output_format=run.output_format,
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
            stopped = await self._stop(session, [found])
            view = await generations.view_run(session, found[0].run_id)
        await self._forget_files(stopped)
        return view

    async def cancel_run(self, account_id: str, run_id: str) -> RunView:
        """Stop every picture of a run that is not final yet."""
        _check_id(run_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            found = await generations.of_run(session, account_id, run_id)
            if not found:
                raise NotFoundError("There is no such run.")
            stopped = await self._stop(session, found)
            view = await generations.view_run(session, run_id)
        await self._forget_files(stopped)
        return view

    async def stage(self, account_id: str, *, limit: int = 6) -> list[RunView]:
        """Return the newest runs, newest first, at most ``limit``."""
        async with self._database.reading() as session:
            return await generations.recent_runs(session, account_id, limit=max(1, min(limit, MAX_STAGE)))

    async def generation(self, account_id: str, generation_id: str) -> GenerationView:
        """Return one tile, or refuse when it is not the account's."""
        row, _ = await self._owned(account_id, generation_id)
        async with self._database.reading() as session:
            run = await generations.view_run(session, row.run_id)
        return next(tile for tile in run.generations if tile.id == generation_id)

    async def run(self, account_id: str, run_id: str) -> RunView:
        """Return one run with its settings, or refuse when it is not the account's."""
        _check_id(run_id)
        async with self._database.reading() as session:
            if not await generations.of_run(session, account_id, run_id):
                raise NotFoundError("There is no such run.")
            return await generations.view_run(session, run_id)

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

    async def _stop(
        self, session: AsyncSession, found: Sequence[tuple[GenerationRow, RunRow]]
    ) -> list[tuple[str, int]]:
        """Cancel what is not final; return the ids with their previews. The account is locked."""
        now = self._clock()
        stopped = []
        for row, run in found:
            shown = row.preview_count
            kept = run.credits_each if shown else 0
            if await generations.cancel(session, row.id, kept=kept, now=now):
                op_key = generations.op_key(row.id)
                await credits.settle(session, row.account_id, op_key=op_key, captured=kept, now=now)
                stopped.append((row.id, shown))
        return stopped

    async def _forget_files(self, stopped: Sequence[tuple[str, int]]) -> None:
        """Delete what was drawn so far; the worker and the sweep do the same should this fail."""
        keys = [quarantine_key(id_) for id_, _ in stopped]
        keys += [preview_key(id_, number) for id_, shown in stopped for number in range(1, shown + 1)]
        try:
            await self._media.delete(keys)
        except Exception:
            log.exception("files of cancelled generations are left to the sweep")

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

    def _new_run(self, account_id: str, request: PictureRequest, *, submit_key: str, now: datetime) -> RunRow:
        expected = self._expected(request)
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
            previews=self._previews_of(request),
            is_sandbox=self._is_sandbox,
            created_at=now,
        )

    def _expected(self, request: PictureRequest) -> int:
        """Return the expected provider cost of one picture in millionths of a US dollar."""
        spec = self._models.find(request.model.id, self._clock().date())
        return expected_micro_usd(
            spec,
            quality=request.quality,
            width=request.width,
            height=request.height,
            prompt=request.full_prompt,
            previews=self._previews_of(request),
        )

    def _previews_of(self, request: PictureRequest) -> int:
        return self._previews if request.model.can_stream else 0


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _queued(run: RunRow, generation_id: str, *, position: int) -> GenerationRow:
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
