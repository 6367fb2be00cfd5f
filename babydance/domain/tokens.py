"""Secrets that stand in links, cookies and tickets: random, and only their hash is ever stored."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits as 43 characters that may stand in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the 64 hexadecimal digits under which ``token`` is stored; any text is fine."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
