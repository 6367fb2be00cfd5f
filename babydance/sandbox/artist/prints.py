"""Finishes by machine and workshop: pixels, print, film, neon, glass, mosaic, sticker."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from babydance.sandbox.artist.light import blurred, dice, grain, noise, spread, tint, vignette
from babydance.sandbox.artist.surface import dot_screen, emboss, hundredth, times


def blocks(picture: Image.Image) -> Image.Image:
    """Return the picture in large square pixels."""
    cells = max(1, round(min(picture.size) / 112))
    small = picture.reduce(cells)
    return small.resize((small.width * cells, small.height * cells), Image.Resampling.NEAREST).crop(
        (0, 0, *picture.size)
    )


def pixel(picture: Image.Image, _alpha: Image.Image, _seed: int) -> Image.Image:
    """Draw the picture in square pixels of a few colours."""
    cells = max(1, round(min(picture.size) / 112))
    small = ImageEnhance.Contrast(picture.reduce(cells)).enhance(1.12)
    few = small.quantize(30, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).convert("RGB")
    return few.resize((few.width * cells, few.height * cells), Image.Resampling.NEAREST).crop((0, 0, *picture.size))


def comic(picture: Image.Image, alpha: Image.Image, _seed: int) -> Image.Image:
    """Print the picture in flat inks and halftone dots."""
    unit = hundredth(picture)
    flat = ImageEnhance.Color(picture).enhance(1.25)
    flat = flat.point([min(255, round(level / 42.5) * 42 + 3) for level in range(256)] * 3)
    flat = Image.blend(ImageEnhance.Color(picture).enhance(1.25), flat, 0.35)
    screen = spread(dot_screen(max(5, round(unit * 0.95))), picture.size)
    tone = ImageOps.invert(picture.convert("L").filter(ImageFilter.BoxBlur(unit * 0.4)))
    dots = ImageChops.subtract(tone, screen).point([min(255, level * 8) for level in range(256)])
    dark = ImageEnhance.Brightness(flat).enhance(0.66)
    inked = Image.composite(
        Image.composite(dark, flat, dots.point(times(0.9))), flat, ImageOps.invert(alpha).point(times(1.0))
    )
    shade = ImageChops.multiply(dots, alpha).point(times(0.3))
    inked.paste(dark, (0, 0), shade)
    return inked


def mono(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Develop a black and white print with film grain."""
    grey = ImageOps.autocontrast(picture.convert("L"), 0.6)
    grey = grey.point(
        [
            round(255 * (0.5 - 0.5 * math.cos(math.pi * (level / 255) ** 1.05)) * 0.75 + level * 0.25)
            for level in range(256)
        ]
    )
    silver = Image.merge("RGB", (grey, grey, grey))
    vignette(silver, (8, 8, 10), 0.6)
    grain(silver, 0.12, 1, seed)
    return silver.convert("L").convert("RGB")


def neon(picture: Image.Image, _alpha: Image.Image, _seed: int) -> Image.Image:
    """Let bright lines glow in the dark."""
    unit = hundredth(picture)
    bright = picture.point([0 if level < 110 else round((level - 110) * 1.76) for level in range(256)] * 3)  # noqa: PLR2004
    halo = ImageChops.add(blurred(bright, unit * 0.7), blurred(bright, unit * 2.2).point(times(1.5)))
    glow = ImageChops.screen(picture, halo)
    dark = Image.new("L", (4, 8), 0)
    ImageDraw.Draw(dark).line((0, 0, 4, 0), 40, 1)
    glow.paste((8, 4, 26), (0, 0), spread(dark, picture.size))
    vignette(glow, (6, 2, 24), 0.6)
    return glow


