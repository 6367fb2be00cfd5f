"""Sheets of poses whose truth is known: an articulated figure, drawn with noise, jitter and planted faults."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw

from babydance.dance.motion import FindingKind

COLUMNS = ROWS = 3
FAULTS = {
    "missing": FindingKind.WRONG_COUNT,
    "extra": FindingKind.WRONG_COUNT,
    "duplicate": FindingKind.DUPLICATE,
    "pop": FindingKind.POP,
    "open loop": FindingKind.OPEN_LOOP,
    "detached": FindingKind.DETACHED,
    "size drift": FindingKind.SIZE_DRIFT,
    "foot drift": FindingKind.FOOT_DRIFT,
    "cut off": FindingKind.CUT_LIMB,
    "key residue": FindingKind.RESIDUE,
    "swapped limb": FindingKind.SWAPPED_LIMB,
}
"""What can be planted, and the finding that names it."""


@dataclass(frozen=True)
class Character:
    """Proportions in units of which a figure is about 480 tall, and colours."""

    head: tuple[float, float]
    belly: tuple[float, float]
    arm: float
    stance: float
    skin: tuple[int, int, int]
    suit: tuple[int, int, int]
    line: tuple[int, int, int] = (60, 40, 30)


@dataclass(frozen=True)
class Posture:
    """Angles in radians (arms: from the horizontal, up is positive), shifts in units."""

    sway: float = 0.0  # of the head
    tilt: float = 0.0  # of the head
    bob: float = 0.0  # down
    left: float = -0.4
    right: float = -0.4
    lift_left: float = 0.0  # of a foot
    lift_right: float = 0.0


@dataclass(frozen=True)
class Drawn:
    """Where one pose stands: middle between the feet and floor in pixels of the sheet, pixels a unit."""

    x: float
    y: float
    scale: float
    posture: Posture


@dataclass
class Sheet:
    picture: np.ndarray
    truth: list[Drawn | None]
    higher: list[str]  # which hand the plan wants higher: left, right, or nothing
    fault: str = ""
    at: int = -1
    cell: int = 0
    key: tuple[int, int, int] = (0, 255, 0)
    extras: list[Drawn] = field(default_factory=list)


def character(rng: np.random.Generator) -> Character:
    skins = [(255, 224, 196), (236, 188, 150), (176, 122, 86), (122, 82, 58)]
    suits = [(120, 190, 255), (255, 170, 60), (240, 110, 150), (250, 225, 120), (150, 110, 220), (90, 90, 110)]
    return Character(
        (rng.uniform(95, 118), rng.uniform(92, 110)),
        (rng.uniform(80, 98), rng.uniform(98, 115)),
        rng.uniform(105, 130),
        rng.uniform(44, 58),
        skins[rng.integers(len(skins))],
        suits[rng.integers(len(suits))],
    )


def dance(rng: np.random.Generator, count: int = 9) -> list[Posture]:
    """A dance of different poses, the last of which is nearly the first; drawn again until no two are alike."""
    while True:
        phases = rng.uniform(0, 2 * math.pi, 3)
        arms = rng.uniform(0.7, 1.0, 2)
        sway, bob, tilt = rng.uniform(8, 22), rng.uniform(4, 14), rng.uniform(0.02, 0.16)
        steps = rng.random() < 0.4
        postures = []
        for index in range(count):
            turn = 2 * math.pi * index / (count - 1)
            near = 0.05 if index == count - 1 else 0.0
            postures.append(
                Posture(
                    sway * math.sin(turn + phases[2]) + near * 40,
                    tilt * math.sin(turn + phases[2]),
                    bob * math.cos(2 * turn),
                    0.3 + arms[0] * math.sin(turn + phases[0]) + near,
                    0.3 + arms[1] * math.sin(turn + phases[1]) - near,
                    14.0 if steps and index in (2, 6) else 0.0,
                    14.0 if steps and index == 4 else 0.0,
                )
            )
        if (
            min(
                _unlike(postures[one], postures[other])
                for one in range(count)
                for other in range(one)
                if (other, one) != (0, count - 1)
            )
            > 0.3
        ):
            return postures


def _unlike(one: Posture, other: Posture) -> float:
    return max(abs(one.left - other.left), abs(one.right - other.right))


def draw_figure(
    shape: Character, posture: Posture, scale: float, *, fraction: tuple[float, float] = (0, 0), gap: float = 0.0
) -> tuple[Image.Image, int, int]:
    """One figure with soft edges, RGBA, and the pixel at which its feet's middle and the floor lie.

    ``fraction`` moves it by a part of a pixel; ``gap`` lets the left hand float away by so many units.
    """
    sharp = 2
    wide, high = math.ceil(290 * scale), math.ceil(560 * scale)
    picture = Image.new("RGBA", (2 * wide * sharp, (high + 40) * sharp))
    draw = ImageDraw.Draw(picture)
    middle, floor = (wide + fraction[0]) * sharp, (high + fraction[1]) * sharp
    unit = scale * sharp

    def at(x: float, y: float) -> tuple[float, float]:
        return middle + x * unit, floor + y * unit

    def ball(x: float, y: float, rx: float, ry: float, fill: tuple[int, int, int], line: float = 4.0) -> None:  # noqa: PLR0917
        cx, cy = at(x, y)
        draw.ellipse(
            [cx - rx * unit, cy - ry * unit, cx + rx * unit, cy + ry * unit],
            fill=fill,
            outline=shape.line if line else None,
            width=max(round(line * unit), 1),
        )

    def limb(x0: float, y0: float, x1: float, y1: float, width: float, fill: tuple[int, int, int]) -> None:  # noqa: PLR0917
        draw.line([*at(x0, y0), *at(x1, y1)], fill=shape.line, width=round((width + 8) * unit))
        draw.line([*at(x0, y0), *at(x1, y1)], fill=fill, width=round(width * unit))

    for side, lift in ((-1, posture.lift_left), (1, posture.lift_right)):
        limb(side * 38, -110, side * shape.stance, -22 - lift, 42, shape.skin)
        ball(side * (shape.stance + 6), -20 - lift, 32, 20, shape.suit)
    hips = -185 + posture.bob
    ball(0, hips, *shape.belly, shape.suit)
    ball(0, hips + 10, 0.5 * shape.belly[0], 0.55 * shape.belly[1], _lighter(shape.suit), 0)
    for side, angle in ((-1, posture.left), (1, posture.right)):
        x0, y0 = side * 76, hips - 45
        x1, y1 = x0 + side * shape.arm * math.cos(angle), y0 - shape.arm * math.sin(angle)
        apart = gap if side < 0 else 0.0
        limb(x0, y0, x1, y1, 34, shape.skin)
        if apart:
            away = apart + 34
            x1, y1 = x1 - away * math.cos(angle), y1 - away * math.sin(angle)
        ball(x1, y1, 23, 23, shape.skin)
    _face(draw, shape, posture, at, unit, hips)
    return picture.reduce(sharp), wide, high


def _face(draw, shape, posture, at, unit, hips) -> None:  # noqa: PLR0917
    x, y = posture.sway, hips - 85 - shape.head[1]
    cos, sin = math.cos(posture.tilt), math.sin(posture.tilt)

    def oval(dx: float, dy: float, rx: float, ry: float, fill, line: float = 0.0) -> None:  # noqa: PLR0917
        points = []
        for step in range(48):
            angle = 2 * math.pi * step / 48
            px, py = dx + rx * math.cos(angle), dy + ry * math.sin(angle)
            points.append(at(x + px * cos - py * sin, y + px * sin + py * cos))
        draw.polygon(points, fill=fill)
        if line:
            draw.line([*points, points[0], points[1]], fill=shape.line, width=max(round(line * unit), 1), joint="curve")

    rx, ry = shape.head
    for side in (-1, 1):
        oval(side * rx, 0, 18, 22, shape.skin, 4)
    oval(0, 0, rx, ry, shape.skin, 4)
    oval(0, -0.8 * ry, 26, 14, (90, 60, 40))
    for side in (-1, 1):
        oval(side * 38, -6, 10, 14, (40, 30, 30))
        oval(side * 60, 28, 16, 10, (245, 150, 150))
    oval(0, 36, 24, 9, (170, 60, 70))


def _lighter(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    return tuple(level + (255 - level) // 2 for level in colour)


def make_sheet(
    seed: int, *, cell: int = 320, fault: str = "", jpeg: bool | None = None, count: int = 9, transparent: bool = False
) -> Sheet:
    """A sheet of ``count`` poses in 3 x 3 cells of ``cell`` pixels, with one fault or none."""
    rng = np.random.default_rng(seed)
    shape, postures = character(rng), dance(rng, count)
    key = ((0, 255, 0), (255, 0, 255), (0, 0, 255))[rng.integers(3)] if shape.suit[2] < 200 else (0, 255, 0)
    if key == (255, 0, 255) and shape.suit in {(240, 110, 150), (150, 110, 220)}:
        key = (0, 255, 0)
    painted = tuple(int(np.clip(level + rng.integers(-26, 27), 0, 255)) for level in key)
    unit = cell / 768 * 1.3
    jitter = cell / 768 * 26
    placed: list[Drawn | None] = []
    for index, posture in enumerate(postures):
        row, column = divmod(index, COLUMNS)
        placed.append(
            Drawn(
                column * cell + cell / 2 + rng.uniform(-jitter, jitter),
                row * cell + cell * 0.93 - rng.uniform(0, 0.7 * jitter),
                unit * rng.uniform(0.97, 1.03),
                posture,
            )
        )
    sheet = Sheet(np.zeros(0), placed, [_higher(posture) for posture in postures], fault, cell=cell, key=painted)
    shapes, gaps = [shape] * count, [0.0] * count
    _plant(sheet, rng, shapes, gaps)
    canvas = Image.new("RGB", (COLUMNS * cell, ROWS * cell), painted)
    for index, drawn in enumerate([*sheet.truth, *sheet.extras]):
        if drawn:
            is_cut = fault == "cut off" and index == sheet.at
            _paste(canvas, [*shapes, shape][index], drawn, [*gaps, 0.0][index], _cell(sheet, index) if is_cut else None)
    if fault == "key residue":
        _stain(canvas, sheet, rng)
    pixels = np.asarray(canvas).astype(np.float32) + rng.normal(0, rng.uniform(0.5, 3), (*canvas.size[::-1], 1))
    canvas = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if jpeg if jpeg is not None else rng.random() < 0.5:
        held = io.BytesIO()
        canvas.save(held, "JPEG", quality=int(rng.integers(80, 95)))
        canvas = Image.open(held).convert("RGB")
    sheet.picture = np.asarray(canvas)
    return sheet


def _higher(posture: Posture) -> str:
    if abs(posture.left - posture.right) < 0.7:
        return ""
    return "left" if posture.left > posture.right else "right"


def _cell(sheet: Sheet, index: int) -> tuple[int, int, int, int]:
    row, column = divmod(index, COLUMNS)
    return (column * sheet.cell, row * sheet.cell, (column + 1) * sheet.cell, (row + 1) * sheet.cell)


def _paste(
    canvas: Image.Image, shape: Character, drawn: Drawn, gap: float, inside: tuple[int, int, int, int] | None = None
) -> None:
    left, top = math.floor(drawn.x), math.floor(drawn.y)
    picture, x, y = draw_figure(shape, drawn.posture, drawn.scale, fraction=(drawn.x - left, drawn.y - top), gap=gap)
    cover = picture.getchannel("A")
    if inside:  # as if each cell had been painted by itself
        kept = Image.new("L", cover.size)
        part = (inside[0] - left + x, inside[1] - top + y, inside[2] - left + x, inside[3] - top + y)
        kept.paste(cover.crop(part), part[:2])
        cover = kept
    canvas.paste(picture.convert("RGB"), (left - x, top - y), cover)


def _plant(sheet: Sheet, rng: np.random.Generator, shapes: list[Character], gaps: list[float]) -> None:  # noqa: C901  a case each
    truth, count = sheet.truth, len(sheet.truth)
    at = int(rng.integers(1, count - 1))
    drawn = truth[at]
    match sheet.fault:
        case "missing":
            truth[at] = None
        case "extra":
            small = drawn.scale * 0.62
            x = drawn.x + sheet.cell * (0.27 if rng.random() < 0.5 else -0.27)
            truth[at] = replace(drawn, x=2 * drawn.x - x, scale=small)
            sheet.extras.append(replace(drawn, x=x, scale=small))
        case "duplicate":
            truth[at] = replace(drawn, posture=truth[at - 1].posture)
            sheet.higher[at] = ""
        case "pop":
            strange = shapes[at].suit
            shapes[at] = replace(shapes[at], suit=(strange[2], strange[0] // 2, strange[1] // 3), head=(82, 84))
        case "open loop":
            at = count - 1
            far = max(range(2, count - 2), key=lambda index: _unlike(truth[index].posture, truth[0].posture))
            posture = truth[far].posture
            truth[at] = replace(
                truth[at], posture=replace(posture, left=posture.left + 0.35, right=posture.right - 0.35)
            )
            sheet.higher[at] = ""
        case "detached":
            gaps[at] = float(rng.uniform(14, 24))
            truth[at] = replace(drawn, posture=replace(drawn.posture, left=min(drawn.posture.left, 0.4)))
            sheet.higher[at] = ""
        case "size drift":
            truth[at] = replace(drawn, scale=drawn.scale * (1.2 if rng.random() < 0.4 else 0.8))
        case "foot drift":
            truth[at] = replace(drawn, y=drawn.y - sheet.cell * 0.14)
        case "cut off":
            side = -1 if rng.random() < 0.5 else 1
            reach = 76 + shapes[at].arm * 0.9
            truth[at] = replace(
                drawn,
                x=drawn.x - drawn.x % sheet.cell + sheet.cell / 2 + side * (sheet.cell / 2 - reach * drawn.scale),
                posture=replace(drawn.posture, left=0.1, right=0.1),
            )
            sheet.higher[at] = ""
        case "swapped limb":
            wanted = [index for index in range(1, count - 1) if sheet.higher[index]]
            at = wanted[int(rng.integers(len(wanted)))] if wanted else at
            posture = truth[at].posture if wanted else replace(truth[at].posture, left=1.0, right=-0.3)
            sheet.higher[at] = _higher(posture)
            truth[at] = replace(truth[at], posture=replace(posture, left=posture.right, right=posture.left))
    sheet.at = at if sheet.fault else -1


def _stain(canvas: Image.Image, sheet: Sheet, rng: np.random.Generator) -> None:
    """Leave a lighter patch of the background between the legs, as models do."""
    drawn = sheet.truth[sheet.at]
    colour = tuple(round(0.55 * level + 0.45 * 215) for level in sheet.key)
    size = drawn.scale * rng.uniform(28, 40)
    x, y = drawn.x + drawn.scale * rng.choice([-1, 1]) * 95, drawn.y - drawn.scale * 110
    ImageDraw.Draw(canvas).ellipse([x - size, y - size, x + size, y + size], fill=colour)
