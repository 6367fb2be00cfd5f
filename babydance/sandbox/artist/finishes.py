"""Finishes: what paper, wax, glass, grain and glow make of a painted picture."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from babydance.sandbox.artist.colours import RGB, lit, mix, shaded
from babydance.sandbox.artist.light import blurred, clouded, dice, grain, spread, tint, vignette
from babydance.sandbox.artist.surface import (
    emboss,
    hatching,
    hundredth,
    mean_colour,
    ragged_edge,
    relieved,
    strokes,
    times,
    wobbled,
)

_HALF = 128
_PAPER: RGB = (253, 249, 240)


def watercolour(picture: Image.Image, alpha: Image.Image, seed: int) -> Image.Image:
    """Let the colours bleed, pool at their edges and fade into rough paper."""
    size, unit = picture.size, hundredth(picture)
    moved = wobbled(picture, seed, unit * 0.9)
    wet = Image.composite(Image.blend(picture, moved, 0.5), blurred(moved, unit * 0.55), alpha)
    grey = wet.convert("L")
    pools = ImageChops.subtract(grey.filter(ImageFilter.BoxBlur(unit * 0.9)), grey, 0.5)
    wet.paste(shaded(mean_colour(wet), 0.75), (0, 0), pools.point(times(0.42)))
    spared = alpha.point([255 - level // 3 for level in range(256)])
    clouds = ImageChops.multiply(clouded(size, seed, 9), spared)
    wet.paste(_PAPER, (0, 0), clouds.point([min(80, round(max(0, level - 124) * 1.1)) for level in range(256)]))
    wet.paste(
        shaded(mean_colour(wet), 0.25),
        (0, 0),
        clouds.point([min(60, round(max(0, 112 - level) * 0.6)) for level in range(256)]),
    )
    wet.paste(_PAPER, (0, 0), ragged_edge(size, seed, 0.06))
    emboss(wet, 2, 0.16, seed)
    return wet


def pencil(picture: Image.Image, alpha: Image.Image, seed: int) -> Image.Image:
    """Draw the lines and hatch the shadows in graphite."""
    unit = hundredth(picture)
    grey = ImageOps.autocontrast(picture.convert("L"), 1)
    lines = ImageChops.subtract(grey.filter(ImageFilter.BoxBlur(unit * 0.5)), grey, 0.3)
    sheet = Image.new("RGB", picture.size, (250, 246, 236))
    graphite = (62, 58, 66)
    for level, angle, strength in ((205, 0, 0.34), (150, 1, 0.42), (95, 0, 0.5)):
        tone = grey.filter(ImageFilter.BoxBlur(unit * 0.3)).point([255 if v < level else 0 for v in range(256)])
        hatch = spread(hatching(max(4, round(unit * 0.62)), mirrored=bool(angle), seed=seed + level), picture.size)
        sheet.paste(graphite, (0, 0), ImageChops.multiply(tone, hatch).point(times(strength)))
    smudge = grey.filter(ImageFilter.BoxBlur(unit)).point([round((255 - v) * 0.3) for v in range(256)])
    sheet.paste(graphite, (0, 0), smudge)
    sheet.paste(graphite, (0, 0), lines.point(times(0.95)))
    warm = Image.blend(sheet, ImageChops.multiply(sheet, picture), 0.16)
    sheet = Image.composite(warm, sheet, alpha)
    sheet.paste((250, 246, 236), (0, 0), ragged_edge(picture.size, seed, 0.06))
    emboss(sheet, 1, 0.12, seed)
    return sheet


def paper(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Give cut paper its fibres."""
    emboss(picture, 2, 0.1, seed)
    emboss(picture, 8, 0.07, seed + 1)
    return picture


def folded(picture: Image.Image, alpha: Image.Image, seed: int) -> Image.Image:
    """Give folded paper its fine tooth and crease the background."""
    creases = Image.new("L", picture.size, 0)
    pen, throw = ImageDraw.Draw(creases), dice(seed)
    w, h = picture.size
    for _ in range(16):
        x, y = throw.uniform(0, w), throw.uniform(0, h)
        d = throw.uniform(0.2, 0.5) * min(w, h)
        pen.polygon(
            [(x, y), (x + d, y + throw.uniform(-d, d)), (x + throw.uniform(-d, d), y + d)],
            fill=throw.choice((10, 20, 30)),
        )
    background = ImageChops.multiply(creases, ImageOps.invert(alpha))
    picture.paste(shaded(mean_colour(picture), 0.4), (0, 0), background)
    emboss(picture, 1, 0.1, seed)
    return picture


