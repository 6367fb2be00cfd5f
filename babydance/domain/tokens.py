"""Secrets that stand in links, cookies and tickets: random, and only their hash is ever stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_token() -> str:
    """Return 256 random bits as 43 characters that may stand in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the 64 hexadecimal digits under which ``token`` is stored; any text is fine."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def pseudonym(secret_key: str, account_id: str) -> str:
    """Return 64 hexadecimal digits that name an account to a provider without giving it away."""
    return hmac.new(secret_key.encode(), account_id.encode(), hashlib.sha256).hexdigest()
