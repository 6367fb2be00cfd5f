"""Things a baby plays with, in front of it, in its lap or behind it."""

from collections.abc import Callable

from babydance.sandbox.artist import held
from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, lit, shaded
from babydance.sandbox.artist.playthings import Prop
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import (
    blob,
    box,
    ellipse,
    heart,
    star,
    stroke,
    turned,
)

Colours = tuple[RGB, ...]
_WOOD: RGB = (184, 122, 74)
_GOLD: RGB = (250, 202, 84)


def paint(layer: Layer, bones: Skeleton, names: tuple[str, ...], colours: Colours, stage: str) -> None:
    """Paint the props that belong to a stage: behind, lap or front."""
    for name in names:
        if name in PROPS and PROPS[name][0] == stage:
            PROPS[name][2](Prop(layer, bones, colours))


def _teddy(p: Prop) -> None:
    p.lap = (p.lap[0], p.lap[1] + 2.6)
    brown, pale = (196, 144, 92), (240, 214, 172)
    for side in (-1, 1):
        p.lay(ellipse(side * 4.8, 9.2, 3.2, 3.6), brown, cast=0.2)
        p.lay(ellipse(side * 4.9, 9.6, 1.6, 1.9), pale, outline=False)
    p.lay(ellipse(0, 4.2, 6.0, 6.4), brown, cast=0.3)
    p.lay(ellipse(0, 4.8, 3.4, 3.8), pale, outline=False, shade=0.2)
    for side in (-1, 1):
        p.lay(ellipse(side * 5.6, 2.2, 2.2, 3.4, side * -30), brown, cast=0.2)
        p.lay(ellipse(side * 4.9, -8.6, 2.6), brown)
        p.lay(ellipse(side * 4.9, -8.4, 1.4), pale, outline=False)
    p.lay(ellipse(0, -4.4, 6.6, 5.8), lit(brown, 0.08), cast=0.25)
    p.lay(ellipse(0, -2.8, 2.9, 2.2), pale, outline=False, shade=0.2)
    p.lay(ellipse(0, -3.7, 1.1, 0.8), (64, 42, 40), outline=False)
    for side in (-1, 1):
        p.lay(ellipse(side * 2.7, -5.4, 0.85, 0.95), (48, 34, 36), outline=False)
        p.lay(ellipse(side * 2.7 - 0.3, -5.7, 0.3), (255, 255, 255), outline=False)
        p.lay(blob([(0, 0.8), (side * 3.4, -0.5), (side * 3.4, 2.2)]), p.first)


def _book(p: Prop) -> None:
    p.lay([[(-13, -5.2), (0, -3.2), (13, -5.2), (12, 7.4), (0, 9.4), (-12, 7.4)]], p.first, cast=0.3)
    for side in (-1, 1):
        p.lay(
            [[(0, -2.6), (side * 11.6, -4.6), (side * 10.8, 6.4), (0, 8.2)]],
            (255, 250, 238),
            outline=False,
            shade=0.35,
        )
    p.lay(star(-5.6, 1.0, 3.2), _GOLD, outline=False)
    p.lay(heart(5.6, 0.8, 2.8), p.third, outline=False)
    p.cord([(0, -2.8), (0, 8.2)], (188, 160, 140), 0.4)


def _guitar(p: Prop) -> None:
    p.lap = (p.lap[0] - 1.5, p.lap[1] + 5.5)
    tilt = -24.0
    outline = [
        (-10, -7),
        (-3, -6.4),
        (1.6, -4.6),
        (6, -5.6),
        (9.4, -2.4),
        (9, 3.4),
        (5.4, 5.4),
        (1.4, 4.4),
        (-3, 6.6),
        (-10, 7),
        (-13.4, 0),
    ]
    p.lay(turned(box(6, -1.7, 20, 3.0, 0.8), tilt, (0, 0)), shaded(_WOOD, 0.35), cast=0.2)
    p.lay(turned(box(25, -2.7, 6, 5.0, 1.2), tilt, (0, 0)), shaded(_WOOD, 0.5))
    p.lay(turned(blob(outline), tilt, (0, 0)), (228, 146, 76), to=(200, 104, 48), cast=0.3, gloss=0.6)
    p.lay(turned(ellipse(1.6, -0.2, 2.7), tilt, (0, 0)), (78, 42, 34), outline=False)
    p.lay(turned(box(-8.6, -1.9, 1.5, 3.8), tilt, (0, 0)), (78, 42, 34), outline=False)
    for k in (-0.9, -0.2, 0.5):
        p.cord(turned([[(-8, k), (28, k)]], tilt, (0, 0))[0], (250, 240, 220), 0.25)


def _drum(p: Prop) -> None:
    x, y = p.bones.along(0, 0.98)
    y += 4
    p.put(blob([(-12, -4), (12, -4), (11, 8), (0, 10), (-11, 8)]), x, y, p.first, cast=0.35)
    for k in range(-2, 3):
        p.layer.line(
            [(x + k * 5.4 - 2, y - 2.5), (x + k * 5.4, y + 8.4), (x + k * 5.4 + 2.4, y - 2.5)],
            (255, 240, 210),
            0.6,
        )
    p.put(ellipse(0, -4, 12.6, 3.9), x, y, _GOLD)
    p.put(ellipse(0, -4.4, 11.2, 3.0), x, y, (255, 250, 240), outline=False, shade=0.2)


def _sticks(p: Prop) -> None:
    _drum(p)
    for (x, y), side in zip(p.bones.hands, (-1, 1), strict=True):
        p.put(stroke([(x + side * 1.0, y), (x - side * 5.5, y - 4)], 1.1), 0, 0, _WOOD)
        p.put(ellipse(0, 0, 1.7), x - side * 6.0, y - 4.4, (255, 246, 232))


