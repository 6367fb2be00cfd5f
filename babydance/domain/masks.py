"""Masks: PNG files whose transparent part is the one that a model may change."""

from __future__ import annotations

from dataclasses import dataclass

from babydance.domain.errors import InvalidInputError

MAX_MASK_BYTES = 4_000_000  # the provider takes less than 4 MB
NOT_A_MASK = "This isn't a mask that can be used: it must be a plain PNG file."
TOO_LARGE = "The mask is larger than 4 MB. Paint with a harder edge, or a simpler shape."
NOTHING_PAINTED = "Nothing is painted yet. Paint over the part that should change."
ALL_PAINTED = "The whole picture is painted. Leave a part of it as it is."


@dataclass(frozen=True, slots=True)
class CleanMask:
    """A mask of our own making; ``clear`` counts the pixels that are fully transparent."""

    data: bytes
    width: int
    height: int
    clear: int

    def check(self, width: int, height: int) -> None:
        """Refuse a mask that does not fit a picture of ``width`` x ``height`` pixels, or that marks nothing or all."""
        if (self.width, self.height) != (width, height):
            raise InvalidInputError(
                f"The mask has {self.width} × {self.height} pixels and the picture {width} × {height}. "
                "They must be the same.",
                field="mask",
            )
        if self.clear == 0:
            raise InvalidInputError(NOTHING_PAINTED, field="mask")
        if self.clear == width * height:
            raise InvalidInputError(ALL_PAINTED, field="mask")
        if len(self.data) >= MAX_MASK_BYTES:
            raise InvalidInputError(TOO_LARGE, field="mask")
