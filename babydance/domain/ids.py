"""Identifiers: random, unguessable, and sorted by the moment they were made."""

from __future__ import annotations

import re
import secrets
import time
from datetime import UTC, datetime

_SHAPE = re.compile(r"[0-9a-f]{32}")


def new_id(now_ms: int | None = None) -> str:
    """Return 32 hexadecimal digits: 48 bits of milliseconds since 1970, then 80 random bits.

    The layout follows the idea of UUID version 7 (RFC 9562, section 5.7), so that a text column that is
    sorted by id is sorted by time.
    """
    moment = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    return f"{moment:012x}{secrets.token_hex(10)}"


def made_at(item_id: str) -> datetime:
    """Return the moment at which an id was made, to the millisecond."""
    return datetime.fromtimestamp(int(item_id[:12], 16) / 1000, UTC)


def is_id(text: str) -> bool:
    """Tell whether ``text`` has the shape of an id, before it goes near a database or a file."""
    return _SHAPE.fullmatch(text) is not None
