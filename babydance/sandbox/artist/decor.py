"""Decorations and openings: bunting, balloons, confetti, rays of light, windows."""

import math
from itertools import pairwise

from babydance.sandbox.artist.colours import RGB, lit, rgb, shaded
from babydance.sandbox.artist.scenery import SKIES, Stage, cloud, moon, sparkle
from babydance.sandbox.artist.shapes import Shape, blob, box, ellipse, heart, star


def bunting(stage: Stage, y: float, colours: tuple[RGB, ...], sag: float = 7.0) -> None:
    """Hang a string of pennants across the picture."""
    span, count = stage.right - stage.left, max(6, round((stage.right - stage.left) / 9))
    points = [
        (
            stage.left + span * i / count,
            y + sag * math.sin(math.pi * ((i / count * max(1, round(span / 90))) % 1.0)),
        )
        for i in range(count + 1)
    ]
    stage.line(points, rgb("#FFF8EC"), 0.5)
    for i, ((ax, ay), (bx, by)) in enumerate(pairwise(points)):
        stage.shape(
            [[(ax + 0.8, ay), (bx - 0.8, by), ((ax + bx) / 2, (ay + by) / 2 + 7.4)]],
            colours[i % len(colours)],
            shade=0.3,
        )


def balloon(stage: Stage, x: float, y: float, r: float, colour: RGB) -> None:
    """Paint a balloon on a string."""
    stage.line([(x, y + r), (x + 0.6, y + r * 2.4), (x - 0.6, y + r * 4)], shaded(colour, 0.3), 0.3, 0.7)
    stage.shape(ellipse(x, y, r * 0.88, r), lit(colour, 0.08), to=colour, shade=0.6, gloss=0.5)
    stage.spot(x - r * 0.32, y - r * 0.4, r * 0.36, (255, 255, 255), 0.7)


def confetti(stage: Stage, colours: tuple[RGB, ...], count: int, until: float) -> None:
    """Scatter bits of coloured paper."""
    for _ in range(count):
        x, y = stage.dice.uniform(stage.left, stage.right), stage.dice.uniform(stage.top, until)
        shape = stage.dice.choice((ellipse(x, y, 0.8, 0.5), box(x, y, 1.5, 0.7), star(x, y, 0.9), heart(x, y, 0.8)))
        stage.shape(shape, stage.dice.choice(colours), shade=0, gloss=0, outline=False, alpha=0.9)


def light_rays(stage: Stage, x: float, colour: RGB, alpha: float) -> None:
    """Let broad rays of light fall from above."""
    rays: Shape = []
    depth = stage.bottom - stage.top
    for k in range(4):
        dx = (k - 1.2) * 26
        rays.append(
            [
                (x + dx * 0.3, stage.top - 4),
                (x + dx * 0.3 + 6, stage.top - 4),
                (x + dx + 24 + k * 3, stage.top + depth),
                (x + dx, stage.top + depth),
            ]
        )
    stage.back(rays, colour, alpha=alpha, blur=1.6)


def window(stage: Stage, x: float, y: float, width: float, height: float, *, hour: str) -> None:
    """Paint a window with a view of the hour's sky and curtains."""
    frame = rgb("#FFF8EC")
    stage.shape(box(x - 1.6, y - 1.6, width + 3.2, height + 3.2, 1.0), frame, shade=0.3, cast=0.2)
    pane = box(x, y, width, height, 0.4)
    stops = SKIES[hour]
    stage.shape(pane, stops[0][1], to=stops[-1][1], shade=0, gloss=0, outline=False)
    if hour == "night":
        moon(stage, x + width * 0.68, y + height * 0.3, width * 0.13)
        for dx, dy in ((0.2, 0.2), (0.35, 0.5), (0.15, 0.7), (0.8, 0.7)):
            sparkle(stage, x + dx * width, y + dy * height, 0.9)
    else:
        stage.shape(
            blob(
                [
                    (x, y + height),
                    (x + width * 0.2, y + height * 0.72),
                    (x + width * 0.55, y + height * 0.8),
                    (x + width * 0.95, y + height * 0.66),
                    (x + width, y + height),
                ]
            ),
            rgb("#9CCB8B"),
            shade=0.1,
            outline=False,
            clip=pane,
        )
        cloud(stage, x + width * 0.45, y + height * 0.32, width * 0.07, (255, 255, 255), alpha=0.95)
    for bar in (box(x + width / 2 - 0.6, y, 1.2, height), box(x, y + height / 2 - 0.6, width, 1.2)):
        stage.shape(bar, frame, shade=0, gloss=0, outline=False)
