"""Patterns of cloth: stripes, dots and knitted stitches, as tiles for a scale in pixels a unit."""

from collections.abc import Callable

from PIL import Image, ImageDraw

Pattern = Callable[[float], Image.Image]


def stripes(width: float, share: float = 0.5) -> Pattern:
    """Return a pattern of level stripes."""

    def tile(scale: float) -> Image.Image:
        period = max(4, round(width * scale))
        image = Image.new("L", (8, period), 0)
        image.paste(255, (0, 0, 8, round(period * share)))
        return image

    return tile


def dots(pitch: float, r: float) -> Pattern:
    """Return a pattern of staggered dots."""

    def tile(scale: float) -> Image.Image:
        period, k = max(4, round(pitch * scale)), 3
        image = Image.new("L", (period * k, period * k), 0)
        pen = ImageDraw.Draw(image)
        size = r * scale * k
        for x, y in ((0.25, 0.25), (0.75, 0.75)):
            cx, cy = x * period * k, y * period * k
            pen.ellipse((cx - size, cy - size, cx + size, cy + size), fill=255)
        return image.reduce(k)

    return tile


def knit(pitch: float) -> Pattern:
    """Return a pattern of knitted stitches."""

    def tile(scale: float) -> Image.Image:
        period, k = max(5, round(pitch * scale)), 3
        image = Image.new("L", (period * k, period * k), 0)
        pen = ImageDraw.Draw(image)
        w = period * k
        for x0, x1 in ((0.02, 0.5), (0.98, 0.5)):
            pen.line(((x0 * w, 0.15 * w), (x1 * w, 0.85 * w)), 120, max(1, round(w * 0.16)))
        return image.reduce(k)

    return tile
