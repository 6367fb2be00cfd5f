"""Outlines in drawing units: ellipses, blobs, swept limbs, stars, hearts. A shape is a union of polygons."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Polygon = list[Point]
Shape = list[Polygon]
Bead = tuple[float, float, float]  # x, y and radius: limbs are strings of beads

_RING = [(math.cos(math.tau * i / 40), math.sin(math.tau * i / 40)) for i in range(40)]


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0.0) -> Shape:
    """Return an ellipse, turned clockwise by degrees."""
    ry = rx if ry is None else ry
    if not turn:
        return [[(x + rx * p, y + ry * q) for p, q in _RING]]
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    ring = [(rx * p, ry * q) for p, q in _RING]
    return [[(x + p * c - q * s, y + p * s + q * c) for p, q in ring]]


def blob(points: Sequence[Point], steps: int = 7) -> Shape:
    """Return a closed smooth curve through the points."""
    n = len(points)
    curve: Polygon = []
    for i in range(n):
        curve += _catmull(points[i - 1], points[i], points[(i + 1) % n], points[(i + 2) % n], steps)
    return [curve]


def mirrored(half: Sequence[Point]) -> list[Point]:
    """Return the points followed by their mirror images, so that a blob is symmetric."""
    inner = [p for p in half if p[0] != 0]
    return [*half, *[(-x, y) for x, y in reversed(inner)]]


def curve(points: Sequence[Point], steps: int = 8) -> Polygon:
    """Return an open smooth curve through the points."""
    ends = [points[0], *points, points[-1]]
    line: Polygon = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        line += _catmull(a, b, c, d, steps)
    return [*line, points[-1]]


def limb(beads: Sequence[Bead], steps: int = 6, *, flat: bool = False) -> Shape:
    """Return the shape swept by a circle along a curve through the beads, its end cut flat or round."""
    centres = curve([(x, y) for x, y, _ in beads], steps)
    radii = [y for _, y in curve([(float(i), r) for i, (_, _, r) in enumerate(beads)], steps)]
    shape: Shape = []
    last = len(centres) - 1
    for i, ((x, y), r) in enumerate(zip(centres, radii, strict=True)):
        if not (flat and i > last - steps // 2):
            shape += ellipse(x, y, r)
        if i:
            shape.append(_bridge(centres[i - 1], radii[i - 1], (x, y), r))
    return shape


def stroke(points: Sequence[Point], width: float, *, taper: bool = False) -> Shape:
    """Return a smooth line of the given width, optionally thin at both ends."""
    n = len(points) - 1
    half = width / 2
    return limb(
        [(x, y, half * (0.35 + 0.65 * math.sin(math.pi * i / n)) if taper else half) for i, (x, y) in enumerate(points)]
    )


def star(x: float, y: float, r: float, spikes: int = 5, inner: float = 0.5, *, turn: float = -90) -> Shape:
    """Return a star."""
    angles = [(math.radians(turn + 180 * i / spikes), r if i % 2 == 0 else r * inner) for i in range(2 * spikes)]
    return [[(x + d * math.cos(a), y + d * math.sin(a)) for a, d in angles]]


def heart(x: float, y: float, r: float) -> Shape:
    """Return a heart."""
    half = [(0.0, -0.45), (0.45, -0.95), (0.98, -0.7), (0.95, -0.1), (0.5, 0.5), (0.0, 0.98)]
    return blob([(x + r * p, y + r * q) for p, q in mirrored(half)])


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Shape:
    """Return a rectangle from its upper left corner, its corners rounded."""
    r = min(radius, width / 2, height / 2)
    if r <= 0:
        return [[(x, y), (x + width, y), (x + width, y + height), (x, y + height)]]
    corners = [
        (x + width - r, y + r, -90),
        (x + width - r, y + height - r, 0),
        (x + r, y + height - r, 90),
        (x + r, y + r, 180),
    ]
    return [
        [
            (cx + r * math.cos(math.radians(start + 15 * i)), cy + r * math.sin(math.radians(start + 15 * i)))
            for cx, cy, start in corners
            for i in range(7)
        ]
    ]


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """Return the shape moved."""
    return [[(x + dx, y + dy) for x, y in polygon] for polygon in shape]


def turned(shape: Shape, degrees: float, about: Point) -> Shape:
    """Return the shape turned clockwise about a point."""
    return [[turn(p, degrees, about) for p in polygon] for polygon in shape]


def turn(point: Point, degrees: float, about: Point = (0.0, 0.0)) -> Point:
    """Return the point turned clockwise about another."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = point[0] - about[0], point[1] - about[1]
    return about[0] + x * c - y * s, about[1] + x * s + y * c


def between(a: Point, b: Point, t: float) -> Point:
    """Return the point at share t of the way from a to b."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def bounds(shapes: Iterable[Polygon]) -> tuple[float, float, float, float]:
    """Return the box around polygons: left, top, right, bottom."""
    points = [p for polygon in shapes for p in polygon]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _catmull(a: Point, b: Point, c: Point, d: Point, steps: int) -> Polygon:
    line: Polygon = []
    for i in range(steps):
        t = i / steps
        k0, k1 = -t + 2 * t * t - t * t * t, 2 - 5 * t * t + 3 * t * t * t
        k2, k3 = t + 4 * t * t - 3 * t * t * t, -t * t + t * t * t
        line.append(
            (
                (k0 * a[0] + k1 * b[0] + k2 * c[0] + k3 * d[0]) / 2,
                (k0 * a[1] + k1 * b[1] + k2 * c[1] + k3 * d[1]) / 2,
            )
        )
    return line


def _bridge(a: Point, ra: float, b: Point, rb: float) -> Polygon:
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
    return [
        (a[0] + nx * ra, a[1] + ny * ra),
        (b[0] + nx * rb, b[1] + ny * rb),
        (b[0] - nx * rb, b[1] - ny * rb),
        (a[0] - nx * ra, a[1] - ny * ra),
    ]
