"""Settings under the open sky."""

from babydance.sandbox.artist.colours import mix, rgb
from babydance.sandbox.artist.decor import light_rays
from babydance.sandbox.artist.scenery import Stage, bush, flower, leaf, mushroom, pine, sky, stars, tree, tuft
from babydance.sandbox.artist.shapes import blob, box, ellipse, star, stroke

_PETALS = (rgb("#F27F8E"), rgb("#FFF6EC"), rgb("#F8C64E"), rgb("#A98BDD"), rgb("#F4A261"))
_RAINBOW = tuple(rgb(c) for c in ("#F0736A", "#F6A45C", "#F8D765", "#8FCB83", "#7DB4E6", "#A98BDD"))


def meadow(s: Stage) -> None:
    """Paint a flowering meadow with hills."""
    sky(s, -14)
    s.back(s.ridge(-30, 7, 26, s.dice.uniform(0, 6)), rgb("#B5D9B5"), to=rgb("#9CCB8B"))
    for x in s.across(34):
        tree(s, x, -24 + s.dice.uniform(-2, 1), s.dice.uniform(12, 20), rgb("#7DB578"))
    s.back(s.ridge(-20, 4, 34, s.dice.uniform(0, 6)), rgb("#A3D088"), to=rgb("#7DB86A"))
    for x in s.across(9):
        tuft(s, x, s.dice.uniform(-14, 0), 2.4, rgb("#6FA85F"))
    for x in s.across(7.5):
        y = s.dice.uniform(-15, -3)
        flower(s, x, y, 4 + (y + 16) * 0.22, s.dice.choice(_PETALS))


def meadow_front(s: Stage) -> None:
    """Paint the flowers before the baby."""
    for x in s.across(8):
        if abs(x) > 24 or s.bottom > 16:  # noqa: PLR2004 - keep the feet free
            y = s.bottom + s.dice.uniform(-1, 2)
            tuft(s, x, y, 8, rgb("#5F9C58"))
            flower(s, x + 2, y, s.dice.uniform(6, 11) if abs(x) > 24 else 5, s.dice.choice(_PETALS))  # noqa: PLR2004


def beach(s: Stage) -> None:
    """Paint the sea shore."""
    sky(s, -26)
    deep, shore = (rgb("#3A9CC4"), rgb("#A6E0DC")) if s.hour != "night" else (rgb("#22356E"), rgb("#5D79B4"))
    s.back(box(s.left - 2, -30, s.right - s.left + 4, 22), deep, to=shore)
    for _ in range(22):
        x, y = s.dice.uniform(s.left, s.right), s.dice.uniform(-29, -14)
        s.shape(
            ellipse(x, y, s.dice.uniform(2, 5), 0.3),
            (255, 255, 255),
            shade=0,
            gloss=0,
            outline=False,
            alpha=0.55,
        )
    _sail(s, s.right * 0.62, -28)
    s.back(s.ridge(-11.5, 1.6, 14, 1.0), (255, 255, 255), alpha=0.8)
    s.back(s.ridge(-10, 1.6, 14, 1.0), rgb("#F9E3B4"), to=rgb("#EBC88C"))
    _palm(s, s.left * 0.78, -6, 46)
    _parasol(s, s.right * 0.68, -4)
    for x in s.across(16):
        _shell(s, x, s.dice.uniform(2, max(3, s.bottom - 3)))


def _sail(s: Stage, x: float, y: float) -> None:
    s.shape([[(x - 5, y), (x + 5, y), (x + 3.4, y + 2.2), (x - 3.4, y + 2.2)]], rgb("#C65F4A"))
    s.shape([[(x - 0.4, y - 0.6), (x - 0.4, y - 11), (x - 5, y - 0.6)]], rgb("#FFFDF6"))
    s.shape([[(x + 0.4, y - 0.6), (x + 0.4, y - 9), (x + 4.2, y - 0.6)]], rgb("#F7D9A0"))


def _palm(s: Stage, x: float, y: float, height: float) -> None:
    top = (x + height * 0.16, y - height)
    s.shape(stroke([(x, y), (x + height * 0.02, y - height * 0.5), top], 3.0), rgb("#A8794F"))
    for turn in (-112, -72, -38, 20, 58, 96):
        leaf(s, top, height * 0.5, turn, rgb("#5FAE70"))
    for dx in (-1.6, 1.4):
        s.shape(ellipse(top[0] + dx, top[1] + 1.6, 1.9), rgb("#8A5A3C"))


