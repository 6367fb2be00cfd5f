"""The baby: body, limbs and clothes put together for a pose."""

from babydance.sandbox.artist import face, garments, hair, hoods, props
from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB, lit, mix, rgb, shaded
from babydance.sandbox.artist.look import Look
from babydance.sandbox.artist.poses import SIDES, Pose, Skeleton, skeleton
from babydance.sandbox.artist.shapes import Bead, Point, Shape, between, ellipse, limb, stroke, turned

_NEAR_FACE = 19.0


class Baby:
    """A baby in a look and a pose, ready to be painted; its hips are the origin."""

    def __init__(self, look: Look, pose: Pose) -> None:
        self.look = look
        self.bones: Skeleton = skeleton(pose)
        self.mood = look.mood
        if pose.eyes:
            self.mood = face.Mood(eyes=pose.eyes, mouth="tiny", brows=0.4, blush=look.mood.blush)

    def paint(self, layer: Layer) -> None:
        """Paint the whole baby with its props."""
        look, bones = self.look, self.bones
        props.paint(layer, bones, look.props, look.prop_colours, "behind")
        garments.paint(layer, self.bones, look.outfit, look.colours, "behind")
        if bones.prone:
            self._legs(layer)
        hoods.paint_behind(layer, bones, look)
        if not look.outfit.hood:
            hair.paint_behind(layer, bones, look.hair, look.hairstyle)
        if not (bones.seated or bones.prone):
            self._legs(layer)
        self._torso(layer)
        if bones.seated:
            self._legs(layer)
        garments.paint(layer, bones, look.outfit, look.colours, "over legs")
        props.paint(layer, bones, look.props, look.prop_colours, "lap")
        for i in (0, 1):
            if not self._near_face(i):
                self._arm(layer, i)
        self._head(layer)
        for i in (0, 1):
            if self._near_face(i):
                self._arm(layer, i)
        props.paint(layer, bones, look.props, look.prop_colours, "front")

    @property
    def height(self) -> float:
        """Return the units from the soles to the top of the hat, the ears or what is held up."""
        worn = max(_TALL.get(self.look.hat or self.look.outfit.hat, 26.0), _TALL.get(self.look.outfit.hood, 26.0))
        held = max(
            [_HELD.get(name, 0.0) - y for name in self.look.props for _, y in self.bones.hands[1:]],
            default=0.0,
        )
        return self.bones.ground + max(worn - self.bones.head[1], held)

    def slot(self, number: int | None) -> RGB:
        """Return the outfit's colour in a slot, its main one by default."""
        return self.look.colours[number or 0]

    def _near_face(self, i: int) -> bool:
        (x, y), (hx, hy) = self.bones.hands[i], self.bones.head
        return abs(x - hx) < _NEAR_FACE and y - hy < _NEAR_FACE - 1 and not self.bones.prone

    def _torso(self, layer: Layer) -> None:
        look, bones = self.look, self.bones
        if look.outfit.torso:
            colour = look.colours[0]
            layer.shape(
                torso(bones, 0.3),
                lit(colour, 0.06),
                to=colour,
                pattern=look.outfit.pattern,
                second=look.colours[1],
                shade=0.55,
            )
            if look.outfit.trousers and look.outfit.leg:
                seat = [bones.along(x, y) for x, y in ((-18, 0.9), (0, 0.98), (18, 0.9), (18, 1.8), (-18, 1.8))]
                layer.shape(torso(bones, 0.4), self.slot(look.outfit.trousers), clip=[seat], outline=False, gloss=0.1)
        else:
            layer.shape(torso(bones), look.skin, to=mix(look.skin, (236, 140, 120), 0.1))
            layer.shape(ellipse(*bones.along(0, 0.66), 0.7, 0.9), shaded(look.skin, 0.4), outline=False, alpha=0.6)
        garments.paint(layer, bones, look.outfit, look.colours, "torso")

    def _legs(self, layer: Layer) -> None:
        for i in (0, 1):
            self._leg(layer, i)

    def _leg(self, layer: Layer, i: int) -> None:
        look, bones = self.look, self.bones
        beads: list[Bead] = [(*bones.hips[i], 7.0), (*bones.knees[i], 6.1), (*bones.feet[i], 4.5)]
        outfit = look.outfit
        cast = 0.3 if bones.seated else 0.0
        if outfit.leg < 1:
            layer.shape(limb(beads), look.skin, to=mix(look.skin, (236, 140, 120), 0.1), cast=cast)
        if outfit.feet == "sock" and outfit.leg < 1:
            layer.shape(limb([part(beads, 0.72), part(beads, 1.0)]), lit(look.colours[1], 0.1))
        if "long socks" in outfit.extras:
            layer.shape(limb(cut(beads, 0.58, 1.0, 0.3)), look.colours[0])
        foot(layer, bones, i, look)
        if outfit.leg > 0:
            colour = self.slot(outfit.trousers)
            pattern = None if outfit.trousers else outfit.pattern
            layer.shape(
                limb(cut(beads, 0.0, outfit.leg * 0.93, 0.7), flat=outfit.feet != "same"),
                colour,
                pattern=pattern,
                second=look.colours[1],
                cast=cast,
            )
        if outfit.leg and outfit.feet != "same":
            layer.shape(band(beads, outfit.leg * 0.91, 2.0, 0.9), shaded(self.slot(outfit.trousers), 0.2), shade=0.4)
        if "paws" in outfit.extras and bones.seated:
            _paw(layer, bones.feet[i], look.colours[2])

    def _arm(self, layer: Layer, i: int) -> None:
        look, bones, outfit = self.look, self.bones, self.look.outfit
        beads: list[Bead] = [(*bones.shoulders[i], 5.5), (*bones.elbows[i], 4.9), (*bones.hands[i], 3.7)]
        if outfit.sleeve < 1:
            layer.shape(limb(beads), look.skin, cast=0.24)
        self._hand(layer, i)
        if outfit.sleeve <= 0:
            return
        colour = self.slot(outfit.sleeves)
        pattern, second = (None if outfit.sleeves else outfit.pattern), look.colours[1]
        if outfit.sleeves == 1 and "striped shirt" in outfit.extras:
            pattern, second = garments.SHIRT_STRIPES, look.colours[2]
        layer.shape(
            limb(cut(beads, 0.0, outfit.sleeve * 0.93, 0.6), flat=True),
            colour,
            pattern=pattern,
            second=second,
            cast=0.24,
        )
        cuff = look.colours[2] if "cuffs" in outfit.extras else shaded(colour, 0.2)
        layer.shape(band(beads, outfit.sleeve * 0.91, 1.9, 0.8), cuff, shade=0.35)

    def _hand(self, layer: Layer, i: int) -> None:
        look, bones = self.look, self.bones
        wrist, (x, y) = bones.elbows[i], bones.hands[i]
        x, y = between((x, y), wrist, -0.14)
        glove = _GLOVES.get("paws" if "paws" in look.outfit.extras else "")
        colour = lit(look.colours[glove], 0.1) if glove is not None else look.skin
        side = SIDES[i]
        dx, dy = x - wrist[0], y - wrist[1]
        length = max(1.0, (dx * dx + dy * dy) ** 0.5)
        ux, uy = dx / length, dy / length
        thumb = (x - uy * -side * 3.3 + ux * 0.4, y + ux * -side * 3.3 + uy * 0.4)
        layer.shape(
            [*ellipse(*thumb, 1.75), *limb([(x, y, 2.0), (*thumb, 1.6)], 2), *ellipse(x, y, 4.1)],
            colour,
            cast=0.3,
        )
        for k in (-0.32, 0.32):
            a = (x + ux * 1.7 - uy * k * 4.2, y + uy * 1.7 + ux * k * 4.2)
            b = (x + ux * 3.4 - uy * k * 4.6, y + uy * 3.4 + ux * k * 4.6)
            layer.shape(stroke([a, b], 0.45), shaded(colour, 0.45), outline=False, alpha=0.5)

    def _head(self, layer: Layer) -> None:
        look, bones = self.look, self.bones
        hooded = bool(look.outfit.hood)
        hoods.paint_hood(layer, bones, look)
        face.paint_head(layer, bones, look.skin, ears=not hooded, hooded=hooded)
        if hooded:
            hair.paint_peek(layer, bones, look.hair)
        face.paint_face(layer, bones, look.skin, look.iris, self.mood)
        if not hooded:
            hair.paint_over(layer, bones, look.hair, look.hairstyle)
        hoods.paint_hat(layer, bones, look)


