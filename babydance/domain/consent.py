"""The word that a guardian gives with a photo of people, and how long such a photo stays."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

CONSENT_VERSION = "2026-11-25"  # of the words below; change them and it changes
CONSENT_WORDS = "I’m the parent or guardian of every child shown, or have their permission."
CONSENT_MISSING = "Tick the box about permission first, or say that nobody is shown in this picture."

_HOUR, _MINUTE = 3_600, 60  # seconds
_DAY_AND_A_HALF = 36  # hours


def deadline(now: datetime, *, shows_people: bool, hours: int) -> datetime | None:
    """Return when an upload is deleted: ``hours`` from ``now`` if it shows people, else never by itself."""
    return now + timedelta(hours=hours) if shows_people else None


def time_left(expires_at: datetime | None, now: datetime) -> str:
    """Say in a word or two how long an upload still stays; nothing when it has no deadline."""
    if expires_at is None:
        return ""
    seconds = (expires_at - now).total_seconds()
    if seconds <= 0:
        return "now"
    if seconds < _HOUR:
        return f"{max(1, math.floor(seconds / _MINUTE))} min"
    hours = math.floor(seconds / _HOUR)
    return f"{hours} h" if hours < _DAY_AND_A_HALF else f"{round(hours / 24)} days"
