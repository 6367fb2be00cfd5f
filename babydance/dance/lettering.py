"""Writes a caption of any script that the studio's fonts know, as large as its room allows.

The fonts are those of ``assets/fonts``, under the SIL Open Font License 1.1, so that a page can write the same. Shaping
and the direction inside a run come from Raqm, which Pillow brings along and which wants FriBiDi on the system; runs in
different fonts follow the direction of the first letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from babydance.domain.captions import Caption
from babydance.domain.errors import InvalidInputError

_FONTS = Path(__file__).parents[2] / "assets" / "fonts"
_INK = (255, 255, 255, 255)
_OUTLINE = (43, 33, 64, 255)
_OUTLINE_SHARE = 10  # the outline is so many times thinner than the letters are high
_LEAST = 6  # pixels of height
NOT_JOINED = "This studio can’t write from right to left yet. Take another caption, or none."
_RIGHT_TO_LEFT = {"R", "AL"}  # bidirectional classes of Unicode

Font = ImageFont.FreeTypeFont


def lettering(caption: Caption, room: tuple[int, int], ink: tuple[int, int, int, int] = _INK) -> Image.Image:
    """Return the caption in the middle of an RGBA picture of ``room`` (width, height) pixels, transparent around.

    The letters are ``ink`` with a dark outline, readable on anything. They shrink until the line fits. Raises
    ``InvalidInputError`` where letters would have to be joined and nothing on the machine can.
    """
    if not can_join() and any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in caption.text):
        raise InvalidInputError(NOT_JOINED, field="caption")
    width, height = room
    picture = Image.new("RGBA", room)
    if not caption.text:
        return picture
    size = max(_LEAST, height * 5 // 9)
    natural = _extent(caption, size) + 2 * (size // _OUTLINE_SHARE)
    if natural > width:
        size = max(_LEAST, size * width // natural)
    runs = [(_font(font.file, font.weight, size), text) for font, text in caption.runs()]
    if _is_right_to_left(caption.text):
        runs.reverse()
    left = (width - sum(font.getlength(text) for font, text in runs)) / 2
    baseline = height / 2 + size * 0.35  # capitals are about 0.7 of the size high
    draw = ImageDraw.Draw(picture)
    _write(
        runs,
        left,
        lambda font, text, x: draw.text(
            (x, baseline),
            text,
            _OUTLINE,
            font,
            anchor="ls",
            stroke_width=max(1, size // _OUTLINE_SHARE),
            stroke_fill=_OUTLINE,
        ),
    )
    _write(runs, left, lambda font, text, x: draw.text((x, baseline), text, ink, font, anchor="ls"))
    return picture


def can_join() -> bool:
    """Tell whether letters that change with their neighbours are written right: it takes Raqm and FriBiDi."""
    return bool(features.check("raqm") and features.check("fribidi"))


def _write(runs: list[tuple[Font, str]], left: float, write: Callable[[Font, str, float], None]) -> None:
    for font, text in runs:
        write(font, text, left)
        left += font.getlength(text)


def _extent(caption: Caption, size: int) -> int:
    return round(sum(_font(font.file, font.weight, size).getlength(text) for font, text in caption.runs()))


def _is_right_to_left(text: str) -> bool:
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind in _RIGHT_TO_LEFT for kind in kinds if kind in {"L", *_RIGHT_TO_LEFT}), False)


@lru_cache(maxsize=32)
def _font(file: str, weight: int, size: int) -> Font:
    font = ImageFont.truetype(_FONTS / file, size)
    if weight:
        font.set_variation_by_axes([weight])
    return font
