"""State of the queue panel: everything under way, whichever tab asked for it."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from babydance.domain.queue import Queue, QueuedPicture
from babydance.ui.policies import Id, internal, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio

_SHOWN = 12  # pictures; more are a number
_PROMPT_SHOWN = 60  # characters


@dataclass(frozen=True, slots=True)
class QueueCard:
    """What of a picture under way never changes."""

    id: str
    prompt: str
    credits: int


class QueueState(rx.State):
    """The line that tells how much is under way, and the list behind it."""

    cards: rx.Field[list[QueueCard]] = rx.field(default_factory=list)
    place: rx.Field[dict[str, int]] = rx.field(default_factory=dict)  # 0 is being drawn
    has_preview: rx.Field[dict[str, bool]] = rx.field(default_factory=dict)
    since: rx.Field[dict[str, int]] = rx.field(default_factory=dict)  # milliseconds since 1970
    clock: rx.Field[int] = rx.field(0)  # the server's, when ``since`` was sent: a browser's may be wrong
    drawn: rx.Field[int] = rx.field(0)
    waiting: rx.Field[int] = rx.field(0)
    more: rx.Field[int] = rx.field(0)
    kept: rx.Field[int] = rx.field(0)  # credits that stopping everything would keep
    at_once: rx.Field[int] = rx.field(0)
    was_busy: rx.Field[bool] = rx.field(False)  # once something was under way, the line keeps its place
    is_asking: rx.Field[bool] = rx.field(False)

    @internal
    async def show(self) -> int:
        """Show the queue as it stands, touching only what changed, and return how much is under way."""
        queue = await studio().generation.queue(signed_in_account(self), limit=_SHOWN)
        for name, value in _shown(queue).items():
            if getattr(self, name) != value:
                if name == "since":
                    self.clock = _milliseconds()
                setattr(self, name, value)
        under_way = queue.drawn + queue.waiting
        if under_way and not self.was_busy:
            self.was_busy = True
        if not under_way and self.is_asking:
            self.is_asking = False
        return under_way

    @rx.event
    @member(generation=Id)
    async def cancel(self, generation: str) -> None:
        """Stop one picture."""
        await studio().generation.cancel(signed_in_account(self), generation)
        await self.show()

    @rx.event
    @member()
    async def ask(self) -> None:
        """Ask once before everything is stopped."""
        self.is_asking = True

    @rx.event
    @member()
    async def dismiss(self) -> None:
        """Stop nothing."""
        self.is_asking = False

    @rx.event
    @member()
    async def stop_all(self) -> None:
        """Stop everything that is under way, and say what it came to."""
        self.is_asking = False
        stopped = await studio().generation.cancel_all(signed_in_account(self))
        await self.show()
        (await self.get_state(SessionState)).say(stopped.words)


def _shown(queue: Queue) -> dict[str, object]:
    pictures = queue.pictures
    return {
        "cards": [_card(picture) for picture in pictures],
        "place": {picture.id: picture.place for picture in pictures},
        "has_preview": {picture.id: True for picture in pictures if picture.has_preview},
        "since": {picture.id: round(picture.since.timestamp() * 1000) for picture in pictures},
        "drawn": queue.drawn,
        "waiting": queue.waiting,
        "more": queue.drawn + queue.waiting - len(pictures),
        "kept": queue.kept_by_stopping,
        "at_once": queue.at_once,
    }


def _card(picture: QueuedPicture) -> QueueCard:
    prompt = " ".join(picture.prompt.split())
    short = prompt if len(prompt) <= _PROMPT_SHOWN else f"{prompt[:_PROMPT_SHOWN].rstrip()}…"
    return QueueCard(picture.id, short, picture.credits)


def _milliseconds() -> int:
    return round(studio().clock().timestamp() * 1000)
