"""Take a figure off its painted background: find the colour, soft edges, no tint of the background left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from babydance.dance.poses import Pixels

Picture = NDArray[np.uint8]
"""What a model painted: shape (height, width, 3 or 4), RGB or straight RGBA."""

_Kind = TypeVar("_Kind", np.bool_, np.uint8, np.int32)

CLEAR_BORDER = 0.5  # share of the border that is transparent when a model took the background out itself
PLAIN_BORDER = 0.6  # share of the border that one colour must cover
QUIET = 10  # levels by which even a clean background may vary
LOUD = 30  # levels; noisier than this is no plain colour
NEAR = 24  # levels around the first guess of the colour
STRONG = 90  # levels between the high and the low channels of a colour that has a hue
SHADE = 0.5  # a shadow on the background is at most this much darker
THIN = 3  # pixels: an edge is narrower than this, a shadow is wider
SPILL = 3  # pixels into the figure that light from the background, and JPEG, can tint


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What stands behind the figures.

    ``colour`` is RGB, or ``None`` if the picture is transparent there. ``noise`` is in levels of 255. ``is_plain``
    says whether it is one colour at all; a photo's is not.
    """

    colour: tuple[float, float, float] | None
    noise: float
    is_plain: bool = True

    @property
    def hue(self) -> tuple[list[int], list[int]] | None:
        """Return the channels that are high in the colour, and those that are low; nothing for a grey."""
        if self.colour is None or max(self.colour) - min(self.colour) < STRONG:
            return None
        middle = (max(self.colour) + min(self.colour)) / 2
        high = [channel for channel in range(3) if self.colour[channel] > middle]
        return high, [channel for channel in range(3) if channel not in high]


def find_backdrop(picture: Picture) -> Backdrop:
    """Return what is behind the figures of ``picture``, judged by its outermost pixels.

    Models paint a wanted #00FF00 as something near it, so the colour is the median of the border, taken again among
    what is near it: figures that reach the border do not count.
    """
    border = np.concatenate([picture[:2].reshape(-1, picture.shape[2]), picture[-2:].reshape(-1, picture.shape[2])])
    sides = np.concatenate([picture[:, :2], picture[:, -2:]], axis=1).reshape(-1, picture.shape[2])
    border = np.concatenate([border, sides]).astype(np.float32)
    if picture.shape[2] == 4 and (border[:, 3] < 128).mean() > CLEAR_BORDER:  # noqa: PLR2004  RGBA; half of 255
        return Backdrop(None, 0.0)
    colours = border[:, :3]
    guess = np.median(colours, axis=0)
    near = colours[np.abs(colours - guess).mean(axis=1) < NEAR]
    if len(near) < PLAIN_BORDER * len(colours):
        return Backdrop(_triple(guess), LOUD, is_plain=False)
    colour = near.mean(axis=0)
    noise = float(np.percentile(np.abs(near - colour).mean(axis=1), 98))
    return Backdrop(_triple(colour), max(noise, 1.0))


def coverage(picture: Picture, backdrop: Backdrop) -> NDArray[np.float32]:
    """Return how much of each pixel is figure, from 0 to 1, shape (height, width): rough and quick, for finding them.

    A shadow painted on a background that has a hue counts as background.
    """
    if backdrop.colour is None:
        return picture[..., 3].astype(np.float32) / np.float32(255)
    colours = picture[..., :3].astype(np.float32)
    quiet = np.float32(_quiet(backdrop))
    return np.clip((_shaded_distance(colours, backdrop) - quiet) / (2 * quiet), np.float32(0), np.float32(1))


def has_shadow(picture: Picture, backdrop: Backdrop) -> bool:
    """Tell whether the background of a (reduced) picture has darker places as large as a shadow."""
    if backdrop.hue is None:
        return False
    return bool(_shadow(picture[..., :3].astype(np.float32), backdrop, width=1).any())


def lift(picture: Picture, backdrop: Backdrop, *, with_shadow: bool = False) -> Pixels:
    """Return ``picture`` with its background taken out: straight RGBA of the same height and width.

    A pixel on an edge is the mixture C = a F + (1 - a) K of figure and background (Porter and Duff, 1984). Any norm
    gives a = |C - K| / |F - K|; we take the largest distance two pixels around for the figure's own |F - K|, and
    solve for F, which leaves no tint. What JPEG smears further in is held down to the other channels ("despill",
    Smith and Blinn, 1996). ``with_shadow`` also takes out darker shades of the background (see ``has_shadow``).
    """
    if backdrop.colour is None:
        return picture.copy()
    key = np.array(backdrop.colour, dtype=np.float32)
    quiet = _quiet(backdrop)
    distance = _whole_distance(picture, backdrop)
    if with_shadow:
        distance[_shadow(picture[..., :3].astype(np.float32), backdrop, width=THIN)] = 0
    is_behind = distance <= quiet
    is_edge = spread(is_behind, 2) & ~is_behind
    own = distance[is_edge] - np.float32(quiet / 2)
    reach = spread(distance, 2)[is_edge] - np.float32(quiet / 2)
    alpha = np.clip(own / np.maximum(reach, 1), 0, 1)
    result = np.empty((*picture.shape[:2], 4), dtype=np.uint8)
    result[..., :3] = picture[..., :3]
    result[..., 3] = 255
    pure = key + (result[is_edge, :3] - key) / np.maximum(alpha, 0.1)[:, None]
    result[is_edge] = np.column_stack([np.clip(pure, 0, 255), alpha * 255]) + 0.5
    if backdrop.hue:
        _despill(result, spread(is_behind, SPILL) & ~is_behind, *backdrop.hue)
    return cleared(result, is_behind)


