"""The brush: paints shapes onto a layer with soft shading, outlines, patterns and shadows."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import overload

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from babydance.sandbox.artist.colours import INK, RGB, lit, mix, shaded
from babydance.sandbox.artist.light import spread
from babydance.sandbox.artist.patterns import Pattern
from babydance.sandbox.artist.shapes import Point, Shape, bounds, ellipse

_SMOOTH = 3  # masks are drawn this much larger, then reduced
_BIG = 700  # beyond this edge in pixels a mask is smooth enough at twice the size
_WIDE = 70  # shapes wider than this in units keep their corners
_SEWN = 4  # shapes smaller than this in units are not sewn on
_SPECK = 1.6  # shapes smaller than this in units get no shading of their own
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Manner:
    """How a style handles the brush."""

    shade: float = 1.0
    gloss: float = 1.0
    outline: float = 0.0
    ink: RGB | None = INK
    drop: float = 0.0
    drop_soft: float = 0.0
    corners: int = 0
    facets: bool = False
    stitches: bool = False
    tone: Callable[[RGB], RGB] | None = None
    detail_tone: Callable[[RGB], RGB] | None = None
    edge_tone: Callable[[RGB], RGB] | None = None

    @overload
    def toned(self, colour: RGB, outline: bool) -> RGB: ...

    @overload
    def toned(self, colour: RGB | None, outline: bool) -> RGB | None: ...

    def toned(self, colour: RGB | None, outline: bool) -> RGB | None:
        """Return the colour as the style mixes it, details a little differently."""
        tone = self.tone if outline or not self.detail_tone else self.detail_tone
        return tone(colour) if tone and colour else colour


class Layer:
    """A transparent sheet that is painted on in drawing units."""

    def __init__(
        self,
        size: tuple[int, int],
        *,
        scale: float,
        origin: Point,
        manner: Manner,
        image: Image.Image | None = None,
    ) -> None:
        self.image = image or Image.new("RGBA", size, (0, 0, 0, 0))
        self.scale = scale
        self.origin = origin
        self.manner = manner

    def shape(
        self,
        shape: Shape,
        colour: RGB,
        *,
        to: RGB | None = None,
        shade: float = 0.55,
        gloss: float = 0.35,
        alpha: float = 1.0,
        blur: float = 0.0,
        cast: float = 0.0,
        outline: bool = True,
        pattern: Pattern | None = None,
        second: RGB | None = None,
        clip: Shape | None = None,
    ) -> None:
        """Paint a shape: colour fading down to another, shaded from the upper left, casting a shadow."""
        manner = self.manner
        if manner.corners and outline:
            shape = _folded(shape, manner.corners)
        edge = manner.outline * self.scale if outline and not blur else 0.0
        place = self._place(shape, max(edge, (blur + (3.6 if cast else 0.0)) * self.scale * 2) + 2)
        if place is None:
            return
        mask = self._mask(shape, place, blur=blur, clip=clip)
        if cast:
            self._shadow(mask, place, cast)
        if outline and not blur:
            self._surround(mask, place, edge, colour, alpha=alpha)
        colour, to, second = (
            manner.toned(colour, outline),
            manner.toned(to, outline),
            manner.toned(second, outline),
        )
        tile = self._fill(mask, colour, to, pattern, second)
        left, top, right, bottom = bounds(shape)
        extent = min(right - left, bottom - top)
        if not blur and extent > _SPECK:
            self._volume(
                tile,
                mask,
                colour,
                extent * self.scale,
                shade=shade * manner.shade,
                gloss=gloss * manner.gloss,
            )
        self._put(tile, mask, place, alpha)
        if manner.stitches and outline and extent > _SEWN and len(shape) == 1:
            self._stitch(shape, colour)

    def spot(self, x: float, y: float, r: float, colour: RGB, alpha: float = 0.6, *, ry: float | None = None) -> None:
        """Paint a soft round spot of light or colour."""
        if self.manner.tone:
            colour = self.manner.tone(colour)
        place = self._place(ellipse(x, y, r, ry), 0)
        if place is None:
            return
        cx, cy = self._pixel((x, y))
        rx, ry = r * self.scale, (r if ry is None else ry) * self.scale
        whole = (round(cx - rx), round(cy - ry), round(cx + rx), round(cy + ry))
        w, h = max(1, whole[2] - whole[0]), max(1, whole[3] - whole[1])
        sx, sy = 256 / w, 256 / h
        window = tuple(
            max(0.0, min(256.0, v))
            for v in (
                (place[0] - whole[0]) * sx,
                (place[1] - whole[1]) * sy,
                (place[2] - whole[0]) * sx,
                (place[3] - whole[1]) * sy,
            )
        )
        size = (place[2] - place[0], place[3] - place[1])
        mask = _FALLOFF.resize(size, Image.Resampling.BILINEAR, box=(window[0], window[1], window[2], window[3]))
        self._put(Image.new("RGB", size, colour), mask, place, alpha)

    def line(self, points: list[Point], colour: RGB, width: float, alpha: float = 1.0) -> None:
        """Draw a thin plain line through the points."""
        self._lines([points], colour, width, alpha)

    def _lines(self, paths: list[list[Point]], colour: RGB, width: float, alpha: float) -> None:
        colour = self.manner.toned(colour, True)
        place = self._place(paths, width * self.scale + 2)
        if place is None:
            return
        k, size = 2, (place[2] - place[0], place[3] - place[1])
        big = Image.new("L", (size[0] * k, size[1] * k), 0)
        pen = ImageDraw.Draw(big)
        for path in paths:
            dots = [((x - place[0]) * k, (y - place[1]) * k) for x, y in map(self._pixel, path)]
            pen.line(dots, 255, max(1, round(width * self.scale * k)), "curve")
        self._put(Image.new("RGB", size, colour), big.reduce(k), place, alpha)

    def _pixel(self, point: Point) -> Point:
        return point[0] * self.scale + self.origin[0], point[1] * self.scale + self.origin[1]

    def _surround(self, mask: Image.Image, place: Box, edge: float, colour: RGB, *, alpha: float) -> None:
        if self.manner.drop:
            self._drop(mask, place)
        if edge:
            ink = self.manner.ink or (self.manner.edge_tone or shaded)(colour)
            self._put(Image.new("RGB", mask.size, ink), _grown(mask, edge), place, alpha)

    def _place(self, shape: Shape, pad: float) -> Box | None:
        left, top, right, bottom = bounds(shape)
        left, top = self._pixel((left, top))
        right, bottom = self._pixel((right, bottom))
        width, height = self.image.size
        place = (
            max(0, math.floor(left - pad)),
            max(0, math.floor(top - pad)),
            min(width, math.ceil(right + pad)),
            min(height, math.ceil(bottom + pad)),
        )
        return place if place[2] > place[0] and place[3] > place[1] else None

    def _mask(self, shape: Shape, place: Box, *, blur: float = 0.0, clip: Shape | None = None) -> Image.Image:
        left, top, right, bottom = place
        k = 2 if max(right - left, bottom - top) > _BIG else _SMOOTH
        big = Image.new("L", ((right - left) * k, (bottom - top) * k), 0)
        pen = ImageDraw.Draw(big)
        scale, ox, oy = self.scale * k, (self.origin[0] - left) * k, (self.origin[1] - top) * k
        for polygon in shape:
            pen.polygon([(x * scale + ox, y * scale + oy) for x, y in polygon], fill=255)
        mask = big.reduce(k)
        if blur:
            soft = ImageFilter.BoxBlur(blur * self.scale)
            mask = mask.filter(soft).filter(soft)
        return ImageChops.multiply(mask, self._mask(clip, place)) if clip else mask

    def _fill(
        self, mask: Image.Image, colour: RGB, to: RGB | None, pattern: Pattern | None, second: RGB | None
    ) -> Image.Image:
        tile = Image.new("RGB", mask.size, colour)
        if to and self.manner.shade:
            tile.paste(to, (0, 0), _RAMP.resize(mask.size))
        if pattern and second:
            tile.paste(second, (0, 0), spread(pattern(self.scale), mask.size))
        if self.manner.facets:
            _fold(tile, colour)
        return tile

    def _volume(
        self, tile: Image.Image, mask: Image.Image, colour: RGB, extent: float, *, shade: float, gloss: float
    ) -> None:
        if shade <= 0 and gloss <= 0:
            return
        reach = min(extent * 0.2, self.scale * 7)
        step = 2 if extent > 90 else 1  # noqa: PLR2004 - soft things need few pixels
        small = mask.reduce(step) if step > 1 else mask
        pad = math.ceil(reach * 2 / step) + 1
        soft = ImageOps.expand(small, pad, 0)
        soft = soft.filter(ImageFilter.BoxBlur(reach / step)).filter(ImageFilter.BoxBlur(reach / step / 2))
        dx = round(reach * 0.55 / step)
        w, h = small.size
        if shade > 0:
            dark = soft.crop((pad + dx, pad + dx, pad + dx + w, pad + dx + h)).point(_inverse(round(shade, 2)))
            tile.paste(shaded(colour, 0.62), (0, 0), dark.resize(tile.size) if step > 1 else dark)
        if gloss > 0:
            light = soft.crop((pad - dx, pad - dx, pad - dx + w, pad - dx + h)).point(_inverse(round(gloss * 0.8, 2)))
            tile.paste(lit(colour, 0.55), (0, 0), light.resize(tile.size) if step > 1 else light)

    def _shadow(self, mask: Image.Image, place: Box, strength: float) -> None:
        reach = self.scale * 1.3
        soft = mask.filter(ImageFilter.BoxBlur(reach)).filter(ImageFilter.BoxBlur(reach))
        down = round(reach * 1.1)
        soft = soft.crop((0, -down, soft.width, soft.height - down))
        under = self.image.crop(place).getchannel("A")
        self._put(Image.new("RGB", mask.size, (60, 26, 48)), ImageChops.multiply(soft, under), place, strength)

    def _drop(self, mask: Image.Image, place: Box) -> None:
        away = max(1, round(self.manner.drop * self.scale))
        pad = away * 3
        wide = Image.new("L", (mask.width + 2 * pad, mask.height + 2 * pad), 0)
        wide.paste(mask, (pad + away // 2, pad + away))
        wide = wide.filter(ImageFilter.BoxBlur(max(1.0, self.manner.drop_soft * self.scale)))
        spot = (place[0] - pad, place[1] - pad)
        self._put(
            Image.new("RGB", wide.size, (44, 26, 34)),
            wide,
            (*spot, spot[0] + wide.width, spot[1] + wide.height),
            0.42,
        )

    def _stitch(self, shape: Shape, colour: RGB) -> None:
        ring = shape[0]
        cx, cy = sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
        inner = [(cx + (x - cx) * 0.9, cy + (y - cy) * 0.9) for x, y in ring]
        thread = lit(colour, 0.6) if sum(colour) < 480 else shaded(colour, 0.5)  # noqa: PLR2004 - mid grey
        self._lines([[a, b] for a, b in list(pairwise(inner))[::3]], thread, 0.45, 0.9)

    def _put(self, tile: Image.Image, mask: Image.Image, place: Box, alpha: float) -> None:
        if alpha < 1:
            mask = mask.point(_share(round(alpha, 2)))
        tile.putalpha(mask)
        x, y = max(0, -place[0]), max(0, -place[1])
        at = (max(0, place[0]), max(0, place[1]))
        if at[0] < self.image.width and at[1] < self.image.height:
            self.image.alpha_composite(tile, at, (x, y))


def _fold(tile: Image.Image, colour: RGB) -> None:
    w, h = tile.size
    pen = ImageDraw.Draw(tile)
    folds = (
        ((0, 0), (w, 0), (w * 0.35, h * 0.55), -0.16),
        ((w, 0), (w, h), (w * 0.35, h * 0.55), 0.2),
        ((0, h), (w, h), (w * 0.35, h * 0.55), 0.34),
    )
    for a, b, c, depth in folds:
        pen.polygon((a, b, c), fill=lit(colour, -depth) if depth < 0 else mix(colour, shaded(colour, 0.6), depth * 2))


def _grown(mask: Image.Image, edge: float) -> Image.Image:
    soft = mask.filter(ImageFilter.BoxBlur(edge * 0.62)).filter(ImageFilter.BoxBlur(edge * 0.62))
    return soft.point(_STEEP)


def _folded(shape: Shape, corners: int) -> Shape:
    if len(shape) > 1:
        return [_angular(polygon, 8) for polygon in shape]
    left, top, right, bottom = bounds(shape)
    return shape if right - left > _WIDE or right - left + bottom - top < _SPECK * 3 else [_angular(shape[0], corners)]


def _angular(polygon: list[Point], corners: int) -> list[Point]:
    if len(polygon) <= corners:
        return polygon
    return [polygon[round(i * len(polygon) / corners) % len(polygon)] for i in range(corners)]


@cache
def _share(alpha: float) -> list[int]:
    return [round(level * alpha) for level in range(256)]


@cache
def _inverse(strength: float) -> list[int]:
    return [min(255, round((255 - level) * strength)) for level in range(256)]


_FALLOFF = Image.radial_gradient("L").point(
    [round(255 * (0.5 + 0.5 * math.cos(math.pi * min(1.0, level / 180))) ** 1.3) for level in range(256)]
)
_STEEP = [min(255, max(0, level - 10) * 7) for level in range(256)]
_RAMP = Image.linear_gradient("L")
