"""Find the head of one pose in another, and so how much larger or smaller that one was drawn.

A body bends when it dances, so its height says little about its scale; a head keeps its shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from babydance.dance.poses import Pixels

Plane = NDArray[np.float32]
"""A picture to compare: shape (height, width, 2), brightness before black and coverage, from 0 to 1."""

HEAD = 0.42  # of the height of a figure, from its top
BESIDE = 0.27  # of the height: how far from the middle of the upper body the head may reach
MARGIN = 0.12  # of the height: empty space around a figure
SIZES = (32, 72, 160)  # pixels: the height of the reference in the first look and in two closer ones
SCALES = 1.12 ** np.arange(-2, 3)  # tried in the first look
UNLIKELY = 3  # how much more a scale costs in the first look, for each unit of its logarithm
SURE = 0.85  # likeness from which other places need not be tried
ROUNDS = 15  # at most, in each closer look
STILL = 0.0006  # smaller steps change nothing
LOST = (0.4, 2.5)  # a scale outside of it leads nowhere
OUTLIER = 0.12  # of 1: what differs more is an arm before the head, or something new, and counts little


@dataclass(frozen=True, slots=True)
class Match:
    """The head of a reference in another pose.

    ``scale`` is its size there, 1 is the same. ``likeness`` is the share of the head that was found again, 0 to 1.
    """

    scale: float
    likeness: float


def views(pixels: Pixels, height: float) -> tuple[Plane, ...]:
    """Return a figure, shape (height, width, 4), in the sizes in which a figure of ``height`` pixels has ``SIZES``."""
    margin = math.ceil(MARGIN * height)
    picture = Image.fromarray(pixels).convert("RGBa")
    picture = picture.crop((-margin, -margin, picture.width + margin, picture.height + margin))
    planes = []
    last = height
    for size in reversed(SIZES):
        picture = _smaller(picture, size / last)
        last = size
        levels = np.asarray(picture).astype(np.float32) / np.float32(255)
        planes.append(np.stack([levels[..., :3].mean(axis=2), levels[..., 3]], axis=2))
    return tuple(reversed(planes))


def match_head(reference: tuple[Plane, ...], other: tuple[Plane, ...]) -> Match:
    """Return how the head of ``reference`` lies in ``other``; both are ``views`` made for the same height.

    Every place and some scales are tried on a small picture; then scale, tilt and place are refined by Gauss-Newton
    steps on larger ones: Lucas and Kanade (1981) in the inverse compositional form of Baker and Matthews (2004), with
    Cauchy weights, so that an arm before the head does not pull. A similarity is z -> m z + t in the complex plane.
    The sums are einsum's: small matrices are not worth the threads of a linear algebra library.
    """
    head = _Head(reference[0], SIZES[0])
    near, *closer = [SIZES[step] / SIZES[step - 1] for step in range(1, len(SIZES))]
    sharper = head.grown(near)
    best = _Found(1 + 0j, head.middle * near, -1.0)
    for turn, place in _first_looks(reference[0], other[0], head):
        found = _closer_look(reference[1], other[1], sharper, turn, place * near)
        best = max(best, found, key=lambda found: found.likeness)
        if best.likeness > SURE:
            break
    for plane, target, ratio in zip(reference[2:], other[2:], closer, strict=True):
        sharper = sharper.grown(ratio)
        best = _closer_look(plane, target, sharper, best.turn, best.place * ratio)
    return Match(abs(best.turn), best.likeness)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the middle of the head lies and how it is turned and scaled there."""

    turn: complex
    place: complex
    likeness: float


class _Head:
    """The rectangle of the head: its middle and its half sides, in pixels; a pixel's middle lies at its half."""

    def __init__(self, plane: Plane, size: float) -> None:
        cover = plane[..., 1]
        full = cover.sum(axis=1)
        top = int((full >= min(1.0, float(full.max()) / 2)).argmax())
        rows = cover[top : top + round(HEAD * size)]
        middle = float(np.searchsorted(np.cumsum(rows.sum(axis=0)), rows.sum() / 2)) + 0.5
        self.middle = complex(middle, top + HEAD * size / 2)
        self.across, self.down = BESIDE * size, (HEAD + MARGIN / 2) * size / 2

    def grown(self, ratio: float) -> _Head:
        other = _Head.__new__(_Head)
        other.middle, other.across, other.down = self.middle * ratio, self.across * ratio, self.down * ratio
        return other

    def offsets(self) -> NDArray[np.complex64]:
        """Return where pixels of the rectangle lie from its middle: shape (rows, columns)."""
        across = np.arange(-round(self.across), round(self.across) + 1, dtype=np.float32)
        down = np.arange(-round(self.down), round(self.down) + 1, dtype=np.float32)
        return (across[None, :] + 1j * down[:, None]).astype(np.complex64)


