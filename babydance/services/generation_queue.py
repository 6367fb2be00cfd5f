"""What is under way: how it is shown, and stopping it. A part of the generation service."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babydance.domain.images import Status
from babydance.domain.media import preview_key, quarantine_key
from babydance.domain.ports import MediaStore
from babydance.domain.queue import Queue, QueuedPicture
from babydance.store import credits, generations
from babydance.store.database import AsyncSession
from babydance.store.images import GenerationRow, RunRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoppedOne:
    """A generation that was stopped, how many previews it had shown, and the credits that were kept for them."""

    id: str
    previews: int
    kept: int


def queue_of(found: Sequence[tuple[GenerationRow, RunRow]], *, limit: int, at_once: int) -> Queue:
    """Put those that are drawn before those that wait, and count the latter; ``found`` is in the line's order."""
    drawn = [(row, run) for row, run in found if row.status == Status.RUNNING]
    waiting = [(row, run) for row, run in found if row.status == Status.QUEUED]
    placed = [(0, *pair) for pair in drawn] + [(place, *pair) for place, pair in enumerate(waiting, start=1)]
    pictures = [
        QueuedPicture(
            id=row.id,
            prompt=run.prompt,
            place=place,
            has_preview=row.preview_count > 0,
            credits=run.credits_each,
            since=row.started_at or row.created_at,
        )
        for place, row, run in placed[:limit]
    ]
    kept = sum(run.credits_each for row, run in drawn if row.preview_count)
    return Queue(tuple(pictures), len(drawn), len(waiting), kept, at_once)


async def stop(
    session: AsyncSession, found: Sequence[tuple[GenerationRow, RunRow]], *, now: datetime
) -> list[StoppedOne]:
    """Cancel what is not final; its price comes back unless a preview was shown. The account is locked."""
    stopped = []
    for row, run in found:
        shown = row.preview_count
        kept = run.credits_each if shown else 0
        if await generations.cancel(session, row.id, kept=kept, now=now):
            op_key = generations.op_key(row.id)
            await credits.settle(session, row.account_id, op_key=op_key, captured=kept, now=now)
            stopped.append(StoppedOne(row.id, shown, kept))
    return stopped


async def forget_files(media: MediaStore, stopped: Sequence[StoppedOne]) -> None:
    """Delete what was drawn so far; the worker and the sweep do the same should this fail."""
    keys = [quarantine_key(one.id) for one in stopped]
    keys += [preview_key(one.id, number) for one in stopped for number in range(1, one.previews + 1)]
    try:
        await media.delete(keys)
    except Exception:
        log.exception("files of cancelled generations are left to the sweep")
