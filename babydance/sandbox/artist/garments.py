"""What clothes carry: collars, buttons, fronts and other extras, drawn in the torso's own frame."""

from collections.abc import Callable

from babydance.sandbox.artist import trimmings
from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, lit, luma, mix, shaded
from babydance.sandbox.artist.dresser import Colours, Dresser
from babydance.sandbox.artist.outfits import Outfit
from babydance.sandbox.artist.patterns import stripes
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import blob, box, ellipse, heart, limb, star, stroke

_ALL_ROUND = {"striped shirt", "tail", "wings", "ring"}  # seen from behind, too
SHIRT_STRIPES = stripes(4.4, 0.4)
Extra = Callable[["Dresser"], None]


def paint(layer: Layer, bones: Skeleton, outfit: Outfit, colours: Colours, stage: str) -> None:
    """Paint the outfit's extras that belong to a stage: behind, torso or over legs."""
    dresser = Dresser(layer, bones, outfit, colours)
    for name in outfit.extras:
        if name in EXTRAS and EXTRAS[name][0] == stage and (name in _ALL_ROUND or not bones.prone):
            EXTRAS[name][1](dresser)


def _contrast(colour: RGB) -> RGB:
    return shaded(colour, 0.6) if luma(colour) > 150 else lit(colour, 0.7)  # noqa: PLR2004 - mid grey


def _collar(d: Dresser) -> None:
    for side in (-1, 1):
        d.patch(
            [(0, 0.1), (side * 7, -0.02), (side * 8.6, 0.14), (side * 4.4, 0.3)],
            lit(d.second, 0.2),
            shade=0.3,
            cast=0.25,
        )


def _buttons(d: Dresser) -> None:
    for y in (0.42, 0.64, 0.86):
        d.dot(0, y, 1.05, d.third)


def _double_buttons(d: Dresser) -> None:
    d.line([(-5.5, 0.2), (-5.8, 0.6), (-5.4, 1.0)], shaded(d.main, 0.35), 0.5)
    for y in (0.36, 0.6):
        for x in (-3.0, 3.0):
            d.dot(x, y, 0.95, d.third)


def _zip(d: Dresser) -> None:
    d.line([(0, 0.12), (0, 0.6), (0, 1.2)], lit(d.second, 0.2), 1.2)
    d.line([(0, 0.12), (0, 0.6), (0, 1.2)], shaded(d.main, 0.5), 0.35)
    d.dot(0, 0.34, 0.9, d.third, 1.3)


def _pocket_heart(d: Dresser) -> None:
    d.sign(heart(0, 0, 2.2), 4.4, 0.46, d.third)


def _striped_shirt(d: Dresser) -> None:
    shape = limb([(*d.bones.along(0, y), r) for y, r in ((0.12, 9.1), (0.5, 11.9))])
    d.layer.shape(shape, d.second, pattern=SHIRT_STRIPES, second=d.third)


def _bib(d: Dresser) -> None:
    shape = limb([(*d.bones.along(0, y), r) for y, r in ((0.78, 12.5), (1.0, 11.2))])
    d.layer.shape(shape, d.main, shade=0.3, gloss=0.15)
    for side in (-1, 1):
        d.layer.shape(
            stroke(d.at([(side * 6.0, 0.36), (side * 7.2, 0.16), (side * 8.0, -0.02)]), 2.4),
            d.main,
            shade=0.3,
        )
    d.patch(
        [(-7.4, 0.34), (7.4, 0.34), (8.6, 0.6), (8.8, 0.9), (-8.8, 0.9), (-8.6, 0.6)],
        lit(d.main, 0.06),
        cast=0.25,
        shade=0.35,
    )
    d.poly([(-4.0, 0.52), (4.0, 0.52), (3.8, 0.72), (0, 0.8), (-3.8, 0.72)], shaded(d.main, 0.15), shade=0.2)
    d.line([(-4.0, 0.53), (4.0, 0.53)], lit(d.main, 0.4), 0.5)
    for side in (-1, 1):
        d.dot(side * 6.0, 0.38, 1.25, (246, 200, 92))


