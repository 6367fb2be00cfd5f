"""From what a model painted to poses that can dance, and the report on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from babydance.dance.cut import Cut, Layout, cut_frame, cut_sheet
from babydance.dance.key import Backdrop, Picture
from babydance.dance.motion import Hand, Report, inspect
from babydance.dance.poses import Check, PoseSet, never
from babydance.dance.register import SIDE, register


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What the poses should become: square canvases of ``side`` pixels, like the approved ``anchor`` if there is one.

    ``higher_hands`` and ``is_loop`` say what the plan of the dance expects (see ``motion.inspect``).
    """

    side: int = SIDE
    anchor: Picture | None = None
    higher_hands: Sequence[Hand | None] = ()
    is_loop: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What came of it: the poses that were found, which of the declared poses each is (from 0), and the report."""

    poses: PoseSet | None
    numbers: tuple[int, ...]
    report: Report


def take_sheet(
    sheet: Picture,
    layout: Layout,
    *,
    wanted: Wanted | None = None,
    redrawn: Mapping[int, Picture] | None = None,
    check: Check = never,
) -> Take:
    """Return the poses of one sheet; ``redrawn`` pictures take the place of those poses.

    ``check`` is called between figures and may raise to stop.
    """
    cut = cut_sheet(sheet, layout, check=check)
    return _taken(_replaced(cut, redrawn or {}, check), wanted or Wanted(), check)


def take_frames(
    frames: Sequence[Picture],
    count: int,
    *,
    wanted: Wanted | None = None,
    redrawn: Mapping[int, Picture] | None = None,
    check: Check = never,
) -> Take:
    """Return the poses of an animation that should have ``count`` frames, or of pictures drawn one by one."""
    cuts = [cut_frame(frame, number, check=check) for number, frame in enumerate(frames)]
    figures = [cut.figures[0] for cut in cuts[:count]] + [None] * (count - len(cuts))
    extras = [figure.box for cut in cuts[count:] for figure in cut.figures if figure]
    extras += [box for cut in cuts[:count] for box in cut.extras]
    backdrops = [cut.backdrop for cut in cuts] or [Backdrop(None, 0.0)]
    worst = min(backdrops, key=lambda backdrop: backdrop.is_plain)
    whole = Cut(tuple(figures), worst, tuple(extras))
    return _taken(_replaced(whole, redrawn or {}, check), wanted or Wanted(), check)


def _replaced(cut: Cut, redrawn: Mapping[int, Picture], check: Check) -> Cut:
    """Put the figures of redrawn pictures where they belong."""
    figures = list(cut.figures)
    for number, picture in redrawn.items():
        figures[number] = cut_frame(picture, number, check=check).figures[0]
    return replace(cut, figures=tuple(figures))


def _taken(cut: Cut, wanted: Wanted, check: Check) -> Take:
    numbers = tuple(number for number, figure in enumerate(cut.figures) if figure is not None)
    figures = [figure for figure in cut.figures if figure is not None]
    anchor = cut_frame(wanted.anchor, 0, check=check).figures[0] if wanted.anchor is not None else None
    registration = register(figures, side=wanted.side, anchor=anchor, check=check) if figures else None
    report = inspect(cut, registration, higher_hands=wanted.higher_hands, is_loop=wanted.is_loop)
    return Take(registration.poses if registration else None, numbers, report)
