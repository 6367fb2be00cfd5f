"""The frame of a head, for painting what is worn on it."""

from typing import Any

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import Point, Shape, blob, ellipse, stroke


class Milliner:
    """Paints in the frame of a head: (0, 0) its middle, tilted with it."""

    def __init__(self, layer: Layer, bones: Skeleton, colours: tuple[RGB, RGB, RGB], spread: float = 1.0) -> None:
        self.layer, self.bones, self.spread = layer, bones, spread
        self.main, self.second, self.third = colours

    def at(self, points: list[Point]) -> list[Point]:
        """Return points of the head as points of the layer."""
        return [self.bones.on_face(x * self.spread, y * self.spread) for x, y in points]

    def oval(self, x: float, y: float, rx: float, ry: float, colour: RGB, *, turn: float = 0.0, **how: Any) -> None:
        """Paint an ellipse."""
        self.layer.shape(
            ellipse(*self.bones.on_face(x * self.spread, y * self.spread), rx, ry, self.bones.tilt + turn),
            colour,
            **how,
        )

    def patch(self, points: list[Point], colour: RGB, **how: Any) -> None:
        """Paint a smooth patch."""
        self.layer.shape(blob(self.at(points)), colour, **how)

    def poly(self, points: list[Point], colour: RGB, **how: Any) -> None:
        """Paint an angular patch."""
        self.layer.shape([self.at(points)], colour, **how)

    def line(self, points: list[Point], colour: RGB, width: float, **how: Any) -> None:
        """Paint a smooth band."""
        self.layer.shape(stroke(self.at(points), width), colour, **how)

    def shape(self, shape: Shape, colour: RGB, **how: Any) -> None:
        """Paint any shape."""
        self.layer.shape([self.at(polygon) for polygon in shape], colour, **how)
