"""Things a baby holds up in one hand."""

from babydance.sandbox.artist.colours import RGB, lit, shaded
from babydance.sandbox.artist.playthings import Prop
from babydance.sandbox.artist.shapes import (
    blob,
    curve,
    ellipse,
    heart,
    limb,
    star,
    stroke,
)

_WOOD: RGB = (184, 122, 74)


_GOLD: RGB = (250, 202, 84)


def balloon(p: Prop) -> None:
    """Let a balloon float on its string."""
    x, y = p.hand
    bx, by = x + 7.0, y - 33.0
    p.layer.line([(x, y), (x + 2.6, y - 8), (x + 4.2, y - 14), (bx, by + 12)], (120, 100, 96), 0.45)
    p.put([[(-1.6, 13.4), (1.6, 13.4), (0, 10.4)]], bx, by, shaded(p.first, 0.25))
    p.put(
        blob([(0, -12), (8.4, -8.6), (10.6, 0), (6.4, 8), (0, 11.6), (-6.4, 8), (-10.6, 0), (-8.4, -8.6)]),
        bx,
        by,
        lit(p.first, 0.08),
        to=p.first,
        shade=0.7,
    )
    p.layer.spot(bx - 4.4, by - 5.2, 4.6, (255, 255, 255), 0.75, ry=5.4)


def balloons(p: Prop) -> None:
    """Let three balloons float."""
    x, y = p.hand
    for dx, dy, colour in ((-6, -30, p.second), (15, -28, p.third), (5, -37, p.first)):
        p.layer.line([(x, y), (x + dx * 0.3, y + dy * 0.4), (x + dx, y + dy + 9)], (120, 100, 96), 0.4)
        p.put(ellipse(0, 0, 8.4, 9.6), x + dx, y + dy, lit(colour, 0.08), to=colour, shade=0.7)
        p.layer.spot(x + dx - 3.0, y + dy - 3.8, 3.8, (255, 255, 255), 0.7)


def umbrella(p: Prop) -> None:
    """Open an umbrella over the baby."""
    x, y = p.hand
    top, cx = y - 41, x - 19
    p.put(stroke([(x, y + 5), (x - 1, y - 16), (cx + 4, top + 4)], 1.5), 0, 0, _WOOD)
    p.put(
        blob(
            [
                (cx - 32, top + 9),
                (cx - 26, top - 5),
                (cx - 11, top - 14),
                (cx + 3, top - 16),
                (cx + 17, top - 12),
                (cx + 29, top - 1),
                (cx + 32, top + 11),
            ]
        ),
        0,
        0,
        lit(p.first, 0.1),
        to=p.first,
        shade=0.5,
    )
    for k in (-20, -2, 17):
        p.put(
            blob([(cx + k, top + 9), (cx + 2 + k * 0.35, top - 15.4), (cx + k + 4.5, top + 10)]),
            0,
            0,
            shaded(p.first, 0.22),
            outline=False,
            alpha=0.55,
            shade=0,
        )
    p.put(ellipse(0, 0, 1.5), cx + 2.6, top - 16.6, shaded(p.first, 0.3))


def rattle(p: Prop) -> None:
    """Paint a rattle."""
    x, y = p.hand
    p.put(stroke([(x - 0.6, y + 5), (x + 1.6, y - 6.5)], 1.7), 0, 0, (255, 246, 232))
    p.put(ellipse(0, 0, 5.0), x + 2.4, y - 10.4, lit(p.first, 0.1), to=p.first, gloss=0.7)
    p.put(ellipse(0, 0, 5.0, 1.3, 14), x + 2.4, y - 10.4, p.second, outline=False)
    p.put(ellipse(0, 0, 2.1), x - 0.9, y + 6.4, p.third)


