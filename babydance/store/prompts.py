"""Prompts that people keep for another day; those that they used stand with their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field, SQLModel

from babydance.store.database import UTCDateTime


class SavedPromptRow(SQLModel, table=True):
    """One saved prompt; ``words`` is it again, folded for searching."""

    __tablename__: ClassVar[Any] = "saved_prompt"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    prompt: str
    words: str
    created_at: datetime = Field(sa_type=UTCDateTime)