def _parasol(s: Stage, x: float, y: float) -> None:
    s.shape(stroke([(x, y), (x - 2, y - 26)], 1.0), rgb("#FFF6E8"))
    top = (x - 2, y - 30)
    dome = blob([(x - 19, y - 18), (x - 13, y - 26), top, (x + 9, y - 26), (x + 15, y - 17), (x - 2, y - 20)])
    s.shape(dome, rgb("#EE6C5C"))
    for k in (-11, 6):
        s.shape(
            blob([top, (x + k - 3, y - 18.6), (x + k + 3.5, y - 18.6)]),
            rgb("#FFF6E8"),
            outline=False,
            shade=0.2,
            alpha=0.95,
        )


def _shell(s: Stage, x: float, y: float) -> None:
    if abs(x) > 15:  # noqa: PLR2004 - not under the feet
        s.shape(
            star(x, y, 1.9, 5, 0.55, turn=s.dice.uniform(0, 90)),
            s.dice.choice((rgb("#F2A08E"), rgb("#FFF4E6"), rgb("#E8B4A0"))),
            shade=0.3,
        )


def forest(s: Stage) -> None:
    """Paint a misty forest."""
    if s.hour == "night":
        s.wash(((0.0, rgb("#15264A")), (1.0, rgb("#3F6470"))))
        stars(s, -50)
    else:
        s.wash(
            ((0.0, rgb("#CFE7C4")), (0.6, rgb("#EAF3D2")), (1.0, rgb("#FBF3D3")))
            if s.hour != "sunset"
            else ((0.0, rgb("#E7A98B")), (1.0, rgb("#FFE3AF")))
        )
    s.glow(s.left * 0.3, s.top + 10, 60, rgb("#FFF8D8"), 0.6)
    for depth, green in enumerate((rgb("#BBD8B8"), rgb("#93BF98"), rgb("#6CA37C"))):
        colour = mix(green, rgb("#243E5C"), 0.5) if s.hour == "night" else green
        for x in s.across(24 - depth * 3, 0.35):
            if depth < 2 or abs(x) > 26:  # noqa: PLR2004 - room for the baby
                pine(s, x, -14 + depth * 4, (s.dice.uniform(44, 60) - depth * 4) * s.tall, colour)
        s.back(s.ridge(-15 + depth * 4.5, 2, 22, depth), mix(colour, rgb("#DCEBC0"), 0.25), to=colour)
    light_rays(s, s.left * 0.2, rgb("#FFF9DC"), 0.3 if s.hour != "night" else 0.12)
    s.back(s.ridge(-5, 1.6, 26, 2), rgb("#83B36B"), to=rgb("#5E9558"))
    for x in s.across(17):
        if s.dice.random() < 0.5:  # noqa: PLR2004 - as often as not
            mushroom(s, x, s.dice.uniform(-4, 1), s.dice.uniform(4, 6.4))
        else:
            bush(s, x, s.dice.uniform(-4, 0), s.dice.uniform(3, 5), rgb("#6CA364"))


def forest_front(s: Stage) -> None:
    """Paint ferns and toadstools before the baby."""
    for side in (s.left, s.right):
        for turn in (-50, -18, 14, 46):
            leaf(s, (side * 0.97, s.bottom + 3), 22, turn, rgb("#3F7A4C"), blur=0.35)
    mushroom(s, s.left * 0.68, s.bottom - 0.5, 8)


def snow(s: Stage) -> None:
    """Paint a snowy hill with fir trees."""
    if s.hour == "day":
        s.wash(((0.0, rgb("#9CC4E4")), (0.6, rgb("#DCEBF6")), (1.0, rgb("#FBF1EE"))), -14)
    else:
        sky(s, -14)
    s.back(s.ridge(-30, 8, 22, s.dice.uniform(0, 6)), rgb("#DDE9F6"), to=rgb("#C3D6EC"))
    for x in s.across(17):
        if abs(x) > 16:  # noqa: PLR2004 - room for the baby
            pine(s, x, -18 + s.dice.uniform(-5, 3), s.dice.uniform(20, 36) * s.tall, rgb("#4F8A7E"), snow=1)
    s.back(s.ridge(-11, 3, 30, 2), rgb("#F8FBFF"), to=rgb("#CFDFF2"))
    _snowman(s, s.right * 0.64, 0)


def _snowman(s: Stage, x: float, y: float) -> None:
    white = rgb("#FFFFFF")
    for dy, r in ((-6.6, 7.6), (-18.0, 5.6), (-26.4, 4.2)):
        s.shape(ellipse(x, y + dy, r), white, to=rgb("#DCE8F6"), cast=0.15)
    for dx in (-1.4, 1.4):
        s.shape(ellipse(x + dx, y - 27.4, 0.5), rgb("#3A3238"), outline=False)
    s.shape([[(x, y - 26.6), (x - 4.4, y - 25.4), (x, y - 25.2)]], rgb("#EE8A4A"))
    s.shape(stroke([(x - 4.2, y - 22.4), (x, y - 21.4), (x + 4.2, y - 22.4)], 1.9), rgb("#D9524A"))
    s.shape(stroke([(x + 3, y - 22), (x + 4, y - 16)], 1.7), rgb("#D9524A"))


