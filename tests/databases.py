"""Real databases for tests: SQLite files, and a PostgreSQL server that lives as long as the tests."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import URL, create_engine, make_url
from sqlmodel import SQLModel

import babydance.store  # noqa: F401 - every table registers itself

SERVER_VARIABLE = "BABYDANCE_TEST_POSTGRES_URL"
WHY_NO_POSTGRES = (
    f"PostgreSQL is not tested: {SERVER_VARIABLE} names no server, "
    "and initdb and postgres are neither on the PATH nor in /usr/lib/postgresql"
)

# The shell outlives us by a moment: when our end of its input closes, however we end, it stops the server.
_KEEPER = 'folder=$1; shift; "$@" & read -r _; kill -INT $!; wait; rm -rf "$folder"'
_CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=200",
)


class PostgresServer:
    """Hands out databases on one server; ``url`` is any database there whose user may create others."""

    def __init__(self, url: str) -> None:
        self._home = make_url(url).set(drivername="postgresql+psycopg")
        self._template = f"babydance_template_{secrets.token_hex(4)}"

    @contextlib.contextmanager
    def lend(self, *, empty: bool = False) -> Iterator[str]:
        """Yield the URL of a fresh database, with all tables unless ``empty``; drop it afterwards."""
        name = f"babydance_test_{secrets.token_hex(6)}"
        self._command(f'CREATE DATABASE "{name}" TEMPLATE "{"template0" if empty else self._template}"')
        try:
            yield self._at(name)
        finally:
            self._command(f'DROP DATABASE "{name}" WITH (FORCE)')

    def make_template(self) -> None:
        """Create the tables once; every lent database is a copy."""
        self._command(f'CREATE DATABASE "{self._template}" TEMPLATE template0')
        create_tables(self._at(self._template))

    def drop_template(self) -> None:
        """Leave a server that is not ours as it was."""
        self._command(f'DROP DATABASE IF EXISTS "{self._template}" WITH (FORCE)')

    def _at(self, name: str) -> str:
        return self._home.set(database=name).render_as_string(hide_password=False)

    def _command(self, sql: str) -> None:
        url = self._home.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.encode())


def create_tables(url: str) -> None:
    """Create every table, with its triggers, in the database at ``url``."""
    blocking: URL = make_url(url)
    if blocking.drivername == "sqlite+aiosqlite":
        blocking = blocking.set(drivername="sqlite")
    engine = create_engine(blocking)
    SQLModel.metadata.create_all(engine)
    engine.dispose()


def copy_sqlite(template: Path, folder: Path) -> str:
    """Return the URL of a copy of the ``template`` file."""
    file = folder / f"{secrets.token_hex(4)}.db"
    shutil.copyfile(template, file)
    return f"sqlite+aiosqlite:///{file}"


@contextlib.contextmanager
def postgres_server() -> Iterator[PostgresServer | None]:
    """Yield the server that the environment names, else one of our own, else nothing."""
    with contextlib.ExitStack() as stack:
        url = os.environ.get(SERVER_VARIABLE, "")
        binaries = _binaries()
        if not url and binaries is not None:
            url = stack.enter_context(_cluster(binaries))
        if not url:
            yield None
            return
        server = PostgresServer(url)
        server.make_template()
        try:
            yield server
        finally:
            server.drop_template()


@cache
def _binaries() -> Path | None:
    """Return the folder of initdb and postgres, the newest version if there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin_: -float(bin_.parent.name))
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


@contextlib.contextmanager
def _cluster(binaries: Path) -> Iterator[str]:
    """Start a server that trusts everybody on this machine and never waits for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="babydance-pg-"))
    user = _server_user()
    if user:  # PostgreSQL refuses to run as root
        shutil.chown(folder, user)
    data, log, port = folder / "data", folder / "log", _free_port()
    initialise = [binaries / "initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8"]
    subprocess.run(
        [*initialise, "--locale=C", "-D", data], user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    serve = [
        str(binaries / "postgres"),
        "-D",
        str(data),
        "-k",
        str(folder),
        "-p",
        str(port),
        "-h",
        "127.0.0.1",
    ]
    for setting in _CARELESS:
        serve += ["-c", setting]
    with log.open("wb") as words:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "keeper", str(folder), *serve],
            user=user,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _wait_for(url, log)
        yield url
    finally:
        keeper.communicate(timeout=30)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.05)
        else:
            return