def _ball(p: Prop) -> None:
    x, y = p.floor
    for i, colour in enumerate((p.first, (255, 250, 242), p.third, (255, 250, 242), p.second)):
        rx = (8.2, 6.4, 4.0, 1.5, 0.0)[i]
        p.put(
            ellipse(0, 0, max(rx, 0.4), 8.2, 18) if i else ellipse(0, 0, 8.2),
            x,
            y - 8.2,
            colour,
            outline=i == 0,
            shade=0.7 if i == 0 else 0.0,
            gloss=0.3 if i == 0 else 0,
        )
    p.layer.spot(x + 3, y - 4, 7, (70, 30, 50), 0.35)
    p.layer.spot(x - 3, y - 11.4, 3.6, (255, 255, 255), 0.7)


def _football(p: Prop) -> None:
    x, y = p.floor
    p.put(ellipse(0, 0, 8.0), x, y - 8.0, (252, 250, 246), shade=0.7)
    for dx, dy, r in (
        (0, 0.4, 2.7),
        (-5.8, -3.2, 1.9),
        (5.6, -3.4, 1.9),
        (-3.8, 5.9, 1.7),
        (4.2, 5.7, 1.7),
        (0, -7.0, 1.4),
    ):
        p.put(star(dx, dy, r, 5, 0.82), x, y - 8.0, (52, 46, 56), outline=False)


def _cake(p: Prop) -> None:
    p.lap = (p.lap[0], p.lap[1] + 6.5)
    p.lay(ellipse(0, 4.6, 13.0, 2.6), (250, 250, 252), cast=0.35)
    p.lay(blob([(-10.4, -3), (10.4, -3), (10.6, 3.8), (0, 5.6), (-10.6, 3.8)]), (250, 222, 176))
    p.lay(
        blob(
            [
                (-10.6, -4),
                (0, -5.6),
                (10.6, -4),
                (10.7, 0),
                (7.4, 1.4),
                (4.4, -0.6),
                (1.4, 2.0),
                (-2.4, -0.4),
                (-5.8, 1.8),
                (-10.7, 0),
            ]
        ),
        p.first,
    )
    for k in (-6, 0, 6):
        p.lay(box(k - 0.6, -10.6, 1.2, 6.2, 0.3), (255, 250, 244), outline=False)
        p.layer.spot(p.lap[0] + k * 1.34, p.lap[1] - 16.4, 5.4, (255, 216, 120), 0.8)
        p.lay(ellipse(k, -12.2, 0.8, 1.5), (255, 176, 64), outline=False, shade=0)
    for k in (-8, -3, 3, 8):
        p.lay(ellipse(k, -3.4, 1.1), p.third, outline=False)


def _gift(p: Prop) -> None:
    p.lay(box(-8, -4, 16, 13, 1), p.first, cast=0.3)
    p.lay(box(-1.5, -4, 3, 13), p.second, outline=False)
    p.lay(box(-9, -6.4, 18, 4, 1), lit(p.first, 0.15), cast=0.2)
    for side in (-1, 1):
        p.lay(blob([(0, -6.4), (side * 5.4, -10.4), (side * 6.2, -6.6)]), p.second)


def _heart(p: Prop) -> None:
    p.lay(heart(0, 0.7, 7), (232, 76, 92), cast=0.3, gloss=0.7)


def _blocks(p: Prop) -> None:
    x, y = p.floor
    for dx, dy, colour in ((-4.6, -8.4, p.first), (4.4, -8.4, p.third), (0.4, -17, p.second)):
        p.put(box(dx - 4.2, dy, 8.4, 8.4, 1.1), x, y, colour)
        p.put(star(dx, dy + 4.3, 2.5), x, y, (255, 250, 240), outline=False, shade=0)


def _duck(p: Prop) -> None:
    x, y = p.floor
    p.put(blob([(-9, -9), (-4, -5.8), (4, -7), (8, -5), (6.4, 0), (-5.6, 0)]), x, y - 0.4, _GOLD)
    p.put(ellipse(4.0, -11, 5.0), x, y, lit(_GOLD, 0.1))
    p.put(ellipse(9.2, -10.2, 2.4, 1.3), x, y, (240, 130, 62))
    p.put(ellipse(5.2, -12.2, 0.9, 1.1), x, y, (48, 38, 38), outline=False)


# name: when it is painted, the pose it asks for, how it is painted
PROPS: dict[str, tuple[str, str, Callable[[Prop], None]]] = {
    "balloon": ("behind", "lifting", held.balloon),
    "balloons": ("behind", "lifting", held.balloons),
    "umbrella": ("behind", "lifting", held.umbrella),
    "teddy": ("lap", "holding", _teddy),
    "book": ("lap", "holding", _book),
    "guitar": ("lap", "strumming", _guitar),
    "drum": ("front", "holding", _sticks),
    "rattle": ("front", "waving", held.rattle),
    "flowers": ("front", "lifting", held.flowers),
    "lollipop": ("front", "lifting", held.lollipop),
    "ice cream": ("front", "lifting", held.ice_cream),
    "wand": ("front", "lifting", held.wand),
    "microphone": ("front", "clapping", held.microphone),
    "flag": ("behind", "lifting", held.flag),
    "ball": ("front", "", _ball),
    "football": ("front", "", _football),
    "cake": ("front", "holding", _cake),
    "gift": ("front", "holding", _gift),
    "heart": ("lap", "holding", _heart),
    "blocks": ("front", "", _blocks),
    "rubber duck": ("front", "", _duck),
    "bubbles": ("front", "waving", held.bubbles),
}
