"""Hoods with ears and hats of all kinds."""

from collections.abc import Callable

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, lit, mix, shaded
from babydance.sandbox.artist.face import skull
from babydance.sandbox.artist.hats import HATS
from babydance.sandbox.artist.look import Look
from babydance.sandbox.artist.milliner import Milliner
from babydance.sandbox.artist.poses import Skeleton

_PINK: RGB = (248, 176, 180)
_GOLD: RGB = (250, 202, 84)


def paint_behind(layer: Layer, bones: Skeleton, look: Look) -> None:
    """Paint the parts of a hood that stand behind the head."""
    ears = _EARS.get(look.outfit.hood)
    if ears:
        ears(Milliner(layer, bones, look.colours, 1.1))


def paint_hood(layer: Layer, bones: Skeleton, look: Look) -> None:
    """Paint the hood around the face."""
    if not look.outfit.hood:
        return
    main = look.colours[0]
    layer.shape(
        skull(bones, 1.14, -2.0),
        lit(main, 0.08),
        to=main,
        cast=0.3,
        pattern=look.outfit.pattern,
        second=look.colours[1],
    )
    over = _OVER.get(look.outfit.hood)
    if over:
        over(Milliner(layer, bones, look.colours, 1.16))
    layer.shape(skull(bones, 0.92, 1.9), shaded(main, 0.28), shade=0.0, gloss=0.0, outline=False)


def paint_hat(layer: Layer, bones: Skeleton, look: Look) -> None:
    """Paint what is worn on the head."""
    hat = look.hat or look.outfit.hat
    if hat in HATS:
        HATS[hat](Milliner(layer, bones, look.colours))


def _round_ears(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 16.5, -17.5, 7.0, 7.0, m.main)
        m.oval(side * 16.5, -17.0, 4.2, 4.2, m.second, outline=False, shade=0.3)


def _panda_ears(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 16.5, -17.5, 7.0, 7.0, m.third)


def _bunny_ears(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 10.5, -33.0, 5.4, 14.5, m.main, turn=side * 12)
        m.oval(side * 10.5, -32.0, 3.0, 11.0, m.third, turn=side * 12, outline=False, shade=0.25)


def _pointed_ears(m: Milliner) -> None:
    for side in (-1, 1):
        m.patch([(side * 6, -19), (side * 16.5, -33.5), (side * 17.5, -32.5), (side * 22, -12)], m.main)
        m.patch(
            [(side * 10.5, -20.5), (side * 16.6, -29.0), (side * 18.6, -17)],
            mix(m.second, _PINK, 0.5),
            outline=False,
            shade=0.25,
        )


def _mane(m: Milliner) -> None:
    for x, y in [
        (-23, 2),
        (23, 2),
        (-22.5, -7.5),
        (22.5, -7.5),
        (-18, -16),
        (18, -16),
        (-10, -21.5),
        (10, -21.5),
        (0, -23),
        (-21.5, 10.5),
        (21.5, 10.5),
        (-15, 17),
        (15, 17),
    ]:
        m.oval(x, y, 6.4, 6.4, m.third)
    for side in (-1, 1):
        m.oval(side * 15.5, -20.0, 5.4, 5.4, m.main)
        m.oval(side * 15.5, -19.6, 3.2, 3.2, m.second, outline=False)


def _dinosaur_back(m: Milliner) -> None:
    for x, y, r in ((-11, -20.5, 5.4), (0, -25.0, 7.0), (11, -20.5, 5.4)):
        m.poly([(x - r, y + 4), (x + x * 0.16, y - r), (x + r, y + 4)], m.third)


def _bee_back(m: Milliner) -> None:
    for side in (-1, 1):
        m.line([(side * 6, -20), (side * 8.5, -27), (side * 12.5, -31)], (58, 46, 44), 1.3)
        m.oval(side * 12.8, -31.5, 2.4, 2.4, (58, 46, 44))


def _unicorn_back(m: Milliner) -> None:
    for side in (-1, 1):
        m.patch([(side * 10, -19), (side * 16.5, -28.5), (side * 20, -13)], m.main)
    m.poly([(-3.6, -20), (0.6, -38), (3.6, -20)], _GOLD, gloss=0.7)
    for y in (-24.0, -28.5, -32.5):
        m.line(
            [(-2.9 - (y + 20) * 0.15, y), (3.0 + (y + 20) * 0.15, y - 1.6)],
            shaded(_GOLD, 0.4),
            0.6,
            outline=False,
        )


def _eyes_on_top(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 11.5, -20.5, 6.2, 6.2, m.main)
        m.oval(side * 11.5, -20.8, 4.2, 4.2, (255, 255, 250), outline=False, shade=0.2)
        m.oval(side * 11.0, -20.4, 2.5, 2.7, (40, 34, 40), outline=False)
        m.oval(side * 11.0 - 0.9, -21.4, 0.8, 0.8, (255, 255, 255), outline=False)


def _snout_nose(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 8.5, -16.6, 1.7, 1.9, (48, 36, 38), outline=False)
    m.oval(0, -15.0, 2.4, 1.6, (70, 46, 44), outline=False)


def _dinosaur_over(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 9.5, -16.0, 2.6, 2.8, (255, 255, 248), outline=False, shade=0.1)
        m.oval(side * 9.2, -15.8, 1.6, 1.8, (44, 40, 40), outline=False)
    for x in (-11, -6.6, -2.2, 2.2, 6.6, 11):
        y = -13.4 + abs(x) * abs(x) * 0.028
        m.poly([(x - 2.0, y - 2.0), (x + 2.0, y - 2.0), (x, y + 1.8)], (255, 253, 246), outline=False, shade=0.1)


def _beak(m: Milliner) -> None:
    for side in (-1, 1):
        m.oval(side * 9.0, -17.4, 1.6, 1.9, (48, 40, 40), outline=False)
    m.patch([(-6.5, -14.2), (0, -17.2), (6.5, -14.2), (0, -10.8)], m.third)


def _unicorn_over(m: Milliner) -> None:
    for k, colour in enumerate(((246, 150, 190), (150, 180, 246), (160, 224, 196))):
        m.oval(-6 + k * 6, -19.0 + abs(k - 1) * 1.6, 4.6, 4.2, colour)


_EARS: dict[str, Callable[[Milliner], None]] = {
    "bear": _round_ears,
    "panda": _panda_ears,
    "bunny": _bunny_ears,
    "cat": _pointed_ears,
    "fox": _pointed_ears,
    "lion": _mane,
    "dinosaur": _dinosaur_back,
    "bee": _bee_back,
    "unicorn": _unicorn_back,
}
_OVER: dict[str, Callable[[Milliner], None]] = {
    "bear": _snout_nose,
    "panda": _snout_nose,
    "fox": _snout_nose,
    "cat": _snout_nose,
    "dinosaur": _dinosaur_over,
    "frog": _eyes_on_top,
    "duck": _beak,
    "unicorn": _unicorn_over,
}
