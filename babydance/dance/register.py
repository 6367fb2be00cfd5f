"""Bring the figures of one character to one scale and onto one spot, so that only the dance moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from babydance.dance.align import Match, Plane, match_head, views
from babydance.dance.cut import Box, Figure
from babydance.dance.poses import Check, Pixels, PoseSet, never

SIDE = 720  # pixels of a canvas
TALL = 0.74  # of the canvas: the height of the first pose
GROUND = 0.93  # of the canvas, from its top
EDGE = 0.02  # of the canvas that stays empty
FLAT = 0.2  # of its width: no figure is taken for less tall
FEET = 0.14  # of a figure's height, from its soles
CORE = 0.25  # of the fullest column: emptier columns are arms
SOLE = 0.05  # of the width: how many columns tell where the ground is
ALIKE = 0.35  # share of the head that must be found again before its scale is believed
LEVEL = 0.015  # of the height: soles that differ by more are of a lifted foot
WANDER = 0.12  # of the height: how far the feet may be from where the core says
SCALE_RANGE = (0.6, 1.6)  # a head outside of it was not found


@dataclass(frozen=True, slots=True)
class Placement:
    """How a figure came onto its canvas: x' = scale * x + dx, y' = scale * y + dy, in pixels of its picture.

    ``drawn`` is the size in which it was drawn, 1 is that of the first pose; ``likeness`` how well its head was
    found again (0 to 1); ``planted`` how much of its feet stands where those of the first pose stand (0 to 1).
    """

    scale: float
    dx: float
    dy: float
    drawn: float
    likeness: float
    planted: float

    def back(self, box: Box) -> Box:
        """Return where a box on the canvas was on the picture."""
        return Box(
            round((box.left - self.dx) / self.scale),
            round((box.top - self.dy) / self.scale),
            round((box.right - self.dx) / self.scale),
            round((box.bottom - self.dy) / self.scale),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """The poses, and for each how it came there."""

    poses: PoseSet
    placements: tuple[Placement, ...]


def register(
    figures: Sequence[Figure], *, side: int = SIDE, anchor: Figure | None = None, check: Check = never
) -> Registration:
    """Return the figures on square canvases of ``side`` pixels, in their order.

    One scale: each is measured against the first by its head. One spot: across, the core-column median finds the
    body, then the feet are laid over those of the first pose; down, the soles stand on the ground row. With an
    ``anchor``, the approved character, the first pose gets its size and its place. Raises ``ValueError`` without
    figures. ``check`` is called between figures and may raise to stop.
    """
    if not figures:
        raise ValueError("there is nothing to register")
    first = _Body(figures[0])
    bodies = [first]
    stands = [_Stand(Match(1.0, 1.0), 0.0, 0.0, 1.0)]
    for figure in figures[1:]:
        check()
        bodies.append(_Body(figure))
        stands.append(_stand(first, bodies[-1]))
    scale, middle = TALL * side / first.height, 0.0
    if anchor is not None:
        check()
        approved = _Body(anchor)
        locked = _stand(approved, first, drawn=first.height / approved.height)
        scale = TALL * side / approved.height / locked.match.scale
        middle = locked.off * TALL * side / approved.height
    centre, ground = side / 2, round(GROUND * side)
    scale = min(scale, *(_largest(body, stand, side, middle) for body, stand in zip(bodies, stands, strict=True)))
    poses, placements = [], []
    for figure, body, stand in zip(figures, bodies, stands, strict=True):
        check()
        own = scale / stand.match.scale
        foot = centre + middle + stand.off * scale
        place = Placement(
            own,
            foot - own * (body.core + figure.box.left),
            ground - stand.sink * scale - own * (body.sole + figure.box.top),
            stand.match.scale,
            stand.match.likeness,
            stand.planted,
        )
        placements.append(place)
        poses.append(_placed(figure, place, side))
    return Registration(PoseSet(tuple(poses), ground, centre + middle), tuple(placements))


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a body stands against the first: its head, and how far it is off, in pixels of the first.

    ``off`` is how far right its core belongs, ``sink`` how far its feet reach below its sole, compared with the first.
    """

    match: Match
    off: float
    sink: float
    planted: float


class _Body:
    """What is measured on one figure, in pixels of its own crop."""

    def __init__(self, figure: Figure) -> None:
        alpha = figure.pixels[..., 3].astype(np.float32)
        alpha /= max(float(alpha.max()), 1.0)
        self.pixels = figure.pixels
        self._ends = _ends(alpha)
        self.sole = _sole(self._ends)
        rows = np.nonzero(alpha.sum(axis=1) > 1)[0]
        self.top = float(rows[0]) if len(rows) else 0.0
        columns = alpha.sum(axis=0)
        self.left, self.right = float(columns.nonzero()[0][0]), float(columns.nonzero()[0][-1] + 1)
        self.height = max(self.sole - self.top, FLAT * (self.right - self.left), 1.0)
        self.core = _median(np.where(columns >= CORE * columns.max(), columns, 0))
        self._alpha = alpha

    @cached_property
    def views(self) -> tuple[Plane, ...]:
        """Return the figure in the sizes in which heads are compared."""
        return views(self.pixels, self.height)

    def feet(self, scale: float, height: float) -> NDArray[np.float32]:
        """Return how high the feet fill each column beside the core: steps of a pixel at the first pose's scale."""
        high = FEET * height * scale
        rows = self._alpha[max(int(self.sole - high), 0) : int(np.ceil(self.sole))].sum(axis=0) / high
        reach = np.arange(-round(height / 2), round(height / 2) + 1) * scale + self.core
        return np.interp(reach - 0.5, np.arange(len(rows)), rows, left=0, right=0).astype(np.float32)

    def soles(self, scale: float, height: float, move: float) -> NDArray[np.float32]:
        """Return how far below the ground each column ends, for the same columns as ``feet`` moved by ``move``."""
        reach = (np.arange(-round(height / 2), round(height / 2) + 1) - move) * scale + self.core
        ends = np.interp(reach - 0.5, np.arange(len(self._ends)), self._ends, left=0, right=0)
        return ((ends - self.sole) / scale).astype(np.float32)


