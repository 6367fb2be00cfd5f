"""What the workflows work with: the services, handed over once by the wiring."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from babydance.services.drawing import DrawingService
from babydance.services.gallery import GalleryService
from babydance.services.generation import GenerationService


class MailSender(Protocol):
    """The service that sends mails."""

    async def send(self, mail_id: str) -> int:
        """Try once; return 0 when nothing is left to do, else the seconds until the next try."""
        ...

    async def unsent(self, limit: int) -> Sequence[str]:
        """Take mails that were not sent in due time, to be started again."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The services that workflows call."""

    generation: GenerationService
    drawing: DrawingService
    gallery: GalleryService
    mail: MailSender
    chores: tuple[Callable[[], Awaitable[object]], ...] = ()  # of other subjects, done every ten minutes


_installed: list[Parts] = []
_running: set[asyncio.Task[object]] = set()


def install(parts: Parts) -> None:
    """Let the workflows of this process work with these services."""
    _installed[:] = [parts]


def parts() -> Parts:
    """Return the services; the engine installs them before it takes the first job."""
    return _installed[0]


@contextmanager
def counted() -> Iterator[None]:
    """Count the current task among the jobs under way."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a job runs in a task")
    _running.add(task)
    try:
        yield
    finally:
        _running.discard(task)


def running() -> list[asyncio.Task[object]]:
    """Return the tasks of the jobs under way in this process."""
    return list(_running)
