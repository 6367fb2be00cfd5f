"""Tables that are only ever added to: triggers that refuse every change, on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, event


def append_only_statements(dialect: str, table: str) -> list[str]:
    """Return the SQL that makes ``table`` append-only, for ``create_all`` and for a migration alike."""
    if dialect == "postgresql":
        return [
            """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
            MESSAGE = TG_TABLE_NAME || ' is append-only';
            END $$""",
            f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()""",
        ]
    # REPLACE INTO deletes without asking the trigger on DELETE, so a known id is refused as well
    replaces = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - a name from our code
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {replaces} {refuse}",
    ]


def protect(table: Table) -> None:
    """Let ``create_all`` make ``table`` append-only; its key must be a column ``id``."""

    @event.listens_for(table, "after_create")
    def add_triggers(_table: Table, connection: Connection, **_: Any) -> None:
        for statement in append_only_statements(connection.dialect.name, table.name):
            connection.exec_driver_sql(statement)
