"""Settings for travellers: space, city, clouds, jungle, castle, desert, the sea floor."""

import math

from babydance.sandbox.artist.colours import RGB, lit, mix, rgb, shaded
from babydance.sandbox.artist.decor import light_rays
from babydance.sandbox.artist.scenery import (
    SKIES,
    Stage,
    bush,
    cloud,
    flower,
    leaf,
    sky,
    sparkle,
    stars,
)
from babydance.sandbox.artist.shapes import Shape, blob, box, ellipse, star, stroke

_PETALS = (rgb("#F27F8E"), rgb("#FFF6EC"), rgb("#F8C64E"), rgb("#A98BDD"), rgb("#F4A261"))


_RAINBOW = tuple(rgb(c) for c in ("#F0736A", "#F6A45C", "#F8D765", "#8FCB83", "#7DB4E6", "#A98BDD"))


def space(s: Stage) -> None:
    """Paint the moon's ground under planets and stars."""
    s.wash(((0.0, rgb("#120F33")), (0.5, rgb("#2B2063")), (1.0, rgb("#6A3F8C"))))
    for _ in range(4):
        s.glow(
            s.dice.uniform(s.left, s.right),
            s.dice.uniform(s.top, -30),
            s.dice.uniform(24, 46),
            s.dice.choice((rgb("#7B4FC9"), rgb("#3F66C9"), rgb("#C94F9C"))),
            0.42,
        )
    stars(s, -6, 1.5)
    _planet(s, s.right * 0.62, max(s.top + 24, -72), 11.5, rgb("#F2A65E"), ring=True)
    _planet(s, s.left * 0.66, max(s.top + 22, -58), 8.0, rgb("#5FB0D6"), ring=False)
    _rocket(s, s.left * 0.72, -22)
    s.back(s.ridge(-9, 3, 24, 0.5), rgb("#D8D3E6"), to=rgb("#9C93BC"))
    for x in s.across(19):
        y, r = s.dice.uniform(-5, max(1, s.bottom - 2)), s.dice.uniform(2.4, 5)
        s.shape(ellipse(x, y, r, r * 0.32), rgb("#8F86B2"), outline=False, shade=0.3)
        s.shape(ellipse(x, y + r * 0.08, r * 0.8, r * 0.2), rgb("#B5ADCE"), outline=False, shade=0)


def _planet(s: Stage, x: float, y: float, r: float, colour: RGB, *, ring: bool) -> None:
    s.glow(x, y, r * 2.4, colour, 0.4)
    disc = ellipse(x, y, r)
    s.shape(disc, colour, shade=0.9)
    for dy in (-0.45, 0.1, 0.5):
        s.shape(
            ellipse(x, y + dy * r, r * 1.1, r * 0.13, -12),
            lit(colour, 0.35),
            outline=False,
            alpha=0.5,
            clip=disc,
            shade=0,
        )
    if ring:
        s.shape(
            stroke(
                [
                    (x - r * 1.05, y + r * 0.2),
                    (x - r * 1.8, y + r * 0.62),
                    (x, y + r * 0.42),
                    (x + r * 1.8, y - r * 0.5),
                    (x + r * 1.02, y - r * 0.3),
                ],
                r * 0.18,
                taper=True,
            ),
            rgb("#FBE3B8"),
            shade=0.2,
        )


def _rocket(s: Stage, x: float, y: float) -> None:
    s.glow(x - 1, y + 9, 7, rgb("#FFC46B"), 0.9)
    for side in (-1, 1):
        s.shape([[(x + side * 2.4, y + 1), (x + side * 5.6, y + 7.5), (x + side * 1.8, y + 6)]], rgb("#E2574C"))
    s.shape(
        blob([(x, y - 12), (x + 4, y - 3), (x + 2.8, y + 6.6), (x - 2.8, y + 6.6), (x - 4, y - 3)]),
        rgb("#F7F3EE"),
    )
    s.shape(ellipse(x, y - 2, 1.8), rgb("#6FB4DE"), shade=0.3)