def _smaller(picture: Image.Image, factor: float) -> Image.Image:
    """Reduce by exactly ``factor``, whatever whole number of pixels that makes."""
    width, height = math.ceil(picture.width * factor), math.ceil(picture.height * factor)
    padded = picture.crop((0, 0, math.ceil(width / factor) + 1, math.ceil(height / factor) + 1))
    box = (0, 0, width / factor, height / factor)
    return padded.resize((width, height), Image.Resampling.BILINEAR, box=box, reducing_gap=2)


def _first_looks(plane: Plane, target: Plane, head: _Head) -> list[tuple[complex, complex]]:
    """Return for each scale its best place, those first where the mean square difference is least."""
    looks = []
    for scale in SCALES:
        offsets = head.grown(float(scale)).offsets()
        wanted = _sample(plane, head.middle + offsets / np.float32(scale))
        rows, columns = wanted.shape[:2]
        reach = np.pad(target, ((rows // 2, rows // 2), (columns // 2, columns // 2), (0, 0)))
        reach = reach[: rows // 2 * 2 + 1 + round(0.5 * target.shape[0])]
        windows = sliding_window_view(reach, (rows, columns), axis=(0, 1))
        products = np.einsum("rckij,ijk->rc", windows, wanted)
        energy = _sums((reach**2).sum(axis=2), rows, columns)
        differences = (energy - 2 * products + (wanted**2).sum()) / wanted.size
        row, column = np.unravel_index(int(differences.argmin()), differences.shape)
        cost = float(differences[row, column]) * (1 + UNLIKELY * abs(math.log(scale)))
        looks.append((cost, complex(scale), complex(column + 0.5, row + 0.5)))
    return [(turn, place) for _, turn, place in sorted(looks, key=lambda look: look[0])]


def _closer_look(plane: Plane, target: Plane, head: _Head, turn: complex, place: complex) -> _Found:
    offsets = head.offsets()
    wanted = _sample(plane, head.middle + offsets)
    down, across = np.gradient(wanted, axis=(0, 1))
    x, y = offsets.real[..., None], offsets.imag[..., None]
    slopes = np.stack([across * x + down * y, down * x - across * y, across, down]).reshape(4, -1)
    differences = np.zeros(slopes.shape[1], dtype=np.float32)
    for _ in range(ROUNDS):
        differences = (_sample(target, place + turn * offsets) - wanted).reshape(-1)
        weights = 1 / (1 + (differences / OUTLIER) ** 2)
        weighted = slopes * weights
        normal = np.einsum("in,jn->ij", weighted, slopes) + np.eye(4, dtype=np.float32) * 1e-3
        step = np.linalg.solve(normal, np.einsum("in,n->i", weighted, differences))
        grow, move = complex(1 + step[0], step[1]), complex(step[2], step[3])
        turn, place = turn / grow, place - turn * move / grow
        if not LOST[0] < abs(turn) < LOST[1] or not abs(place - head.middle) < target.size:
            return _Found(1 + 0j, head.middle, 0.0)
        if abs(grow - 1) * head.across + abs(move) < STILL * head.across:
            break
    inside = wanted[..., 1].reshape(-1) > 0.5  # noqa: PLR2004  half covered
    near = np.abs(differences.reshape(-1, 2)).max(axis=1) < OUTLIER
    return _Found(turn, place, float(near[inside].mean()) if inside.any() else 0.0)


def _sample(plane: Plane, places: NDArray[np.complex64]) -> Plane:
    """Return the plane at ``places`` (x + iy), between pixels bilinearly; outside, its empty border goes on."""
    height, width = plane.shape[:2]
    x = np.clip(places.real - np.float32(0.5), np.float32(0), np.float32(width - 1.01))
    y = np.clip(places.imag - np.float32(0.5), np.float32(0), np.float32(height - 1.01))
    columns, rows = x.astype(np.int32), y.astype(np.int32)
    right, lower = (x - columns).astype(np.float32)[..., None], (y - rows).astype(np.float32)[..., None]
    flat = plane.reshape(-1, plane.shape[2])
    start = rows * width + columns
    above = flat[start] + (flat[start + 1] - flat[start]) * right
    below = flat[start + width] + (flat[start + width + 1] - flat[start + width]) * right
    return (above + (below - above) * lower).astype(np.float32, copy=False)


def _sums(values: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """Return the sum of every rectangle of ``rows`` x ``columns``, by differences of running sums (Crow, 1984)."""
    running = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    return running[rows:, columns:] - running[:-rows, columns:] - running[rows:, :-columns] + running[:-rows, :-columns]