def flowers(p: Prop) -> None:
    """Paint a bunch of flowers."""
    x, y = p.hand
    for dx, dy in ((-4.5, -13), (0.5, -16), (5.6, -12.4), (-1, -10)):
        p.put(
            stroke([(x, y + 4), (x + dx * 0.4, y - 5), (x + dx, y + dy)], 0.9),
            0,
            0,
            (104, 166, 96),
            outline=False,
        )
    p.put(ellipse(-3.6, -5.0, 3.2, 1.4, 40), x, y, (120, 184, 108))
    p.put(ellipse(3.8, -4.6, 3.2, 1.4, -40), x, y, (120, 184, 108))
    for (dx, dy), colour in zip(
        ((-4.5, -13), (5.6, -12.4), (0.5, -16.4), (-0.4, -10)),
        (p.first, p.third, (255, 246, 238), p.second),
        strict=True,
    ):
        for k in range(5):
            px, py = ellipse(0, 0, 2.6)[0][k * 8 % 40]
            p.put(ellipse(px, py, 2.1), x + dx, y + dy, colour, shade=0.35)
        p.put(ellipse(0, 0, 1.6), x + dx, y + dy, _GOLD, outline=False)


def lollipop(p: Prop) -> None:
    """Paint a lollipop."""
    x, y = p.hand
    p.put(stroke([(x, y + 4), (x + 1, y - 8)], 1.0), 0, 0, (255, 250, 242))
    p.put(ellipse(0, 0, 6.0), x + 1.2, y - 13, p.first, gloss=0.7)
    swirl = [
        (x + 1.2 + r * c * 5.4, y - 13 + r * s * 5.4)
        for r, (c, s) in zip(
            (0.95, 0.8, 0.66, 0.52, 0.4, 0.28, 0.16, 0.05),
            ((1, 0), (0.3, 0.95), (-0.8, 0.6), (-0.8, -0.6), (0.3, -0.95), (1, 0), (0, 1), (0, 0)),
            strict=True,
        )
    ]
    p.put(stroke(swirl, 1.1), 0, 0, (255, 250, 246), outline=False)


def ice_cream(p: Prop) -> None:
    """Paint an ice cream."""
    x, y = p.hand
    p.put([[(-3.6, -4), (3.6, -4), (0.4, 6)]], x, y - 2, (230, 172, 104))
    for dx, dy, colour in ((-1.9, -6.6, p.second), (2.0, -6.8, (255, 244, 230)), (0, -10, p.first)):
        p.put(ellipse(dx, dy, 3.5), x, y - 2, colour)


def wand(p: Prop) -> None:
    """Paint a glowing wand."""
    x, y = p.hand
    p.put(stroke([(x, y + 4), (x + 3, y - 9)], 1.2), 0, 0, (255, 246, 232))
    p.layer.spot(x + 3.8, y - 13, 11, (255, 236, 150), 0.6)
    p.put(star(0, 0, 6.2), x + 3.8, y - 13, _GOLD, gloss=0.7)


def microphone(p: Prop) -> None:
    """Paint a microphone."""
    x, y = p.hand
    p.put(limb([(x - 0.4, y + 5, 1.3), (x + 0.6, y - 4, 1.9)]), 0, 0, (60, 56, 70))
    p.put(ellipse(0, 0, 3.6), x + 1.0, y - 7, (176, 182, 196), gloss=0.8)


def flag(p: Prop) -> None:
    """Paint a waving flag."""
    x, y = p.hand
    p.put(stroke([(x, y + 5), (x + 2, y - 24)], 1.1), 0, 0, _WOOD)
    top = curve([(2, -23.6), (8, -25.4), (14, -22.4), (20, -24.0)])
    low = curve([(19.2, -11.4), (13.2, -9.8), (7.4, -12.8), (1.2, -11.2)])
    p.put([[*top, *low]], x, y, lit(p.first, 0.08), to=p.first, gloss=0.2)
    p.put(heart(10.4, -17.6, 3.4), x, y, (255, 250, 244), outline=False, shade=0.2)


def bubbles(p: Prop) -> None:
    """Let soap bubbles float."""
    x, y = p.hand
    for dx, dy, r in ((6, -8, 4.0), (14, -17, 5.6), (4, -22, 3.0), (18, -4, 2.6), (-34, -30, 3.6)):
        p.put(ellipse(dx, dy, r), x, y, (214, 236, 252), outline=False, alpha=0.5, shade=0, gloss=0.9)
        p.layer.spot(x + dx - r * 0.4, y + dy - r * 0.4, r * 0.5, (255, 255, 255), 0.9)
