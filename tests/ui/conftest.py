"""A pretend browser tab: drives State handlers, background ones too, through the guard and without a browser."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.event.processor import BaseStateEventProcessor

from babydance.adapters.pillow_pictures import PillowPictures
from babydance.babydance import app
from babydance.domain.accounts import SignedIn
from babydance.store.database import Database
from babydance.ui.feedback import explain
from babydance.ui.session import SessionState
from babydance.wiring import use_studio
from tests.conftest import Run
from tests.databases import copy_sqlite
from tests.services.people import EMAIL
from tests.site import House

ROOT = "reflex___state____state"
IDENTITY = "x-auth-request-access-token"
ADDRESS = "192.0.2.7"
_WATCHERS = (".watch|",)  # tasks that end with the page


class Desk:
    """The part of Reflex that takes events and sends changes, with our guard and our words for crashes."""

    def __init__(self) -> None:
        self.tabs: dict[str, Tab] = {}
        self.processor = BaseStateEventProcessor(
            middleware=app, backend_exception_handler=explain, graceful_shutdown_timeout=0.1
        )
        self.manager = StateManagerMemory()

    async def start(self) -> None:
        self.processor.configure(state_manager=self.manager)
        self.processor._root_context = EventContext(
            token="",
            txid="",
            state_manager=self.manager,
            enqueue_impl=self.processor.enqueue_many,
            emit_delta_impl=self._delta,
            emit_event_impl=self._events,
        )
        await self.processor.start()

    async def stop(self) -> None:
        await self.processor.stop()
        await self.manager.close()

    async def send(self, token: str, event: Event) -> None:
        future = await self.processor.enqueue(token, event)
        await asyncio.wait({future})
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing but watchers is left to do."""
        while True:
            await asyncio.sleep(0.005)
            busy = [task for task in self.processor._tasks.values() if not any(w in task.get_name() for w in _WATCHERS)]
            if not busy and not self.processor._token_queues:
                return

    @property
    def watchers(self) -> int:
        return sum(any(w in task.get_name() for w in _WATCHERS) for task in self.processor._tasks.values())

    async def _delta(self, token: str, delta: Mapping[str, Mapping[str, Any]]) -> None:
        self.tabs[token].take(delta)

    async def _events(self, token: str, *events: Event) -> None:
        self.tabs[token].events += events


@dataclass
class Tab:
    """One tab, in the hands of one person at a time; ``page`` is what it has been sent."""

    desk: Desk
    run: Run
    token: str = "tab-1"
    who: SignedIn | None = None
    place: str = "/"
    query: dict[str, str] = field(default_factory=dict)
    page: dict[str, dict[str, Any]] = field(default_factory=dict)
    deltas: list[Mapping[str, Mapping[str, Any]]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk.tabs[self.token] = self

    def take(self, delta: Mapping[str, Mapping[str, Any]]) -> None:
        self.deltas.append(copy.deepcopy(delta))
        for name, values in delta.items():
            self.page.setdefault(name, {}).update(copy.deepcopy(values))

    def open(self, place: str, **query: str) -> None:
        """Load a page anew: another websocket, the same token."""
        self.place, self.query = place, query
        self.page.clear()
        self.raw(f"{ROOT}.hydrate_and_load")
        self.wait_for(lambda: not self.desk.watchers or self.shown(SessionState, "is_signed_in"))

    def go(self, place: str, **query: str) -> None:
        """Follow a link within the page."""
        self.place, self.query = place, query
        self.raw(f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal")

    def send(self, spec: Any) -> None:
        """Send what a page would send: ``tab.send(StudioState.choose_count("2"))``."""
        for event in Event.from_event_type(spec):
            self.raw(event.name, event.payload)

    def hang_up(self) -> None:
        """Lose the connection, as a closed laptop does."""
        self.desk.processor._on_disconnect(self.token)
        self.wait_for(lambda: self.desk.watchers == 0)

    def raw(self, name: str, payload: Any = None) -> None:
        """Send anything."""
        self.run(self.desk.send(self.token, self._event(name, payload)))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until the page shows something that a watcher brings."""

        async def wait() -> None:
            async with asyncio.timeout(10):
                while not condition():  # noqa: ASYNC110  a page has nothing to wait on but its looks
                    await asyncio.sleep(0.01)

        self.run(wait())

    def shown(self, state: type[rx.State], name: str) -> Any:
        return self.page.get(state.get_full_name(), {}).get(f"{name}_rx_state_")

    def state(self, state: type[rx.State]) -> Any:
        """Return the state on the server, to look or to meddle."""
        root = next(iter(self.desk.manager.states[key] for key in self.desk.manager.states if self.token in key))
        return root.get_substate(state.get_full_name().split("."))

    @property
    def notices(self) -> list[str]:
        return [notice.words for notice in self.shown(SessionState, "notices") or []]

    def _event(self, name: str, payload: Any) -> Event:
        headers = {IDENTITY: f"{self.who.account_id}|{self.who.session_hash}"} if self.who else {}
        asked = "&".join(f"{key}={value}" for key, value in self.query.items())
        router = {
            "pathname": self.place,
            "asPath": f"{self.place}?{asked}" if asked else self.place,
            "query": self.query,
            "headers": headers,
            "ip": ADDRESS,
            "sid": "socket",
            "token": self.token,
        }
        return Event(name=name, payload={} if payload is None else payload, router_data=router)


@pytest.fixture(scope="session")
def pictures() -> Iterator[PillowPictures]:
    opened = PillowPictures(threads=1)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Peopled:
    """A database in which Ada and Eve are signed in; copying it is quicker than signing them up for every test."""

    file: Path
    ada: SignedIn
    eve: SignedIn


@pytest.fixture(scope="session")
def peopled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, pictures: PillowPictures) -> Peopled:
    folder = tmp_path_factory.mktemp("peopled")

    async def sign_up() -> Peopled:
        url = copy_sqlite(sqlite_template, folder)
        database = Database(url)
        house = House(database, folder, pictures)
        ada, eve = [(await house.member(email))[1] for email in (EMAIL, "eve@example.com")]
        await database.close()
        return Peopled(Path(url.removeprefix("sqlite+aiosqlite:///")), ada, eve)

    return asyncio.run(sign_up())


@pytest.fixture
def house(peopled: Peopled, tmp_path: Path, pictures: PillowPictures, run: Run) -> Iterator[House]:
    """A studio with everything but an engine; it is the one that the pages talk to."""
    database = Database(copy_sqlite(peopled.file, tmp_path))
    house = House(database, tmp_path, pictures)
    stack = ExitStack()

    async def begin() -> None:
        stack.enter_context(use_studio(house.studio))
        await house.changes.start()

    async def end() -> None:
        stack.close()
        await house.changes.stop()
        await database.close()

    run(begin())
    yield house
    run(end())


@pytest.fixture
def desk(house: House, run: Run) -> Iterator[Desk]:
    opened = Desk()
    run(opened.start())
    yield opened
    run(opened.stop())


@pytest.fixture
def tab(desk: Desk, run: Run) -> Tab:
    """A tab of nobody."""
    return Tab(desk, run)


@pytest.fixture
def ada(peopled: Peopled) -> SignedIn:
    return peopled.ada


@pytest.fixture
def eve(peopled: Peopled) -> SignedIn:
    return peopled.eve


@pytest.fixture
def adas(tab: Tab, ada: SignedIn) -> Tab:
    """A tab in which Ada is signed in."""
    tab.who = ada
    return tab
