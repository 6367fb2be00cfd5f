"""The databases that tests get."""

from __future__ import annotations

from sqlalchemy import text

from babydance.store.database import Database


def test_a_database_keeps_what_one_transaction_wrote_for_the_next(database: Database, run):
    async def write_then_read() -> list[int]:
        async with database.transaction() as session:
            connection = await session.connection()
            await connection.execute(text("CREATE TABLE note (number INTEGER)"))
            await connection.execute(text("INSERT INTO note VALUES (1), (2)"))
        async with database.reading() as session:
            rows = await (await session.connection()).execute(text("SELECT number FROM note ORDER BY number"))
            return list(rows.scalars())

    assert run(write_then_read()) == [1, 2]


def test_every_test_gets_a_database_of_its_own(database: Database, run):
    async def tables() -> list[str]:
        kind = "sqlite_master WHERE name" if database.is_sqlite else "pg_tables WHERE tablename"
        async with database.reading() as session:
            rows = await (await session.connection()).execute(text(f"SELECT 1 FROM {kind} = 'note'"))
            return list(rows.scalars())

    assert run(tables()) == []


def test_an_empty_database_can_be_had_for_migrations(postgres, run):
    with postgres.lend(empty=True) as url:
        database = Database(url)
        assert run(database.is_up())
        run(database.close())
