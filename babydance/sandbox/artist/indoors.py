"""Settings under a roof, under water and in the studio."""

from itertools import pairwise

from babydance.sandbox.artist.colours import RGB, lit, mix, rgb, shaded
from babydance.sandbox.artist.decor import bunting, window
from babydance.sandbox.artist.scenery import Stage
from babydance.sandbox.artist.shapes import Shape, blob, box, curve, ellipse, heart, star

PARTY = tuple(rgb(c) for c in ("#F2766C", "#F9C74F", "#7DC4B0", "#7DB4E6", "#C39BE0"))
_WALLS = tuple(rgb(c) for c in ("#F6D9C6", "#CFE3D4", "#F4E0B8", "#D8DDF0", "#F3D0D3"))


def nursery(s: Stage) -> None:
    """Paint a nursery with a window, a cot and toys."""
    wall = s.backdrop or s.dice.choice(_WALLS)
    s.wash(((0.0, lit(wall, 0.15)), (1.0, wall)))
    _wallpaper(s, lit(wall, 0.5))
    _floorboards(s, rgb("#E9C49A"))
    s.shape(box(s.left - 1, -15, s.right - s.left + 2, 3), rgb("#FFF9F0"), shade=0.2)
    wide = max(20.0, min(34.0, s.right * 0.5))
    window(s, s.left * 0.6 - wide / 2, -66, wide, 34, hour=s.hour)
    bunting(s, s.top + 6 + 22 * (s.tall - 1), PARTY)
    _shelf(s, s.right * 0.62, -48)
    _cot(s, s.right * 0.72)
    _rug(s, lit(s.dice.choice(PARTY), 0.35))
    _toys(s, s.left * 0.72, 1)
    s.glow(s.left * 0.5, -40, 60, rgb("#FFF6DA"), 0.35)


def _wallpaper(s: Stage, colour: RGB) -> None:
    kind = s.dice.choice((0, 1, 2))
    for i, x in enumerate(s.across(10, 0)):
        for row in range(round(-s.top / 10) + 1):
            y = -14 - row * 10 - (5 if i % 2 else 0)
            shape = (ellipse(x, y, 0.9), star(x, y, 1.4), heart(x, y, 1.2))[kind]
            s.shape(shape, colour, shade=0, gloss=0, outline=False, alpha=0.75)


def _floorboards(s: Stage, colour: RGB) -> None:
    s.back(box(s.left - 1, -12, s.right - s.left + 2, s.bottom + 14), lit(colour, 0.15), to=shaded(colour, 0.18))
    for y in (-9.5, -6, -1.5, 4.5, 12, 22):
        s.line([(s.left, y), (s.right, y)], shaded(colour, 0.3), 0.25, 0.6)
    for i, y in enumerate((-7.8, -3.8, 1.5, 8.0)):
        for x in s.across(30, 0.2):
            s.line([(x + i * 7, y - 1.6), (x + i * 7 + (x * 0.02), y + 1.8 + i)], shaded(colour, 0.3), 0.25, 0.5)


def _shelf(s: Stage, x: float, y: float) -> None:
    s.shape(box(x - 17, y, 34, 2.2, 0.6), rgb("#C08A5E"), cast=0.3)
    for dx, h, colour in (
        (-14, 9, "#7DB4E6"),
        (-10.6, 11, "#F2766C"),
        (-7.2, 8, "#F9C74F"),
        (-3.8, 10, "#7DC4B0"),
    ):
        s.shape(box(x + dx, y - h, 3.0, h, 0.4), rgb(colour), shade=0.3)
    s.shape(ellipse(x + 9, y - 4.4, 4.2), rgb("#C79664"))
    s.shape(ellipse(x + 9, y - 10, 3.4), rgb("#D2A473"))
    for side in (-1, 1):
        s.shape(ellipse(x + 9 + side * 2.7, y - 12.6, 1.4), rgb("#C79664"))
        s.shape(ellipse(x + 9 + side * 1.2, y - 10.4, 0.45), rgb("#3A2A26"), outline=False)
    s.shape(ellipse(x + 9, y - 9.2, 0.6, 0.45), rgb("#3A2A26"), outline=False)


