"""What every test may ask for: a way to run coroutines, and real databases with all tables in them.

Tests are plain functions. ``run`` runs a coroutine on the loop of the test; a ``database`` opens its
connections on that loop and gives them back when the test is over.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from babydance.store.database import Database
from tests.databases import WHY_NO_POSTGRES, PostgresServer, copy_sqlite, create_tables, postgres_server

# Examples share the database of their test, and each makes accounts of its own.
settings.register_profile(
    "quick", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("soak", settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("BABYDANCE_TEST_PROFILE", "quick"))

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def loop_runner() -> Iterator[asyncio.Runner]:
    """One event loop for the whole test."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture
def run(loop_runner: asyncio.Runner) -> Run:
    """Run a coroutine to its end: ``run(service.balance(account_id))``."""
    return loop_runner.run


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.db"
    create_tables(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL server of these tests; ``postgres.lend(empty=True)`` gives a database without tables."""
    with postgres_server() as server:
        if server is None:
            pytest.skip(WHY_NO_POSTGRES)
        yield server


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return copy_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    with postgres.lend() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with all tables: the test runs once on each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def database(database_url: str, run: Run) -> Iterator[Database]:
    """A fresh database with all tables: the test runs once on SQLite and once on PostgreSQL."""
    yield from _open(database_url, run)


@pytest.fixture
def sqlite_database(sqlite_url: str, run: Run) -> Iterator[Database]:
    """A fresh SQLite database with all tables, for tests to which the kind does not matter."""
    yield from _open(sqlite_url, run)


def _open(url: str, run: Run) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    run(opened.close())
