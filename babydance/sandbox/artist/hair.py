"""Hair: styles a baby may wear, behind and over the head."""

from collections.abc import Callable

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, lit, shaded
from babydance.sandbox.artist.face import skull
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import Point, blob, ellipse, stroke

HAIRSTYLES = ("curl", "wisps", "fringe", "curls", "pigtails", "bun", "quiff", "waves")


def paint_behind(layer: Layer, bones: Skeleton, colour: RGB, style: str) -> None:
    """Paint the hair that lies behind the head."""
    if style == "pigtails":
        for side in (-1, 1):
            _puff(layer, bones, colour, (side * 23.5, -7.5), 7.4)
            _oval(layer, bones, (side * 19.6, -9.6), (2.1, 2.6), (238, 112, 120))
    if style == "bun":
        _puff(layer, bones, colour, (1, -22.5), 7.6)
    if style in {"waves", "curls"}:
        for side in (-1, 1):
            _puff(layer, bones, colour, (side * 19.5, -3 if style == "curls" else 2), 6.4)


def paint_over(layer: Layer, bones: Skeleton, colour: RGB, style: str) -> None:
    """Paint the hair that lies over the head."""
    _STYLES[style](layer, bones, colour)


def paint_peek(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    """Paint the little hair that peeks out of a hood."""
    points = [
        (-9, -16.2),
        (-3, -18.4),
        (4, -18.2),
        (9, -15.8),
        (5.6, -11.2),
        (3.2, -12.6),
        (0.6, -8.6),
        (-1.6, -12.2),
        (-5.6, -11.0),
    ]
    layer.shape(
        blob([bones.on_face(x, y) for x, y in points]),
        colour,
        shade=0.4,
        clip=skull(bones, 0.86, 2.2),
        outline=False,
    )


def _oval(layer: Layer, bones: Skeleton, at: Point, radii: Point, colour: RGB) -> None:
    layer.shape(ellipse(*bones.on_face(*at), *radii, bones.tilt), colour)


def _puff(layer: Layer, bones: Skeleton, colour: RGB, at: Point, r: float) -> None:
    x, y = at
    for dx, dy, k in ((-0.5, 0.35, 0.62), (0.5, 0.4, 0.62), (0, -0.45, 0.68), (0, 0, 0.85)):
        _oval(layer, bones, (x + dx * r, y + dy * r), (r * k, r * k), colour)


def _cap(layer: Layer, bones: Skeleton, colour: RGB, hairline: list[Point], puff: float = 0.0) -> None:
    dome = [
        (-21.6, 0.5),
        (-21.6 - puff * 0.4, -6.5),
        (-17.8, -13.6 - puff * 0.5),
        (-10.4, -19.6 - puff),
        (0.0, -21.6 - puff),
        (10.4, -19.6 - puff),
        (17.8, -13.6 - puff * 0.5),
        (21.6 + puff * 0.4, -6.5),
        (21.6, 0.5),
    ]
    layer.shape(
        blob([bones.on_face(x, y) for x, y in (*dome, *hairline)]),
        lit(colour, 0.06),
        to=colour,
        shade=0.5,
        gloss=0.5,
        cast=0.16,
    )
    for x in (-13.0, -5.0, 4.0, 12.5):
        _strand(layer, bones, [(x * 1.05, -9.6), (x * 0.9, -14.5), (x * 0.6, -18.6)], shaded(colour, 0.35))
    _strand(layer, bones, [(-12.5, -14.2), (-6.5, -17.4), (1.0, -18.6)], lit(colour, 0.45), 1.5, alpha=0.5)


def _strand(
    layer: Layer,
    bones: Skeleton,
    points: list[Point],
    colour: RGB,
    width: float = 0.7,
    *,
    alpha: float = 0.45,
) -> None:
    line = stroke([bones.on_face(x, y) for x, y in points], width, taper=True)
    layer.shape(line, colour, shade=0, gloss=0, outline=False, alpha=alpha)


def _lock(layer: Layer, bones: Skeleton, colour: RGB, points: list[Point], width: float) -> None:
    layer.shape(stroke([bones.on_face(x, y) for x, y in points], width, taper=True), colour, shade=0.4, gloss=0.4)


def _curl(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    haze = ellipse(*bones.on_face(0, -19), 15, 5.5, bones.tilt)
    layer.shape(haze, colour, alpha=0.55, blur=2.2, clip=skull(bones))
    _lock(
        layer,
        bones,
        colour,
        [(-1.5, -18.6), (-5.5, -23.4), (-2.0, -28.0), (3.4, -26.6), (3.4, -22.8), (0.4, -22.6)],
        3.0,
    )
    _lock(layer, bones, colour, [(1.0, -18.4), (5.4, -21.6), (9.0, -25.0), (11.0, -23.4)], 2.8)
    _lock(layer, bones, colour, [(-3.0, -18.0), (-8.0, -20.8), (-11.6, -21.6), (-12.6, -19.6)], 2.5)
    _lock(layer, bones, colour, [(4.0, -17.6), (0.0, -16.2), (-3.0, -12.6), (-5.8, -12.0)], 2.6)


def _wisps(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (19.2, -5.5),
        (15.5, -10.4),
        (10.8, -9.2),
        (6.4, -13.2),
        (1.6, -10.0),
        (-3.4, -13.6),
        (-8.6, -9.4),
        (-14.6, -11.0),
        (-19.2, -5.5),
    ]
    _cap(layer, bones, colour, line)
    _lock(layer, bones, colour, [(0.0, -20.0), (-3.0, -24.0), (-7.4, -24.6)], 2.6)
    _lock(layer, bones, colour, [(1.0, -20.4), (3.4, -25.0), (8.0, -25.2)], 2.8)


def _fringe(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (19.6, -2.0),
        (16.4, -6.8),
        (11.0, -8.2),
        (4.0, -8.4),
        (-3.0, -8.0),
        (-10.0, -7.6),
        (-16.4, -6.4),
        (-19.6, -2.0),
    ]
    _cap(layer, bones, colour, line, 1.0)
    for x in (-8.0, -1.5, 5.5):
        _strand(layer, bones, [(x, -8.2), (x + 0.8, -12.0), (x + 2.4, -15.0)], shaded(colour, 0.5), 0.8, alpha=0.6)


def _curls(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    spots = [
        (-20, -6, 5.6),
        (20, -6, 5.6),
        (-17, -13, 6.4),
        (17, -13, 6.4),
        (-11, -19, 6.8),
        (11, -19, 6.8),
        (0, -21.5, 7.6),
        (-13.4, -11.5, 5.0),
        (13.4, -11.5, 5.0),
        (-6.6, -14.4, 5.8),
        (6.6, -14.4, 5.8),
        (0, -14.6, 5.2),
    ]
    for x, y, r in spots:
        _oval(layer, bones, (x, y), (r, r * 0.96), colour)
    for x, y, r in spots[4:]:
        _strand(
            layer,
            bones,
            [(x - r * 0.5, y + r * 0.1), (x - r * 0.1, y - r * 0.55), (x + r * 0.5, y - r * 0.2)],
            lit(colour, 0.4),
            0.9,
            alpha=0.5,
        )


def _pigtails(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (19.6, -4.0),
        (14.6, -8.6),
        (7.0, -11.2),
        (1.2, -14.0),
        (-1.2, -14.0),
        (-7.0, -11.2),
        (-14.6, -8.6),
        (-19.6, -4.0),
    ]
    _cap(layer, bones, colour, line)
    _strand(layer, bones, [(0, -14.2), (0.3, -18), (0, -21.2)], shaded(colour, 0.6), 0.7, alpha=0.7)


def _bun(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (19.6, -4.0),
        (15.6, -9.4),
        (8.0, -12.4),
        (0.0, -13.4),
        (-8.0, -12.4),
        (-15.6, -9.4),
        (-19.6, -4.0),
    ]
    _cap(layer, bones, colour, line)
    _lock(layer, bones, colour, [(-17.6, -7.6), (-19.0, -2.0), (-17.4, 1.4)], 2.2)


def _quiff(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (19.4, -4.6),
        (16.4, -10.2),
        (10.0, -12.6),
        (2.0, -12.4),
        (-6.0, -11.4),
        (-14.0, -10.6),
        (-19.4, -4.6),
    ]
    _cap(layer, bones, colour, line)
    points = [
        (-14.0, -12.2),
        (-12.4, -20.0),
        (-3.0, -25.2),
        (7.0, -26.8),
        (13.4, -23.0),
        (11.6, -18.8),
        (5.0, -18.8),
        (0.0, -14.0),
        (-7.0, -11.4),
    ]
    layer.shape(blob([bones.on_face(x, y) for x, y in points]), lit(colour, 0.08), to=colour, shade=0.5, gloss=0.5)
    _strand(layer, bones, [(-9.0, -15.0), (-3.0, -20.4), (6.0, -23.4)], lit(colour, 0.4), 1.1, alpha=0.5)


def _waves(layer: Layer, bones: Skeleton, colour: RGB) -> None:
    line = [
        (20.4, 2.0),
        (17.0, -4.6),
        (11.6, -8.4),
        (4.6, -12.4),
        (-2.0, -9.4),
        (-9.6, -6.6),
        (-16.6, -5.4),
        (-20.4, 2.0),
    ]
    _cap(layer, bones, colour, line, 1.4)
    _strand(layer, bones, [(4.6, -12.4), (9.0, -9.0), (15.0, -5.6)], lit(colour, 0.4), 0.9, alpha=0.5)


_STYLES: dict[str, Callable[[Layer, Skeleton, RGB], None]] = {
    "curl": _curl,
    "wisps": _wisps,
    "fringe": _fringe,
    "curls": _curls,
    "pigtails": _pigtails,
    "bun": _bun,
    "quiff": _quiff,
    "waves": _waves,
}