def _cot(s: Stage, x: float) -> None:
    wood = rgb("#FFF6EA")
    s.shape(box(x - 20, -20, 42, 8, 1), rgb("#BFD8E8"), shade=0.4)
    s.shape(blob([(x - 18, -19), (x - 10, -23), (x + 2, -22), (x + 14, -23), (x + 20, -19)]), rgb("#E3EFF6"))
    for k in range(9):
        s.shape(box(x - 20 + k * 5, -32, 1.5, 24), wood, shade=0.3)
    for y in (-33.4, -10.6):
        s.shape(box(x - 22, y, 46, 2.6, 1.2), wood, shade=0.3)


def _rug(s: Stage, colour: RGB) -> None:
    for r, tone in ((44.0, colour), (36.0, lit(colour, 0.45)), (29.0, colour), (20.0, lit(colour, 0.3))):
        s.shape(ellipse(0, 2.5, r, r * 0.2), tone, shade=0.15, gloss=0.1)


def _toys(s: Stage, x: float, y: float) -> None:
    for dx, dy, colour, mark in ((-5, -8, "#F2766C", 0), (4, -8, "#7DB4E6", 1), (-0.4, -16, "#F9C74F", 0)):
        s.shape(box(x + dx - 4, y + dy, 8, 8, 1), rgb(colour), cast=0.2)
        s.shape((star, heart)[mark](x + dx, y + dy + 4, 2.2), (255, 250, 242), shade=0, outline=False)


def bedroom(s: Stage) -> None:
    """Paint a bedroom at night with a moonlit window and a string of lights."""
    s.wash(((0.0, rgb("#2B2F66")), (1.0, rgb("#52508C"))))
    wide = max(24.0, min(40.0, s.right * 0.6))
    window(s, s.left * 0.52 - wide / 2, -72, wide, 42, hour="night")
    s.glow(s.left * 0.4, -30, 50, rgb("#AEB8FF"), 0.25)
    s.back(box(s.left - 1, -13, s.right - s.left + 2, s.bottom + 14), rgb("#6A5A8E"), to=rgb("#4A3F74"))
    x = s.right * 0.66
    s.shape(box(x - 9, -22, 18, 18, 1), rgb("#8C6A78"), shade=0.3)
    s.shape([[(x - 8, -30), (x - 4.4, -42), (x + 4.4, -42), (x + 8, -30)]], rgb("#FFD98A"), shade=0.2)
    s.shape(box(x - 1, -30, 2, 8), rgb("#E8C9A0"), shade=0.2)
    s.glow(x, -34, 42, rgb("#FFCB7A"), 0.75)
    cord = curve(
        [
            (s.left, max(s.top + 8, -84)),
            (s.left * 0.5, max(s.top + 15, -77)),
            (0, max(s.top + 9, -84)),
            (s.right * 0.5, max(s.top + 16, -76)),
            (s.right, max(s.top + 8, -84)),
        ]
    )
    s.line(cord, rgb("#2A2550"), 0.5)
    for bx, by in cord[::3]:
        s.glow(bx, by + 1, 5, rgb("#FFD27F"), 0.9)
        s.shape(ellipse(bx, by + 1, 0.9), rgb("#FFF2CC"), shade=0, outline=False)
    _rug(s, rgb("#8E7CC0"))


