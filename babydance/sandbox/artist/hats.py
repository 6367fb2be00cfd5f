"""Hats and other things worn on the head."""

from collections.abc import Callable

from babydance.sandbox.artist.colours import RGB, lit, rgb, shaded
from babydance.sandbox.artist.milliner import Milliner
from babydance.sandbox.artist.shapes import Point, ellipse, mirrored, star

_GOLD: RGB = (250, 202, 84)


def _bow_hat(m: Milliner) -> None:
    for side in (-1, 1):
        m.patch([(9, -17), (9 + side * 8, -22.5), (9 + side * 9, -12.5)], m.third)
    m.oval(9, -17.2, 2.4, 2.6, lit(m.third, 0.2))


def _helmet(m: Milliner) -> None:
    m.oval(0, 0.5, 27.5, 26.5, (214, 232, 250), alpha=0.17, shade=0.0, gloss=0.0, outline=False)
    ring = [(27.6 * c, 0.5 + 26.6 * s) for c, s in _circle(40)]
    m.line([*ring, ring[0], ring[1]], (240, 243, 248), 2.2)
    m.line(
        [(-21.5, -8.5), (-17.5, -15.5), (-11.5, -20.2)],
        (255, 255, 255),
        2.6,
        outline=False,
        alpha=0.75,
        shade=0.0,
    )
    m.line([(-22.8, -3.5), (-22.6, -4.8)], (255, 255, 255), 2.2, outline=False, alpha=0.7, shade=0.0)
    m.line([(14, 19.5), (20, 13.5), (23, 6)], (255, 255, 255), 1.3, outline=False, alpha=0.5, shade=0.0)
    for side in (-1, 1):
        m.oval(side * 27.6, 3, 2.8, 4.8, (240, 112, 60))


def _pirate_hat(m: Milliner) -> None:
    m.patch(
        [
            (-25, -8),
            (-19, -17),
            (-9, -27),
            (0, -29.5),
            (9, -27),
            (19, -17),
            (25, -8),
            (12, -12.5),
            (0, -14),
            (-12, -12.5),
        ],
        (54, 46, 56),
        cast=0.25,
    )
    m.line([(-23.5, -9), (-12, -13.6), (0, -15.2), (12, -13.6), (23.5, -9)], _GOLD, 1.3, outline=False)
    m.oval(0, -21.4, 3.2, 2.9, (252, 248, 240), outline=False)
    for side in (-1, 1):
        m.oval(side * 1.2, -21.6, 0.8, 0.9, (54, 46, 56), outline=False)
        m.line([(side * -4.4, -19.4), (side * 4.4, -16.8)], (252, 248, 240), 0.9, outline=False)


def _eye_mask(m: Milliner) -> None:
    for side in (-1, 1):
        for radius in (5.6, 7.0):
            ring = [(side * 8.7 + radius * c, 3.0 + (radius + 0.5) * s) for c, s in _circle(40)]
            m.line([*ring, ring[0], ring[1]], m.second, 2.2, outline=False, shade=0.15)
        m.patch(
            [(side * 13.6, -2.0), (side * 21.6, -4.4), (side * 19.6, 1.6), (side * 15.4, 7.4)],
            m.second,
            outline=False,
            shade=0.15,
        )
    m.patch(
        [(-3.4, -0.6), (0, 0.6), (3.4, -0.6), (3.0, 6.0), (0, 4.6), (-3.0, 6.0)],
        m.second,
        outline=False,
        shade=0.15,
    )


def _chef_hat(m: Milliner) -> None:
    white = (253, 252, 248)
    for x, y, r in ((-10.5, -27.5, 8.2), (10.5, -27.5, 8.2), (0, -31.5, 9.6), (0, -25, 9)):
        m.oval(x, y, r, r * 0.92, white, outline=True, shade=0.5)
    m.patch([(-14.5, -24), (14.5, -24), (15.5, -14), (0, -11.8), (-15.5, -14)], white, cast=0.2, shade=0.45)
    for x in (-7, 0, 7):
        m.line([(x * 0.9, -22), (x, -16)], (214, 206, 200), 0.6, outline=False)


def _crown(m: Milliner) -> None:
    points = [
        (-13, -14.5),
        (-15, -27.5),
        (-7.6, -22),
        (0, -30.5),
        (7.6, -22),
        (15, -27.5),
        (13, -14.5),
        (0, -12.4),
    ]
    m.poly(points, _GOLD, cast=0.25, gloss=0.8)
    for x, y, colour in ((-15, -27.8, (238, 96, 96)), (0, -31, (96, 168, 230)), (15, -27.8, (110, 200, 140))):
        m.oval(x, y, 1.9, 1.9, colour)
    for x, colour in ((-7, (96, 168, 230)), (0, (238, 96, 96)), (7, (110, 200, 140))):
        m.oval(x, -16.2 + abs(x) * -0.06, 1.5, 1.8, colour, outline=False, gloss=0.8)


