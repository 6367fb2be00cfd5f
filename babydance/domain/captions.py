"""Captions of dances: what may be written, and which of the fonts writes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from babydance.domain.errors import InvalidInputError

MAX_CAPTION = 60  # characters
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class CaptionFont:
    """A font of the studio; ``file`` lies in ``assets/fonts``, ``weight`` is set if the file has many."""

    file: str
    characters: frozenset[str]
    weight: int = 0


def _codes(ranges: str) -> frozenset[str]:
    """Read what CSS calls a unicode-range."""
    ends = [(int(part.split("-")[0], 16), int(part.split("-")[-1], 16)) for part in ranges.split()]
    return frozenset(chr(code) for first, last in ends for code in range(first, last + 1))


_LATIN = _codes("20-7E A0-AC AE-FF 131 152-153 2013-2014 2018-201A 201C-201E 2022 2026 20AC 2122")
CAPTION_FONTS = {
    "rounded": CaptionFont("nunito-latin.woff2", _LATIN, 800),
    "plain": CaptionFont("inter-latin.woff2", _LATIN, 700),
}
"""The fonts that people choose from."""

OTHER_SCRIPTS = (
    CaptionFont(
        "noto-sans-letters.woff2",
        _codes("100-24F 300-377 37A-37F 384-38A 38C 38E-3A1 3A3-3E1 3F0-4FF 1E00-1EFF 20A0-20C0 2116"),
    ),
    CaptionFont("noto-sans-arabic.woff2", _codes("600-6FF 750-77F")),
    CaptionFont("noto-sans-thai.woff2", _codes("E01-E3A E3F-E5B")),
    CaptionFont(
        "noto-emoji.woff2",
        _codes(
            "2194-2199 21A9-21AA 231A-231B 2328 23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB 25B6 25C0 25FB-25FE "
            "2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626 262A 262E-262F 2638-263A 2640 2642 "
            "2648-2653 265F-2660 2663 2665-2666 2668 267B 267E-267F 2692-2697 2699 269B-269C 26A0-26A1 26A7 "
            "26AA-26AB 26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CE-26CF 26D1 26D3-26D4 26E9-26EA 26F0-26F5 26F7-26FA "
            "26FD 2702 2705 2708-270D 270F 2712 2714 2716 271D 2721 2728 2733-2734 2744 2747 274C 274E 2753-2755 "
            "2757 2763-2764 2795-2797 27A1 27B0 27BF 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 1F004 "
            "1F0CF 1F170-1F171 1F17E-1F17F 1F18E 1F191-1F19A 1F1E6-1F1FF 1F201-1F202 1F21A 1F22F 1F232-1F23A "
            "1F250-1F251 1F300-1F321 1F324-1F393 1F396-1F397 1F399-1F39B 1F39E-1F3F0 1F3F3-1F3F5 1F3F7-1F4FD "
            "1F4FF-1F53D 1F549-1F54E 1F550-1F567 1F56F-1F570 1F573-1F57A 1F587 1F58A-1F58D 1F590 1F595-1F596 "
            "1F5A4-1F5A5 1F5A8 1F5B1-1F5B2 1F5BC 1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF "
            "1F5F3 1F5FA-1F64F 1F680-1F6C5 1F6CB-1F6D2 1F6D5-1F6D9 1F6DC-1F6E5 1F6E9 1F6EB-1F6EC 1F6F0 "
            "1F6F3-1F6FC 1F7E0-1F7EB 1F7F0 1F90C-1F93A 1F93C-1F945 1F947-1F9FF 1FA70-1FA7C 1FA80-1FAC6 1FAC8 "
            "1FACC-1FADD 1FADF-1FAEB 1FAEF-1FAFA"
        ),
    ),
)
"""The fonts that step in; the ranges are those of the files."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One line under the dance; an empty text is none."""

    text: str = ""
    font: str = "rounded"

    def __post_init__(self) -> None:
        if self.font not in CAPTION_FONTS:
            raise InvalidInputError("Choose one of the fonts shown.", field="caption")
        if len(self.text) > MAX_CAPTION:
            raise InvalidInputError(f"A caption has at most {MAX_CAPTION} characters.", field="caption")
        if self.text != " ".join(self.text.split()) or not unicodedata.is_normalized("NFC", self.text):
            raise InvalidInputError("A caption is one line without spaces around it.", field="caption")
        for character in self.text:
            if character not in _JOINERS and not any(character in font.characters for font in self._fonts):
                shown = character if character.isprintable() else f"U+{ord(character):04X}"
                raise InvalidInputError(f"The studio has no letters for “{shown}” yet. Leave it out.", field="caption")

    @classmethod
    def typed(cls, text: str, font: str = "rounded") -> Caption:
        """Return the caption that somebody typed, its spaces tidied; raise ``InvalidInputError``."""
        return cls(unicodedata.normalize("NFC", " ".join(text.split())), font)

    def runs(self) -> Iterator[tuple[CaptionFont, str]]:
        """Yield the text in its logical order, cut where the font changes; a space between two fonts stands alone."""
        font, run = self._fonts[0], ""
        for character in self.text:
            wanted = font if character in _JOINERS or character == " " else self._font_for(character)
            if wanted is not font:
                yield from self._cut(font, run)
                run = ""
            font = wanted
            run += character
        yield from self._cut(font, run)

    def _cut(self, font: CaptionFont, run: str) -> Iterator[tuple[CaptionFont, str]]:
        word = run.rstrip()
        if word:
            yield font, word
        if word != run:
            yield self._fonts[0], " "

    @property
    def _fonts(self) -> tuple[CaptionFont, ...]:
        return (CAPTION_FONTS[self.font], *OTHER_SCRIPTS)

    def _font_for(self, character: str) -> CaptionFont:
        return next(font for font in self._fonts if character in font.characters)
