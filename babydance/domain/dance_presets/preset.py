"""What a ready-made dance is: what each pose looks like, limb by limb, and in which order they are danced.

Left and right are those of the picture, because that is what a model draws best. Pose 1 is where every dance starts and
where it comes back to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from babydance.domain.dances import Choreography, Music, Step

REST = "both arms relaxed beside the body, feet a hip's width apart, weight on both legs, head upright"
_NOTATION = re.compile(r"([1-9])(m?)(?::(\d+))?(\^?)([<>]?)")
_HOP = 60  # thousandths of the stage
_LEAN = 7  # degrees


@dataclass(frozen=True, slots=True)
class DancePreset:
    """One ready-made dance; ``poses`` go into the prompt as they stand, ``order`` is read by ``steps``.

    In ``order`` each word is a step: the number of the pose from 1, ``m`` for mirrored, ``:n`` to hold it n quarters
    of a beat instead of two, ``^`` for a hop, ``<`` or ``>`` for leaning left or right.
    """

    id: str
    label: str
    category: str
    mood: str
    bpm: int
    music: str
    poses: tuple[str, ...]
    order: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps of the dance."""
        return tuple(_step(word) for word in self.order.split())

    def choreography(self) -> Choreography:
        """Return the dance as it comes, on nothing and without a caption."""
        return Choreography(self.steps, self.bpm, music=Music(self.music))


def _step(word: str) -> Step:
    read = _NOTATION.fullmatch(word)
    if read is None:
        raise ValueError(f"not a step: {word}")
    pose, mirrored, hold, hop, lean = read.groups()
    tilt = {"<": -_LEAN, ">": _LEAN, "": 0}[lean]
    return Step(int(pose) - 1, bool(mirrored), int(hold or 2), bounce=_HOP if hop else 0, tilt=tilt)