def _sunglasses(m: Milliner) -> None:
    frame = (46, 40, 50)
    for side in (-1, 1):
        shape = [(side * x, y) for x, y in ((2.6, -1.6), (9, -2.4), (15.4, -1.6), (15.0, 5.6), (9.4, 8.4), (3.8, 5.8))]
        m.patch(shape, frame, gloss=0.2, shade=0.2)
        inner = [(side * x, y) for x, y in ((4.0, -0.3), (9, -1.0), (14.0, -0.3), (13.6, 5.0), (9.4, 7.0), (5.0, 5.0))]
        m.patch(inner, (92, 70, 120), outline=False, shade=0.0)
        m.line([(side * 8.8 - 3.0, 4.2), (side * 8.8 + 1.4, 0.4)], (214, 196, 240), 1.3, outline=False, alpha=0.8)
        m.line([(side * 15, -0.5), (side * 21, 0.6)], frame, 1.4)
    m.line([(-3, 0.2), (0, -0.5), (3, 0.2)], frame, 1.5)


def _glasses(m: Milliner) -> None:
    for side in (-1, 1):
        ring = [(side * 8.8 + 6.0 * c, 3.2 + 6.2 * s) for c, s in _circle(18)]
        m.line([*ring, ring[0], ring[1]], (122, 72, 52), 1.1, outline=False)
        m.line([(side * 14.8, 2.4), (side * 21, 1.6)], (122, 72, 52), 1.0, outline=False)
    m.line([(-2.8, 2.6), (0, 1.8), (2.8, 2.6)], (122, 72, 52), 1.1, outline=False)


def _headphones(m: Milliner) -> None:
    colour = rgb("#3F8FC9")
    m.line([(-22.5, 1), (-20, -13), (-11, -22.4), (0, -25), (11, -22.4), (20, -13), (22.5, 1)], colour, 3.0)
    for side in (-1, 1):
        m.oval(side * 22.6, 4, 4.6, 7.2, colour, cast=0.3)
        m.oval(side * 24.2, 4, 2.4, 4.6, lit(colour, 0.4), outline=False)


def _party_hat(m: Milliner) -> None:
    m.poly([(-9.5, -15.5), (2.5, -38), (11, -14.6), (1, -12.6)], (246, 128, 140), cast=0.2)
    for x, y, colour in (
        (-3, -19, _GOLD),
        (4, -18, (120, 190, 230)),
        (1, -26, (255, 250, 240)),
        (5.2, -25, _GOLD),
        (2.4, -31.5, (120, 190, 230)),
    ):
        m.oval(x, y, 1.4, 1.4, colour, outline=False)
    m.oval(2.5, -38.4, 3.4, 3.4, _GOLD)


def _wizard_hat(m: Milliner) -> None:
    m.patch(
        [(-15, -14), (-7, -26), (1, -38), (8, -43), (6.5, -34), (10, -24), (15, -14), (0, -11)],
        m.main,
        cast=0.2,
    )
    m.patch(
        [
            (-24, -11.5),
            (-12, -15.5),
            (0, -16.8),
            (12, -15.5),
            (24, -11.5),
            (12, -9.6),
            (0, -10.6),
            (-12, -9.6),
        ],
        shaded(m.main, 0.15),
        cast=0.2,
    )
    for x, y, r in ((-4, -21, 2.4), (4, -29, 2.0), (6, -20, 1.6)):
        m.shape(star(x, y, r), m.second, outline=False)


def _cowboy_hat(m: Milliner) -> None:
    brown = (168, 108, 62)
    m.patch(
        [(-13, -15), (-11.5, -27), (-4.5, -28.5), (0, -26.4), (4.5, -28.5), (11.5, -27), (13, -15)],
        brown,
        cast=0.2,
    )
    m.patch(
        [(-28, -17), (-16, -14.6), (0, -16.6), (16, -14.6), (28, -17), (18, -9.8), (0, -11.4), (-18, -9.8)],
        lit(brown, 0.08),
        cast=0.25,
    )
    m.line([(-12.6, -17), (0, -18.6), (12.6, -17)], (120, 52, 44), 2.0, outline=False)


