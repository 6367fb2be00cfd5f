"""Who is looking, what they may spend, and what the studio has to tell them; shared by every page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import reflex as rx
from reflex.state import BaseState, StateUpdate

from babydance.domain.errors import NotSignedInError
from babydance.ui.components.notices import Notice
from babydance.ui.policies import Id, Word, arrival, internal, member, public
from babydance.wiring import studio

log = logging.getLogger(__name__)

_IDENTITY = "x-auth-request-access-token"
_MOST_NOTICES = 4
_LONGEST_WAIT = 30.0  # seconds until a watcher looks anyway
_AFTER_TROUBLE = 2.0  # seconds until a watcher that could not look tries again

AnyState = TypeVar("AnyState", bound=rx.State)


def principal_of(state: BaseState) -> str:
    """Return who is behind the socket, as ``account|session``; empty for a stranger."""
    return state.router.headers.raw_headers.get(_IDENTITY, "")


async def is_alive(principal: str) -> bool:
    """Tell whether that session may still act."""
    account_id, _, session_hash = principal.partition("|")
    return bool(account_id) and await studio().accounts.is_alive(account_id, session_hash)


def signed_in_account(state: BaseState) -> str:
    """Return the id of the account behind ``state``: the one door to identity."""
    account_id = principal_of(state).partition("|")[0]
    if not account_id:
        raise NotSignedInError("Sign in first.")
    return account_id


@asynccontextmanager
async def held_by(state: AnyState, principal: str, *, was_alive: bool = False) -> AsyncIterator[AnyState]:
    """Take the state of a background task again, but only while it still belongs to the same person.

    Both signs count: whom the guard bound the state to, and who sent the event that came last. The session is
    looked at too, unless ``was_alive`` a moment ago.
    """
    async with state:
        session = await state.get_state(SessionState)
        is_same = session._bound == principal == principal_of(state)  # noqa: SLF001  the guard's own mark
        if not is_same or not (was_alive or await is_alive(principal)):
            raise NotSignedInError("You were signed out.")
        yield state


class SessionState(rx.State):
    """The signed-in person as every page may show them."""

    is_signed_in: rx.Field[bool] = rx.field(False)
    is_verified: rx.Field[bool] = rx.field(False)
    name: rx.Field[str] = rx.field("")
    email: rx.Field[str] = rx.field("")
    available: rx.Field[int] = rx.field(0)
    in_use: rx.Field[int] = rx.field(0)
    is_sandbox: rx.Field[bool] = rx.field(False)
    has_outbox: rx.Field[bool] = rx.field(False)
    notices: rx.Field[list[Notice]] = rx.field(default_factory=list)
    undone: rx.Field[int] = rx.field(0)  # how many changes were taken back on these pages
    gone: rx.Field[bool] = rx.field(False)  # only ever true in a browser whose session ended
    stale: rx.Field[bool] = rx.field(False)  # only ever true in a browser that must load the page anew

    _bound: str | None = None
    _notice_count: int = 0

    @classmethod
    def only_in_browser(cls, flag: str) -> StateUpdate:
        """Return an update that sets a flag in the browser and leaves the state on the server alone."""
        return StateUpdate(delta={cls.get_full_name(): {f"{flag}_rx_state_": True}})

    @internal
    def say(self, words: str, *, tone: str = "info", undo: str = "") -> None:
        """Show a notice; ``undo`` is the change that it offers to take back, and only the newest one is offered."""
        self._notice_count += 1
        notice = Notice(f"n{self._notice_count}", words, tone, undo)
        kept = [other for other in self.notices if not (undo and other.undo)]
        self.notices = [*kept, notice][-_MOST_NOTICES:]

    @rx.event
    @public()
    async def welcome(self) -> None:
        """Show a page that anybody may read to whoever is there."""
        await self.show_account()

    @rx.event
    @arrival
    async def arrive(self) -> Any:
        """Show who is there, and keep it true while the page is open."""
        await self.show_account()
        return SessionState.watch

    @rx.event(background=True)
    @internal
    async def watch(self) -> None:
        """Follow the account for a page that shows nothing else that changes."""
        await follow(self)

    @rx.event
    @internal
    async def tell(self, words: str, tone: str) -> None:
        """Show a notice from anywhere on the server."""
        self.say(words, tone=tone)

    @rx.event
    @internal
    async def end_if_over(self) -> None:
        """Leave the page if the session behind it has ended."""
        self.gone = not await is_alive(principal_of(self))

    @rx.event
    @public(notice=Word)
    async def dismiss(self, notice: str) -> None:
        """Take a notice away."""
        self.notices = [kept for kept in self.notices if kept.id != notice]

    @rx.event
    @member(change=Id)
    async def undo(self, change: str) -> None:
        """Take back what was done to some pictures."""
        count = await studio().selections.undo(signed_in_account(self), change)
        self.notices = [kept for kept in self.notices if kept.undo != change]
        self.undone += 1
        self.say("1 picture is as it was." if count == 1 else f"{count:,} pictures are as they were.", tone="done")

    @internal
    async def show_account(self) -> None:
        """Bring what every page shows up to date from the database."""
        if await is_alive(principal_of(self)):
            await self.show_member()
        else:
            self._show_site(is_signed_in=False)

    @internal
    async def show_member(self) -> None:
        """Do the same for somebody whose session was looked at a moment ago."""
        account = await studio().accounts.account(signed_in_account(self))
        balance = await studio().credits.balance(account.id)
        self._show_site(is_signed_in=True)
        self.name, self.email, self.is_verified = account.name, account.email, account.is_verified
        self.available, self.in_use = balance.available, balance.held

    def _show_site(self, *, is_signed_in: bool) -> None:
        site = studio().site
        self.is_sandbox, self.has_outbox = site.draws_in_sandbox, site.has_outbox
        self.is_signed_in = is_signed_in


async def follow(state: rx.State, show: Callable[[], Awaitable[None]] | None = None) -> None:
    """Keep a page true: call ``show`` now and after every change of the account, until its session ends.

    A new page comes whole; later on, what changed is on its way before name and balance are looked up.
    """
    async with state:
        principal = principal_of(state)
    is_well, is_new = True, True
    with studio().changes.watching(principal.partition("|")[0]) as changed:
        while True:
            changed.clear()
            try:
                async with held_by(state, principal):
                    if show:
                        await show()
                    if is_new:
                        await (await state.get_state(SessionState)).show_member()
                if not is_new:
                    async with held_by(state, principal, was_alive=True):
                        await (await state.get_state(SessionState)).show_member()
                is_well, is_new = True, False
            except NotSignedInError:
                break
            except Exception:  # the database may be away; the page must find back by itself
                log.warning("a page waits for news of its account", exc_info=is_well)
                is_well = False
            with suppress(TimeoutError):  # not wait_for: it loses a cancel that comes with the change (Python 3.11)
                async with asyncio.timeout(_LONGEST_WAIT if is_well else _AFTER_TROUBLE):
                    await changed.wait()
    async with state:
        session = await state.get_state(SessionState)
        if session._bound is None:  # noqa: SLF001  the state was lost meanwhile, and nobody has come since
            session.stale = True
        elif session._bound == principal == principal_of(state):  # noqa: SLF001  nobody else is there yet
            session.gone = True
