"""The motion report: what would be seen to be wrong when the poses of a character play as a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from babydance.dance.cut import Box, Cut, Figure
from babydance.dance.key import spread, tint
from babydance.dance.register import Placement, Registration

GRID = 90  # pixels: poses are compared on a picture about this large
CHANGED = 0.25  # of 1: a pixel that differs more has changed
SAME = 0.04  # of a figure that may change between two drawings of one pose
LEAP = 0.75  # of a figure that changes when a pose does not belong to its neighbours
LEAPS = 2.5  # times the usual change
STRANGE = 0.6  # likeness of a head that is another's
RECOLOURED = 14  # levels between the mean colours of two poses of one character
OPEN = 0.18  # of a figure that changes at the turn of a loop
OPENS = 0.6  # times the usual change
DRIFT = 0.085  # of the size that may be put right in silence
LARGE_DRIFT = 0.15  # of the size: lines and details no longer fit
RAISED = 0.07  # of the cell by which feet may be off in silence
PLANTED = 0.45  # of the feet that must stand where they stood
PART = 0.002  # of a figure: smaller detached parts are not seen
TINTED = 0.3  # of the background's hue
HANDS = 0.78  # of a figure's height, from its top, in which hands are looked for
REACH = 0.4  # of the height: about how far a hand is from the middle
HIGHER = 0.03  # of the height by which one hand must be above the other


class FindingKind(StrEnum):
    """What can be wrong with poses."""

    BACKGROUND = "background"
    WRONG_COUNT = "wrong-count"
    DUPLICATE = "duplicate"
    POP = "pop"
    OPEN_LOOP = "open-loop"
    DETACHED = "detached"
    SIZE_DRIFT = "size-drift"
    FOOT_DRIFT = "foot-drift"
    CUT_LIMB = "cut-limb"
    RESIDUE = "residue"
    SWAPPED_LIMB = "swapped-limb"


class Severity(StrEnum):
    """Whether a pose has to be drawn anew, or was put right."""

    MENDED = "mended"
    SERIOUS = "serious"


class Hand(StrEnum):
    """A side of the picture, as the person who looks at it sees it."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    ``pose`` counts from 0; it is ``None`` if the whole is meant. ``box`` is where to look, in pixels of picture number
    ``picture``: 0 for a sheet, else the frame. ``words`` may be shown.
    """

    kind: FindingKind
    severity: Severity
    words: str
    pose: int | None = None
    box: Box | None = None
    picture: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found, in the order of the poses."""

    findings: tuple[Finding, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether the poses can dance as they are."""
        return all(finding.severity is not Severity.SERIOUS for finding in self.findings)

    @property
    def bad_poses(self) -> tuple[int, ...]:
        """Return which poses have to be drawn anew, counted from 0."""
        serious = {finding.pose for finding in self.findings if finding.severity is Severity.SERIOUS}
        return tuple(sorted(pose for pose in serious if pose is not None))


def inspect(
    cut: Cut,
    registration: Registration | None,
    *,
    higher_hands: Sequence[Hand | None] = (),
    is_loop: bool = True,
) -> Report:
    """Return what is wrong with the figures of a cut and their registration, in the order of the poses.

    ``higher_hands`` tells for each declared pose which hand the plan wants clearly above the other; nothing is not
    looked at. ``is_loop`` wants the last pose to lead back to the first.
    """
    findings = list(_counted(cut))
    if registration is not None:
        numbers = [number for number, figure in enumerate(cut.figures) if figure is not None]
        figures = [figure for figure in cut.figures if figure is not None]
        poses = _Poses(registration, figures, numbers)
        findings += [*poses.drawn_badly(), *poses.moved(), *poses.played(is_loop=is_loop)]
        findings += poses.swapped(dict(enumerate(higher_hands)))
    return Report(tuple(sorted(findings, key=lambda found: -1 if found.pose is None else found.pose)))


def _counted(cut: Cut) -> Iterator[Finding]:
    """Yield what is missing and what is too much."""
    serious, declared = Severity.SERIOUS, len(cut.figures)
    if not cut.backdrop.is_plain:
        words = "The background is not one plain colour, so the figure can't be taken off it."
        yield Finding(FindingKind.BACKGROUND, serious, words)
    elif not cut.found:
        yield Finding(FindingKind.WRONG_COUNT, serious, "There is no figure on the picture.")
    else:
        for number, figure in enumerate(cut.figures):
            if figure is None:
                words = f"Pose {number + 1} is missing: {cut.found} of {declared} are there."
                yield Finding(FindingKind.WRONG_COUNT, serious, words, number)
        for box in cut.extras:
            words = f"Here is a figure too many: {cut.found} instead of {declared}."
            yield Finding(FindingKind.WRONG_COUNT, serious, words, _place_of(box, cut), box)


def _place_of(box: Box, cut: Cut) -> int | None:
    """Return the pose in whose cell the middle of a box lies, if any."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    for number, figure in enumerate(cut.figures):
        if figure and figure.cell.left <= across < figure.cell.right and figure.cell.top <= down < figure.cell.bottom:
            return number
    return None


class _Poses:
    """Registered poses, reduced, and what can be told from them."""

    def __init__(self, registration: Registration, figures: list[Figure], numbers: list[int]) -> None:
        poses = registration.poses
        self._places, self._figures, self._numbers = registration.placements, figures, numbers
        self._side = poses.size[0]
        self._factor = max(1, self._side // GRID)
        self._small = [_reduced(pose, self._factor) for pose in poses.poses]
        self._cover = np.stack([small[..., 3] for small in self._small])
        self._areas = np.maximum(self._cover.sum(axis=(1, 2)), 1)
        self._centre, self._ground = poses.centre / self._factor, poses.ground / self._factor
        self._changes = [self._change(index - 1, index) for index in range(1, len(numbers))]

    def drawn_badly(self) -> Iterator[Finding]:
        """Yield what is wrong with single drawings: loose parts, cut limbs, leftovers of the background."""
        for index, figure in enumerate(self._figures):
            for box in figure.detached:
                words = "a part hangs in the air, away from the body."
                yield self._finding(FindingKind.DETACHED, index, words, box=box)
            if figure.flush:
                words = "something is cut off at the edge."
                yield self._finding(FindingKind.CUT_LIMB, index, words, box=figure.flush[0])
            elif figure.has_touched:
                words = "it touched its neighbour and was parted from it."
                yield self._finding(FindingKind.CUT_LIMB, index, words, severity=Severity.MENDED)
            small = self._small[index]
            stained = (small[..., 3] > 0.5) & (tint(_straight(small), figure.backdrop) > TINTED)  # noqa: PLR2004  half
            if not spread(~stained, 1).all():  # a patch, not only an edge
                words = "some of the background is left, or the character wears its colour."
                yield self._finding(FindingKind.RESIDUE, index, words, where=spread(~spread(~stained, 1), 1))

    def moved(self) -> Iterator[Finding]:
        """Yield poses that were drawn in another size or on another spot."""
        sizes = np.array([place.drawn for place in self._places])
        for index, size in enumerate(sizes / np.median(sizes) - 1):
            if abs(size) > DRIFT:
                severity = Severity.SERIOUS if abs(size) > LARGE_DRIFT else Severity.MENDED
                words = f"it is drawn {abs(size):.0%} {'larger' if size > 0 else 'smaller'} than the others."
                yield self._finding(FindingKind.SIZE_DRIFT, index, words, severity=severity)
        heights = np.array([self._foot(index) for index in range(len(self._figures))])
        for index, height in enumerate(np.median(heights) - heights):
            if abs(height) > RAISED:
                words = f"it stands {'higher' if height > 0 else 'lower'} than the others."
                yield self._finding(FindingKind.FOOT_DRIFT, index, words, severity=Severity.MENDED)
            elif self._places[index].planted < PLANTED:
                yield self._finding(FindingKind.FOOT_DRIFT, index, "its feet slide away from where they stood.")

    def played(self, *, is_loop: bool) -> Iterator[Finding]:
        """Yield what jumps, stands still or does not come back when the poses play."""
        last = len(self._numbers) - 1
        for index in range(1, last + 1):
            twins = [other for other in range(index) if (other, index) != (0, last) or last == 1]
            twin = min(twins, key=lambda other: self._change(other, index), default=None)
            if twin is not None and self._change(twin, index) < SAME:
                words = f"it is the same as pose {self._numbers[twin] + 1}."
                yield self._finding(FindingKind.DUPLICATE, index, words)
        for index in self._strangers():
            words = "it jumps: the character looks different from the other poses."
            yield self._finding(FindingKind.POP, index, words)
        if is_loop and last > 1:
            turn = self._change(last, 0)
            if turn > max(OPEN, OPENS * float(np.median(self._changes))):
                words = "it does not lead back to the first, so the loop would jerk."
                yield self._finding(FindingKind.OPEN_LOOP, last, words, where=self._changed(last, 0))

    def swapped(self, wanted: dict[int, Hand | None]) -> Iterator[Finding]:
        """Yield poses whose hands are the wrong way round."""
        for index, number in enumerate(self._numbers):
            hand = wanted.get(number)
            if hand is None:
                continue
            left, right = self._hand(index, Hand.LEFT), self._hand(index, Hand.RIGHT)
            lower_is_higher = (left - right) if hand is Hand.LEFT else (right - left)
            if lower_is_higher > HIGHER * self._ground:
                words = f"left and right are swapped: the hand on the {hand} of the picture should be the higher one."
                yield self._finding(FindingKind.SWAPPED_LIMB, index, words)

    def _strangers(self) -> list[int]:
        """Return the poses that are unlike the others: another head, other colours, or a leap there and back."""
        colours = np.stack([small[..., :3].sum(axis=(0, 1)) for small in self._small]) / self._areas[:, None] * 255
        odd = np.abs(colours - np.median(colours, axis=0)).max(axis=1) > RECOLOURED
        likeness = np.array([place.likeness for place in self._places])
        unlike = likeness < STRANGE
        if unlike.sum() > len(unlike) / 2:
            unlike = likeness >= 1  # it is the first that differs
        usual = float(np.median(self._changes)) if self._changes else 0.0
        for index in range(1, len(self._changes)):
            leap = min(self._changes[index - 1], self._changes[index])
            odd[index] |= leap > max(LEAP, LEAPS * usual)
        return [int(index) for index in np.nonzero(odd | unlike)[0]]

    def _changed(self, one: int, other: int) -> NDArray[np.bool_]:
        return np.abs(self._small[one] - self._small[other]).max(axis=2) > CHANGED

    def _change(self, one: int, other: int) -> float:
        """Return how much of a figure differs between two poses; 1 is as much as its own area."""
        return float(self._changed(one, other).sum() / min(self._areas[one], self._areas[other]))

    def _foot(self, index: int) -> float:
        """Return how far down its cell a figure stands, from 0 to 1."""
        place, figure = self._places[index], self._figures[index]
        sole = (self._ground * self._factor - place.dy) / place.scale
        return (sole - figure.cell.top) / (figure.cell.bottom - figure.cell.top)

    def _hand(self, index: int, side: Hand) -> float:
        """Return the mean row of what reaches out furthest on one side, above the legs, in reduced pixels."""
        cover = self._cover[index]
        top = int((cover.sum(axis=1) > 0.5).argmax())  # noqa: PLR2004  half a pixel
        bottom = top + round(HANDS * (self._ground - top))
        away = (np.arange(cover.shape[1]) + 0.5 - self._centre) / (REACH * (self._ground - top))
        weights = np.clip(-away if side is Hand.LEFT else away, 0, None) ** 8
        reaching = (cover[top:bottom] * weights).sum(axis=1)
        return float((reaching * np.arange(top, bottom)).sum() / max(float(reaching.sum()), 1e-9))

    def _finding(
        self,
        kind: FindingKind,
        index: int,
        words: str,
        *,
        severity: Severity = Severity.SERIOUS,
        box: Box | None = None,
        where: NDArray[np.bool_] | None = None,
    ) -> Finding:
        figure = self._figures[index]
        if where is not None:
            box = self._on_picture(where, self._places[index])
        number = self._numbers[index]
        return Finding(kind, severity, f"Pose {number + 1}: {words}", number, box or figure.box, figure.picture)

    def _on_picture(self, where: NDArray[np.bool_], place: Placement) -> Box:
        rows, columns = np.nonzero(where)
        factor = self._factor
        return place.back(
            Box(
                int(columns.min()) * factor,
                int(rows.min()) * factor,
                int(columns.max() + 1) * factor,
                int(rows.max() + 1) * factor,
            )
        )


def _reduced(pose: NDArray[np.uint8], factor: int) -> NDArray[np.float32]:
    """Return a pose, made smaller: premultiplied RGBA from 0 to 1."""
    small = Image.fromarray(pose).convert("RGBa").reduce(factor)
    return np.asarray(small).astype(np.float32) / np.float32(255)


def _straight(small: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the colours of a premultiplied picture as they are where it is opaque, as bytes."""
    colours = small[..., :3] / np.maximum(small[..., 3:], 0.01)
    return np.clip(np.concatenate([colours, small[..., 3:]], axis=2) * 255, 0, 255).astype(np.uint8)
