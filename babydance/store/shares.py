"""Links to one picture that anybody may open who was given them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlmodel import Field, SQLModel

from babydance.store.database import UTCDateTime


class ShareRow(SQLModel, table=True):
    """One link; its secret is not kept here but made from the id and the studio's key."""

    __tablename__: ClassVar[Any] = "share"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(index=True, max_length=32)
    image_id: str = Field(foreign_key="image.id", index=True, max_length=32)
    created_at: datetime = Field(sa_type=UTCDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    views: int = 0