def clay(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Model the picture in clay: bumps, finger marks and studio light."""
    unit = hundredth(picture)
    emboss(picture, 16, 0.3, seed)
    emboss(picture, 4, 0.1, seed + 1)
    glow = ImageChops.screen(picture, blurred(picture, unit * 2).point(times(0.14)))
    vignette(glow, (50, 26, 40), 0.4)
    return ImageEnhance.Contrast(glow).enhance(1.12)


def crayon(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Rub the colours over rough paper in waxy strokes."""
    unit = hundredth(picture)
    picture = ImageEnhance.Color(wobbled(picture, seed, unit * 0.9)).enhance(1.15)
    tooth = strokes(picture.size, seed, max(2, round(unit * 0.4)), 38)
    picture.paste(_PAPER, (0, 0), tooth.point([round(max(0, level - 146) * 2.0) for level in range(256)]))
    across = strokes(picture.size, seed + 1, max(2, round(unit * 0.3)), -42)
    dark = ImageEnhance.Brightness(picture).enhance(0.78)
    picture.paste(dark, (0, 0), across.point([max(0, level - 150) * 2 for level in range(256)]))
    picture.paste(_PAPER, (0, 0), ragged_edge(picture.size, seed, 0.05))
    emboss(picture, 1, 0.14, seed)
    return picture


def felt(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Make everything of soft, fuzzy wool."""
    unit = hundredth(picture)
    fuzzy = picture.copy()
    for angle, weight in ((25, 0.19), (-50, 0.17)):
        fibre = strokes(picture.size, seed + angle, max(2, round(unit * 0.16)), angle)
        fuzzy.paste(
            (255, 250, 244),
            (0, 0),
            fibre.point([round(max(0, level - 140) * weight * 1.6) for level in range(256)]),
        )
        fuzzy.paste(
            (50, 30, 44),
            (0, 0),
            fibre.point([round(max(0, 104 - level) * weight * 1.1) for level in range(256)]),
        )
    vignette(fuzzy, (60, 36, 50), 0.25)
    return fuzzy


def pastel(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Dust the picture with chalk."""
    unit = hundredth(picture)
    soft = Image.blend(picture, blurred(picture, unit * 0.6), 0.4)
    soft = ImageChops.screen(soft, blurred(soft, unit * 2.4).point(times(0.22)))
    chalk = strokes(picture.size, seed, max(2, round(unit * 0.3)), 62)
    soft.paste((255, 252, 248), (0, 0), chalk.point([round(max(0, level - 140) * 0.8) for level in range(256)]))
    soft.paste(
        mix(mean_colour(soft), (120, 90, 140), 0.5),
        (0, 0),
        chalk.point([round(max(0, 105 - level) * 0.5) for level in range(256)]),
    )
    return soft


def oil(picture: Image.Image, alpha: Image.Image, seed: int) -> Image.Image:
    """Lay thick strokes of paint, finer where the baby is."""
    unit, throw = hundredth(picture), dice(seed)
    w, h = picture.size
    canvas = blurred(picture, unit * 0.8)
    pen = ImageDraw.Draw(canvas)
    cell = max(2, round(unit))
    small, inside = picture.reduce(cell), alpha.reduce(cell).tobytes()
    colours = small.tobytes()
    for wide, count, on_baby in ((2.4, 1500, False), (1.3, 2300, False), (0.7, 1700, True)):
        for _ in range(count):
            x, y = throw.randrange(small.width), throw.randrange(small.height)
            spot = y * small.width + x
            if on_baby != (inside[spot] > _HALF):
                continue
            here = (colours[3 * spot], colours[3 * spot + 1], colours[3 * spot + 2])
            jitter = throw.uniform(-0.1, 0.14)
            angle = 0.6 * math.sin(x * 0.06) + 0.8 * math.cos(y * 0.07) + throw.uniform(-0.3, 0.3)
            reach = unit * wide * throw.uniform(0.9, 1.9)
            cx, cy, dx, dy = (
                (x + 0.5) * cell,
                (y + 0.5) * cell,
                math.cos(angle) * reach,
                math.sin(angle) * reach,
            )
            colour = lit(here, jitter) if jitter > 0 else shaded(here, -jitter)
            pen.line((cx - dx, cy - dy, cx + dx, cy + dy), colour, max(1, round(unit * wide * 0.62)))
    keep = Image.blend(canvas, wobbled(picture, seed, unit * 0.4), 0.72)
    canvas = Image.composite(keep, canvas, alpha.filter(ImageFilter.BoxBlur(unit * 0.3)))
    relief = strokes((w, h), seed, max(2, round(unit * 0.45)), 24).filter(ImageFilter.EMBOSS)
    canvas = relieved(canvas, relief, 0.7)
    return ImageEnhance.Color(canvas).enhance(1.15)


def storybook(picture: Image.Image, _alpha: Image.Image, seed: int) -> Image.Image:
    """Print the picture in an old, well-loved book."""
    unit = hundredth(picture)
    aged = tint(picture, (250, 226, 180), 0.55)
    emboss(aged, 2, 0.09, seed)
    aged.paste(
        (120, 84, 50),
        (0, 0),
        clouded(picture.size, seed, 8).point([max(0, 70 - level) for level in range(256)]),
    )
    w, h = picture.size
    margin = round(min(w, h) * 0.035)
    pane = Image.new("L", (w, h), 255)
    ImageDraw.Draw(pane).rounded_rectangle((margin, margin, w - margin, h - margin), margin, fill=0)
    aged.paste((250, 238, 212), (0, 0), pane.filter(ImageFilter.BoxBlur(max(1, unit * 0.1))))
    frame = ImageDraw.Draw(aged)
    line = max(1, round(unit * 0.3))
    inset = margin - line * 2
    frame.rounded_rectangle((inset, inset, w - inset, h - inset), margin, outline=(150, 106, 70), width=line)
    grain(aged, 0.05, 1, seed)
    return aged
