"""When what is seen: the one place that turns a choreography into frames and moments.

The player in the browser does the same, and can, because everything is whole numbers:

- Time is counted in ticks, ``TICKS`` to a beat. Tick ``t`` is at ``15 t / (2 bpm)`` seconds. What is measured in
  milliseconds or samples is rounded at each tick from the start of the loop, halves up, so no error adds up.
- A step without a hop is one frame. A hop of height ``b`` has ``n = max(hold, 2)`` frames of equal length; frame
  ``k`` stands ``4 b k (n - k) / n²`` above its place, rounded, halves up: it lands on the beat.
- Neighbours that look the same are one frame, but the last frame and the first stay two.
- The stage is a square. Its side is the smaller of width and height, or ``CAPTION_STAGE`` thousandths of that with a
  caption; it stands in the middle of the width and at the upper edge of the square. The poses fill it by their longer
  side. A look is drawn so: mirror the pose about the column of its core, turn it by ``tilt`` degrees
  clockwise about the point on the ground below the core, move it by ``dx`` and ``dy`` thousandths of the stage.
"""

from __future__ import annotations

from dataclasses import dataclass

from babydance.domain.dances import QUARTERS, Choreography, Step

TICKS = 2 * QUARTERS  # of a beat
CAPTION_STAGE = 860  # thousandths of the side that are left for the dancer


@dataclass(frozen=True, slots=True)
class Look:
    """How the dancer stands; places in thousandths of the stage, right and down positive, tilt in degrees."""

    pose: int
    is_mirrored: bool
    dx: int
    dy: int
    tilt: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A look from the tick ``begins`` up to the tick ``ends``."""

    look: Look
    begins: int
    ends: int


def timeline(dance: Choreography) -> tuple[Frame, ...]:
    """Return the frames of one loop, without gaps, from tick 0 to ``loop_ticks``."""
    frames: list[Frame] = []
    tick = 0
    for step in dance.played:
        for look, ticks in _looks(step):
            if frames and frames[-1].look == look:
                frames[-1] = Frame(look, frames[-1].begins, tick + ticks)
            else:
                frames.append(Frame(look, tick, tick + ticks))
            tick += ticks
    return tuple(frames)


def loop_ticks(dance: Choreography) -> int:
    """Return the length of one loop in ticks."""
    return dance.quarters * TICKS // QUARTERS


def moment(tick: int, bpm: int, rate: int) -> int:
    """Return when ``tick`` is, in units of which a second has ``rate``: 1000 for milliseconds, or a sample rate."""
    return (15 * tick * rate + bpm) // (2 * bpm)


def lasts(frame: Frame, bpm: int, rate: int) -> int:
    """Return how long a frame is seen, in units of which a second has ``rate``."""
    return moment(frame.ends, bpm, rate) - moment(frame.begins, bpm, rate)


def _looks(step: Step) -> list[tuple[Look, int]]:
    ticks = step.hold * TICKS // QUARTERS
    count = max(step.hold, 2) if step.bounce else 1
    return [
        (
            Look(step.pose, step.is_mirrored, step.dx, step.dy - _height(step.bounce, k, count), step.tilt),
            ticks // count,
        )
        for k in range(count)
    ]


def _height(bounce: int, k: int, count: int) -> int:
    return (8 * bounce * k * (count - k) + count**2) // (2 * count**2)
