"""Runs migrations against the database that the settings name."""

from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, NullPool, engine_from_config, event
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import babydance.store  # noqa: F401  registers every table
from alembic import context
from babydance.settings import load_settings
from babydance.store.database import UTCDateTime

url = context.config.attributes.get("url") or load_settings().app_database_url
url = url.replace("sqlite+aiosqlite", "sqlite")
if url.startswith("sqlite:///"):
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)


def render_item(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they are in the database."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String({thing.length or ''})"
    return False


engine = engine_from_config({"sqlalchemy.url": url}, poolclass=NullPool)
if engine.dialect.name == "sqlite":  # its driver would commit each change of a table by itself

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _record: Any) -> None:
        """Keep the driver from beginning and committing."""
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """Begin in its place."""
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        compare_type=True,
        transactional_ddl=True,  # a migration that dies half-way leaves nothing behind
        transaction_per_migration=True,
        render_item=render_item,
        render_as_batch=True,
        include_object=lambda thing, _name, kind, *_: kind != "table" or getattr(thing, "schema", None) != "dbos",
    )
    with context.begin_transaction():
        context.run_migrations()
