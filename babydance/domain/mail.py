"""Mail: the kinds that the studio sends, and one composed message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MailKind(StrEnum):
    """Why we write to somebody."""

    VERIFY = "verify"
    FINISH_SIGN_UP = "finish-sign-up"
    RESET = "reset"
    ALREADY_REGISTERED = "already-registered"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  a kind of mail, not a password


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, ready to go; ``message_id`` stays the same however often it is tried."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
