"""Uploaded pictures, the consents given with them, and masks."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from babydance.store.database import UTCDateTime

_IS_KEPT = "deleted_at IS NULL"
_IS_LEFT_BEHIND = "deleted_at IS NOT NULL AND purged_at IS NULL"


class UploadRow(SQLModel, table=True):
    """One uploaded picture, cleaned; its files lie below ``upload/<id>/``. It expires when it shows people."""

    __tablename__: ClassVar[Any] = "upload"
    __table_args__ = (
        Index("ix_upload_mine", "account_id", "id", sqlite_where=text(_IS_KEPT), postgresql_where=text(_IS_KEPT)),
        Index("ix_upload_due", "expires_at", sqlite_where=text(_IS_KEPT), postgresql_where=text(_IS_KEPT)),
        Index(
            "ix_upload_left_behind",
            "deleted_at",
            sqlite_where=text(_IS_LEFT_BEHIND),
            postgresql_where=text(_IS_LEFT_BEHIND),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(max_length=32)
    name: str = Field(max_length=120)  # as the person's file was called, cleaned
    width: int
    height: int
    format: str = Field(max_length=8)
    byte_size: int = Field(sa_type=BigInteger)
    sha256: str = Field(max_length=64)
    colour: str = Field(max_length=7)
    shows_people: bool
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    purged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ConsentRow(SQLModel, table=True):
    """One guardian's word: when, to which text, for which picture. It outlives the picture."""

    __tablename__: ClassVar[Any] = "consent"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    upload_id: str = Field(index=True, max_length=32)
    text_version: str = Field(max_length=16)
    picture_sha256: str = Field(max_length=64)
    given_at: datetime = Field(sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class MaskRow(SQLModel, table=True):
    """One painted mask, at ``mask/<id>``; those that no run has used are swept after a day."""

    __tablename__: ClassVar[Any] = "mask"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    width: int
    height: int
    sha256: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=UTCDateTime, index=True)
