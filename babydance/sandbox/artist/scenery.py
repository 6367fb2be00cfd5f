"""The stage a baby stands on, and what scenes are built of: skies, hills, trees, clouds, flowers."""

import math
import random

from babydance.sandbox.artist.brushes import Layer, Manner
from babydance.sandbox.artist.colours import RGB, lit, mix, rgb
from babydance.sandbox.artist.light import Stops, wash
from babydance.sandbox.artist.shapes import Point, Shape, blob, box, curve, ellipse, star, stroke

SKIES: dict[str, Stops] = {
    "day": ((0.0, rgb("#7FC4EC")), (0.55, rgb("#C3E6F5")), (1.0, rgb("#FDF3DC"))),
    "morning": ((0.0, rgb("#A8CDEB")), (0.5, rgb("#F6DDD8")), (1.0, rgb("#FFF0CF"))),
    "sunset": ((0.0, rgb("#6C6BB5")), (0.38, rgb("#E58FA0")), (0.75, rgb("#FBB877")), (1.0, rgb("#FFE3A6"))),
    "night": ((0.0, rgb("#141B46")), (0.6, rgb("#2C3A78")), (1.0, rgb("#5B5C9E"))),
}


class Stage(Layer):
    """A layer as large as the picture: a unit is a hundredth of its short side, the baby stands at y = 0."""

    def __init__(
        self,
        size: tuple[int, int],
        *,
        manner: Manner,
        dice: random.Random,
        hour: str,
        backdrop: RGB | None,
        floor: float,
    ) -> None:
        unit = min(size) / 100
        super().__init__(size, scale=unit, origin=(size[0] / 2, size[1] * floor), manner=manner)
        self.dice, self.hour, self.backdrop = dice, hour, backdrop
        self.left, self.right = -size[0] / 2 / unit, size[0] / 2 / unit
        self.tall = max(1.0, min(2.2, size[1] / size[0]))
        self.top, self.bottom = -size[1] * floor / unit, size[1] * (1 - floor) / unit

    def wash(self, stops: Stops, until: float | None = None) -> None:
        """Fill the sheet from its top down to a height, fading through the stops."""
        end = self.bottom if until is None else until
        height = max(2, min(self.image.height, round((end - self.top) * self.scale)))
        if self.manner.tone:
            stops = tuple((t, self.manner.tone(c)) for t, c in stops)
        self.image.paste(wash((self.image.width, height), stops), (0, 0))
        if height < self.image.height:
            self.image.paste(stops[-1][1], (0, height, self.image.width, self.image.height))

    def back(self, shape: Shape, colour: RGB, *, to: RGB | None = None, alpha: float = 1.0, blur: float = 0.0) -> None:
        """Paint a large flat shape of the background."""
        self.shape(shape, colour, to=to, shade=0.0, gloss=0.0, alpha=alpha, blur=blur)

    def across(self, pitch: float, jitter: float = 0.4, *, margin: float = 8.0) -> list[float]:
        """Return places from left to right, roughly so far apart."""
        count = max(1, round((self.right - self.left + 2 * margin) / pitch))
        return [self.left - margin + (i + 0.5 + self.dice.uniform(-jitter, jitter)) * pitch for i in range(count)]

    def ridge(self, y: float, height: float, waves: float, phase: float) -> Shape:
        """Return rolling ground from edge to edge, down to the foot of the picture."""
        span = self.right - self.left + 20
        n = max(6, round(span / 9))
        crest: list[Point] = []
        for i in range(n + 1):
            x = self.left - 10 + span * i / n
            swing = math.sin(x / waves + phase) + 0.5 * math.sin(x / waves * 2.3 + phase * 2)
            crest.append((x, y - height * swing / 1.5))
        return [[*curve(crest), (self.right + 10, self.bottom + 5), (self.left - 10, self.bottom + 5)]]

    def near_face(self, x: float, y: float) -> bool:
        """Tell whether a spot is likely to lie on the baby's face."""
        return abs(x) < 24 and -76 < y < -22  # noqa: PLR2004 - where faces are

    def glow(self, x: float, y: float, r: float, colour: RGB, alpha: float) -> None:
        """Paint a large soft light."""
        self.spot(x, y, r, colour, alpha)


