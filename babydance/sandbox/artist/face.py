"""The head: face, eyes, mouth, cheeks and ears, by mood."""

from dataclasses import dataclass

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, WARM_WHITE, lit, mix, shaded
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import Point, Shape, blob, ellipse, mirrored, moved, stroke, turned

_LASH: RGB = (46, 28, 30)
_LIPS: RGB = (176, 66, 70)
_MOUTH: RGB = (122, 36, 48)
_TONGUE: RGB = (240, 128, 128)
_HALF = [
    (0.0, -20.2),
    (10.2, -18.7),
    (18.2, -11.8),
    (21.2, -2.2),
    (22.2, 6.0),
    (19.4, 13.6),
    (11.6, 18.4),
    (0.0, 19.6),
]


@dataclass(frozen=True)
class Mood:
    """How a mood shows: kinds of eyes and mouth, lift of the brows, strength of the blush."""

    eyes: str = "open"
    mouth: str = "smile"
    brows: float = 0.0
    blush: float = 0.5


MOODS: dict[str, Mood] = {
    "happy": Mood(mouth="open"),
    "content": Mood(mouth="smile"),
    "laughing": Mood(eyes="joy", mouth="laugh", brows=0.8, blush=0.62),
    "sleepy": Mood(eyes="asleep", mouth="tiny", brows=0.4),
    "surprised": Mood(eyes="wide", mouth="oh", brows=2.0),
    "cheeky": Mood(eyes="wink", mouth="smirk", brows=0.6, blush=0.58),
    "dreamy": Mood(eyes="half", mouth="smile", brows=0.6),
    "proud": Mood(eyes="joy", mouth="smile", brows=0.4),
    "shy": Mood(eyes="side", mouth="tiny", blush=0.75),
    "singing": Mood(eyes="joy", mouth="oh", brows=1.2),
    "curious": Mood(eyes="wide", mouth="tiny", brows=1.4),
    "grumpy": Mood(eyes="half", mouth="pout", brows=-1.6),
}


def skull(bones: Skeleton, size: float = 1.0, drop: float = 0.0) -> Shape:
    """Return the outline of the head."""
    points = [(x * size, y * size + drop) for x, y in mirrored(_HALF)]
    return turned(moved(blob(points), *bones.head), bones.tilt, bones.head)


def paint_head(layer: Layer, bones: Skeleton, skin: RGB, *, ears: bool, hooded: bool) -> None:
    """Paint the bare head, smaller inside a hood."""
    if ears:
        for side in (-1, 1):
            x, y = bones.on_face(side * 21.2 - bones.face[0] * 0.4, 3.6)
            layer.shape(ellipse(x, y, 4.6, 5.2, bones.tilt), skin)
            layer.shape(
                ellipse(x + side * 0.2, y + 0.3, 2.5, 3.1, bones.tilt),
                mix(skin, (226, 104, 96), 0.4),
                outline=False,
                alpha=0.6,
                shade=0.3,
            )
    shape = skull(bones, 0.86, 2.2) if hooded else skull(bones)
    layer.shape(
        shape,
        lit(skin, 0.12),
        to=mix(skin, (236, 140, 120), 0.12),
        cast=0.0 if hooded else 0.3,
        shade=0.5,
        gloss=0.35,
    )


def paint_face(layer: Layer, bones: Skeleton, skin: RGB, iris: RGB, mood: Mood) -> None:
    """Paint the face's features over the head."""
    face = _Face(layer, bones, skin)
    blush = mix(skin, (240, 84, 92), 0.62)
    for side in (-1, 1):
        x, y = face.at(side * 13.6, 9.4)
        layer.spot(x, y, 6.6, blush, mood.blush * 1.25, ry=5.2)
        face.detail([(side * 14.2 - 1.1, 8.0), (side * 14.2 + 0.5, 7.4)], lit(skin, 0.8), 0.8, alpha=0.55)
    x, y = face.at(-6, -10)
    layer.spot(x, y, 9, WARM_WHITE, 0.22, ry=6)
    for side in (-1, 1):
        _EYES[_kind(mood.eyes, side)](face, side * 8.7, iris)
        _brow(face, side, mood.brows, skin)
    x, y = face.at(0, 8.1)
    layer.spot(x, y + 0.9, 3.2, shaded(skin, 0.5), 0.5, ry=2.0)
    layer.spot(x, y, 2.4, mix(skin, (240, 110, 100), 0.35), 0.8, ry=1.7)
    layer.spot(x - 0.4, y - 0.6, 1.2, lit(skin, 0.7), 0.6)
    _MOUTHS[mood.mouth](face)


