"""A choreography as data: which pose stands when and how, in front of what, to which music.

All measures are whole numbers, so that the browser and the engine work out the same dance to the pixel and the
sample: holds are quarters of a beat, places are thousandths of the stage's side, tilts are degrees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from babydance.domain.captions import Caption
from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import is_id

QUARTERS = 4  # of a beat
MIN_BPM, MAX_BPM = 60, 180
MAX_POSES = 16
MAX_STEPS = 200
MAX_HOLD = 64  # quarters of a beat
MAX_BEATS = 256
MAX_OFFSET = 250  # thousandths of the side
MAX_BOUNCE = 200  # thousandths of the side
MAX_TILT = 30  # degrees
MAX_VOLUME = 100
MAX_SEED = 2**31 - 1
MUSIC_STYLES = {
    "pop": "Bright pop",
    "disco": "Disco",
    "hip-hop": "Hip-hop",
    "latin": "Latin",
    "robot": "Robot bleeps",
    "lullaby": "Music box",
}
"""The names of the styles by id; what they sound like is in ``dance/grooves.py``."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class BackgroundKind(StrEnum):
    """What is behind the dancer."""

    TRANSPARENT = "transparent"
    COLOUR = "colour"
    GRADIENT = "gradient"
    PICTURE = "picture"


_COLOURS_OF = {BackgroundKind.COLOUR: 1, BackgroundKind.GRADIENT: 2}


@dataclass(frozen=True, slots=True)
class Step:
    """One pose for a while: ``pose`` counts from 0, ``hold`` is in quarters of a beat, right and down are positive.

    ``bounce`` is the height of a hop that begins and ends on the ground; ``tilt`` turns clockwise about the feet.
    """

    pose: int
    is_mirrored: bool = False
    hold: int = 2
    dx: int = 0
    dy: int = 0
    bounce: int = 0
    tilt: int = 0

    def __post_init__(self) -> None:
        _check_range(self.pose, 0, MAX_POSES - 1, "A dance has at most 16 poses.")
        _check_range(self.hold, 1, MAX_HOLD, "A step is held for a quarter of a beat up to 16 beats.")
        _check_range(self.dx, -MAX_OFFSET, MAX_OFFSET, "A step moves by at most a quarter of the stage.")
        _check_range(self.dy, -MAX_OFFSET, MAX_OFFSET, "A step moves by at most a quarter of the stage.")
        _check_range(self.bounce, 0, MAX_BOUNCE, "A hop is at most a fifth of the stage high.")
        _check_range(self.tilt, -MAX_TILT, MAX_TILT, "A step tilts by at most 30 degrees.")


@dataclass(frozen=True, slots=True)
class Background:
    """What is behind the dancer: ``colours`` are ``#rrggbb``, of a gradient the upper one first."""

    kind: BackgroundKind = BackgroundKind.TRANSPARENT
    colours: tuple[str, ...] = ()
    picture: str = ""  # the id of a picture in the gallery

    def __post_init__(self) -> None:
        if len(self.colours) != _COLOURS_OF.get(self.kind, 0):
            raise InvalidInputError("A colour has one tone, a gradient two.", field="background")
        if not all(_COLOUR.fullmatch(colour) for colour in self.colours):
            raise InvalidInputError("Write a colour like #ffcc00.", field="background")
        if (self.kind is BackgroundKind.PICTURE) != is_id(self.picture):
            raise InvalidInputError("Choose the picture for the background.", field="background")


@dataclass(frozen=True, slots=True)
class Music:
    """What plays; an empty style is silence, ``volume`` is in per cent."""

    style: str = "pop"
    volume: int = 70

    def __post_init__(self) -> None:
        if self.style and self.style not in MUSIC_STYLES:
            raise InvalidInputError("Choose one of the music styles shown.", field="music")
        _check_range(self.volume, 0, MAX_VOLUME, "The volume goes from 0 to 100.", field="music")

    @property
    def is_silent(self) -> bool:
        """Tell whether there is nothing to hear."""
        return not self.style or not self.volume


@dataclass(frozen=True, slots=True)
class Choreography:
    """A whole dance; ``seed`` decides on the melody."""

    steps: tuple[Step, ...]
    bpm: int = 120
    is_ping_pong: bool = False
    background: Background = field(default_factory=Background)
    caption: Caption = field(default_factory=Caption)
    music: Music = field(default_factory=Music)
    seed: int = 1

    def __post_init__(self) -> None:
        if not self.steps:
            raise InvalidInputError("A dance needs at least one step.", field="steps")
        if len(self.steps) > MAX_STEPS:
            raise InvalidInputError(
                f"A dance has at most {MAX_STEPS} steps; this one has {len(self.steps)}.", field="steps"
            )
        if self.quarters > MAX_BEATS * QUARTERS:
            beats = -(-self.quarters // QUARTERS)
            raise InvalidInputError(f"A dance has at most {MAX_BEATS} beats; this one has {beats}.", field="steps")
        _check_range(self.bpm, MIN_BPM, MAX_BPM, f"The tempo goes from {MIN_BPM} to {MAX_BPM} beats a minute.", "bpm")
        _check_range(self.seed, 0, MAX_SEED, f"The seed of the melody goes from 0 to {MAX_SEED}.", "seed")

    @property
    def played(self) -> tuple[Step, ...]:
        """Return the steps of one loop; back and forth, the two at the turns come once."""
        return self.steps + self.steps[-2:0:-1] if self.is_ping_pong else self.steps

    @property
    def quarters(self) -> int:
        """Return the length of one loop in quarters of a beat."""
        return sum(step.hold for step in self.played)

    def check_poses(self, count: int) -> None:
        """Refuse the dance for a character with ``count`` poses when it asks for another one."""
        highest = max(step.pose for step in self.steps)
        if highest >= count:
            raise InvalidInputError(
                f"This dance asks for pose {highest + 1}, and the character has {count}.", field="steps"
            )


def _check_range(value: int, least: int, most: int, words: str, field: str = "steps") -> None:
    if not least <= value <= most:
        raise InvalidInputError(words, field=field)