def sky(stage: Stage, until: float = -12.0) -> None:
    """Paint the sky of the hour with its sun or moon and its clouds."""
    stage.wash(SKIES[stage.hour], until)
    if stage.hour == "night":
        stars(stage, until)
        moon(stage, stage.right * 0.56, max(stage.top + 20, -84), 8)
        return
    x = stage.left * 0.55 if stage.hour != "sunset" else stage.right * 0.5
    y = max(stage.top + 16, -88) if stage.hour == "day" else -30.0
    stage.glow(x, y, 52, rgb("#FFF6D8"), 0.75)
    stage.glow(x, y, 10, rgb("#FFFDF2"), 1.0)
    tone = rgb("#FFFFFF") if stage.hour == "day" else rgb("#FFE9DF")
    for cx in stage.across(52 / stage.tall, margin=4):
        cloud(
            stage,
            cx,
            stage.dice.uniform(stage.top + 12, -62),
            stage.dice.uniform(5, 9),
            tone,
            alpha=0.9,
        )


def cloud(stage: Stage, x: float, y: float, r: float, colour: RGB, *, alpha: float = 1.0) -> None:
    """Paint a fluffy cloud."""
    puffs = ((-1.7, 0.3, 0.75), (-0.8, -0.3, 1.0), (0.35, -0.55, 1.15), (1.35, 0.0, 0.9), (2.1, 0.4, 0.6))
    shape = [p for dx, dy, k in puffs for p in ellipse(x + dx * r, y + dy * r, r * k)]
    shape += box(x - 2.2 * r, y + 0.1 * r, 4.7 * r, 0.9 * r, 0.45 * r)
    stage.shape(shape, colour, to=mix(colour, (176, 196, 236), 0.16), shade=0.22, gloss=0.3, alpha=alpha)


def moon(stage: Stage, x: float, y: float, r: float) -> None:
    """Paint a glowing moon."""
    stage.glow(x, y, r * 4.2, rgb("#BFC8FF"), 0.5)
    stage.shape(ellipse(x, y, r), rgb("#FFF6D6"), shade=0.35)
    for dx, dy, k in ((-0.35, -0.2, 0.2), (0.3, 0.3, 0.26), (0.2, -0.45, 0.13)):
        stage.shape(ellipse(x + dx * r, y + dy * r, k * r), rgb("#EBDDAF"), outline=False, shade=0.2)


def stars(stage: Stage, until: float, density: float = 1.0) -> None:
    """Scatter stars over the sky."""
    area = (stage.right - stage.left) * (until - stage.top)
    for _ in range(min(140, round(area / 130 * density))):
        x, y = stage.dice.uniform(stage.left, stage.right), stage.dice.uniform(stage.top, until)
        r = stage.dice.choice((0.28, 0.35, 0.5))
        if stage.dice.random() < 0.12:  # noqa: PLR2004 - a few sparkle
            sparkle(stage, x, y, stage.dice.uniform(1.4, 2.4))
        else:
            stage.shape(ellipse(x, y, r), rgb("#FFF8E0"), shade=0, gloss=0, outline=False, alpha=0.85)


def sparkle(stage: Stage, x: float, y: float, r: float, colour: RGB = (255, 248, 220)) -> None:
    """Paint a four-pointed twinkle."""
    stage.spot(x, y, r * 1.8, colour, 0.5)
    stage.shape(star(x, y, r, 4, 0.2), colour, shade=0, gloss=0, outline=False, alpha=0.95)


def pine(stage: Stage, x: float, y: float, height: float, colour: RGB, *, snow: float = 0.0) -> None:
    """Paint a fir tree standing at (x, y)."""
    stage.shape(box(x - height * 0.035, y - height * 0.2, height * 0.07, height * 0.2), rgb("#7A5440"), shade=0.4)
    for k, wide, low in ((0.0, 0.30, 0.12), (1.0, 0.24, 0.36), (2.0, 0.17, 0.6)):
        base, tip = y - height * low, y - height * (low + 0.42)
        w = height * wide
        tier = [
            (x, tip),
            (x + w * 0.45, base - height * 0.14),
            (x + w, base),
            (x, base + height * 0.03),
            (x - w, base),
            (x - w * 0.45, base - height * 0.14),
        ]
        stage.shape([tier], mix(colour, lit(colour, 0.2), k / 3), shade=0.5, gloss=0.2)
        if snow:
            cap = [
                (x, tip - 0.3),
                (x + w * 0.5, base - height * 0.13),
                (x + w * 0.2, base - height * 0.17),
                (x, base - height * 0.11),
                (x - w * 0.25, base - height * 0.17),
                (x - w * 0.5, base - height * 0.13),
            ]
            stage.shape(blob(cap), (252, 253, 255), shade=0.2, outline=False)