class _Face:
    """The face's own frame: (0, 0) is the middle of the head, moved as it looks aside."""

    def __init__(self, layer: Layer, bones: Skeleton, skin: RGB) -> None:
        self.layer, self.bones, self.skin = layer, bones, skin

    def at(self, x: float, y: float) -> Point:
        dx, dy = self.bones.face
        return self.bones.on_face(x * (1 - abs(dx) * 0.012) + dx, y + dy)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: RGB,
        *,
        to: RGB | None = None,
        alpha: float = 1.0,
        clip: Shape | None = None,
    ) -> Shape:
        shape = ellipse(*self.at(x, y), rx, ry, self.bones.tilt)
        self.layer.shape(shape, colour, to=to, shade=0, gloss=0, outline=False, alpha=alpha, clip=clip)
        return shape

    def detail(self, points: list[Point], colour: RGB, width: float, *, alpha: float = 1.0, taper: bool = True) -> None:
        line = stroke([self.at(x, y) for x, y in points], width, taper=taper)
        self.layer.shape(line, colour, shade=0, gloss=0, outline=False, alpha=alpha)

    def patch(self, points: list[Point], colour: RGB, clip: Shape | None = None) -> Shape:
        shape = blob([self.at(x, y) for x, y in points])
        self.layer.shape(shape, colour, shade=0, gloss=0, outline=False, clip=clip)
        return shape


def _kind(eyes: str, side: int) -> str:
    if eyes == "wink":
        return "joy" if side > 0 else "open"
    return eyes


def _open(face: _Face, x: float, iris: RGB, ry: float = 4.7, look: float = 0.0) -> None:
    y = 3.0
    side = 1 if x > 0 else -1
    face.layer.spot(*face.at(x, y + 0.4), 6.4, shaded(face.skin, 0.55), 0.3, ry=6.6)
    white = face.oval(x, y, 4.0, ry, (255, 250, 246), to=(232, 226, 228))
    x += look
    dark = mix(iris, (18, 10, 16), 0.74)
    face.oval(x, y + 0.25, 3.55, ry - 0.35, dark, to=mix(iris, WARM_WHITE, 0.12), clip=white)
    face.oval(x, y - 0.1, 2.2, ry - 1.7, (22, 12, 18), clip=white)
    face.layer.spot(*face.at(x, y + ry * 0.62), 2.6, lit(iris, 0.55), 0.75, ry=1.5)
    face.oval(x - 1.2, y - 1.75, 1.35, 1.55, (255, 255, 255))
    face.oval(x + 1.35, y + 1.5, 0.62, 0.7, (255, 255, 255), alpha=0.9)
    lid = [
        (x - 4.1 - look, y - 1.7),
        (x - 2.4 - look, y - ry + 0.15),
        (x - look, y - ry - 0.35),
        (x + 2.4 - look, y - ry + 0.15),
        (x + 4.1 - look, y - 1.7),
    ]
    face.detail(lid, _LASH, 1.15)
    for k in (0.0, 1.4):
        start = (x - look + side * (3.9 - k * 0.5), y - 2.2 - k)
        face.detail([start, (start[0] + side * 1.3, start[1] - 0.7)], _LASH, 0.6)


def _wide(face: _Face, x: float, iris: RGB) -> None:
    _open(face, x, iris, 5.2)


def _side(face: _Face, x: float, iris: RGB) -> None:
    _open(face, x, iris, 4.6, 0.8)


def _half(face: _Face, x: float, iris: RGB) -> None:
    _open(face, x, iris, 4.3)
    lid = [(x - 4.5, 1.8), (x - 4.0, -1.6), (x, -3.0), (x + 4.0, -1.6), (x + 4.5, 1.8), (x, 1.2)]
    face.patch(lid, mix(lit(face.skin, 0.08), (236, 140, 120), 0.1))
    face.detail([(x - 4.3, 1.8), (x, 1.1), (x + 4.3, 1.8)], _LASH, 1.1)


