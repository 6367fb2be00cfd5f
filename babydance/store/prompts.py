"""Prompts that people keep for another day; those that they used stand with their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from babydance.domain.prompts import KnownPrompt
from babydance.store.database import UTCDateTime
from babydance.store.images import RunRow


class SavedPromptRow(SQLModel, table=True):
    """One saved prompt; ``words`` is it again, folded for searching."""

    __tablename__: ClassVar[Any] = "saved_prompt"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    prompt: str
    words: str
    created_at: datetime = Field(sa_type=UTCDateTime)


async def used_prompts(session: AsyncSession, account_id: str, *, limit: int) -> list[KnownPrompt]:
    """Return the prompts of the account's newest runs, newest first, one for each run."""
    query = (
        select(RunRow.id, RunRow.prompt)
        .where(RunRow.account_id == account_id)
        .order_by(col(RunRow.id).desc())
        .limit(limit)
    )
    return [KnownPrompt(id_, prompt) for id_, prompt in await session.exec(query)]


async def used_prompt(session: AsyncSession, account_id: str, run_id: str) -> str | None:
    """Return the prompt of the account's run."""
    query = select(RunRow.prompt).where(RunRow.id == run_id, RunRow.account_id == account_id)
    return (await session.exec(query)).first()


async def saved_prompts(session: AsyncSession, account_id: str) -> list[SavedPromptRow]:
    """Return everything that the account saved, newest first."""
    query = (
        select(SavedPromptRow).where(SavedPromptRow.account_id == account_id).order_by(col(SavedPromptRow.id).desc())
    )
    return list(await session.exec(query))


async def saved_prompt(session: AsyncSession, account_id: str, prompt_id: str) -> SavedPromptRow | None:
    """Return one prompt that the account saved."""
    query = select(SavedPromptRow).where(SavedPromptRow.id == prompt_id, SavedPromptRow.account_id == account_id)
    return (await session.exec(query)).first()