def tree(stage: Stage, x: float, y: float, height: float, colour: RGB) -> None:
    """Paint a round tree standing at (x, y)."""
    trunk = [
        (x - height * 0.06, y),
        (x - height * 0.035, y - height * 0.5),
        (x + height * 0.035, y - height * 0.5),
        (x + height * 0.06, y),
    ]
    stage.shape([trunk], rgb("#8A6148"), shade=0.4)
    r = height * 0.24
    crown = [
        p
        for dx, dy, k in (
            (-0.75, 0.2, 0.8),
            (0.75, 0.15, 0.8),
            (-0.35, -0.6, 0.85),
            (0.45, -0.55, 0.8),
            (0, 0, 1.05),
        )
        for p in ellipse(x + dx * r, y - height * 0.66 + dy * r, r * k)
    ]
    stage.shape(crown, lit(colour, 0.1), to=colour, shade=0.45, gloss=0.4)
    for dx, dy in ((-0.5, -0.45), (0.35, -0.75), (0.1, 0.1)):
        stage.shape(
            ellipse(x + dx * r, y - height * 0.66 + dy * r, r * 0.3, r * 0.16, -15),
            lit(colour, 0.28),
            shade=0,
            gloss=0,
            outline=False,
            alpha=0.5,
        )


def bush(stage: Stage, x: float, y: float, r: float, colour: RGB) -> None:
    """Paint a bush."""
    shape = [
        p for dx, k in ((-1.1, 0.75), (-0.2, 1.05), (0.9, 0.85)) for p in ellipse(x + dx * r, y - 0.5 * k * r, k * r)
    ]
    stage.shape(shape, colour, shade=0.5)


def flower(stage: Stage, x: float, y: float, height: float, colour: RGB) -> None:
    """Paint a flower on its stem."""
    r = height * 0.16
    stage.shape(
        stroke([(x, y), (x + height * 0.06, y - height * 0.5), (x, y - height)], max(0.4, height * 0.05)),
        rgb("#6FA85F"),
        shade=0,
        gloss=0,
        outline=False,
    )
    stage.shape(
        ellipse(x + height * 0.14, y - height * 0.35, height * 0.16, height * 0.06, -30),
        rgb("#7DB86A"),
        shade=0.2,
        outline=False,
    )
    petals = [
        p
        for k in range(5)
        for p in ellipse(x + r * math.cos(k * 1.257), y - height + r * math.sin(k * 1.257), r * 0.72)
    ]
    stage.shape(petals, colour, shade=0.3)
    stage.shape(ellipse(x, y - height, r * 0.55), rgb("#F8C64E"), shade=0.2, outline=False)


def tuft(stage: Stage, x: float, y: float, height: float, colour: RGB, *, blur: float = 0.0) -> None:
    """Paint a tuft of grass."""
    blades: Shape = []
    for k in range(5):
        lean = (k - 2) * 0.22 * height
        blades.append(
            [
                (x + (k - 2) * 0.09 * height - 0.06 * height, y),
                (x + lean, y - height * (1 - abs(k - 2) * 0.14)),
                (x + (k - 2) * 0.09 * height + 0.06 * height, y),
            ]
        )
    stage.shape(blades, colour, shade=0, gloss=0, blur=blur, outline=False)


def mushroom(stage: Stage, x: float, y: float, height: float) -> None:
    """Paint a toadstool."""
    stage.shape(
        blob(
            [
                (x - height * 0.16, y),
                (x - height * 0.12, y - height * 0.6),
                (x + height * 0.12, y - height * 0.6),
                (x + height * 0.16, y),
            ]
        ),
        rgb("#FFF4E2"),
    )
    cap = blob(
        [
            (x - height * 0.5, y - height * 0.5),
            (x - height * 0.34, y - height * 0.88),
            (x, y - height * 1.02),
            (x + height * 0.34, y - height * 0.88),
            (x + height * 0.5, y - height * 0.5),
            (x, y - height * 0.42),
        ]
    )
    stage.shape(cap, rgb("#DF5344"))
    for dx, dy, k in ((-0.24, -0.68, 0.08), (0.05, -0.84, 0.1), (0.28, -0.64, 0.07)):
        stage.shape(ellipse(x + dx * height, y + dy * height, k * height), rgb("#FFF8EC"), outline=False, shade=0)


def leaf(stage: Stage, at: Point, length: float, turn: float, colour: RGB, *, blur: float = 0.0) -> None:
    """Paint a large leaf growing from a spot; 0 degrees points up."""
    x, y = at
    a = math.radians(turn - 90)
    ux, uy = math.cos(a), math.sin(a)
    points = [(0.0, 0.0), (0.3, 0.17), (0.65, 0.16), (1.0, 0.0), (0.65, -0.16), (0.3, -0.17)]
    shape = blob([(x + (t * ux - w * uy) * length, y + (t * uy + w * ux) * length) for t, w in points])
    stage.shape(shape, colour, shade=0.4, blur=blur)
    if not blur:
        stage.line([(x, y), (x + ux * length * 0.92, y + uy * length * 0.92)], lit(colour, 0.3), 0.5, 0.7)
