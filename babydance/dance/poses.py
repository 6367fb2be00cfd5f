"""What the steps of the engine hand to each other: the registered poses of one character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A picture: shape (height, width, 4), straight (not premultiplied) RGBA."""

Check = Callable[[], None]
"""Called between the steps of long work; it raises to stop it."""


def never() -> None:
    """Let the work go on: the check of somebody who does not cancel."""


@dataclass(frozen=True, slots=True)
class PoseSet:
    """Poses of one character on canvases of one size, at one scale, standing on one spot.

    Every pose has shape (height, width, 4). The soles rest on the row ``ground`` (0 is the top row), and the core
    of the body stands over the column ``centre``.
    """

    poses: tuple[Pixels, ...]
    ground: int
    centre: float

    def __post_init__(self) -> None:
        if not self.poses:
            raise ValueError("a dance needs at least one pose")
        first = self.poses[0].shape
        for pose in self.poses:
            if pose.dtype != np.uint8 or pose.ndim != 3 or pose.shape[2] != 4:  # noqa: PLR2004  rows, columns, RGBA
                raise ValueError(f"a pose is uint8 of shape (height, width, 4), not {pose.dtype} {pose.shape}")
            if pose.shape != first:
                raise ValueError(f"poses share one size: {first} and {pose.shape}")
        if not 0 <= self.ground < first[0] or not 0 <= self.centre < first[1]:
            raise ValueError("the ground and the centre lie on the canvas")

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        height, width = self.poses[0].shape[:2]
        return width, height