_GLOVES = {"paws": 1}
_TALL = {
    "bunny": 51.0,
    "unicorn": 43.0,
    "bee": 38.0,
    "cat": 38.0,
    "fox": 38.0,
    "dinosaur": 36.0,
    "bear": 30.0,
    "panda": 30.0,
    "wizard hat": 44.0,
    "party hat": 42.0,
    "chef hat": 41.0,
    "beanie": 35.0,
    "crown": 33.0,
}
_HELD = {
    "balloon": 46.0,
    "balloons": 47.0,
    "umbrella": 61.0,
    "flowers": 20.0,
    "lollipop": 19.0,
    "wand": 20.0,
    "flag": 26.0,
}


def torso(bones: Skeleton, grow: float = 0.0) -> Shape:
    """Return the outline of the belly and chest."""
    beads = [(*bones.along(0, down), r + grow) for down, r in ((0.12, 8.8), (0.5, 11.6), (0.82, 12.0), (1.0, 10.6))]
    return limb(beads)


def part(beads: list[Bead], share: float, grow: float = 0.3) -> Bead:
    """Return the bead at a share of a two-bone limb."""
    a, b, c = beads
    first, second, t = (a, b, share * 2) if share <= 0.5 else (b, c, share * 2 - 1)  # noqa: PLR2004 - the joint
    x, y = between(first[:2], second[:2], t)
    return x, y, first[2] + (second[2] - first[2]) * t + grow


