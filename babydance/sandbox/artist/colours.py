"""Colours as RGB triples and what light does to them."""

import colorsys
from functools import cache

from PIL import ImageColor

RGB = tuple[int, int, int]

WARM_WHITE: RGB = (255, 251, 240)
PLUM: RGB = (74, 38, 66)
INK: RGB = (42, 33, 28)


@cache
def rgb(text: str) -> RGB:
    """Return the colour of a hex text."""
    return ImageColor.getrgb(text)[:3]


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """Return a with a share of b mixed in."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def shaded(colour: RGB, depth: float = 0.4) -> RGB:
    """Return the colour in shade: darker, a little more saturated, leaning to plum."""
    h, s, v = to_hsv(colour)
    return mix(hsv(h, min(1, s * 1.12 + 0.03), v * (1 - depth * 0.62)), PLUM, depth * 0.3)


def lit(colour: RGB, share: float = 0.4) -> RGB:
    """Return the colour in warm light."""
    return mix(colour, WARM_WHITE, share)


def luma(colour: RGB) -> float:
    """Return the perceived lightness of the colour, from 0 to 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def hsv(h: float, s: float, v: float) -> RGB:
    """Return the colour with hue, saturation and value from 0 to 1."""
    r, g, b = colorsys.hsv_to_rgb(h % 1.0, max(0.0, min(1.0, s)), max(0.0, min(1.0, v)))
    return round(r * 255), round(g * 255), round(b * 255)


def to_hsv(colour: RGB) -> tuple[float, float, float]:
    """Return hue, saturation and value from 0 to 1."""
    return colorsys.rgb_to_hsv(*(c / 255 for c in colour))


def vivid(colour: RGB, saturation: float = 1.0, value: float = 1.0) -> RGB:
    """Return the colour with saturation and value multiplied."""
    h, s, v = to_hsv(colour)
    return hsv(h, s * saturation, v * value)


def distance(a: RGB, b: RGB) -> float:
    """Return how different two colours look, roughly."""
    return (2 * (a[0] - b[0]) ** 2 + 4 * (a[1] - b[1]) ** 2 + 3 * (a[2] - b[2]) ** 2) ** 0.5