def city(s: Stage) -> None:
    """Paint a friendly street."""
    sky(s, -10)
    dark = s.hour in {"night", "sunset"}
    walls = tuple(rgb(c) for c in ("#E99E82", "#F2CF8F", "#9CC3B5", "#C9A6C6", "#F0B7A4", "#93B4D2"))
    far = mix(SKIES[s.hour][1][1], rgb("#5A6A9A"), 0.35)
    for x in s.across(15, 0.2):
        h = s.dice.uniform(40, 66)
        s.back(box(x - 8, -10 - h, 16, h), far, to=mix(far, SKIES[s.hour][-1][1], 0.6))
    for i, x in enumerate(s.across(24, 0.08)):
        _house(s, x, s.dice.uniform(30, 46), walls[i % len(walls)], lights=dark)
    s.back(box(s.left - 1, -9, s.right - s.left + 2, s.bottom + 12), rgb("#CFC5BE"), to=rgb("#A99D9B"))
    s.back(box(s.left - 1, -9, s.right - s.left + 2, 2.4), rgb("#E6DDD3"))
    for x in s.across(62, 0.1):
        _lamp(s, x + (18 if abs(x) < 16 else 0), -6, lights=dark)  # noqa: PLR2004 - not behind the baby
    for x in s.across(22, 0):
        s.shape(
            [
                [
                    (x - 5, s.bottom * 0.72),
                    (x + 4, s.bottom * 0.72),
                    (x + 5, s.bottom * 0.86),
                    (x - 5.6, s.bottom * 0.86),
                ]
            ],
            rgb("#F7EEDD"),
            shade=0,
            gloss=0,
            outline=False,
            alpha=0.6,
        )