def glass(picture: Image.Image, alpha: Image.Image, seed: int) -> Image.Image:
    """Set the picture in glowing glass, framed by lead."""
    unit, throw = hundredth(picture), dice(seed)
    w, h = picture.size
    picture = ImageEnhance.Color(picture).enhance(1.3)
    glow = Image.radial_gradient("L").resize((w, h)).point([max(0, 150 - round(level * 0.85)) for level in range(256)])
    picture.paste((255, 244, 190), (0, 0), ImageChops.multiply(glow, ImageOps.invert(alpha)).point(times(0.75)))
    lead = Image.new("L", (w, h), 0)
    pen = ImageDraw.Draw(lead)
    step = unit * 15
    columns, rows = round(w / step) + 2, round(h / step) + 2
    knots = [
        [
            ((x - 0.5 + throw.uniform(-0.3, 0.3)) * step, (y - 0.5 + throw.uniform(-0.3, 0.3)) * step)
            for x in range(columns)
        ]
        for y in range(rows)
    ]
    width = max(2, round(unit * 0.75))
    for y in range(rows):
        for x in range(columns):
            for dx, dy in ((1, 0), (0, 1), (1, 1)):
                if x + dx < columns and y + dy < rows and (dx * dy == 0 or (x + y) % 2):
                    pen.line((knots[y][x], knots[y + dy][x + dx]), 255, width)
    lead = ImageChops.multiply(lead, ImageOps.invert(alpha))
    picture = _panes(picture, alpha, seed, unit)
    picture.paste((28, 24, 32), (0, 0), lead)
    emboss(picture, 8, 0.4, seed)
    vignette(picture, (14, 8, 26), 0.45)
    return picture


def photo(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Photograph the scene with a wide-open lens."""
    unit = hundredth(picture)
    shot = ImageChops.screen(picture, blurred(picture, unit * 3).point(times(0.16)))
    shot = ImageEnhance.Contrast(tint(shot, (255, 238, 214), 0.6)).enhance(1.12)
    vignette(shot, (24, 14, 26), 0.55)
    grain(shot, 0.07, 1, seed)
    return shot


def tesserae(picture: Image.Image) -> Image.Image:
    """Return the picture in the cells of a mosaic."""
    cells = max(2, round(min(picture.size) / 76))
    small = picture.reduce(cells)
    return small.resize((small.width * cells, small.height * cells), Image.Resampling.NEAREST).crop(
        (0, 0, *picture.size)
    )


def mosaic(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Lay the picture in small glazed stones."""
    cells = max(2, round(min(picture.size) / 76))
    laid = tesserae(ImageEnhance.Color(picture).enhance(1.2))
    shades = (
        noise(seed)
        .resize((256, 256))
        .resize((256 * cells, 256 * cells), Image.Resampling.NEAREST)
        .crop((0, 0, *picture.size))
        if cells * 256 >= max(picture.size)
        else spread(noise(seed, 8), picture.size)
    )
    laid.paste((255, 252, 240), (0, 0), shades.point([max(0, level - 150) // 3 for level in range(256)]))
    laid.paste((30, 20, 40), (0, 0), shades.point([max(0, 100 - level) // 3 for level in range(256)]))
    stone = Image.new("L", (cells, cells), 0)
    pen = ImageDraw.Draw(stone)
    pen.line((0, 0, cells, 0), 120, max(1, cells // 9))
    pen.line((0, 0, 0, cells), 120, max(1, cells // 9))
    laid.paste((236, 226, 208), (0, 0), spread(stone, picture.size))
    return laid


def sticker(picture: Image.Image, alpha: Image.Image, _seed: int) -> Image.Image:
    """Cut the baby out with a white rim, on a plain soft ground."""
    unit = hundredth(picture)
    ground = Image.blend(picture, Image.new("RGB", picture.size, (255, 246, 238)), 0.4)
    reach = unit * 1.5
    rim = alpha.filter(ImageFilter.BoxBlur(reach)).point([min(255, level * 6) for level in range(256)])
    shadow = rim.filter(ImageFilter.BoxBlur(unit)).crop(
        (-round(unit * 0.5), -round(unit), rim.width - round(unit * 0.5), rim.height - round(unit))
    )
    ground.paste((70, 44, 60), (0, 0), shadow.point(times(0.4)))
    ground.paste((255, 255, 255), (0, 0), rim)
    ground.paste(picture, (0, 0), alpha)
    return ground


def _panes(picture: Image.Image, alpha: Image.Image, seed: int, unit: float) -> Image.Image:
    cells = max(2, round(unit * 15))
    w, h = picture.size
    tones = Image.frombytes(
        "L", (w // cells + 2, h // cells + 2), dice(seed + 3).randbytes((w // cells + 2) * (h // cells + 2))
    )
    tones = tones.resize((tones.width * cells, tones.height * cells), Image.Resampling.NEAREST).crop(
        (cells // 2, cells // 2, w + cells // 2, h + cells // 2)
    )
    tones = ImageChops.multiply(tones, ImageOps.invert(alpha))
    picture.paste((255, 250, 210), (0, 0), tones.point([max(0, level - 150) for level in range(256)]))
    return picture
