"""Light and surface over whole pictures: washes, noise, vignette, grain, tints."""

import random
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from babydance.sandbox.artist.colours import RGB, mix

_TILE = 256
Stops = tuple[tuple[float, RGB], ...]


def dice(seed: int) -> random.Random:
    """Return a source of chance that repeats itself for a seed."""
    return random.Random(seed)  # noqa: S311 - drawings, not secrets


def wash(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Return a picture fading from top to bottom through the stops, given by their height from 0 to 1."""
    column = Image.new("RGB", (1, 128))
    for y in range(128):
        column.putpixel((0, y), _at(stops, y / 127))
    return column.resize(size, Image.Resampling.BILINEAR)


@lru_cache(maxsize=8)
def noise(seed: int, coarse: int = 1) -> Image.Image:
    """Return a tile of even noise, its specks so many pixels wide, that repeats without a seam."""
    cells = _TILE // coarse
    tile = Image.frombytes("L", (cells, cells), dice(seed).randbytes(cells * cells))
    if coarse == 1:
        return tile
    wide = Image.new("L", (cells * 3, cells * 3))
    for x in range(3):
        for y in range(3):
            wide.paste(tile, (x * cells, y * cells))
    big = wide.resize((_TILE * 3, _TILE * 3), Image.Resampling.BICUBIC)
    return big.crop((_TILE, _TILE, 2 * _TILE, 2 * _TILE))


def spread(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the tile repeated over the size."""
    sheet = Image.new(tile.mode, size)
    for y in range(0, size[1], tile.height):
        for x in range(0, size[0], tile.width):
            sheet.paste(tile, (x, y))
    return sheet


def clouded(size: tuple[int, int], seed: int, cells: int = 7) -> Image.Image:
    """Return soft blotches over the size."""
    w, h = cells * 2, max(2, round(cells * 2 * size[1] / size[0]))
    fine = Image.frombytes("L", (w, h), dice(seed).randbytes(w * h)).resize(size, Image.Resampling.BICUBIC)
    few = Image.frombytes("L", (cells, cells), dice(seed + 1).randbytes(cells * cells)).resize(
        size, Image.Resampling.BICUBIC
    )
    return Image.blend(few, fine, 0.35)


def grain(picture: Image.Image, strength: float, coarse: int = 1, seed: int = 5) -> None:
    """Roughen the picture with fine dark and light specks."""
    tile = noise(seed, coarse)
    dark = tile.point([round(max(0, 128 - level) * 2 * strength) for level in range(256)])
    light = tile.point([round(max(0, level - 128) * 2 * strength) for level in range(256)])
    picture.paste((40, 24, 30), (0, 0), spread(dark, picture.size))
    picture.paste((255, 252, 244), (0, 0), spread(light, picture.size))


def vignette(picture: Image.Image, colour: RGB, strength: float) -> None:
    """Darken the picture towards its corners."""
    ring = Image.radial_gradient("L").resize((128, 128), Image.Resampling.BILINEAR, box=(38, 38, 218, 218))
    ring = ring.point([round(max(0, level - 90) / 165 * 255 * strength) for level in range(256)])
    picture.paste(colour, (0, 0), ring.resize(picture.size, Image.Resampling.BILINEAR))


def tint(picture: Image.Image, colour: RGB, strength: float) -> Image.Image:
    """Return the picture as if lit by coloured light."""
    lamp = Image.new("RGB", picture.size, mix((255, 255, 255), colour, strength))
    return ImageChops.multiply(picture, lamp)


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Return the picture softly blurred."""
    if radius < 0.3:  # noqa: PLR2004 - less than a pixel shows nothing
        return picture
    return picture.filter(ImageFilter.BoxBlur(radius)).filter(ImageFilter.BoxBlur(radius))


def _at(stops: Stops, t: float) -> RGB:
    for (a, first), (b, second) in pairwise(stops):
        if t <= b:
            return mix(first, second, max(0.0, (t - a) / max(1e-6, b - a)))
    return stops[-1][1]