def _house(s: Stage, x: float, height: float, wall: RGB, *, lights: bool) -> None:
    wall = mix(wall, rgb("#4A3F78"), 0.4) if lights else wall
    s.shape(box(x - 11.4, -9 - height, 22.8, height), lit(wall, 0.12), to=wall, shade=0.2, gloss=0.1)
    s.shape([[(x - 13, -9 - height), (x, -19 - height), (x + 13, -9 - height)]], shaded(wall, 0.4), shade=0.2)
    pane = rgb("#FFE29A") if lights else rgb("#DDF0F5")
    for row in range(int((height - 12) // 9)):
        for dx in (-6.6, 0, 6.6):
            s.shape(box(x + dx - 1.9, -5 - height + row * 9.4, 3.8, 5.4, 1.6), pane, shade=0.1)
    s.shape(box(x - 2.6, -18, 5.2, 9, 2.4), shaded(wall, 0.55), shade=0.2)
    s.shape(box(x - 8, -20.6, 16, 2.6, 1), rgb("#FFF4E4"), shade=0.3)


def _lamp(s: Stage, x: float, y: float, *, lights: bool) -> None:
    s.shape(stroke([(x, y), (x, y - 40)], 1.1), rgb("#4B4552"))
    if lights:
        s.glow(x, y - 43, 15, rgb("#FFDF9A"), 0.9)
    s.shape(ellipse(x, y - 43, 3.0), rgb("#FFF1C9"))


def clouds(s: Stage) -> None:
    """Paint a rainbow over the clouds."""
    stops = ((0.0, rgb("#9CC8F0")), (0.5, rgb("#D9D6F5")), (1.0, rgb("#FDE3E6"))) if s.hour == "day" else SKIES[s.hour]
    s.wash(stops)
    if s.hour == "night":
        stars(s, 0, 1.3)
    r = min(58.0, -s.top - 14) * (1 + (s.tall - 1) * 0.3)
    for i, colour in enumerate(_RAINBOW):
        radius = r - i * 3.1
        ring = [(radius * math.cos(a), -18 - radius * math.sin(a)) for a in (math.pi * k / 14 for k in range(15))]
        s.shape(stroke(ring, 3.3), lit(colour, 0.15), shade=0, gloss=0, outline=False, alpha=0.82)
    for x in s.across(34):
        cloud(s, x, s.dice.uniform(s.top + 10, -50), s.dice.uniform(4, 7), (255, 255, 255), alpha=0.8)
    for x in s.across(23):
        cloud(s, x, -8 + s.dice.uniform(-3, 2), 11, rgb("#FFF3F6"))
    for x in s.across(21):
        cloud(s, x, 7 + s.dice.uniform(-1, 2), 12, (255, 255, 255))
    s.back(box(s.left - 1, 12, s.right - s.left + 2, s.bottom), rgb("#F3F1FC"))
    for x in s.across(26):
        sparkle(s, x, s.dice.uniform(s.top + 8, -20), s.dice.uniform(1.4, 2.6))


def clouds_front(s: Stage) -> None:
    """Paint clouds before the baby's feet."""
    for x in s.across(30, 0.2):
        cloud(s, x, s.bottom + (2 if abs(x) > 20 else 6), 11, (255, 255, 255), alpha=0.96)  # noqa: PLR2004


def jungle(s: Stage) -> None:
    """Paint a jungle clearing with a waterfall."""
    night = s.hour == "night"
    s.wash(
        ((0.0, rgb("#1E4A52")), (1.0, rgb("#3F7F6E")))
        if night
        else ((0.0, rgb("#8FD0B4")), (0.6, rgb("#D9EFC0")), (1.0, rgb("#F4F2C4")))
    )
    s.glow(s.right * 0.1, s.top + 20, 62, rgb("#FFFAD2"), 0.55)
    for x in s.across(15):
        s.back(
            ellipse(x, s.dice.uniform(-44, -26) * s.tall, 12 * s.tall, 17 * s.tall),
            s.dice.choice((rgb("#8CC79A"), rgb("#79B98C"), rgb("#A2D3A0"))),
            alpha=0.8,
        )
    x = s.left * 0.45
    s.shape(box(x - 6, -64, 12, 56, 4), rgb("#DDF5F5"), to=rgb("#9CD8DC"), shade=0.2)
    for dx in (-3, 0.4, 3.2):
        s.line([(x + dx, -60), (x + dx, -10)], (255, 255, 255), 0.6, 0.8)
    s.shape(ellipse(x, -9, 13, 4), rgb("#BDE8E6"), shade=0.2)
    s.back(s.ridge(-7, 2, 26, 1), rgb("#7FBA66"), to=rgb("#559A55"))
    for vx in s.across(30):
        s.shape(
            stroke([(vx, s.top - 2), (vx + 4, s.top + 18), (vx - 1, s.top + 34)], 0.9),
            rgb("#4E8F57"),
            outline=False,
        )
        for k in (0.3, 0.6, 0.95):
            leaf(s, (vx + 2, s.top + 36 * k), 7, 110 if k < 0.5 else 240, rgb("#5DA463"))  # noqa: PLR2004


def jungle_front(s: Stage) -> None:
    """Paint the large leaves that frame the clearing."""
    greens = (rgb("#2F7A55"), rgb("#3F8F58"), rgb("#57A95F"))
    for side, mirror in ((s.left, 1), (s.right, -1)):
        for k, turn in enumerate((8, 36, 64)):
            leaf(s, (side * 1.02, s.bottom + 2), 34 - k * 3, mirror * turn, greens[k])
        for k, turn in enumerate((172, 142, 112)):
            leaf(s, (side * 1.02, s.top - 2), 30 - k * 3, mirror * turn, greens[k], blur=0.3)
    for dx, colour in ((-0.7, rgb("#F2688A")), (0.74, rgb("#F7A740"))):
        x = dx * s.right
        s.shape(star(x, s.bottom - 7, 4.4, 6, 0.6), colour, shade=0.3)
        s.shape(ellipse(x, s.bottom - 7, 1.3), rgb("#FFE9A8"), outline=False)


def castle(s: Stage) -> None:
    """Paint a fairy-tale castle on its hill."""
    sky(s, -14)
    s.back(s.ridge(-28, 7, 30, 1.2), rgb("#B6D6C0"), to=rgb("#98C6A0"))
    wall, roof = (rgb("#F1E4E6"), rgb("#8E79C8")) if s.hour != "night" else (rgb("#A7A3CC"), rgb("#55489C"))
    base = -22.0
    towers: tuple[tuple[float, float, float], ...] = (
        (-27, 30, 5),
        (27, 30, 5),
        (-16, 42, 5.6),
        (16, 42, 5.6),
        (0, 54, 7),
    )
    for x, h, r in towers:
        s.shape(box(x - r, base - h, 2 * r, h), wall, shade=0.35)
        s.shape(
            [[(x - r - 2, base - h + 0.5), (x, base - h - r * 2.6), (x + r + 2, base - h + 0.5)]],
            roof,
            shade=0.35,
        )
        s.shape(
            [[(x, base - h - r * 2.6 - 5), (x + 5, base - h - r * 2.6 - 3.4), (x, base - h - r * 2.6 - 1.8)]],
            rgb("#F2766C"),
            shade=0.1,
        )
        s.shape(
            box(x - 1.4, base - h + 5, 2.8, 5.2, 1.4),
            rgb("#FFE29A") if s.hour in {"night", "sunset"} else rgb("#7C6BA8"),
            shade=0.1,
        )
    s.shape(box(-30, base - 20, 60, 22), lit(wall, 0.1), shade=0.2)
    for k in range(-7, 8):
        s.shape(box(k * 4.2 - 1.2, base - 22.6, 2.4, 3), lit(wall, 0.1), shade=0.1)
    s.back(s.ridge(-17, 2, 34, 2), rgb("#AFD693"), to=rgb("#7CB56C"))
    path: Shape = blob(
        [(-4, -19), (4, -19), (10, -8), (7, 2), (20, s.bottom + 6), (-24, s.bottom + 6), (-10, 2), (-2, -8)]
    )
    s.back(path, rgb("#F3E2BE"), alpha=0.9)
    for x in s.across(11):
        if abs(x) > 22:  # noqa: PLR2004 - beside the path
            bush(s, x, s.dice.uniform(-12, -6), s.dice.uniform(3, 5), rgb("#72B070"))
            flower(s, x + 3, s.dice.uniform(-2, 3), 6, s.dice.choice(_PETALS))


def desert(s: Stage) -> None:
    """Paint dunes and cactuses."""
    sky(s, -14)
    s.back(s.ridge(-24, 8, 30, 0.6), rgb("#F3C98F"), to=rgb("#E5AC74"))
    for x in (s.left * 0.6, s.right * 0.7):
        green = rgb("#6FAE7C")
        s.shape(stroke([(x, -8), (x, -34)], 6.5), green)
        for side, h in ((-1, -20), (1, -24)):
            s.shape(stroke([(x, h), (x + side * 7, h - 1), (x + side * 8, h - 9)], 4.2), green)
        s.shape(star(x, -37.6, 2.4, 6, 0.6), rgb("#F27F8E"), shade=0.2)
    s.back(s.ridge(-11, 3, 24, 2.4), rgb("#F9DDA6"), to=rgb("#E7B87C"))


def underwater(s: Stage) -> None:
    """Paint the sea floor."""
    s.wash(((0.0, rgb("#8FE0E6")), (0.45, rgb("#3FA9CC")), (1.0, rgb("#1F6AA0"))))
    light_rays(s, s.left * 0.4, rgb("#E6FFFA"), 0.34)
    s.back(s.ridge(-18, 5, 22, 2), rgb("#3F8FB8"), alpha=0.7)
    for x in s.across(15):
        y = -6 + s.dice.uniform(-3, 2)
        sway = s.dice.uniform(-4, 4)
        height = s.dice.uniform(14, 30)
        s.shape(
            stroke(
                [
                    (x, y),
                    (x + sway, y - height * 0.35),
                    (x - sway, y - height * 0.7),
                    (x + sway * 0.6, y - height),
                ],
                2.2,
                taper=True,
            ),
            s.dice.choice((rgb("#4FB28C"), rgb("#63C29A"), rgb("#3E9A86"))),
        )
    s.back(s.ridge(-8, 2.4, 20, 0.4), rgb("#F6E3B6"), to=rgb("#CDB98A"))
    for x in s.across(26, 0.3):
        if abs(x) > 22:  # noqa: PLR2004 - room for the baby
            _coral(s, x, s.dice.uniform(-4, 3), s.dice.choice((rgb("#F2808A"), rgb("#F6A65C"), rgb("#C78BE0"))))
    for x in s.across(34):
        _fish(
            s,
            x,
            s.dice.uniform(s.top + 12, -34),
            s.dice.uniform(4, 6.4),
            s.dice.choice((rgb("#FBB03B"), rgb("#F2766C"), rgb("#F9E27A"))),
            way=s.dice.choice((-1, 1)),
        )


def _coral(s: Stage, x: float, y: float, colour: RGB) -> None:
    for dx, h in ((-3.4, 9), (0, 14), (3.6, 10)):
        s.shape(stroke([(x, y), (x + dx * 0.6, y - h * 0.5), (x + dx, y - h)], 2.6), colour)
        s.shape(ellipse(x + dx, y - h, 1.9), lit(colour, 0.15))


def _fish(s: Stage, x: float, y: float, r: float, colour: RGB, *, way: int) -> None:
    s.shape(
        [[(x - way * r * 0.8, y), (x - way * r * 1.7, y - r * 0.7), (x - way * r * 1.7, y + r * 0.7)]],
        shaded(colour, 0.15),
    )
    body = ellipse(x, y, r, r * 0.66)
    s.shape(body, colour, gloss=0.5)
    s.shape(ellipse(x - way * r * 0.1, y, r * 0.16, r * 0.7), (255, 250, 240), outline=False, clip=body, shade=0)
    s.shape(ellipse(x + way * r * 0.5, y - r * 0.14, r * 0.17), (255, 255, 255), outline=False, shade=0)
    s.shape(ellipse(x + way * r * 0.54, y - r * 0.14, r * 0.1), (40, 34, 44), outline=False, shade=0)


def underwater_front(s: Stage) -> None:
    """Let bubbles rise."""
    for _ in range(20):
        x, y, r = s.dice.uniform(s.left, s.right), s.dice.uniform(s.top, s.bottom), s.dice.uniform(0.8, 2.6)
        if s.near_face(x, y):
            continue
        s.shape(ellipse(x, y, r), (226, 250, 252), outline=False, alpha=0.32, shade=0, gloss=1.0)
        s.spot(x - r * 0.35, y - r * 0.4, r * 0.5, (255, 255, 255), 0.9)
