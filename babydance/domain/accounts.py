"""Accounts: who a person is to the studio, and the rules for names, addresses and passwords."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv4Address, ip_address, ip_network

from babydance.domain.errors import InvalidInputError

MAX_NAME = 80
MAX_EMAIL = 254
MIN_PASSWORD = 10
MAX_PASSWORD = 200
MIN_SCORE = 2
MAX_AGENT = 200
TICKET_LIFE = timedelta(seconds=60)
VERIFY_LINK_LIFE = timedelta(hours=48)
RESET_LINK_LIFE = timedelta(hours=1)


class LinkPurpose(StrEnum):
    """What a mailed link does for an account."""

    VERIFY = "verify"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    id: str
    name: str
    email: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request, and through which session."""

    account_id: str
    session_hash: str


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just opened; ``token`` goes into the cookie and nowhere else."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a password is to guess: 0 (at once) to 4 (centuries), and what would help."""

    score: int
    advice: str = ""


def clean_name(text: str) -> str:
    """Return a name on one line without control characters, or refuse it."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    seen = "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"})
    name = " ".join(seen.split())  # what was removed may have stood between two spaces
    if not name:
        raise InvalidInputError("Tell us what to call you.", field="name")
    if len(name) > MAX_NAME:
        raise InvalidInputError(f"A name may have {MAX_NAME} characters.", field="name")
    return name


def check_password(password: str, strength: Strength) -> None:
    """Refuse a password that is too short, too long or too easily guessed."""
    if len(password) < MIN_PASSWORD:
        raise InvalidInputError(f"Use at least {MIN_PASSWORD} characters.", field="password")
    if len(password) > MAX_PASSWORD:
        raise InvalidInputError(f"Use at most {MAX_PASSWORD} characters.", field="password")
    if strength.score < MIN_SCORE:
        advice = strength.advice or "Add a few more words that have nothing to do with you."
        raise InvalidInputError(f"This password is easy to guess. {advice}", field="password")


def network_of(address: str, *, ipv4_bits: int = 24, ipv6_bits: int = 48) -> str:
    """Return the network that an IP address belongs to, or nothing for what isn't an address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(ip, IPv4Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    bits = ipv4_bits if isinstance(ip, IPv4Address) else ipv6_bits
    return str(ip_network((ip.packed, bits), strict=False))


def clean_agent(text: str) -> str:
    """Return what a browser calls itself, printable and short."""
    return "".join(c for c in text if c.isprintable())[:MAX_AGENT]
