"""Extras around the body: skirts, capes, tails, wings, aprons, rings."""

from itertools import pairwise

from babydance.sandbox.artist.colours import lit, shaded
from babydance.sandbox.artist.dresser import Dresser
from babydance.sandbox.artist.shapes import blob, ellipse, limb, star, stroke


def snaps(d: Dresser) -> None:
    """Close a coat with snaps."""
    d.line([(0, 0.12), (0, 0.7), (0, 1.3)], shaded(d.main, 0.4), 0.6)
    for y in (0.38, 0.62, 0.86):
        d.dot(1.9, y, 0.9, lit(d.second, 0.3))


def pockets(d: Dresser) -> None:
    """Sew on two pockets."""
    for side in (-1, 1):
        d.poly(
            [(side * 4.2, 0.76), (side * 9.4, 0.74), (side * 9.0, 1.0), (side * 4.4, 1.02)],
            shaded(d.main, 0.12),
            cast=0.15,
            shade=0.25,
        )
        d.line([(side * 4.0, 0.77), (side * 9.6, 0.75)], shaded(d.main, 0.4), 0.9)


def skirt(d: Dresser) -> None:
    """Paint a skirt."""
    half = [(9.6, 0.6), (14.0, 0.86), (17.2, 1.3), (12.0, 1.46), (6.0, 1.36), (0.0, 1.48)]
    points = [*half, *[(-x, y) for x, y in reversed(half[:-1])]]
    d.layer.shape(
        blob(d.at(points)),
        d.main,
        to=shaded(d.main, 0.1),
        pattern=d.outfit.pattern,
        second=d.second,
        cast=0.3,
    )
    d.line([(-10.6, 0.64), (0, 0.7), (10.6, 0.64)], d.third, 1.8)


def skirt_coat(d: Dresser) -> None:
    """Paint the skirt of a coat."""
    half = [(10.6, 0.55), (13.6, 0.9), (15.2, 1.3), (8.0, 1.4), (0.0, 1.42)]
    points = [*half, *[(-x, y) for x, y in reversed(half[:-1])]]
    d.layer.shape(blob(d.at(points)), d.main, pattern=d.outfit.pattern, second=d.second, cast=0.25)


def tutu(d: Dresser) -> None:
    """Paint a tutu of three layers."""
    for wide, low, tint in ((21.5, 1.36, 0.0), (19.5, 1.2, 0.25), (17.0, 1.06, 0.5)):
        scallops = [(wide * (1 - k / 4), low + (0.1 if k % 2 else 0.0) + 0.12 * (1 - abs(1 - k / 4))) for k in range(9)]
        points = [(-7.4, 0.66), (0.0, 0.62), (7.4, 0.66), *scallops]
        d.layer.shape(blob(d.at(points)), lit(d.main, tint), alpha=0.86, cast=0.15, shade=0.4)
    d.line([(-9.4, 0.7), (0, 0.76), (9.4, 0.7)], d.third, 2.2)


def bow(d: Dresser) -> None:
    """Tie a bow at the waist."""
    for side in (-1, 1):
        d.patch([(0, 0.72), (side * 4.2, 0.6), (side * 4.6, 0.86)], d.third, shade=0.4)
    d.dot(0, 0.73, 1.1, lit(d.third, 0.2))


def cape(d: Dresser) -> None:
    """Hang a cape down the back."""
    top, ground = d.bones.along(0, 0.0), d.bones.along(0, 1.78)
    colour = d.second if d.outfit.hat == "eye mask" else d.third
    points = [
        (top[0] - 8, top[1] + 1),
        (top[0] + 8, top[1] + 1),
        (top[0] + 17, top[1] + 18),
        (ground[0] + 22, ground[1] - 3),
        (ground[0] + 9, ground[1] + 1),
        (ground[0], ground[1] - 2.4),
        (ground[0] - 9, ground[1] + 1),
        (ground[0] - 22, ground[1] - 3),
        (top[0] - 17, top[1] + 18),
    ]
    d.layer.shape(blob(points), colour, to=shaded(colour, 0.45), shade=0.6)


def tail(d: Dresser) -> None:
    """Paint an animal tail."""
    x, y = d.bones.along(8, 0.96)
    tip = d.third if d.outfit.hood == "lion" else d.second
    if d.outfit.hood == "dinosaur":
        d.layer.shape(
            limb([(x, y, 7.2), (x + 9, y + 4.4, 5.0), (x + 17, y + 2.0, 2.6), (x + 21, y - 3.4, 1.0)]), d.main
        )
        for k, r in ((0.3, 2.6), (0.62, 2.2), (0.86, 1.6)):
            d.layer.shape(star(x + 20 * k, y - 4.0 + 2.2 * k, r * 1.5, 3, 0.6), d.third)
        return
    d.layer.shape(limb([(x, y, 3.6), (x + 9, y + 2.0, 4.0), (x + 15, y - 5.0, 4.6), (x + 15, y - 12, 3.0)]), d.main)
    d.layer.shape(limb([(x + 15.4, y - 7.0, 4.4), (x + 15.2, y - 13, 2.6)]), tip)


def wings(d: Dresser) -> None:
    """Paint two pairs of wings."""
    for side in (-1, 1):
        x, y = d.bones.along(side * 14.5, 0.3)
        d.layer.shape(ellipse(x, y - 3, 9.5, 6.2, side * -28), (236, 246, 252), alpha=0.88)
        d.layer.shape(ellipse(x, y + 6, 7.0, 4.6, side * 18), (226, 240, 250), alpha=0.88)


def apron(d: Dresser) -> None:
    """Tie an apron."""
    d.patch(
        [(-9.6, 0.78), (0, 0.82), (9.6, 0.78), (10.6, 1.2), (8.0, 1.44), (-8.0, 1.44), (-10.6, 1.2)],
        lit(d.third, 0.05),
        cast=0.2,
        shade=0.4,
    )
    d.line([(-11.2, 0.8), (0, 0.85), (11.2, 0.8)], shaded(d.third, 0.2), 1.5)


def ring(d: Dresser) -> None:
    """Put a swim ring around the belly."""
    x, y = d.bones.along(0, 0.74)
    points = [
        (x + dx * 20.5, y + dy * 5.6)
        for dx, dy in (
            (-0.72, -0.62),
            (-1, 0.1),
            (-0.62, 0.82),
            (0, 1.05),
            (0.62, 0.82),
            (1, 0.1),
            (0.72, -0.62),
        )
    ]
    for i, (a, b) in enumerate(pairwise(points)):
        colour = d.third if i % 2 else (255, 252, 246)
        d.layer.shape(limb([(*a, 4.9 if i > 0 else 4.0), (*b, 4.9 if i < len(points) - 2 else 4.0)]), colour, cast=0.1)
    d.layer.shape(
        stroke([(x - 17, y + 1.6), (x - 8, y + 4.2), (x + 2, y + 4.6)], 1.2, taper=True),
        (255, 255, 255),
        outline=False,
        alpha=0.8,
    )


def nappy(d: Dresser) -> None:
    """Paint a nappy."""
    d.patch(
        [(-11.6, 0.76), (0, 0.84), (11.6, 0.76), (11.2, 1.08), (4.6, 1.46), (-4.6, 1.46), (-11.2, 1.08)],
        d.main,
        shade=0.5,
        cast=0.2,
    )
    for side in (-1, 1):
        d.line([(side * 6.6, 0.84), (side * 10.2, 0.82)], d.third, 1.6)