def _ends(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return for each column the row at which it ends, to a part of a pixel, or 0 if it is empty."""
    solid = alpha > 0.5  # noqa: PLR2004  half covered
    columns = np.arange(alpha.shape[1])
    lowest = len(alpha) - 1 - solid[::-1].argmax(axis=0)
    below = np.minimum(lowest + 1, len(alpha) - 1)
    ends = lowest + alpha[lowest, columns] + np.where(below > lowest, alpha[below, columns], 0)
    return np.where(solid.any(axis=0), ends, 0)


def _sole(ends: NDArray[np.float32]) -> float:
    """Return the row on which a figure stands: the mean of the columns that reach lowest."""
    count = max(round(SOLE * len(ends)), 3)
    return float(np.sort(ends)[-count:].mean())


def _median(weights: NDArray[np.float32]) -> float:
    """Return the place that has half of the weight on each side, to a part of a pixel."""
    sums = np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])
    return float(np.interp(sums[-1] / 2, sums, np.arange(len(sums))))


def _stand(first: _Body, other: _Body, *, drawn: float = 1.0) -> _Stand:
    """Measure ``other`` against ``first``; ``drawn`` is about how much larger its picture is."""
    match = match_head(first.views, views(other.pixels, first.height * drawn))
    is_believed = match.likeness >= ALIKE and SCALE_RANGE[0] < match.scale < SCALE_RANGE[1]
    match = Match(match.scale * drawn if is_believed else drawn, match.likeness)
    feet = first.feet(1.0, first.height)
    off, planted = _slide(feet, other.feet(match.scale, first.height), round(WANDER * first.height))
    level, other_level = first.soles(1.0, first.height, 0.0), other.soles(match.scale, first.height, off)
    differences = other_level - level
    low = np.minimum(level, other_level) > -FEET / 2 * first.height
    planted_columns = low & (np.abs(differences) < LEVEL * first.height)
    sink = float(np.median(differences[planted_columns])) if planted_columns.any() else 0.0
    return _Stand(match, off, sink, planted)


def _slide(feet: NDArray[np.float32], others: NDArray[np.float32], reach: int) -> tuple[float, float]:
    """Return how far ``others`` must be moved to lie over ``feet``, in steps, and how much of them then does."""
    moves = np.arange(-reach, reach + 1)
    overlaps = np.array([float(np.minimum(feet, _moved(others, int(move))).sum()) for move in moves])
    preferred = overlaps * (1 - 0.1 * (moves / reach) ** 2)  # of two feet, the nearer
    best = int(preferred.argmax())
    part = 0.0
    if 0 < best < len(moves) - 1:
        moved = _moved(others, int(moves[best]))
        slope = np.gradient(moved)
        both = np.minimum(feet, moved) > 0
        part = float((slope * (moved - feet))[both].sum() / max(float((slope**2)[both].sum()), 1e-9))
    full = max(min(float(feet.sum()), float(others.sum())), 1e-9)
    return float(moves[best]) + float(np.clip(part, -1, 1)), float(overlaps[best]) / full


def _moved(values: NDArray[np.float32], move: int) -> NDArray[np.float32]:
    result = np.zeros_like(values)
    if move > 0:
        result[move:] = values[:-move]
    elif move < 0:
        result[:move] = values[-move:]
    else:
        result[:] = values
    return result


def _largest(body: _Body, stand: _Stand, side: int, middle: float) -> float:
    """Return the largest scale of the first pose at which this one stays on the canvas."""
    room = (0.5 - EDGE) * side
    left = (body.core - body.left) / stand.match.scale - stand.off
    right = (body.right - body.core) / stand.match.scale + stand.off
    above = body.height / stand.match.scale
    return min((room + middle) / max(left, 1), (room - middle) / max(right, 1), (GROUND - EDGE) * side / above)


def _placed(figure: Figure, place: Placement, side: int) -> Pixels:
    """Draw a figure onto its canvas: exact to a part of a pixel, smooth, without fringes."""
    picture = Image.fromarray(figure.pixels)
    left, top = place.scale * figure.box.left + place.dx, place.scale * figure.box.top + place.dy
    right, bottom = left + place.scale * picture.width, top + place.scale * picture.height
    to_left, to_top = max(int(np.floor(left)), 0), max(int(np.floor(top)), 0)
    to_right, to_bottom = min(int(np.ceil(right)), side), min(int(np.ceil(bottom)), side)
    margin = int(np.ceil(2 / place.scale)) + 2
    padded = picture.crop((-margin, -margin, picture.width + margin, picture.height + margin))
    box = (
        (to_left - left) / place.scale + margin,
        (to_top - top) / place.scale + margin,
        (to_right - left) / place.scale + margin,
        (to_bottom - top) / place.scale + margin,
    )
    canvas = np.zeros((side, side, 4), dtype=np.uint8)
    drawn = padded.resize((to_right - to_left, to_bottom - to_top), Image.Resampling.BICUBIC, box=box)
    canvas[to_top:to_bottom, to_left:to_right] = np.asarray(drawn)
    return canvas
