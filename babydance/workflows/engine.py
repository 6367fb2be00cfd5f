"""The job engine: dbos, started and stopped with the process, its queues, and the upkeep beside it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass

from dbos import DBOS, DBOSConfig, Queue

from babydance.domain.ids import new_id
from babydance.services.leases import LeaseService
from babydance.workflows import generation, mail
from babydance.workflows.jobs import DbosJobs
from babydance.workflows.parts import Parts, install, running
from babydance.workflows.queues import GENERATIONS, MAILS, NAME, VERSION, close_queues, open_queues
from babydance.workflows.taker import Taker
from babydance.workflows.upkeep import Upkeep

log = logging.getLogger(__name__)

WORKFLOWS = (generation.generation, mail.mail)  # dbos knows them by having imported them
_SQLITE = "sqlite:///"
_MAIL_SLOTS = 100  # a mail that waits for its next try keeps its slot


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How much is done at once, and how often the queue is looked at."""

    worker_slots: int = 16
    account_slots: int = 4
    provider_slots: int = 64
    provider_per_minute: int = 600
    poll_seconds: float = 0.1
    pool: int = 10  # connections to the engine's database


class JobEngine:
    """Does jobs in this process, or with ``works=False`` only queues them for others; one a process."""

    def __init__(
        self,
        parts: Parts,
        leases: LeaseService,
        *,
        url: str,
        limits: JobLimits,
        works: bool = True,
        drain_seconds: int = 5,
    ) -> None:
        self.jobs = DbosJobs()
        self.executor_id = new_id()  # fresh each start: a lease never speaks for another process
        self._parts = parts
        self._leases = leases
        self._url = url
        self._limits = limits
        self._works = works
        self._drain_seconds = drain_seconds
        self._taker: Taker | None = None
        self._upkeep = Upkeep(parts, leases, executor_id=self.executor_id)

    async def start(self) -> None:
        """Take a lease, launch dbos on this loop, and begin to work."""
        await self._leases.begin(self.executor_id)
        _prepare_file(self._url)
        logging.getLogger("dbos").addHandler(logging.NullHandler())  # or it would print past our own handler
        if self._works:
            install(self._parts)
            dbos = DBOS(config=self._config())
            DBOS.listen_queues([MAILS])  # the taker looks after the other one
            DBOS.launch()  # here, not in a thread: workflows run on the loop that it finds
            self._taker = Taker(dbos, await self._register_queues())
            self._taker.start()
        else:
            await asyncio.to_thread(DBOS.migrate, self._url)
        open_queues(self._url)
        self._upkeep.start()
        log.info("job engine %s started, %s", self.executor_id, "working" if self._works else "queueing only")

    async def stop(self) -> None:
        """Take no more jobs, let those under way finish for a few seconds, leave the rest to others."""
        await self._upkeep.stop()
        interrupted = await self._stop_working() if self._works else 0
        close_queues()
        with suppress(Exception):  # a lease that cannot be given back runs out
            await self._leases.end(self.executor_id)
        log.info("job engine %s stopped, %d jobs left to others", self.executor_id, interrupted)

    async def _stop_working(self) -> int:
        patience = self._drain_seconds if running() else 0
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as thread:  # the loop's own pool goes down with dbos
            if self._taker is not None:
                await loop.run_in_executor(thread, self._taker.stop)
            await loop.run_in_executor(thread, lambda: DBOS.destroy(workflow_completion_timeout_sec=patience))
        loop.set_default_executor(ThreadPoolExecutor())
        interrupted = running()
        for task in interrupted:
            task.cancel()
        await asyncio.gather(*interrupted, return_exceptions=True)
        return len(interrupted)

    def _config(self) -> DBOSConfig:
        return {
            "name": NAME,
            "system_database_url": self._url,
            "sys_db_pool_size": self._limits.pool,
            "executor_id": self.executor_id,
            "application_version": VERSION,
            "log_level": "WARNING",
            "enable_otlp": False,
        }

    async def _register_queues(self) -> Queue:
        """Register every queue; return the one of the pictures."""
        limits = self._limits
        pictures = await DBOS.register_queue_async(
            GENERATIONS,
            worker_concurrency=min(limits.worker_slots, limits.provider_slots),
            global_concurrency=limits.provider_slots,
            partition_concurrency=min(limits.account_slots, limits.provider_slots),
            limiter={"limit": limits.provider_per_minute, "period": 60.0},
            polling_interval_sec=limits.poll_seconds,
            on_conflict="always_update",
        )
        await DBOS.register_queue_async(
            MAILS,
            worker_concurrency=_MAIL_SLOTS,
            polling_interval_sec=1.0,
            on_conflict="always_update",
        )
        return pictures


def _prepare_file(url: str) -> None:
    """Set an embedded engine database to write-ahead logging before dbos opens it."""
    if url.startswith(_SQLITE):
        with closing(sqlite3.connect(url.removeprefix(_SQLITE))) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