def _beanie(m: Milliner) -> None:
    m.patch(
        [
            (-20.5, -9),
            (-17.5, -18.5),
            (-8, -25.5),
            (0, -26.6),
            (8, -25.5),
            (17.5, -18.5),
            (20.5, -9),
            (0, -12.5),
        ],
        rgb("#E4604E"),
        cast=0.2,
    )
    m.line([(-20.4, -8.6), (-11, -12.4), (0, -13.4), (11, -12.4), (20.4, -8.6)], rgb("#FFF3E0"), 5.4, shade=0.5)
    m.oval(0, -29, 5.4, 5.2, rgb("#FFF3E0"))


def _santa_hat(m: Milliner) -> None:
    m.patch(
        [
            (-19.5, -10),
            (-15, -21),
            (-4, -28),
            (10, -28),
            (21, -19.5),
            (24, -10),
            (18, -15),
            (12, -17),
            (16, -11),
        ],
        rgb("#D8403A"),
        cast=0.2,
    )
    m.line([(-20, -9), (-10, -12.6), (0, -13.6), (10, -12.6), (20, -9)], (253, 250, 244), 5.6, shade=0.5)
    m.oval(24.4, -8.4, 4.4, 4.4, (253, 250, 244))


def _cap(m: Milliner) -> None:
    colour = m.main if m.main[0] < 235 else rgb("#4F7FB8")  # noqa: PLR2004 - nearly white would vanish
    m.patch(
        [(-20.5, -9), (-17.5, -18), (-8, -24), (0, -25), (8, -24), (17.5, -18), (20.5, -9), (0, -11)],
        colour,
        cast=0.2,
    )
    m.patch(
        [(-13, -11.6), (0, -14), (13, -11.6), (15.5, -6.6), (0, -8.6), (-15.5, -6.6)],
        shaded(colour, 0.2),
        cast=0.25,
    )
    m.oval(0, -24.8, 1.6, 1.2, lit(colour, 0.4))


def _sailor_hat(m: Milliner) -> None:
    m.patch([(-13, -18), (-14, -27), (0, -29.5), (14, -27), (13, -18)], (253, 252, 248), cast=0.15)
    m.patch(
        [(-17.5, -21.5), (0, -24.5), (17.5, -21.5), (15.5, -13.5), (0, -12.2), (-15.5, -13.5)],
        (253, 252, 248),
        cast=0.2,
    )
    m.line([(-16.0, -16.0), (0, -15.0), (16.0, -16.0)], m.second, 1.1, outline=False)


def _flower_crown(m: Milliner) -> None:
    tints = (
        (246, 138, 150),
        (255, 246, 236),
        (250, 200, 90),
        (178, 150, 226),
        (246, 138, 150),
        (255, 246, 236),
        (250, 200, 90),
    )
    for i, tint in enumerate(tints):
        x = -18 + i * 6
        y = -9.5 - (18**2 - x * x) ** 0.5 * 0.42
        m.oval(x + 2.8, y + 1.2, 2.2, 1.3, (120, 178, 106), turn=30)
        for k in range(5):
            c, s = _circle(5)[k]
            m.oval(x + 2.0 * c, y + 2.0 * s, 1.7, 1.7, tint, shade=0.3)
        m.oval(x, y, 1.3, 1.3, (244, 180, 70), outline=False)


def _sun_hat(m: Milliner) -> None:
    straw = (240, 208, 142)
    m.patch(mirrored([(0, -27), (9, -25.6), (16, -18.5), (17.5, -11), (0, -8.5)]), straw, cast=0.2)
    m.patch(
        [(-29, -8.5), (-17, -13.6), (0, -15), (17, -13.6), (29, -8.5), (16, -7.6), (0, -9.6), (-16, -7.6)],
        lit(straw, 0.12),
        cast=0.3,
    )
    m.line([(-16.6, -14.6), (0, -16.4), (16.6, -14.6)], m.third, 2.4, outline=False)


def _circle(n: int) -> list[Point]:
    polygon = ellipse(0, 0, 1.0)[0]
    return [polygon[round(i * len(polygon) / n) % len(polygon)] for i in range(n)]


HATS: dict[str, Callable[[Milliner], None]] = {
    "bow": _bow_hat,
    "helmet": _helmet,
    "pirate hat": _pirate_hat,
    "eye mask": _eye_mask,
    "chef hat": _chef_hat,
    "crown": _crown,
    "sunglasses": _sunglasses,
    "glasses": _glasses,
    "headphones": _headphones,
    "party hat": _party_hat,
    "wizard hat": _wizard_hat,
    "cowboy hat": _cowboy_hat,
    "beanie": _beanie,
    "santa hat": _santa_hat,
    "cap": _cap,
    "sailor hat": _sailor_hat,
    "flower crown": _flower_crown,
    "sun hat": _sun_hat,
}
