"""Surfaces: paper tooth, brush and wax strokes, hatching, halftone screens, unsteady lines."""

import math
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from babydance.sandbox.artist.colours import RGB
from babydance.sandbox.artist.light import clouded, dice, noise, spread


def wobbled(picture: Image.Image, seed: int, reach: float, step: float = 4.5) -> Image.Image:
    """Return the picture with its lines drawn by an unsteady hand."""
    w, h = picture.size
    throw, pitch = dice(seed), max(6, round(hundredth(picture) * step))
    columns, rows = w // pitch + 2, h // pitch + 2
    knots = [
        [(x * pitch + throw.uniform(-reach, reach), y * pitch + throw.uniform(-reach, reach)) for x in range(columns)]
        for y in range(rows)
    ]
    mesh = [
        (
            (x * pitch, y * pitch, min(w, (x + 1) * pitch), min(h, (y + 1) * pitch)),
            (*knots[y][x], *knots[y + 1][x], *knots[y + 1][x + 1], *knots[y][x + 1]),
        )
        for y in range(rows - 1)
        for x in range(columns - 1)
        if x * pitch < w and y * pitch < h
    ]
    moved = picture.transform(picture.size, Image.Transform.MESH, mesh, Image.Resampling.NEAREST)
    edge = Image.new("L", picture.size, 0)
    edge.paste(255, (pitch, pitch, w - pitch, h - pitch))
    return Image.composite(moved, picture, edge)


def emboss(picture: Image.Image, coarse: int, strength: float, seed: int) -> None:
    """Give the picture's surface a fine relief."""
    tile = noise(seed % 97, coarse).filter(ImageFilter.EMBOSS)
    relief = spread(tile, picture.size)
    picture.paste(relieved(picture, relief, strength))


def relieved(picture: Image.Image, relief: Image.Image, strength: float) -> Image.Image:
    """Return the picture lit across a relief."""
    picture = picture.copy()
    picture.paste(
        (255, 254, 248),
        (0, 0),
        relief.point([round(min(110, max(0, level - 128)) * strength) for level in range(256)]),
    )
    picture.paste(
        (40, 26, 40),
        (0, 0),
        relief.point([round(min(110, max(0, 128 - level)) * strength * 0.8) for level in range(256)]),
    )
    return picture


def strokes(size: tuple[int, int], seed: int, width: int, angle: float) -> Image.Image:
    """Return a sheet of parallel brush or wax strokes."""
    tile = Image.frombytes("L", (96, 12), dice(seed).randbytes(96 * 12)).resize((96, 96), Image.Resampling.BICUBIC)
    sheet = spread(tile.rotate(90), (192, 192)).filter(ImageFilter.BoxBlur(0.6))
    side = round(math.hypot(*size)) + 4
    small = spread(sheet, (side // width + 8, side // width + 8))
    wide = small.resize((small.width * width, small.height * width), Image.Resampling.BILINEAR).rotate(
        angle, Image.Resampling.BILINEAR
    )
    left, top = (wide.width - size[0]) // 2, (wide.height - size[1]) // 2
    cropped = wide.crop((left, top, left + size[0], top + size[1]))
    return ImageChops.overlay(cropped, spread(noise(seed % 89), size))


def hatching(pitch: int, *, mirrored: bool, seed: int) -> Image.Image:
    """Return a tile of slanted pencil lines."""
    cells = 16
    side = pitch * cells
    tile = Image.new("L", (side, side), 0)
    pen, throw = ImageDraw.Draw(tile), dice(seed)
    for k in range(-cells, cells * 2):
        ink = throw.randrange(120, 255)
        wave = throw.uniform(-0.2, 0.2) * pitch
        for shift in (0, side):
            pen.line((k * pitch + wave + shift - side, side, k * pitch + wave + shift, 0), ink, max(1, pitch // 4))
    return ImageOps.mirror(tile) if mirrored else tile


def dot_screen(pitch: int) -> Image.Image:
    """Return a tile of a halftone screen."""
    side = pitch * 2
    tile = Image.new("L", (side, side))
    for y in range(side):
        for x in range(side):
            u, v = (x + y) / pitch * math.pi, (x - y) / pitch * math.pi
            tile.putpixel((x, y), round(145 + 95 * (math.cos(u) + math.cos(v)) / 2))
    return tile


def ragged_edge(size: tuple[int, int], seed: int, share: float) -> Image.Image:
    """Return a mask of an unpainted, ragged border."""
    w, h = size
    margin = round(min(size) * share)
    inner = Image.new("L", size, 255)
    inner.paste(0, (margin, margin, w - margin, h - margin))
    soft = inner.filter(ImageFilter.BoxBlur(margin * 0.7))
    rough = ImageChops.add(soft, clouded(size, seed, 26), 2.0)
    return rough.point([min(255, max(0, level - 108) * 9) if level > 108 else 0 for level in range(256)])  # noqa: PLR2004


def mean_colour(picture: Image.Image) -> RGB:
    """Return the picture's mean colour."""
    colour = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return (colour[0], colour[1], colour[2]) if isinstance(colour, tuple) else (128, 128, 128)


def hundredth(picture: Image.Image) -> float:
    """Return a hundredth of the picture's short side."""
    return min(picture.size) / 100


def times(factor: float) -> Callable[[int], float]:
    """Return a function that multiplies levels."""
    return lambda level: level * factor
