"""Folders, tags and what can be undone: how people keep order in their gallery."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from babydance.store.database import UTCDateTime


class FolderRow(SQLModel, table=True):
    """One folder; ``parent_id`` is the one around it, ``position`` its place among its neighbours."""

    __tablename__: ClassVar[Any] = "folder"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    parent_id: str | None = Field(default=None, foreign_key="folder.id", index=True, max_length=32)
    name: str = Field(max_length=60)
    colour: str = Field(default="", max_length=16)  # a name of the palette
    cover_id: str | None = Field(default=None, max_length=32)  # a picture
    position: int = 0
    created_at: datetime = Field(sa_type=UTCDateTime)


class TagRow(SQLModel, table=True):
    """One word that an account puts on pictures; ``folded`` makes it one, however it is written."""

    __tablename__: ClassVar[Any] = "tag"
    __table_args__ = (UniqueConstraint("account_id", "folded"),)

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    label: str = Field(max_length=40)
    folded: str = Field(max_length=80)


class ImageTagRow(SQLModel, table=True):
    """One tag on one picture."""

    __tablename__: ClassVar[Any] = "image_tag"

    image_id: str = Field(primary_key=True, foreign_key="image.id", max_length=32)
    tag_id: str = Field(primary_key=True, foreign_key="tag.id", index=True, max_length=32)


class UndoRow(SQLModel, table=True):
    """How one picture stood before a change to many of them; swept after an hour. ``before`` is JSON."""

    __tablename__: ClassVar[Any] = "undo"

    change_id: str = Field(primary_key=True, max_length=32)
    image_id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    kind: str = Field(max_length=16)
    before: str
    created_at: datetime = Field(sa_type=UTCDateTime, index=True)
