"""The spots on and around a baby where playthings go."""

from typing import Any

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import (
    Point,
    Shape,
    moved,
)

_LAP = 1.34  # how much larger things are painted in the lap


class Prop:
    """Paints around a spot: the hand, the lap or the floor beside the baby."""

    def __init__(self, layer: Layer, bones: Skeleton, colours: tuple[RGB, ...]) -> None:
        self.layer, self.bones = layer, bones
        self.first, self.second, self.third = colours[0], colours[1], colours[2]
        self.hand = bones.hands[1]
        self.lap = bones.along(0, 0.62)
        self.floor = (28.0, bones.ground)

    def put(self, shape: Shape, x: float, y: float, colour: RGB, **how: Any) -> None:
        """Paint a shape drawn around (0, 0) at a spot."""
        self.layer.shape(moved(shape, x, y), colour, **how)

    def lay(self, shape: Shape, colour: RGB, **how: Any) -> None:
        """Paint a shape drawn around (0, 0) in the lap, a little larger."""
        x, y = self.lap
        large = [[(x + a * _LAP, y + b * _LAP) for a, b in polygon] for polygon in shape]
        self.layer.shape(large, colour, **how)

    def cord(self, points: list[Point], colour: RGB, width: float) -> None:
        """Draw a thin line in the lap."""
        x, y = self.lap
        self.layer.line([(x + a * _LAP, y + b * _LAP) for a, b in points], colour, width)
