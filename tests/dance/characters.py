"""A small drawn character with known poses, for tests and benchmarks of the loop engine."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from babydance.dance.poses import PoseSet

SKIN, SHIRT, LINE = (255, 220, 190, 255), (110, 180, 250, 255), (60, 40, 30, 255)
_FINER = 2  # drawn so many times larger, then shrunk: soft edges


def character(count: int = 5, side: int = 240) -> PoseSet:
    """Poses with the feet on one spot; the arms and the head move."""
    return PoseSet(
        tuple(_pose(index, count, side) for index in range(count)),
        ground=round(side * 0.94),
        centre=(side - 1) / 2,
    )


def _pose(index: int, count: int, side: int) -> np.ndarray:
    big = side * _FINER
    picture = Image.new("RGBA", (big, big), (*LINE[:3], 0))
    draw = ImageDraw.Draw(picture)
    turn = 2 * math.pi * index / count
    unit = big / 100
    width = max(1, round(unit))

    def round_part(x: float, y: float, rx: float, ry: float, colour: tuple[int, ...]) -> None:
        box = [(50 + x - rx) * unit, (y - ry) * unit, (50 + x + rx) * unit, (y + ry) * unit]
        draw.ellipse(box, colour, LINE, width)

    def limb(x: float, y: float, to_x: float, to_y: float) -> None:
        ends = [(50 + x) * unit, y * unit, (50 + to_x) * unit, to_y * unit]
        draw.line(ends, SKIN, round(6 * unit))
        round_part(to_x, to_y, 3.5, 3.5, SKIN)

    lean = 3 * math.sin(turn)
    for foot in (-8, 8):
        limb(foot / 2, 78, foot, 91)
    round_part(lean, 68, 13, 15, SHIRT)
    limb(-11 + lean, 62, -24 + lean, 62 - 18 * math.sin(turn))
    limb(11 + lean, 62, 24 + lean, 62 - 18 * math.cos(turn))
    round_part(1.5 * lean, 38, 17, 16, SKIN)
    for eye in (-6, 6):
        round_part(1.5 * lean + eye, 37, 1.6, 2.2, LINE)
    draw.arc([(50 + 1.5 * lean - 5) * unit, 40 * unit, (50 + 1.5 * lean + 5) * unit, 47 * unit], 20, 160, LINE, width)
    return np.asarray(picture.resize((side, side), Image.Resampling.BOX)).copy()
