"""Settings for a show: a disco stage, a birthday party, a studio."""

import math
from itertools import pairwise

from babydance.sandbox.artist.colours import lit, luma, mix, rgb, shaded
from babydance.sandbox.artist.decor import balloon, bunting, confetti
from babydance.sandbox.artist.indoors import PARTY
from babydance.sandbox.artist.scenery import Stage, leaf, sparkle
from babydance.sandbox.artist.shapes import blob, box, ellipse


def disco(s: Stage) -> None:
    """Paint a stage with spotlights and a mirror ball."""
    s.wash(((0.0, rgb("#2A1548")), (0.6, rgb("#5B2A78")), (1.0, rgb("#8C3F8C"))))
    beams = (rgb("#FF7FB0"), rgb("#FFD166"), rgb("#6FD6E8"), rgb("#B08CFF"))
    for i, x in enumerate((s.left * 0.8, s.left * 0.3, s.right * 0.3, s.right * 0.8)):
        s.back(
            [[(x - 1.5, s.top - 2), (x + 1.5, s.top - 2), (x * 0.2 + 20, 4), (x * 0.2 - 20, 4)]],
            beams[i],
            alpha=0.34,
            blur=1.2,
        )
    for _ in range(22):
        s.spot(
            s.dice.uniform(s.left, s.right),
            s.dice.uniform(s.top, -16),
            s.dice.uniform(2, 5.5),
            s.dice.choice(beams),
            0.5,
        )
    _mirror_ball(s, s.right * 0.42, max(s.top + 16, -84), 9)
    s.back(box(s.left - 1, -12, s.right - s.left + 2, s.bottom + 14), rgb("#3A1E5C"))
    edges = [-12, -8.5, -4, 2, 10, 20, 34]
    for row, (a, b) in enumerate(pairwise(edges)):
        wide_a, wide_b = 14 + row * 3.4, 17.4 + row * 3.4
        for k in range(-11, 11):
            glow = s.dice.choice((*beams, rgb("#4A2A70"), rgb("#4A2A70")))
            if a < s.bottom and s.left - wide_b < k * wide_a < s.right:
                s.shape(
                    [
                        [
                            (k * wide_a + 0.5, a + 0.3),
                            ((k + 1) * wide_a - 0.5, a + 0.3),
                            ((k + 1) * wide_b - 0.5, b - 0.3),
                            (k * wide_b + 0.5, b - 0.3),
                        ]
                    ],
                    mix(glow, rgb("#3A1E5C"), 0.35),
                    shade=0,
                    gloss=0,
                    outline=False,
                )
    s.glow(0, 0, 40, rgb("#FFE9FA"), 0.45)
    for side, x in ((-1, s.left), (1, s.right)):
        curtain = [
            (x + side * 4, s.top - 2),
            (x - side * 12, s.top - 2),
            (x - side * 8, -40),
            (x - side * 11, -4),
            (x + side * 4, -4),
        ]
        s.shape(blob(curtain), rgb("#B32F52"), shade=0.7)
        for k in (3.5, 7.5):
            s.line(
                [(x - side * k, s.top), (x - side * (k - 1.5), -40), (x - side * k, -6)],
                rgb("#7F1D42"),
                0.8,
                0.7,
            )


def _mirror_ball(s: Stage, x: float, y: float, r: float) -> None:
    s.line([(x, s.top), (x, y)], rgb("#D8D2E8"), 0.4)
    s.glow(x, y, r * 2.6, rgb("#F6E9FF"), 0.5)
    s.shape(ellipse(x, y, r), rgb("#C9C2DC"), shade=0.8)
    seam = rgb("#8D84AC")
    for k in range(-4, 5):
        across, half = r * math.sin(k * 0.36), r * math.cos(k * 0.36)
        s.line([(x + across, y - half), (x + across, y + half)], seam, 0.25)
        s.line([(x - half, y + across), (x + half, y + across)], seam, 0.25)
    for dx, dy in ((-0.4, -0.4), (0.2, -0.55), (-0.1, 0.1), (0.5, 0.2)):
        sparkle(s, x + dx * r, y + dy * r, 2.2)