def _chest_panel(d: Dresser) -> None:
    d.layer.shape(
        blob(d.at([(-10.4, 0.0), (0, -0.1), (10.4, 0.0), (9.4, 0.22), (0, 0.3), (-9.4, 0.22)])),
        lit(d.second, 0.1),
        cast=0.25,
    )
    corner = d.bones.along(0, 0.6)
    d.layer.shape(box(corner[0] - 5.6, corner[1] - 3.4, 11.2, 6.8, 1.4), mix(d.main, (150, 165, 190), 0.45), cast=0.3)
    for k, colour in enumerate(((240, 96, 84), (250, 204, 80), (110, 200, 140))):
        d.dot(-3.4 + k * 3.4, 0.55, 1.0, colour)
    d.line([(-3.6, 0.68), (3.6, 0.68)], d.third, 0.9)


def _belt(d: Dresser) -> None:
    colour = d.third if luma(d.main) > 90 or d.outfit.hat == "eye mask" else d.second  # noqa: PLR2004 - dark
    d.line([(-11.6, 0.86), (0, 0.95), (11.6, 0.86)], mix(colour, (60, 40, 40), 0.12), 2.6)
    d.dot(0, 0.94, 1.8, (250, 208, 96), 1.5)


def _waistcoat(d: Dresser) -> None:
    colour = d.second
    for side in (-1, 1):
        d.patch(
            [
                (side * 4.4, 0.06),
                (side * 10.2, 0.0),
                (side * 12.3, 0.5),
                (side * 11.6, 0.96),
                (side * 5.4, 1.0),
                (side * 4.0, 0.5),
            ],
            colour,
            cast=0.2,
            shade=0.4,
        )


def _emblem(d: Dresser) -> None:
    d.sign(ellipse(0, 0, 5.0), 0, 0.46, lit(d.third, 0.1))
    d.sign(star(0, 0, 4.0), 0, 0.46, d.second)


def _pants(d: Dresser) -> None:
    d.patch(
        [(-11.4, 0.86), (0, 0.92), (11.4, 0.86), (9.6, 1.16), (3.6, 1.42), (-3.6, 1.42), (-9.6, 1.16)],
        d.second,
        shade=0.4,
    )


def _belly(d: Dresser) -> None:
    x, y = d.bones.along(0, 0.66)
    d.layer.shape(ellipse(x, y, 7.6, 8.4), lit(d.second, 0.1), to=d.second, outline=False, shade=0.25, gloss=0.3)


def _neckerchief(d: Dresser) -> None:
    d.patch(
        [(-8.4, 0.04), (0, 0.0), (8.4, 0.04), (4.4, 0.24), (0, 0.42), (-4.4, 0.24)],
        d.third,
        cast=0.25,
        shade=0.4,
    )


def _ribs(d: Dresser) -> None:
    d.line([(-11.8, 0.98), (0, 1.1), (11.8, 0.98)], shaded(d.main, 0.18), 3.4)
    d.line([(-7.4, 0.1), (0, 0.2), (7.4, 0.1)], shaded(d.main, 0.18), 2.6)


def _sweater_band(d: Dresser) -> None:
    d.line([(-11.2, 0.46), (0, 0.52), (11.2, 0.46)], d.second, 3.4)
    for x in (-7.5, -2.5, 2.5, 7.5):
        d.sign(star(0, 0, 1.7, 4, 0.45), x, 0.505 - abs(x) * 0.003, d.third)


def _piping(d: Dresser) -> None:
    d.line([(0, 0.14), (0, 0.6), (0, 1.24)], lit(d.second, 0.1), 0.8)
    d.poly([(4.0, 0.4), (8.4, 0.4), (8.2, 0.58), (4.2, 0.58)], lit(d.main, 0.12), shade=0.2)
    d.line([(3.9, 0.4), (8.5, 0.4)], lit(d.second, 0.1), 0.7)


def _shirt_front(d: Dresser) -> None:
    d.poly([(-5.6, 0.0), (5.6, 0.0), (2.4, 0.6), (0, 0.86), (-2.4, 0.6)], d.second, shade=0.2)
    for y in (0.46, 0.62):
        d.dot(0, y, 0.6, (46, 42, 52))


def _lapels(d: Dresser) -> None:
    for side in (-1, 1):
        d.poly(
            [(side * 5.2, 0.0), (side * 8.4, 0.1), (side * 7.2, 0.38), (0.0, 0.86), (side * 2.6, 0.5)],
            lit(d.main, 0.12),
            cast=0.2,
            shade=0.3,
        )
    d.dot(0.6, 0.98, 0.8, _contrast(d.main))


def _bow_tie(d: Dresser) -> None:
    for side in (-1, 1):
        d.patch([(0, 0.2), (side * 5.0, 0.08), (side * 5.2, 0.34)], d.third, cast=0.25, shade=0.4)
    d.dot(0, 0.21, 1.3, lit(d.third, 0.2))