def kitchen(s: Stage) -> None:
    """Paint a tiled kitchen."""
    wall = s.backdrop or rgb("#F7E6CC")
    s.wash(((0.0, lit(wall, 0.2)), (1.0, wall)))
    for row in range(6):
        for x in s.across(8, 0, margin=4):
            s.shape(
                box(x - 3.8 + (4 if row % 2 else 0), -58 + row * 5.4, 7.6, 5.0, 0.6),
                mix(rgb("#FFFFFF"), rgb("#BFE0DC"), s.dice.uniform(0.1, 0.5)),
                shade=0.1,
                gloss=0.1,
                outline=False,
            )
    window(s, s.left * 0.55 - 12, -84, 24, 22, hour=s.hour)
    s.shape(box(s.right * 0.2, -74, s.right * 0.75, 2.2, 0.6), rgb("#B98258"), cast=0.25)
    for i, x in enumerate(range(round(s.right * 0.26), round(s.right * 0.92), 8)):
        tone = PARTY[i % len(PARTY)]
        s.shape(box(x, -83, 6, 9, 1.6), mix(tone, (255, 255, 255), 0.25), shade=0.3)
        s.shape(box(x - 0.3, -85, 6.6, 2.4, 1), rgb("#C99A6B"), shade=0.2)
    front = rgb("#7FB5AC")
    s.shape(box(s.left - 1, -28, s.right - s.left + 2, 18), front, shade=0.1)
    for x in s.across(24, 0):
        s.shape(box(x - 10.5, -25, 21, 14, 1), lit(front, 0.14), shade=0.2)
        s.shape(box(x - 2.4, -23, 4.8, 1.1, 0.5), rgb("#F5DFA8"), shade=0.1)
    s.shape(box(s.left - 1, -31, s.right - s.left + 2, 3.4, 0.8), rgb("#E9CBA2"), shade=0.2)
    _pot(s, s.right * 0.6, -31)
    _fruit(s, s.left * 0.66, -31)
    _checkers(s, rgb("#FFF9F0"), rgb("#E4B7A0"))


def _pot(s: Stage, x: float, y: float) -> None:
    s.shape(box(x - 8, y - 10, 16, 10, 2.4), rgb("#E0604F"), gloss=0.6)
    s.shape(box(x - 9, y - 11.6, 18, 2.4, 1.2), rgb("#C94F42"), shade=0.2)
    for k in (-2, 2):
        s.spot(x + k * 1.6, y - 19 - k, 7, (255, 255, 255), 0.5)


def _fruit(s: Stage, x: float, y: float) -> None:
    for dx, colour in ((-4, "#EE6C5C"), (0.4, "#F6B445"), (4.4, "#8FBF5F")):
        s.shape(ellipse(x + dx, y - 6, 3), rgb(colour), gloss=0.5)
    s.shape(blob([(x - 9, y - 5), (x + 9, y - 5), (x + 5, y), (x - 5, y)]), rgb("#6FA9CF"))


def _checkers(s: Stage, one: RGB, two: RGB) -> None:
    s.back(box(s.left - 1, -10, s.right - s.left + 2, s.bottom + 12), one, to=shaded(one, 0.1))
    edges = [-10, -7.5, -4, 1, 8, 18, 32, 60, 110]
    squares: Shape = []
    for row, (a, b) in enumerate(pairwise(edges)):
        wide_a, wide_b = 10 + row * 2.4, 12.4 + row * 2.4
        for k in range(-14, 15):
            if (k + row) % 2 == 0:
                squares.append([(k * wide_a, a), ((k + 1) * wide_a, a), ((k + 1) * wide_b, b), (k * wide_b, b)])
    s.back(squares, two, alpha=0.75)


def library(s: Stage) -> None:
    """Paint a cosy room lined with books."""
    s.wash(((0.0, rgb("#8A5A44")), (1.0, rgb("#A87452"))))
    tones = tuple(rgb(c) for c in ("#C8553D", "#E5A54B", "#5E8C7A", "#4F6D9A", "#9A5B7A", "#EAD7B0"))
    for row in range(round(-s.top / 20) + 1):
        y = -14 - row * 20
        s.back(box(s.left - 1, y - 18.4, s.right - s.left + 2, 18.4), rgb("#5A382E"))
        x = s.left
        while x < s.right:
            w, h = s.dice.uniform(2.2, 4.4), s.dice.uniform(10, 16)
            s.shape(box(x, y - h, w, h, 0.3), s.dice.choice(tones), shade=0.3, outline=False)
            x += w + s.dice.choice((0.2, 0.2, 3.0))
        s.back(box(s.left - 1, y, s.right - s.left + 2, 1.8), rgb("#B98258"))
    _floorboards(s, rgb("#C89468"))
    s.glow(s.right * 0.5, -60, 60, rgb("#FFD99A"), 0.5)
    _rug(s, rgb("#B5545A"))
