"""The frame of a torso, for painting what clothes carry."""

from typing import Any

from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.colours import RGB
from babydance.sandbox.artist.outfits import Outfit
from babydance.sandbox.artist.poses import Skeleton
from babydance.sandbox.artist.shapes import Point, Shape, blob, ellipse, moved, stroke

Colours = tuple[RGB, RGB, RGB]


class Dresser:
    """Paints in the frame of a torso: x across in units, y from the neck (0) to the hips (1)."""

    def __init__(self, layer: Layer, bones: Skeleton, outfit: Outfit, colours: Colours) -> None:
        self.layer, self.bones, self.outfit = layer, bones, outfit
        self.main, self.second, self.third = colours

    def at(self, points: list[Point]) -> list[Point]:
        """Return points of the torso as points of the layer."""
        return [self.bones.along(x, y) for x, y in points]

    def patch(self, points: list[Point], colour: RGB, **how: Any) -> None:
        """Paint a smooth patch."""
        self.layer.shape(blob(self.at(points)), colour, **how)

    def poly(self, points: list[Point], colour: RGB, **how: Any) -> None:
        """Paint an angular patch."""
        self.layer.shape([self.at(points)], colour, **how)

    def line(self, points: list[Point], colour: RGB, width: float, alpha: float = 1.0) -> None:
        """Paint a seam or a band."""
        self.layer.shape(stroke(self.at(points), width), colour, outline=False, shade=0.2, gloss=0, alpha=alpha)

    def dot(self, x: float, y: float, r: float, colour: RGB, ry: float | None = None) -> None:
        """Paint a button."""
        self.layer.shape(ellipse(*self.bones.along(x, y), r, ry), colour, outline=False, shade=0.5, gloss=0.6, cast=0.2)

    def sign(self, shape: Shape, x: float, y: float, colour: RGB) -> None:
        """Paint a shape drawn around (0, 0), its size in units."""
        self.layer.shape(moved(shape, *self.bones.along(x, y)), colour, outline=False, shade=0.2)
