"""Upkeep: signs of life from every process, and the chores that one of them does for all."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from babydance.domain.images import Failure
from babydance.services.leases import BEAT_SECONDS, DEAD_SECONDS, LeaseService
from babydance.workflows import queues
from babydance.workflows.parts import Parts
from babydance.workflows.queues import FINAL, generation_workflow, mail_workflow
from babydance.workflows.reaper import reap

log = logging.getLogger(__name__)

_LOST_AFTER = timedelta(seconds=10)  # a generation this old should have a living workflow
_HOPELESS_AFTER = timedelta(hours=1)  # one without a living workflow is given up by then
_KEPT_FOR = timedelta(days=1)  # finished workflows
_BATCH = 200


@dataclass(slots=True)
class _Chore:
    do: Callable[[], Awaitable[object]]
    every: float  # seconds
    due_at: float = 0.0


class Upkeep:
    """Beats for this process, and sweeps for all of them while it leads."""

    def __init__(self, parts: Parts, leases: LeaseService, *, executor_id: str) -> None:
        self._parts = parts
        self._leases = leases
        self._executor_id = executor_id
        self._leads = False
        self._beaten_at = 0.0
        self._steady_since = -math.inf
        self._tasks: list[asyncio.Task[None]] = []
        self._chores = [
            _Chore(self.reap, BEAT_SECONDS),
            _Chore(self.start_waiting, BEAT_SECONDS),
            _Chore(self.restart_lost, 10.0),
            _Chore(self.start_mails, 10.0),
            _Chore(parts.gallery.sweep_files, 60.0),
            _Chore(parts.drawing.sweep_files, 60.0),
            _Chore(parts.drawing.sweep_holds, 600.0),
            _Chore(self.prune, 600.0),
            *(_Chore(do, 600.0) for do in parts.chores),
        ]

    def start(self) -> None:
        """Begin; the first beat was given with the lease."""
        self._beaten_at = time.monotonic()
        self._tasks = [asyncio.create_task(self._beat_forever()), asyncio.create_task(self._sweep_forever())]

    async def stop(self) -> None:
        """End."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def reap(self) -> None:
        """Take over from dead processes, once the living have had time to beat after an outage."""
        if time.monotonic() - self._steady_since >= DEAD_SECONDS:
            await reap(self._leases)

    async def start_waiting(self) -> None:
        """Start generations whose submit died between its commit and the start of their workflows."""
        lanes: dict[str, list[str]] = defaultdict(list)
        for waiting in await self._parts.generation.unstarted():
            lanes[waiting.account_id].append(waiting.id)
        for account_id, ids in lanes.items():
            await queues.enqueue_generations(ids, account_id=account_id)
            await self._parts.generation.mark_enqueued(ids)
            log.warning("started by the sweep: %s", " ".join(ids))

    async def restart_lost(self) -> None:
        """Restart open generations whose workflow is gone or ended in an error; give up those too old for it."""
        lost = await self._lost(_LOST_AFTER)
        if not lost:
            return
        hopeless = {one.id for one in await self._parts.generation.open_for(_HOPELESS_AFTER)}
        for one_id, account_id in lost.items():
            await queues.delete([generation_workflow(one_id)])
            if one_id in hopeless:
                log.error("generation %s has no workflow for long, given up", one_id)
                await self._parts.drawing.fail(one_id, Failure.GAVE_UP)
            else:
                log.warning("generation %s lost its workflow, started again", one_id)
                await queues.enqueue_generations([one_id], account_id=account_id)

    async def start_mails(self) -> None:
        """Start mails that were not sent in due time; a workflow that ended is replaced."""
        ids = await self._parts.mail.unsent(_BATCH)
        found = await queues.find([mail_workflow(mail_id) for mail_id in ids])
        ended = [workflow.workflow_id for workflow in found if workflow.status in FINAL]
        if ended:
            await queues.delete(ended)
        if ids:
            await queues.enqueue_mails(ids)

    async def prune(self) -> None:
        """Delete workflows that finished long ago."""
        before = (datetime.now(UTC) - _KEPT_FOR).isoformat()
        while old := await queues.finished_before(before, limit=_BATCH):
            await queues.delete([workflow.workflow_id for workflow in old])

    async def _lost(self, age: timedelta) -> dict[str, str]:
        """Return open generations (and their accounts) that no living workflow belongs to."""
        candidates = {one.id: one.account_id for one in await self._parts.generation.open_for(age)}
        if not candidates:
            return {}
        known = await queues.find([generation_workflow(one_id) for one_id in candidates])
        alive = {workflow.workflow_id for workflow in known if workflow.status not in FINAL}
        suspects = {one_id for one_id in candidates if generation_workflow(one_id) not in alive}
        if not suspects:
            return {}
        still_open = {one.id for one in await self._parts.generation.open_for(age)}  # it may just have ended well
        return {one_id: candidates[one_id] for one_id in suspects & still_open}

    async def _beat_forever(self) -> None:
        """Give signs of life; an outage of the database ends nothing here."""
        while True:
            try:
                self._leads = await self._leases.beat(self._executor_id)
                now = time.monotonic()
                if now - self._beaten_at > 2 * BEAT_SECONDS:  # others may have been cut off, and for longer
                    self._steady_since = now
                self._beaten_at = now
            except Exception:
                self._leads = False
                log.exception("no sign of life from %s", self._executor_id)
            await asyncio.sleep(BEAT_SECONDS)

    async def _sweep_forever(self) -> None:
        while True:
            for chore in self._chores:
                if not self._leads:
                    break
                now = time.monotonic()
                if now < chore.due_at:
                    continue
                chore.due_at = now + chore.every
                try:
                    await chore.do()
                except Exception:
                    log.exception("a chore failed and will be tried again")
            await asyncio.sleep(BEAT_SECONDS / 4)
