"""Passwords: kept as bcrypt hashes of keyed digests, and judged by zxcvbn."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import bcrypt
import zxcvbn

from babydance.domain.accounts import Strength

MAX_JUDGED = 72  # characters; zxcvbn refuses more and takes up to 50 ms even so
MAX_OWN_WORDS = 20
_AT_ONCE = 2  # threads that work on passwords, so that a wave of sign-ins leaves a core for everybody else

Result = TypeVar("Result")


class BcryptPasswords:
    """Hashes with ``cost`` (4 to 16); ``pepper_key`` is not in the database, so its hashes alone are worthless."""

    def __init__(self, cost: int, pepper_key: bytes) -> None:
        self._cost = cost
        self._pepper_key = pepper_key
        self._turns: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None

    async def hash(self, password: str) -> str:
        """Return a salted hash of 60 characters."""
        return await self._in_turn(lambda: self._hash(password))

    async def matches(self, password: str, hashed: str) -> bool:
        """Compare in constant time; with an empty ``hashed`` take as long and answer no."""
        return await self._in_turn(lambda: self._matches(password, hashed))

    async def strength(self, password: str, own_words: Sequence[str]) -> Strength:
        """Judge how hard it is to guess for somebody who knows ``own_words``; only the first 72 characters count."""
        if not password:
            return Strength(0, _ADVICE["empty"])
        return await self._in_turn(lambda: _judged(password, own_words))

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        """Run ``work`` in a thread, few at a time."""
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns[0] is not loop:
            self._turns = (loop, asyncio.Semaphore(_AT_ONCE))
        async with self._turns[1]:
            return await asyncio.to_thread(work)

    def _hash(self, password: str) -> str:
        return bcrypt.hashpw(self._digest(password), bcrypt.gensalt(self._cost)).decode()

    def _matches(self, password: str, hashed: str) -> bool:
        is_known = hashed.startswith("$2")
        try:
            is_same = bcrypt.checkpw(self._digest(password), (hashed if is_known else self._nobody).encode())
        except ValueError:  # not a hash: whoever wrote it, nobody signs in with it
            return False
        return is_same and is_known

    def _digest(self, password: str) -> bytes:
        """Return 44 characters that depend on all of the password; bcrypt by itself stops at 72 bytes."""
        composed = unicodedata.normalize("NFC", password).encode(errors="surrogatepass")
        return base64.b64encode(hmac.digest(self._pepper_key, composed, hashlib.sha256))

    @cached_property
    def _nobody(self) -> str:
        """A hash at the same cost that no account has."""
        return self._hash("nobody")


def _judged(password: str, own_words: Sequence[str]) -> Strength:
    known = [word.lower()[:MAX_JUDGED] for word in _split(own_words)][:MAX_OWN_WORDS]
    found = zxcvbn.zxcvbn(password[:MAX_JUDGED], user_inputs=known)
    return Strength(int(found["score"]), _advice(found))


def _split(own_words: Sequence[str]) -> list[str]:
    """Return names and addresses, whole and in parts, each once."""
    words: dict[str, None] = {}
    for own in own_words:
        for word in (own, *own.replace("@", " ").replace(".", " ").replace("-", " ").split()):
            if len(word) > 2:  # noqa: PLR2004  shorter ones would make every password weak
                words[word] = None
    return list(words)


_ADVICE = {
    "empty": "A few unrelated words make a good password.",
    "own": "Leave out your name and your address.",
    "common": "Many people use this one. Try a few unrelated words.",
    "word": "Put a few more unrelated words beside it.",
    "name": "Names are easy to guess. Add a few unrelated words.",
    "spatial": "Keys that lie side by side are easy to guess. Try a few words.",
    "repeat": "Repeating something adds little. Try a few different words.",
    "sequence": "Rows like abc or 123 are easy to guess. Try a few words.",
    "date": "Dates and years are easy to guess. Try a few words.",
    "short": "Add a word or two that nobody would expect.",
}
_DICTIONARIES = {
    "user_inputs": "own",
    "passwords": "common",
    "surnames": "name",
    "male_names": "name",
    "female_names": "name",
}


def _advice(found: Mapping[str, Any]) -> str:
    """Say what would help most, after the longest part that was recognised."""
    if found["score"] > 2:  # noqa: PLR2004  strong enough to say nothing
        return ""
    longest = max(found["sequence"], key=lambda part: len(part["token"]))
    match longest["pattern"]:
        case "dictionary":
            kind = _DICTIONARIES.get(longest["dictionary_name"], "word")
        case "regex" | "date":
            kind = "date"
        case "spatial" | "repeat" | "sequence" as pattern:
            kind = pattern
        case _:
            kind = "short"
    return _ADVICE[kind]