def tint(pixels: Pixels, backdrop: Backdrop) -> NDArray[np.float32]:
    """Return how much of the background's hue is in each pixel: 1 is as much as in itself; shape (height, width)."""
    hue = backdrop.hue
    if backdrop.colour is None or hue is None:
        return np.zeros(pixels.shape[:2], dtype=np.float32)
    high, low = hue
    own = min(backdrop.colour[channel] for channel in high) - max(backdrop.colour[channel] for channel in low)
    colours = pixels[..., :3].astype(np.float32)
    return (colours[..., high].min(axis=-1) - colours[..., low].max(axis=-1)) / own


def cleared(pixels: Pixels, where: NDArray[np.bool_]) -> Pixels:
    """Make ``pixels`` transparent black ``where`` the mask is set, in place, and return them."""
    pixels.view(np.uint32)[..., 0] *= ~where
    return pixels


def spread(values: NDArray[_Kind], width: int) -> NDArray[_Kind]:
    """Return the largest value within ``width`` pixels of each, corners too; a mask grows by so much."""
    for axis in (0, 1):
        result = values.copy()
        for step in range(1, width + 1):
            ahead = (slice(None),) * axis + (slice(step, None),)
            behind = (slice(None),) * axis + (slice(None, -step),)
            np.maximum(result[ahead], values[behind], out=result[ahead])
            np.maximum(result[behind], values[ahead], out=result[behind])
        values = result
    return values


def _triple(colour: NDArray[np.float32]) -> tuple[float, float, float]:
    return float(colour[0]), float(colour[1]), float(colour[2])


def _quiet(backdrop: Backdrop) -> float:
    """Return the distance up to which a pixel is background, in levels."""
    return max(QUIET, 1.6 * backdrop.noise)


def _whole_distance(picture: Picture, backdrop: Backdrop) -> NDArray[np.uint8]:
    """Return the mean difference of the three channels from the background in whole levels: quick, for many pixels."""
    colour = backdrop.colour or (0, 0, 0)
    opaque = Image.fromarray(picture).convert("RGB")
    key = Image.new("RGB", opaque.size, (round(colour[0]), round(colour[1]), round(colour[2])))
    return np.array(ImageChops.difference(opaque, key).convert("L", (1 / 3, 1 / 3, 1 / 3, 0.5)))


def _shaded_distance(colours: NDArray[np.float32], backdrop: Backdrop) -> NDArray[np.float32]:
    """Return the mean difference of the three channels from the background, or from the nearest shade of it."""
    nearest = np.array(backdrop.colour, dtype=np.float32)
    if backdrop.hue:
        shade = np.einsum("rcj,j->rc", colours, nearest) / (nearest**2).sum()
        nearest = np.clip(shade, SHADE, 1)[..., None] * nearest
    return _mean(np.abs(colours - nearest))


def _mean(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    return (colours[..., 0] + colours[..., 1] + colours[..., 2]) * np.float32(1 / 3)


def _shadow(colours: NDArray[np.float32], backdrop: Backdrop, *, width: int) -> NDArray[np.bool_]:
    """Return where a shade of the background is wider than an edge, shape (height, width)."""
    quiet = _quiet(backdrop)
    shaded = _shaded_distance(colours, backdrop) <= quiet
    inside = ~spread(~shaded, width)  # also drops what is next to a figure
    inside &= _mean(np.abs(colours - np.array(backdrop.colour, dtype=np.float32))) > quiet
    return spread(inside, width + 1) & shaded


def _despill(pixels: Pixels, where: NDArray[np.bool_], high: list[int], low: list[int]) -> None:
    """Hold the channels of the background down to the highest of the others, in place."""
    colours = pixels[where, :3].astype(np.int16)
    excess = np.maximum(colours[:, high].min(axis=1) - colours[:, low].max(axis=1), 0)
    colours[:, high] -= excess[:, None]
    pixels[where, :3] = colours.astype(np.uint8)
