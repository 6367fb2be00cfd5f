"""The gate and every route over HTTP, in front of a real studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from babydance.adapters.pillow_pictures import PillowPictures
from babydance.domain.accounts import SignedIn
from babydance.endpoints.gate import SessionGate
from babydance.endpoints.routes import http_app
from babydance.store.database import Database
from babydance.wiring import use_studio
from tests.services.people import EMAIL
from tests.site import House, a_site


@dataclass
class Web:
    """A browser without pages: ``client`` asks, ``run`` does things behind the scenes on the same loop."""

    house: House
    client: TestClient
    handshakes: list[list[tuple[bytes, bytes]]]

    def run(self, action: Callable[..., Any], *given: Any) -> Any:
        return self.client.portal.call(action, *given)

    @property
    def origin(self) -> dict[str, str]:
        return {"origin": self.house.site.origin}

    def sign_in(self, email: str = EMAIL) -> SignedIn:
        """Make somebody, and give the client their cookie."""
        session, who = self.run(self.house.member, email)
        self.carry(session.token)
        return who

    def carry(self, token: str) -> None:
        self.client.cookies.clear()
        self.client.cookies.set(self.house.site.cookie_name, token)

    def post(self, path: str, **kwargs: Any) -> Any:
        return self.client.post(path, headers=self.origin, follow_redirects=False, **kwargs)


OpenWeb = Callable[..., Web]


@pytest.fixture(scope="session")
def pictures() -> Iterator[PillowPictures]:
    opened = PillowPictures(threads=1)
    yield opened
    opened.close()


@pytest.fixture
def open_web(sqlite_url: str, tmp_path: Path, pictures: PillowPictures) -> Iterator[OpenWeb]:
    """Open the studio at a place of one's choice: ``open_web(origin="https://studio.example")``."""
    with ExitStack() as stack:

        def open_(*, address: str = "127.0.0.1", **site: object) -> Web:
            database = Database(sqlite_url)
            house = House(database, tmp_path, pictures, a_site(**site))
            stack.enter_context(use_studio(house.studio))
            app = http_app()
            handshakes: list[list[tuple[bytes, bytes]]] = []
            app.mount("", _behind(handshakes))
            client = TestClient(
                SessionGate(app), base_url=house.site.origin, client=(address, 50_000), raise_server_exceptions=False
            )
            stack.enter_context(client)
            stack.callback(client.portal.call, database.close)
            return Web(house, client, handshakes)

        yield open_


@pytest.fixture
def web(open_web: OpenWeb) -> Web:
    return open_web()


def _behind(handshakes: list[list[tuple[bytes, bytes]]]) -> Starlette:
    """Stand where Reflex stands: repeat what a websocket says."""

    async def echo(socket: WebSocket) -> None:
        handshakes.append(list(socket.scope["headers"]))
        await socket.accept()
        while (message := await socket.receive())["type"] == "websocket.receive":
            await socket.send_text(message.get("text") or "")

    return Starlette(routes=[WebSocketRoute("/_event", echo)])
