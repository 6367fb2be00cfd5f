"""A process of the kill test: ``python -m tests.workflows.doomed ROLE DANGER ACCOUNT...``.

It runs the real studio. ROLE is ``web`` (submits pictures, cancels a few, and draws too) or ``worker`` (draws).
At every file operation and commit it kills itself with the probability DANGER, before or after; between the commit
of a submit and the start of its jobs, and right after that, it does so far more often.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel import func, select

from babydance import wiring
from babydance.domain.images import PictureRequest
from babydance.domain.models import IMAGE_MODELS
from babydance.logs import set_up_logs
from babydance.settings import load_settings
from babydance.store.database import Database
from babydance.store.images import RunRow

STARTING_IS = 50  # times as dangerous
SEEN_AGAIN = 1  # keys that a new process submits once more


def maybe_die(danger: float) -> None:
    if random.random() < danger:
        os.kill(os.getpid(), signal.SIGKILL)


class Dangerous:
    """Passes everything on to what it wraps, and may not survive it."""

    def __init__(self, wrapped: Any, danger: float) -> None:
        self._wrapped = wrapped
        self._danger = danger

    def __getattr__(self, name: str) -> Any:
        made = getattr(self._wrapped, name)
        if name not in {"put", "move", "delete", "start_generations"}:
            return made

        async def risky(*args: Any, **named: Any) -> Any:
            maybe_die(self._danger)
            result = await made(*args, **named)
            maybe_die(self._danger)
            return result

        return risky


def make_dangerous(danger: float) -> None:
    """Wrap what the wiring builds: media, jobs, and every commit."""
    wiring.ObstoreMedia.in_folder = _wrapping(wiring.ObstoreMedia.in_folder, danger)
    wiring.DbosJobs = _wrapping(wiring.DbosJobs, STARTING_IS * danger)
    opened = Database.__init__

    def open_database(self: Database, *args: Any, **named: Any) -> None:
        opened(self, *args, **named)
        self.on_commit(lambda _: maybe_die(danger))

    Database.__init__ = open_database


def _wrapping(make: Callable[..., Any], danger: float) -> Any:
    return lambda *args, **named: Dangerous(make(*args, **named), danger)


async def submit_for_ever(studio: wiring.Studio, account_id: str) -> None:
    """Press Create again and again, some keys in two lives; cancel now and then."""
    async with studio.database.reading() as session:
        known = await session.exec(select(func.count()).select_from(RunRow).where(RunRow.account_id == account_id))
    number = max(0, known.one() - SEEN_AGAIN)
    while True:
        request = PictureRequest(
            prompt=f"a baby that dances, number {number}",
            model=IMAGE_MODELS[0],
            width=816,
            height=816,
            quality="low",
            count=1 + number % 2,
        )
        view = await studio.generation.submit(account_id, request, submit_key=f"key-{number}")
        number += 1
        if number % 5 == 0:
            await asyncio.sleep(random.uniform(0, 0.6))
            await studio.generation.cancel(account_id, view.generations[0].id)
        await asyncio.sleep(random.uniform(0.5, 1.5))


async def live(role: str, accounts: list[str]) -> None:
    settings = load_settings()
    set_up_logs(level="WARNING", as_json=False)
    async with wiring.studio_running(settings, works=True) as studio:
        print("ready", flush=True)
        work: list[Awaitable[None]] = [asyncio.Event().wait()]  # type: ignore[list-item]
        if role == "web":
            work += [submit_for_ever(studio, account_id) for account_id in accounts]
        await asyncio.gather(*work)


if __name__ == "__main__":
    make_dangerous(float(sys.argv[2]))
    asyncio.run(live(sys.argv[1], sys.argv[3:]))
