"""Stopping a drawing from outside: one look at the database for all that this process has under way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

from babydance.store import generations
from babydance.store.database import Database

log = logging.getLogger(__name__)

_GATHER_SECONDS = 0.05  # every preview is a commit too; one look serves all that come together
_LOOK_SECONDS = 0.3  # for cancellations that another process commits; our own are noticed at once


class StoppedError(Exception):
    """Somebody stopped the drawing; there is nothing left to do for it."""


class Stop:
    """Interrupts waiting for the world, and nothing else: no transaction and no file is cut in two."""

    def __init__(self) -> None:
        self._is_stopped = False
        self._scope: asyncio.Timeout | None = None

    def stop(self) -> None:
        """End the waiting that goes on now, and any that begins later."""
        self._is_stopped = True
        if self._scope is not None:
            self._scope.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def waiting(self, *, until: float | None = None) -> AsyncIterator[None]:
        """Wait inside this; raise ``StoppedError`` when stopped, ``TimeoutError`` at ``until`` (loop time)."""
        if self._is_stopped:
            raise StoppedError
        try:
            async with asyncio.timeout_at(until) as self._scope:
                yield
        except TimeoutError:
            if self._is_stopped:
                raise StoppedError from None
            raise
        finally:
            self._scope = None


class Stops:
    """Watches the drawings of this process and stops those that are not running any more."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watched: dict[tuple[str, int], tuple[str, Stop]] = {}
        self._wake = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        database.on_commit(self._on_commit)

    @contextmanager
    def watch(self, account_id: str, generation_id: str, *, attempt: int) -> Iterator[Stop]:
        """Give a ``Stop`` that is pulled when this attempt is cancelled or overtaken by another."""
        key = (generation_id, attempt)
        stop = Stop()
        self._watched[key] = (account_id, stop)
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch_all())
        try:
            yield stop
        finally:
            del self._watched[key]

    def _on_commit(self, accounts: Mapping[str, int]) -> None:
        if any(account_id in accounts for account_id, _ in self._watched.values()):
            self._wake.set()

    async def _watch_all(self) -> None:
        while self._watched:
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                pass
            await asyncio.sleep(_GATHER_SECONDS)
            self._wake.clear()
            try:
                await self._look()
            except Exception:
                log.exception("could not look for cancellations")

    async def _look(self) -> None:
        keys = list(self._watched)
        if not keys:
            return
        async with self._database.reading() as session:
            running = await generations.still_running(session, keys)
        for key in keys:
            if key not in running and key in self._watched:
                self._watched[key][1].stop()