def _number(d: Dresser) -> None:
    x, y = d.bones.along(0, 0.58)
    d.layer.shape(box(x + 0.8, y - 3.6, 2.0, 7.2), lit(d.second, 0.2), outline=False)
    d.layer.shape(
        [[(x - 1.6, y - 1.6), (x + 1.2, y - 3.6), (x + 1.2, y - 1.4), (x - 0.6, y - 0.2)]],
        lit(d.second, 0.2),
        outline=False,
    )
    for side in (-1, 1):
        d.line([(side * 9.4, 0.2), (side * 10.6, 0.6)], lit(d.second, 0.2), 1.0)


def _hood_down(d: Dresser) -> None:
    d.patch(
        [(-9.8, 0.02), (0, -0.12), (9.8, 0.02), (8.6, 0.24), (0, 0.36), (-8.6, 0.24)],
        shaded(d.main, 0.15),
        cast=0.2,
    )


def _pouch(d: Dresser) -> None:
    d.poly(
        [(-5.0, 0.66), (5.0, 0.66), (7.4, 0.82), (6.6, 1.02), (-6.6, 1.02), (-7.4, 0.82)],
        shaded(d.main, 0.1),
        cast=0.15,
        shade=0.25,
    )


def _laces(d: Dresser) -> None:
    for side in (-1, 1):
        d.line([(side * 2.2, 0.28), (side * 2.6, 0.42), (side * 2.2, 0.54)], lit(d.second, 0.2), 0.8)


def _sailor_collar(d: Dresser) -> None:
    for side in (-1, 1):
        d.poly(
            [(side * 9.6, 0.0), (side * 10.4, 0.26), (0.0, 0.56), (side * 3.0, 0.16)],
            d.second,
            cast=0.2,
            shade=0.3,
        )
        d.line([(side * 9.6, 0.24), (side * 0.8, 0.5)], (255, 255, 255), 0.6)
    d.patch([(-1.4, 0.5), (1.4, 0.5), (2.6, 0.74), (-2.6, 0.74)], d.third, shade=0.3)


def _stethoscope(d: Dresser) -> None:
    d.line([(-6.2, 0.02), (-4.6, 0.34), (0.0, 0.5), (4.6, 0.34), (6.2, 0.02)], (70, 76, 90), 0.9)
    d.line([(0.0, 0.5), (1.4, 0.62)], (70, 76, 90), 0.9)
    d.dot(2.0, 0.7, 1.7, (214, 222, 232))


EXTRAS: dict[str, tuple[str, Extra]] = {
    "collar": ("torso", _collar),
    "buttons": ("torso", _buttons),
    "double buttons": ("torso", _double_buttons),
    "zip": ("torso", _zip),
    "pocket heart": ("torso", _pocket_heart),
    "skirt coat": ("over legs", trimmings.skirt_coat),
    "snaps": ("over legs", trimmings.snaps),
    "pockets": ("over legs", trimmings.pockets),
    "striped shirt": ("torso", _striped_shirt),
    "bib": ("torso", _bib),
    "skirt": ("over legs", trimmings.skirt),
    "tutu": ("over legs", trimmings.tutu),
    "bow": ("over legs", trimmings.bow),
    "chest panel": ("torso", _chest_panel),
    "belt": ("torso", _belt),
    "waistcoat": ("torso", _waistcoat),
    "cape": ("behind", trimmings.cape),
    "emblem": ("torso", _emblem),
    "pants": ("torso", _pants),
    "belly": ("torso", _belly),
    "tail": ("behind", trimmings.tail),
    "wings": ("behind", trimmings.wings),
    "neckerchief": ("torso", _neckerchief),
    "apron": ("over legs", trimmings.apron),
    "ribs": ("torso", _ribs),
    "sweater band": ("torso", _sweater_band),
    "piping": ("torso", _piping),
    "ring": ("over legs", trimmings.ring),
    "shirt front": ("torso", _shirt_front),
    "lapels": ("torso", _lapels),
    "bow tie": ("torso", _bow_tie),
    "number": ("torso", _number),
    "hood down": ("torso", _hood_down),
    "pouch": ("torso", _pouch),
    "laces": ("torso", _laces),
    "sailor collar": ("torso", _sailor_collar),
    "stethoscope": ("torso", _stethoscope),
    "nappy": ("over legs", trimmings.nappy),
}
