"""The migrations: up from nothing, the same as the tables, and down again; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from alembic import command
from babydance.domain.credits import LotKind
from babydance.store import credits
from babydance.store.database import Database
from tests.conftest import Run

ROOT = Path(__file__).parent.parent.parent
APPEND_ONLY = ("ledger_txn", "ledger_posting")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, as the settings would name it."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new folder' / 'studio.db'}"
        return
    with request.getfixturevalue("postgres").lend(empty=True) as url:
        yield url


@pytest.fixture
def config(empty_url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.attributes["url"] = empty_url
    return config


@pytest.fixture
def connection(empty_url: str, config: Config) -> Iterator[Connection]:
    """A connection to the database after all migrations."""
    command.upgrade(config, "head")
    engine = create_engine(empty_url.replace("+aiosqlite", ""))
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_there_is_one_way_up(config: Config) -> None:
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_migrating_makes_just_the_tables_of_the_code(connection: Connection, config: Config) -> None:
    command.check(config)  # raises when a migration is missing
    assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    assert set(inspect(connection).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}


def test_migrating_twice_changes_nothing(connection: Connection, config: Config) -> None:
    command.upgrade(config, "head")
    assert set(SQLModel.metadata.tables) <= set(inspect(connection).get_table_names())


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_ledger_is_append_only_after_migrating(
    connection: Connection, empty_url: str, run: Run, table: str, change: str
) -> None:
    run(_write_one_movement(empty_url))
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change.format(table)))


def test_migrating_down_leaves_nothing_behind(connection: Connection, config: Config) -> None:
    connection.commit()
    command.downgrade(config, "base")
    assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    connection.commit()
    command.upgrade(config, "head")
    assert set(SQLModel.metadata.tables) <= set(inspect(connection).get_table_names())


def test_pictures_of_older_days_get_their_pixels(empty_url: str, config: Config) -> None:
    command.upgrade(config, "0002")
    engine = create_engine(empty_url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))  # without the run it belongs to
        image = Table("image", MetaData(), autoload_with=connection)
        some = {"DATETIME": datetime.now(UTC), "TIMESTAMP": datetime.now(UTC), "BOOLEAN": False, "BIGINT": 1}
        needed = [column for column in image.columns if not column.nullable and column.server_default is None]
        row = {column.name: some.get(type(column.type).__name__, "a") for column in needed}
        connection.execute(image.insert().values(row | {"id": "b" * 32, "width": 1024, "height": 1536}))
    command.upgrade(config, "0003")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT pixels FROM image")).scalar_one() == 1024 * 1536
    engine.dispose()


def test_a_migration_that_dies_half_way_leaves_nothing_behind(empty_url: str, config: Config) -> None:
    command.upgrade(config, "0002")
    engine = create_engine(empty_url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_image_hash ON image (colour)"))  # in the way of its last step
    with pytest.raises(DBAPIError, match="already exists"):
        command.upgrade(config, "0003")
    assert "pixels" not in {column["name"] for column in inspect(engine).get_columns("image")}
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_image_hash"))
    command.upgrade(config, "head")
    assert "pixels" in {column["name"] for column in inspect(engine).get_columns("image")}
    engine.dispose()


async def _write_one_movement(url: str) -> None:
    database = Database(url)
    now = datetime.now(UTC)
    async with database.transaction() as session:
        await credits.lock(session, "a" * 32)
        await credits.grant(session, "a" * 32, 20, kind=LotKind.PROMO, source_key="test:1", expires_at=None, now=now)
    await database.close()
