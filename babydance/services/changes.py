"""Tells the pages of this process that something of an account changed, wherever the change was made."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from babydance.store import credits as ledger
from babydance.store.database import Database

log = logging.getLogger(__name__)


class Changes:
    """Wakes watchers at once for commits of this process, within ``every`` seconds for those of others."""

    def __init__(self, database: Database, *, every: float = 0.1) -> None:
        self._database = database
        self._every = every
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._seen: dict[str, int] = {}
        self._task: asyncio.Task[None] | None = None
        database.on_commit(self._on_commit)

    async def start(self) -> None:
        """Begin to look for the commits of other processes."""
        self._task = asyncio.create_task(self._look_for_ever(), name="changes")

    async def stop(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @contextmanager
    def watching(self, account_id: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever something of the account changed."""
        changed = asyncio.Event()
        self._watchers.setdefault(account_id, set()).add(changed)
        try:
            yield changed
        finally:
            watchers = self._watchers[account_id]
            watchers.discard(changed)
            if not watchers:
                del self._watchers[account_id]
                self._seen.pop(account_id, None)

    @property
    def watched(self) -> int:
        """How many watchers there are."""
        return sum(map(len, self._watchers.values()))

    def _on_commit(self, versions: Mapping[str, int]) -> None:
        """Wake now, and remember what for: the next look need not wake again."""
        self._seen.update((account, version) for account, version in versions.items() if account in self._watchers)
        self._wake(versions)

    def _wake(self, account_ids: Iterable[str]) -> None:
        for account_id in account_ids:
            for changed in self._watchers.get(account_id, ()):
                changed.set()

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            if not self._watchers:
                continue
            try:
                await self._look()
            except Exception as error:  # noqa: BLE001  the database may be away; pages must not lose their watcher
                log.warning("could not look for changes (%s)", type(error).__name__)
                await asyncio.sleep(1)

    async def _look(self) -> None:
        """Compare one number per watched account; an account seen for the first time counts as changed."""
        async with self._database.reading() as session:
            versions = await ledger.versions(session, list(self._watchers))
        changed = {
            account: version
            for account, version in versions.items()
            if account in self._watchers and self._seen.get(account, -1) < version
        }
        self._seen.update(changed)
        self._wake(changed)
