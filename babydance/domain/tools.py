"""The local tools: cutting, turning, resizing and saving pictures anew, without a model and without credits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from babydance.domain.errors import InvalidInputError
from babydance.domain.media import MEDIA_TYPES

MIN_EDGE = 16  # pixels
MAX_EDGE = 4_096
MAX_DEGREES = 45.0
MAX_OPERATIONS = 12
DEFAULT_QUALITY = 90
_FRINGE = 2  # pixels of a turned edge that may have mixed with the nothing behind it


@dataclass(frozen=True, slots=True)
class Crop:
    """Keep a rectangle, in whole pixels from the upper left corner."""

    left: int
    top: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if not all(map(_is_whole, (self.left, self.top, self.width, self.height))):
            raise InvalidInputError("A crop is given in whole pixels.", field="crop")
        if min(self.left, self.top) < 0 or min(self.width, self.height) < MIN_EDGE:
            raise InvalidInputError(f"Keep at least {MIN_EDGE} × {MIN_EDGE} pixels of the picture.", field="crop")


@dataclass(frozen=True, slots=True)
class Turn:
    """Turn clockwise by quarters."""

    quarters: int

    def __post_init__(self) -> None:
        if not _is_whole(self.quarters) or self.quarters not in {1, 2, 3}:
            raise InvalidInputError("Turn the picture by 90, 180 or 270 degrees.", field="turn")


@dataclass(frozen=True, slots=True)
class Straighten:
    """Turn clockwise by some degrees, and keep the largest part of the same proportions that has no empty corners."""

    degrees: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.degrees) or abs(self.degrees) > MAX_DEGREES:
            raise InvalidInputError(f"Straighten by at most {MAX_DEGREES:.0f} degrees.", field="straighten")


@dataclass(frozen=True, slots=True)
class Flip:
    """Mirror: left and right change places, or with ``is_upside_down`` top and bottom."""

    is_upside_down: bool = False


@dataclass(frozen=True, slots=True)
class Resize:
    """Make larger or smaller, in pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if not all(_is_whole(edge) and MIN_EDGE <= edge <= MAX_EDGE for edge in (self.width, self.height)):
            raise InvalidInputError(f"Width and height go from {MIN_EDGE} to {MAX_EDGE:,} pixels.", field="size")


@dataclass(frozen=True, slots=True)
class Convert:
    """Save as another kind of file."""

    file_format: str

    def __post_init__(self) -> None:
        if self.file_format not in MEDIA_TYPES:
            raise InvalidInputError("Choose JPEG, PNG or WebP.", field="format")


@dataclass(frozen=True, slots=True)
class Compress:
    """Save smaller; ``quality`` goes from 1 to 100."""

    quality: int

    def __post_init__(self) -> None:
        if not _is_whole(self.quality) or not 1 <= self.quality <= 100:  # noqa: PLR2004  a percentage
            raise InvalidInputError("The quality goes from 1 to 100.", field="quality")


@dataclass(frozen=True, slots=True)
class Workpiece:
    """The picture that is worked on, before anything is done to it; sizes in pixels and bytes."""

    id: str
    width: int
    height: int
    file_format: str
    byte_size: int
    colour: str
    alt: str


Operation = Crop | Turn | Straighten | Flip | Resize | Convert | Compress


@dataclass(frozen=True, slots=True)
class Plan:
    """What a row of operations leads to, in pixels, and how it is saved."""

    width: int
    height: int
    file_format: str
    quality: int = DEFAULT_QUALITY

    def after(self, operation: Operation) -> Plan:
        """Return the plan with one more operation, or refuse one that doesn't fit."""
        plan = self
        match operation:
            case Crop():
                plan = self._cropped(operation)
            case Turn(quarters) if quarters % 2:
                plan = replace(self, width=self.height, height=self.width)
            case Straighten(degrees):
                width, height = straightened_size(self.width, self.height, degrees)
                plan = replace(self, width=width, height=height)
            case Resize(width, height):
                plan = replace(self, width=width, height=height)
            case Convert(file_format):
                plan = replace(self, file_format=file_format)
            case Compress(quality):
                plan = replace(self, quality=quality)
        return plan

    def _cropped(self, crop: Crop) -> Plan:
        if crop.left + crop.width > self.width or crop.top + crop.height > self.height:
            raise InvalidInputError(
                f"The crop reaches beyond the picture, which has {self.width} × {self.height} pixels here.",
                field="crop",
            )
        return replace(self, width=crop.width, height=crop.height)


def planned(operations: Sequence[Operation], *, width: int, height: int, file_format: str) -> Plan:
    """Return what ``operations`` make of a picture, in their order; raise ``InvalidInputError`` when they can't."""
    if not operations:
        raise InvalidInputError("Nothing is changed yet.", field="")
    if len(operations) > MAX_OPERATIONS:
        raise InvalidInputError(f"Do at most {MAX_OPERATIONS} things at once.", field="")
    plan = Plan(width, height, file_format)
    for operation in operations:
        plan = plan.after(operation)
    if plan.file_format == "png" and any(isinstance(operation, Compress) for operation in operations):
        raise InvalidInputError("A PNG keeps every pixel, so it has no quality. Choose JPEG or WebP.", field="quality")
    return plan


def straightened_size(width: int, height: int, degrees: float) -> tuple[int, int]:
    """Return what is left of a picture, in pixels, that is turned and loses its empty corners.

    A rectangle of sides s·w and s·h, turned by t, fits into w x h as long as s·w·cos t + s·h·sin t <= w and
    s·w·sin t + s·h·cos t <= h.
    """
    if degrees == 0:
        return width, height
    cos, sin = math.cos(math.radians(abs(degrees))), math.sin(math.radians(abs(degrees)))
    share = min(width / (width * cos + height * sin), height / (width * sin + height * cos))
    left = tuple(math.floor(share * edge) - _FRINGE for edge in (width, height))
    if min(left) < 1:
        raise InvalidInputError("This picture is too narrow to be straightened that far.", field="straighten")
    return left[0], left[1]


def whole_pixels(text: str, *, what: str) -> int:
    """Return the number of pixels that somebody typed, or refuse in words."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 6):  # noqa: PLR2004  a million is enough
        raise InvalidInputError(f"Type the {what} as a whole number of pixels, such as 1200.", field="size")
    return int(typed)


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