def birthday(s: Stage) -> None:
    """Paint a birthday party."""
    wall = s.backdrop or s.dice.choice((rgb("#FBE0D4"), rgb("#D9ECE8"), rgb("#FCEBC2"), rgb("#E6DDF3")))
    s.wash(((0.0, lit(wall, 0.2)), (1.0, shaded(wall, 0.05))))
    s.glow(0, -44, 66, rgb("#FFFDF4"), 0.6)
    bunting(s, s.top + 5 + 22 * (s.tall - 1), PARTY, 8)
    for i, x in enumerate(
        (s.left * 0.86, s.left * 0.64, s.left * 0.76, s.right * 0.84, s.right * 0.66, s.right * 0.78)
    ):
        balloon(s, x, -58 * s.tall - (i % 3) * 12 * s.tall + s.dice.uniform(-3, 3), 7.4, PARTY[(i * 2) % 5])
    s.back(box(s.left - 1, -12, s.right - s.left + 2, s.bottom + 14), rgb("#EBCFAE"), to=rgb("#D3AC86"))
    _table(s, s.right * 0.66)
    _gifts(s, s.left * 0.68)
    confetti(s, PARTY, 44, s.bottom)


def _table(s: Stage, x: float) -> None:
    s.shape(blob([(x - 20, -22), (x + 20, -22), (x + 21, -2), (x, 0), (x - 21, -2)]), rgb("#FFF9F2"), shade=0.5)
    s.shape(ellipse(x, -22, 20, 3), rgb("#FFFDF9"), shade=0.2)
    for k, (r, h) in enumerate(((9.5, 7.5), (6.5, 6.5))):
        y = -22.5 - k * 7.5
        s.shape(box(x - r, y - h, 2 * r, h, 1), (rgb("#F7B6BE"), rgb("#FFF1DC"))[k], shade=0.4)
        drip = [
            (x - r, y - h),
            (x + r, y - h),
            *[(x + r - i * r / 4, y - h + (3 if i % 2 else 1.2)) for i in range(9)],
        ]
        s.shape(blob(drip, 4), (rgb("#FFF6F0"), rgb("#F2808F"))[k], shade=0.2)
    for dx in (-3, 0, 3):
        s.shape(box(x + dx - 0.5, -42, 1, 5.6), rgb("#7DB4E6"), shade=0.1)
        s.glow(x + dx, -43.4, 4, rgb("#FFD27F"), 0.9)
        s.shape(ellipse(x + dx, -43, 0.6, 1.2), rgb("#FFA63F"), outline=False, shade=0)


def _gifts(s: Stage, x: float) -> None:
    for dx, w, h, colour, band in ((-5, 13, 12, "#7DC4B0", "#FFF6E8"), (7, 10, 9, "#F9C74F", "#F2766C")):
        s.shape(box(x + dx - w / 2, 1 - h, w, h, 0.8), rgb(colour), cast=0.2)
        s.shape(box(x + dx - 1, 1 - h, 2, h), rgb(band), shade=0.1, outline=False)
        for side in (-1, 1):
            s.shape(
                blob([(x + dx, 1 - h), (x + dx + side * 4, -2.4 - h), (x + dx + side * 4.4, 0.6 - h)]),
                rgb(band),
                shade=0.3,
            )


def studio(s: Stage) -> None:
    """Paint a seamless studio backdrop."""
    colour = s.backdrop or s.dice.choice(
        tuple(rgb(c) for c in ("#F7C9B4", "#BFDCCF", "#F7DD9E", "#C4D6EE", "#E5C9E6", "#F5B8AE"))
    )
    dark = luma(colour) < 90  # noqa: PLR2004 - a dark backdrop
    s.wash(((0.0, lit(colour, 0.2)), (0.6, colour), (0.78, lit(colour, 0.1)), (1.0, shaded(colour, 0.12))))
    disc = lit(colour, 0.22 if dark else 0.42)
    s.back(ellipse(0, -40, 44), disc, to=lit(colour, 0.12), alpha=0.8)
    s.glow(s.left * 0.3, -56, 54, (255, 253, 246), 0.4)
    side = s.dice.choice((-1, 1))
    for turn in (-42, -14, 14, 40):
        leaf(s, (side * s.right * 0.86, -2), 30 - abs(turn) * 0.2, turn, mix(rgb("#86AE86"), colour, 0.35))
    s.shape(
        blob(
            [
                (side * s.right * 0.86 - 5, -6),
                (side * s.right * 0.86 + 5, -6),
                (side * s.right * 0.86 + 3.6, 4),
                (side * s.right * 0.86 - 3.6, 4),
            ]
        ),
        mix(rgb("#D98E6A"), colour, 0.2),
    )
