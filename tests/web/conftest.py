"""A real studio process, and people who are signed in to it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from babydance.domain.tokens import token_hash
from tests.raw_socket import RawSocket
from tests.server import StudioServer, studio_server

PASSWORD = "seven tall giraffes"


@dataclass(frozen=True)
class Member:
    """Somebody with 20 credits and a session."""

    server: StudioServer
    email: str
    cookie: str

    @property
    def session_hash(self) -> str:
        return token_hash(self.cookie.partition("=")[2])

    def socket(self, place: str = "", *, token: str = "") -> RawSocket:
        """Open a tab."""
        opened = RawSocket(self.server.origin, cookie=self.cookie, token=token)
        if place:
            opened.open(place)
        return opened


def join(server: StudioServer, email: str) -> Member:
    """Sign up, confirm the address, and sign in, all as a browser does."""
    with RawSocket(server.origin) as socket:
        socket.open("/sign-up/")
        form = {"name": "Ada", "email": email, "password": PASSWORD}
        socket.send("sign_up_state.submit", {"form_data": form})
        socket.wait(lambda: socket.var("sign_up_state", "sent_to") == email)
    with RawSocket(server.origin) as socket:
        socket.open(f"/verify/?token={_mailed_token(server, email)}")
        socket.wait(lambda: socket.var("verify_state", "is_confirmed"))
    return enter(server, email)


def enter(server: StudioServer, email: str) -> Member:
    """Sign in."""
    with RawSocket(server.origin) as socket:
        socket.open("/sign-in/")
        socket.send("sign_in_state.submit", {"form_data": {"email": email, "password": PASSWORD}})
        socket.wait(lambda: socket.var("sign_in_state", "ticket"))
        answer = server.post("/session/enter", {"ticket": socket.var("sign_in_state", "ticket")})
    return Member(server, email, str(answer.getheader("set-cookie")).partition(";")[0])


def sql(server: StudioServer, statement: str, *given: object) -> list[tuple]:
    """Look into the database, or change it behind the studio's back."""
    with closing(sqlite3.connect(server.data / "studio.db", timeout=10)) as connection, connection:
        return connection.execute(statement, given).fetchall()


def world(server: StudioServer) -> dict[str, list[tuple]]:
    """Return everything that an attacker might want to change."""
    tables = [name for (name,) in sql(server, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [
        name for name in sorted(tables) if not any(word in name for word in ("lease", "leader", "session", "sqlite"))
    ]
    return {name: sorted(sql(server, f'SELECT * FROM "{name}"'), key=str) for name in kept}


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    with studio_server(tmp_path_factory.mktemp("studio")) as running:
        yield running


@pytest.fixture(scope="package")
def ada(server: StudioServer) -> Member:
    return join(server, "ada@example.com")


@pytest.fixture(scope="package")
def eve(server: StudioServer) -> Member:
    return join(server, "eve@example.com")


def _mailed_token(server: StudioServer, email: str) -> str:
    for _ in range(100):
        _, listed = server.get("/admin/outbox")
        for mail in re.findall(r"/admin/outbox/([0-9a-f]{32})", listed):
            _, page = server.get(f"/admin/outbox/{mail}")
            if email in page and (found := re.search(r"token=([\w-]{43})", page)):
                return found[1]
        RawSocket.rest()
    raise AssertionError("no mail came")
