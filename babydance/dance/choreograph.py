"""Draws the frames of a dance: registered poses, moved as the choreography says, in front of a background.

The geometry is that of ``babydance/domain/dance_timeline.py``; whoever changes it here changes the player, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from PIL import Image, ImageOps

from babydance.dance.lettering import lettering
from babydance.dance.poses import Check, Pixels, PoseSet, never
from babydance.domain.captions import Caption
from babydance.domain.dance_timeline import CAPTION_STAGE, Frame, Look, timeline
from babydance.domain.dances import Background, BackgroundKind, Choreography

MIN_SIDE, MAX_SIDE = 64, 2048  # pixels
_MARK = Caption("sandbox", "plain")
_MARK_INK = (255, 255, 255, 180)
_MARK_SHARE = 22  # the mark's line is so many times lower than the frame
_THOUSAND = 1000

Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge in pixels, the last two exclusive."""


class Stage:
    """Where one dance is drawn; it keeps each pose once in the size that is needed, and nothing else of the frames.

    ``size`` is width and height in pixels. ``backdrop`` is the picture behind a dance whose background is one, in any
    size; it is cut to fill the frame. Without a background the frames are transparent, on ``paper`` they are not.
    """

    def __init__(
        self,
        poses: PoseSet,
        dance: Choreography,
        size: tuple[int, int],
        *,
        backdrop: Pixels | None = None,
        paper: str = "",
        is_marked: bool = False,
    ) -> None:
        dance.check_poses(len(poses.poses))
        if not all(MIN_SIDE <= side <= MAX_SIDE for side in size):
            raise ValueError(f"a frame has {MIN_SIDE} to {MAX_SIDE} pixels on each side, not {size}")
        if (dance.background.kind is BackgroundKind.PICTURE) != (backdrop is not None):
            raise ValueError("a backdrop is given if the background is a picture, and only then")
        self.size = size
        self.bpm = dance.bpm
        self.frames = timeline(dance)
        square = min(size)
        side = square * CAPTION_STAGE // _THOUSAND if dance.caption.text else square
        self._stage = ((size[0] - side) // 2, (size[1] - square) // 2, side)
        self._poses = poses
        self._sized: dict[int, Image.Image] = {}
        self._ground = ground(dance.background, size, backdrop=backdrop, paper=paper)
        self._write(dance, square, is_marked=is_marked)

    @property
    def is_opaque(self) -> bool:
        """Tell whether the frames are RGB; otherwise they are RGBA."""
        return self._ground.mode == "RGB"

    @cached_property
    def region(self) -> Box:
        """Return the smallest part of the frame outside of which nothing ever moves, its edges even."""
        boxes = [box for box in (self._box(frame.look) for frame in self.frames) if box]
        if not boxes:
            return (0, 0, 2, 2)
        left, upper = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, lower = max(box[2] for box in boxes), max(box[3] for box in boxes)
        return (left & ~1, upper & ~1, min(right + (right & 1), self.size[0]), min(lower + (lower & 1), self.size[1]))

    def picture(self, look: Look, box: Box | None = None) -> Image.Image:
        """Return the frame with this look, or only the part of it in ``box``; RGB or RGBA, see ``is_opaque``."""
        left, upper, right, lower = box or (0, 0, *self.size)
        picture = self._ground.crop((left, upper, right, lower))
        figure, (x, y) = self._figure(look)
        if self.is_opaque:
            picture.paste(figure, (x - left, y - upper), figure)
        else:
            _composite(picture, figure, (x - left, y - upper))
        return picture

    def pictures(self, check: Check = never) -> Iterator[tuple[Frame, Image.Image]]:
        """Yield each frame of the loop with its picture."""
        for frame in self.frames:
            check()
            yield frame, self.picture(frame.look)

    def _write(self, dance: Choreography, square: int, *, is_marked: bool) -> None:
        """Put what never moves on the ground."""
        _, upper, side = self._stage
        if dance.caption.text:
            room = (self.size[0] * 19 // 20, square - side)
            self._paste_on_ground(lettering(dance.caption, room), ((self.size[0] - room[0]) // 2, upper + side))
        if is_marked:
            room = (self.size[0] // 4, min(self.size) // _MARK_SHARE)
            self._paste_on_ground(lettering(_MARK, room, _MARK_INK), (self.size[0] - room[0], 0))

    def _paste_on_ground(self, letters: Image.Image, place: tuple[int, int]) -> None:
        if self.is_opaque:
            self._ground.paste(letters, place, letters)
        else:
            self._ground.alpha_composite(letters, place)

    def _figure(self, look: Look) -> tuple[Image.Image, tuple[int, int]]:
        """Return the dancer and where its upper left corner lies in the frame."""
        figure = self._pose(look.pose)
        core, ground = self._anchor
        if look.is_mirrored:
            figure = figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            core = figure.width - core
        x, y = self._place(look)
        if not look.tilt:
            return figure, (round(x - core), round(y - ground))
        box = figure.getbbox() or (0, 0, 1, 1)
        left, upper, right, lower = _turned(box, core, ground, look.tilt)
        radians = math.radians(look.tilt)
        cosine, sine = math.cos(radians), math.sin(radians)
        # From a pixel of the turned picture back to the pose: the same turn, the other way round.
        dx, dy = left - core, upper - ground
        matrix = (cosine, sine, core + cosine * dx + sine * dy, -sine, cosine, ground - sine * dx + cosine * dy)
        size = (right - left, lower - upper)
        turned = figure.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
        return turned, (round(x - core) + left, round(y - ground) + upper)

    def _box(self, look: Look) -> Box | None:
        """Return the part of the frame in which this look has pixels."""
        figure = self._pose(look.pose)
        core, ground = self._anchor
        box = figure.getbbox()
        if box is None:
            return None
        if look.is_mirrored:
            box = (figure.width - box[2], box[1], figure.width - box[0], box[3])
            core = figure.width - core
        if look.tilt:
            box = _turned(box, core, ground, look.tilt)
        x, y = self._place(look)
        dx, dy = round(x - core), round(y - ground)
        left, upper = max(box[0] + dx, 0), max(box[1] + dy, 0)
        right, lower = min(box[2] + dx, self.size[0]), min(box[3] + dy, self.size[1])
        return (left, upper, right, lower) if left < right and upper < lower else None

    def _place(self, look: Look) -> tuple[float, float]:
        """Return where the point below the core stands in the frame, in pixels."""
        left, upper, side = self._stage
        height = self._pose(0).height
        x = left + side / 2 + look.dx * side / _THOUSAND
        y = upper + (side - height) / 2 + self._anchor[1] + look.dy * side / _THOUSAND
        return x, y

    @property
    def _scale(self) -> float:
        return self._stage[2] / max(self._poses.size)

    @property
    def _anchor(self) -> tuple[float, float]:
        """Return the column of the core and the row below the soles in a pose of the size that is drawn."""
        return (self._poses.centre + 0.5) * self._scale, (self._poses.ground + 1) * self._scale

    def _pose(self, index: int) -> Image.Image:
        if index not in self._sized:
            pose = Image.fromarray(self._poses.poses[index], "RGBA")
            size = (max(1, round(pose.width * self._scale)), max(1, round(pose.height * self._scale)))
            if size != pose.size:
                pose = pose.resize(size, Image.Resampling.HAMMING)
            self._sized[index] = pose
        return self._sized[index]


def ground(
    background: Background, size: tuple[int, int], *, backdrop: Pixels | None = None, paper: str = ""
) -> Image.Image:
    """Return what is behind everything: RGB, or RGBA and empty if there is neither a background nor ``paper``."""
    if background.kind is BackgroundKind.COLOUR:
        return Image.new("RGB", size, background.colours[0])
    if background.kind is BackgroundKind.GRADIENT:
        return _gradient(size, *background.colours)
    if backdrop is not None:
        fitted = ImageOps.fit(Image.fromarray(backdrop, "RGBA"), size, Image.Resampling.LANCZOS)
        picture = Image.new("RGB", size, paper or "white")
        picture.paste(fitted, mask=fitted)
        return picture
    return Image.new("RGB", size, paper) if paper else Image.new("RGBA", size)


def _turned(box: Box, x: float, y: float, degrees: int) -> Box:
    """Return what ``box`` needs after a turn about (x, y), clockwise, with a pixel of room for the soft edge."""
    radians = math.radians(degrees)
    cosine, sine = math.cos(radians), math.sin(radians)
    corners = [(box[i] - x, box[j] - y) for i in (0, 2) for j in (1, 3)]
    xs = [x + cosine * dx - sine * dy for dx, dy in corners]
    ys = [y + sine * dx + cosine * dy for dx, dy in corners]
    return (math.floor(min(xs)) - 1, math.floor(min(ys)) - 1, math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)


def _composite(picture: Image.Image, figure: Image.Image, place: tuple[int, int]) -> None:
    """Blend ``figure`` over ``picture``, which may be smaller than it in every direction."""
    x, y = place
    source = (max(-x, 0), max(-y, 0), min(figure.width, picture.width - x), min(figure.height, picture.height - y))
    if source[0] < source[2] and source[1] < source[3]:
        picture.alpha_composite(figure, (max(x, 0), max(y, 0)), source)


def _gradient(size: tuple[int, int], upper: str, lower: str) -> Image.Image:
    """Return a picture that goes evenly from one colour at its first row to another at its last."""
    ends = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (upper, lower)], float)
    share = np.linspace(0, 1, size[1])[:, None]
    rows = np.rint(ends[0] * (1 - share) + ends[1] * share).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(np.broadcast_to(rows[:, None], (size[1], size[0], 3))), "RGB")
