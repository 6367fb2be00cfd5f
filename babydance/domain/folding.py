"""How words are compared: without case, accents or widths, in every script."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return ``text`` for comparing: compatible forms joined, case folded, accents gone, runs of space made one.

    Source: Unicode Standard, section 3.13 (default caseless matching), and canonical combining classes (section
    4.3): accents have one, the vowel signs of Devanagari or Thai have none and stay.
    """
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in spread if unicodedata.combining(c) == 0)
    return " ".join(unicodedata.normalize("NFC", bare).split())