def _joy(face: _Face, x: float, _iris: RGB) -> None:
    face.detail([(x - 4.0, 4.4), (x - 2.4, 1.9), (x, 1.0), (x + 2.4, 1.9), (x + 4.0, 4.4)], _LASH, 1.5)
    side = 1 if x > 0 else -1
    face.detail([(x + side * 3.7, 3.4), (x + side * 5.1, 2.7)], _LASH, 0.7)


def _asleep(face: _Face, x: float, _iris: RGB) -> None:
    face.detail([(x - 4.0, 3.2), (x - 2.2, 5.1), (x, 5.7), (x + 2.2, 5.1), (x + 4.0, 3.2)], _LASH, 1.3)
    for k in (-2.6, 0.0, 2.6):
        face.detail([(x + k, 5.2), (x + k * 1.35, 6.9)], _LASH, 0.6)


def _brow(face: _Face, side: int, up: float, skin: RGB) -> None:
    x, y = side * 8.8, -5.6 - up
    inner = up * 0.6 if up < 0 else 0.0
    points = [(x - side * 3.0, y + 0.5 - inner), (x, y - 0.7), (x + side * 3.0, y + 0.4 + inner)]
    face.detail(points, mix(shaded(skin, 0.9), (70, 40, 36), 0.5), 1.2, alpha=0.75)


def _smile(face: _Face) -> None:
    face.detail([(-4.4, 11.6), (-2.3, 13.4), (0, 13.9), (2.3, 13.4), (4.4, 11.6)], _LIPS, 1.15)
    for side in (-1, 1):
        face.detail([(side * 4.3, 10.9), (side * 5.0, 12.1)], shaded(face.skin, 0.7), 0.7, alpha=0.7)


def _smirk(face: _Face) -> None:
    face.detail([(-3.0, 13.0), (-0.6, 13.8), (2.2, 13.2), (4.6, 11.0)], _LIPS, 1.2)
    face.oval(1.0, 14.4, 1.6, 1.3, _TONGUE)
    face.detail([(4.4, 10.2), (5.4, 11.4)], shaded(face.skin, 0.7), 0.7, alpha=0.7)


def _mouth(face: _Face, width: float, depth: float) -> None:
    top = 11.4
    shape = face.patch(
        [
            (-width, top),
            (0, top + 0.9),
            (width, top),
            (width * 0.72, top + depth * 0.72),
            (0, top + depth),
            (-width * 0.72, top + depth * 0.72),
        ],
        _MOUTH,
    )
    face.oval(0.2, top + depth * 0.98, width * 0.62, depth * 0.48, _TONGUE, clip=shape)
    for x in (-0.85, 0.85):
        face.oval(x, top + 0.9, 0.8, 1.0, (255, 253, 248), clip=shape)
    face.detail(
        [
            (-width - 0.4, top - 0.3),
            (-width * 0.5, top + 0.6),
            (0, top + 0.85),
            (width * 0.5, top + 0.6),
            (width + 0.4, top - 0.3),
        ],
        _LIPS,
        0.8,
    )


def _open_mouth(face: _Face) -> None:
    _mouth(face, 4.5, 4.6)


def _laugh(face: _Face) -> None:
    _mouth(face, 5.6, 5.8)


def _oh(face: _Face) -> None:
    shape = face.oval(0, 13.6, 2.1, 2.7, _MOUTH)
    face.oval(0, 15.6, 1.5, 1.3, _TONGUE, clip=shape)


def _tiny(face: _Face) -> None:
    face.detail([(-2.0, 12.6), (0, 13.6), (2.0, 12.6)], _LIPS, 1.1)


def _pout(face: _Face) -> None:
    face.detail([(-2.8, 13.8), (0, 12.6), (2.8, 13.8)], _LIPS, 1.2)


_EYES = {"open": _open, "wide": _wide, "side": _side, "half": _half, "joy": _joy, "asleep": _asleep}
_MOUTHS = {
    "smile": _smile,
    "smirk": _smirk,
    "open": _open_mouth,
    "laugh": _laugh,
    "oh": _oh,
    "tiny": _tiny,
    "pout": _pout,
}