def snow_front(s: Stage) -> None:
    """Let snow fall."""
    for _ in range(46):
        x, y = s.dice.uniform(s.left, s.right), s.dice.uniform(s.top, s.bottom)
        if not s.near_face(x, y):
            s.spot(x, y, s.dice.choice((0.9, 1.3, 2.0)), (255, 255, 255), 0.95)
    for x in s.across(40):
        s.spot(x, s.bottom + 6, 26, (255, 255, 255), 0.8, ry=12)


def farm(s: Stage) -> None:
    """Paint a farm with a red barn."""
    sky(s, -16)
    s.back(s.ridge(-30, 6, 30, s.dice.uniform(0, 6)), rgb("#C6DC9C"), to=rgb("#A9CC84"))
    x, y = s.right * 0.55, -18.0
    s.shape(box(x - 15, y - 18, 30, 20), rgb("#CE5B4C"), shade=0.3)
    s.shape(
        [[(x - 18, y - 17), (x - 11, y - 28), (x, y - 33), (x + 11, y - 28), (x + 18, y - 17)]],
        rgb("#8C4A46"),
        shade=0.3,
    )
    s.shape(box(x - 6, y - 12, 12, 14), rgb("#FFF2E0"), shade=0.2)
    for a, b in (((-6, -12), (6, 2)), ((6, -12), (-6, 2))):
        s.line([(x + a[0], y + a[1]), (x + b[0], y + b[1])], rgb("#CE5B4C"), 1.1)
    s.shape(ellipse(x, y - 22, 3), rgb("#FFF2E0"), shade=0.2)
    s.back(s.ridge(-16, 2, 40, 1), rgb("#B7D58A"), to=rgb("#86B968"))
    for fx in s.across(9, 0.05):
        s.shape(box(fx - 0.9, -19, 1.8, 11, 0.6), rgb("#FBF2E2"), shade=0.3)
    for fy in (-16.5, -12.5):
        s.shape(box(s.left - 1, fy, s.right - s.left + 2, 1.3), rgb("#FBF2E2"), shade=0.2)
    for k, hx in enumerate((s.left * 0.72, s.left * 0.5)):
        s.shape(ellipse(hx, -4.5, 7 - k, 6.5 - k), rgb("#EBC56A"))
        s.shape(ellipse(hx, -4.5, 3.6, 3.4), rgb("#D9AC4E"), outline=False, shade=0.2)
    for fx in s.across(12):
        if abs(fx) > 24:  # noqa: PLR2004 - room for the baby
            _sunflower(s, fx, s.dice.uniform(-2, 3), s.dice.uniform(13, 20))


def _sunflower(s: Stage, x: float, y: float, height: float) -> None:
    s.shape(stroke([(x, y), (x + 0.8, y - height)], 1.0), rgb("#6FA85F"), outline=False)
    leaf(s, (x, y - height * 0.4), 5, 60, rgb("#7DB86A"))
    s.shape(star(x + 0.8, y - height, 5.2, 11, 0.6), rgb("#F9C440"), shade=0.3)
    s.shape(ellipse(x + 0.8, y - height, 2.4), rgb("#7A4B30"), outline=False)


def autumn(s: Stage) -> None:
    """Paint a park in autumn."""
    sky(s, -14)
    s.back(s.ridge(-26, 6, 28, s.dice.uniform(0, 6)), rgb("#E9CF9A"), to=rgb("#D9B27A"))
    reds = (rgb("#E5843F"), rgb("#D9603E"), rgb("#F0B244"), rgb("#C9803F"))
    for x in s.across(24):
        if abs(x) > 16:  # noqa: PLR2004 - room for the baby
            tree(s, x, -14 + s.dice.uniform(-6, 4), s.dice.uniform(34, 52) * s.tall, s.dice.choice(reds))
    s.back(s.ridge(-11, 2, 30, 2), rgb("#DDBB74"), to=rgb("#B98E55"))
    for x in s.across(4.5):
        leaf(s, (x, s.dice.uniform(-8, s.bottom)), 2.6, s.dice.uniform(0, 360), s.dice.choice(reds))


def autumn_front(s: Stage) -> None:
    """Let leaves fall."""
    reds = (rgb("#E5843F"), rgb("#D9603E"), rgb("#F0B244"))
    for _ in range(18):
        x, y = s.dice.uniform(s.left, s.right), s.dice.uniform(s.top, -10)
        if not s.near_face(x, y):
            leaf(s, (x, y), 3.2, s.dice.uniform(0, 360), s.dice.choice(reds))
