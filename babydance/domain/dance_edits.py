"""Changes to a choreography: each takes one and returns another, so going back is keeping the old one.

``at`` counts steps from 0. Everything refuses with ``InvalidInputError`` what the choreography itself would refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from babydance.domain.dances import Choreography, Step
from babydance.domain.errors import InvalidInputError


def insert_step(dance: Choreography, at: int, step: Step) -> Choreography:
    """Put ``step`` before the one at ``at``; the number of steps puts it last."""
    if not 0 <= at <= len(dance.steps):
        raise InvalidInputError("There is no such place in this dance.", field="steps")
    return replace(dance, steps=(*dance.steps[:at], step, *dance.steps[at:]))


def move_step(dance: Choreography, at: int, to: int) -> Choreography:
    """Take the step at ``at`` out and put it where it is the one at ``to``."""
    step = _step(dance, at)
    _step(dance, to)
    rest = (*dance.steps[:at], *dance.steps[at + 1 :])
    return replace(dance, steps=(*rest[:to], step, *rest[to:]))


def duplicate_step(dance: Choreography, at: int) -> Choreography:
    """Put the same step once more behind the one at ``at``."""
    return insert_step(dance, at + 1, _step(dance, at))


def remove_step(dance: Choreography, at: int) -> Choreography:
    """Take the step at ``at`` away; the last one stays."""
    _step(dance, at)
    return replace(dance, steps=(*dance.steps[:at], *dance.steps[at + 1 :]))


def mirror_step(dance: Choreography, at: int) -> Choreography:
    """Turn the step at ``at`` the other way round: pose, place and tilt."""
    step = _step(dance, at)
    return change_step(dance, at, replace(step, is_mirrored=not step.is_mirrored, dx=-step.dx, tilt=-step.tilt))


def hold_step(dance: Choreography, at: int, quarters: int) -> Choreography:
    """Hold the step at ``at`` for so many quarters of a beat."""
    return change_step(dance, at, replace(_step(dance, at), hold=quarters))


def change_step(dance: Choreography, at: int, step: Step) -> Choreography:
    """Put ``step`` in the place of the one at ``at``."""
    _step(dance, at)
    return replace(dance, steps=(*dance.steps[:at], step, *dance.steps[at + 1 :]))


def fit_steps(steps: Sequence[Step], poses: int) -> tuple[Step, ...]:
    """Return the structure of another dance for a character with ``poses`` poses; those it lacks begin anew."""
    return tuple(replace(step, pose=step.pose % poses) for step in steps)


def _step(dance: Choreography, at: int) -> Step:
    if not 0 <= at < len(dance.steps):
        raise InvalidInputError("There is no such step in this dance.", field="steps")
    return dance.steps[at]
