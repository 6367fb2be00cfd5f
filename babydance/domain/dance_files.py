"""Choreographies as JSON that people keep, share and drop in again.

Whatever is read here was written by anybody: it is small and strictly typed, and nothing is guessed or passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from babydance.domain.captions import Caption
from babydance.domain.dances import MAX_STEPS, Background, BackgroundKind, Choreography, Music, Step
from babydance.domain.errors import InvalidInputError

VERSION = 1
MAX_BYTES = 64 * 1024  # 200 steps with everything in them are 20 KB
NOT_A_DANCE = "This isn't a dance of AI Baby Dance."


def dance_as_json(dance: Choreography) -> str:
    """Return the choreography as people keep it; a step tells only what is unusual about it."""
    written = {
        "dance": VERSION,
        "bpm": dance.bpm,
        "ping_pong": dance.is_ping_pong,
        "steps": [_written(step) for step in dance.steps],
        "background": {
            "kind": dance.background.kind.value,
            "colours": list(dance.background.colours),
            "picture": dance.background.picture,
        },
        "caption": {"text": dance.caption.text, "font": dance.caption.font},
        "music": {"style": dance.music.style, "volume": dance.music.volume},
        "seed": dance.seed,
    }
    return json.dumps(written, ensure_ascii=False, indent=1)


def parse_dance(data: bytes) -> Choreography:
    """Read a foreign choreography; raise ``InvalidInputError`` in words when it is none or is written wrongly."""
    if len(data) > MAX_BYTES:
        raise InvalidInputError(f"A dance has at most {MAX_BYTES // 1024} KB; this is something else.", field="dance")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        raise InvalidInputError(NOT_A_DANCE, field="dance") from None
    if not isinstance(found, dict) or type(found.get("dance")) is not int or found["dance"] < 1:
        raise InvalidInputError(NOT_A_DANCE, field="dance")
    if found["dance"] > VERSION:
        raise InvalidInputError("This dance comes from a newer studio and can't be read here.", field="dance")
    parts = _Parts(found, "the dance")
    parts.number("dance", VERSION)
    dance = Choreography(
        steps=tuple(_step(step) for step in parts.groups("steps")),
        bpm=parts.number("bpm", 120),
        is_ping_pong=parts.flag("ping_pong"),
        background=_background(parts.group("background")),
        caption=_caption(parts.group("caption")),
        music=_music(parts.group("music")),
        seed=parts.number("seed", 1),
    )
    parts.check_nothing_is_left()
    return dance


def _written(step: Step) -> dict[str, Any]:
    written = {
        "pose": step.pose + 1,
        "hold": step.hold,
        "mirrored": step.is_mirrored,
        "dx": step.dx,
        "dy": step.dy,
        "bounce": step.bounce,
        "tilt": step.tilt,
    }
    return {name: value for name, value in written.items() if value or name in {"pose", "hold"}}


def _step(parts: _Parts) -> Step:
    step = Step(
        pose=parts.number("pose", 0) - 1,  # people count from 1
        is_mirrored=parts.flag("mirrored"),
        hold=parts.number("hold", 2),
        dx=parts.number("dx", 0),
        dy=parts.number("dy", 0),
        bounce=parts.number("bounce", 0),
        tilt=parts.number("tilt", 0),
    )
    parts.check_nothing_is_left()
    return step


def _background(parts: _Parts) -> Background:
    kind = parts.text("kind", BackgroundKind.TRANSPARENT)
    if kind not in set(BackgroundKind):
        raise InvalidInputError("A background is transparent, colour, gradient or picture.", field="background")
    background = Background(BackgroundKind(kind), tuple(parts.texts("colours")), parts.text("picture"))
    parts.check_nothing_is_left()
    return background


def _caption(parts: _Parts) -> Caption:
    caption = Caption.typed(parts.text("text"), parts.text("font", "rounded"))
    parts.check_nothing_is_left()
    return caption


def _music(parts: _Parts) -> Music:
    usual = Music()
    music = Music(parts.text("style", usual.style), parts.number("volume", usual.volume))
    parts.check_nothing_is_left()
    return music


class _Parts:
    """The parts of one JSON object, each taken once as what it must be."""

    def __init__(self, found: Mapping[str, Any], name: str) -> None:
        self._found = dict(found)
        self._name = name

    def number(self, key: str, usual: int) -> int:
        value = self._found.pop(key, usual)
        return value if type(value) is int else self._refuse(key, "a whole number")

    def flag(self, key: str) -> bool:
        value = self._found.pop(key, False)
        return value if isinstance(value, bool) else self._refuse(key, "true or false")

    def text(self, key: str, usual: str = "") -> str:
        value = self._found.pop(key, usual)
        return value if isinstance(value, str) else self._refuse(key, "a text")

    def texts(self, key: str) -> list[str]:
        values = self._found.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self._refuse(key, "a list of texts")
        return values

    def group(self, key: str) -> _Parts:
        value = self._found.pop(key, {})
        return _Parts(value, f"“{key}”") if isinstance(value, dict) else self._refuse(key, "a group of values")

    def groups(self, key: str) -> Iterator[_Parts]:
        values = self._found.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self._refuse(key, "a list of groups")
        if len(values) > MAX_STEPS:
            raise InvalidInputError(f"A dance has at most {MAX_STEPS} steps; this one has {len(values)}.", field=key)
        return (_Parts(value, f"step {number}") for number, value in enumerate(values, 1))

    def check_nothing_is_left(self) -> None:
        """Refuse names that mean nothing here: a dance would not be what its author wanted."""
        for key in self._found:
            raise InvalidInputError(
                f"This dance can't be read: {self._name} has “{key[:40]}”, which isn't known here.", field="dance"
            )

    def _refuse(self, key: str, kind: str) -> NoReturn:
        raise InvalidInputError(f"This dance can't be read: “{key}” in {self._name} must be {kind}.", field="dance")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found