def cut(beads: list[Bead], start: float, end: float, grow: float) -> list[Bead]:
    """Return the beads of a limb from one share to another, a little thicker."""
    shares = [start, *([0.5] if start < 0.5 < end else []), end]  # noqa: PLR2004 - the joint
    return [part(beads, share, grow) for share in shares]


def band(beads: list[Bead], share: float, width: float, grow: float) -> Shape:
    """Return a cuff: a short stroke across a limb."""
    x, y, r = part(beads, share, grow)
    x0, y0, _ = part(beads, max(0.0, share - 0.06))
    length = max(0.1, ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5)
    nx, ny = -(y - y0) / length * (r - width / 2), (x - x0) / length * (r - width / 2)
    bulge = ((x - x0) / length * 0.5, (y - y0) / length * 0.5)
    return stroke([(x + nx, y + ny), (x + bulge[0], y + bulge[1]), (x - nx, y - ny)], width)


def foot(layer: Layer, bones: Skeleton, i: int, look: Look) -> None:
    """Paint a foot: from the front when standing, its sole when seated."""
    side = SIDES[i]
    x, y = bones.feet[i]
    kind = look.outfit.feet
    colours = {
        "bare": look.skin,
        "sock": lit(look.colours[1], 0.1),
        "shoe": look.colours[2],
        "slipper": look.colours[2],
    }
    colour = colours.get(kind, look.colours[2] if kind == "boot" else look.colours[look.outfit.trousers or 0])
    if luminous(colour) and kind in {"shoe", "boot"}:
        colour = mix(colour, (120, 100, 110), 0.12)
    if bones.prone:
        layer.shape(ellipse(x + side * 0.4, y, 4.6, 4.8), colour)
        return
    if bones.seated:
        angle = side * 16
        layer.shape(ellipse(x + side * 1.4, y - 1.6, 5.2, 6.4, angle), colour, cast=0.3)
        sole = mix(colour, (255, 240, 226), 0.35) if kind != "bare" else mix(colour, (240, 120, 110), 0.18)
        layer.shape(
            turned(ellipse(x + side * 1.4, y - 0.6, 3.3, 3.9), angle, (x, y)),
            sole,
            outline=False,
            shade=0.25,
            alpha=0.85,
        )
        if kind == "bare":
            for k in range(4):
                layer.shape(
                    ellipse(x + side * (3.6 - k * 1.6), y - 6.9 + abs(k - 1.2) * 0.45, 1.05),
                    sole,
                    outline=False,
                )
        return
    tall = 1.0 if kind == "boot" else 0.0
    if tall:
        layer.shape(limb([(x, y - 4.2, 5.2), (x, y, 4.9)]), colour)
    layer.shape(ellipse(x + side * 1.5, y + 0.9, 5.5, 3.9, side * 6), colour, cast=0.25)
    if kind in {"shoe", "boot"}:
        layer.shape(
            stroke(
                [(x + side * 1.5 - 4.4, y + 3.3), (x + side * 1.5, y + 4.2), (x + side * 1.5 + 4.4, y + 3.4)],
                1.5,
            ),
            lit(colour, 0.7),
            outline=False,
        )
    if kind == "bare":
        for k in range(4):
            layer.shape(
                ellipse(x + side * (-1.8 + k * 1.9), y + 3.0 - k * 0.1, 1.05),
                lit(look.skin, 0.1),
                outline=False,
                shade=0.4,
            )


def luminous(colour: RGB) -> bool:
    """Tell whether a colour is nearly white."""
    return min(colour) > rgb("#E8E8E8")[0]


def _paw(layer: Layer, at: Point, colour: RGB) -> None:
    x, y = at
    layer.shape(ellipse(x, y, 2.0, 1.7), colour, outline=False)
    for k in (-1, 0, 1):
        layer.shape(ellipse(x + k * 1.9, y - 2.6 + abs(k) * 0.5, 0.8), colour, outline=False)
