"""Makes the music of a dance from sines and noise: royalty-free, the same for the same seed, as long as the loop.

A loop lasts ``moment(loop_ticks, bpm, RATE)`` samples: right to the sample. What still sounds at the end sounds on at
the beginning, so the loop has no seam.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from babydance.dance.grooves import GROOVES, Groove, Partial
from babydance.domain.dance_timeline import TICKS, loop_ticks, moment
from babydance.domain.dances import QUARTERS, Choreography

RATE = 48_000  # samples a second
Samples = NDArray[np.int16]
"""Mono sound: shape (samples,), full scale at 32767."""
_Sound = NDArray[np.float64]
_BAR = 16  # sixteenths
_SOFT = 0.45  # how loud a soft hit is
_LOUDNESS = {"kick": 0.95, "snare": 0.4, "hat": 0.16, "low": 0.42, "lead": 0.3}
_PEAK = 0.89  # one decibel below full scale, which an encoder needs
_STEPS = (-2, -1, -1, 1, 1, 2)  # of the scale: a melody that mostly walks
_RANGE = 10  # notes of the scale


def beat(dance: Choreography) -> Samples:
    """Return the music of one loop at the choreography's volume; silence is zeros."""
    length = moment(loop_ticks(dance), dance.bpm, RATE)
    mix = np.zeros(length)
    if not dance.music.is_silent:
        groove = GROOVES[dance.music.style]
        voices: dict[tuple[str, int], _Sound] = {}
        for sixteenth, part, note, loudness in _score(groove, dance):
            if (part, note) not in voices:
                voices[part, note] = _voice(groove, part, note)
            start = moment(sixteenth * TICKS // QUARTERS, dance.bpm, RATE)
            _add(mix, start, voices[part, note] * (loudness * _LOUDNESS[part]))
        mix = np.tanh(mix)  # squeezes what adds up, softly
        mix *= _PEAK / max(np.abs(mix).max(initial=0.0), 1e-9) * dance.music.volume / 100
    return np.rint(mix * 32767).astype(np.int16)


def wav(samples: Samples) -> bytes:
    """Return a WAV file of 16 bits at ``RATE``."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()


def _score(groove: Groove, dance: Choreography) -> Iterator[tuple[int, str, int, float]]:
    """Yield what is played: on which sixteenth, by which part, which MIDI note, how loud."""
    melody = _melody(groove, dance.seed, bars=-(-dance.quarters // _BAR))
    for sixteenth in range(dance.quarters):
        bar, place = divmod(sixteenth, _BAR)
        root = groove.key + groove.chords[bar % len(groove.chords)]
        for part, pattern in (("kick", groove.kick), ("snare", groove.snare), ("hat", groove.hat)):
            if pattern[place] != ".":
                yield sixteenth, part, 0, 1.0 if pattern[place] == "x" else _SOFT
        if groove.bass[place] != ".":
            yield sixteenth, "low", root - 24 + int(groove.bass[place], 16), 1.0
        degree = melody[sixteenth % len(melody)]
        if degree is not None:
            octave, step = divmod(degree, len(groove.scale))
            yield sixteenth, "lead", groove.key + 12 * octave + groove.scale[step], 1.0


def _melody(groove: Groove, seed: int, *, bars: int) -> list[int | None]:
    """Return two or four bars as degrees of the scale: a phrase, and an answer that comes home."""
    random = np.random.default_rng(seed)
    degree, written = int(random.integers(0, 6)), []
    for _ in range(3):
        bar: list[int | None] = []
        for sign in groove.melody:
            if sign == "." or random.random() > groove.chance:
                bar.append(None)
                continue
            degree = min(max(degree + _STEPS[int(random.integers(len(_STEPS)))], 0), _RANGE - 1)
            bar.append(degree)
        written.append(bar)
    phrase, turn, end = written
    end[_BAR // 2 :] = [0, *[None] * (_BAR // 2 - 1)]
    return [*phrase, *end] if bars <= 2 else [*phrase, *turn, *phrase, *end]  # noqa: PLR2004  as the lines above say


def _voice(groove: Groove, part: str, note: int) -> _Sound:
    makers: dict[str, Callable[[], _Sound]] = {
        "kick": _kick,
        "snare": _snare,
        "hat": _hat,
        "low": lambda: _tone(note, groove.low, 0.6),
        "lead": lambda: _tone(note, groove.lead, 0.9),
    }
    return makers[part]()


def _kick() -> _Sound:
    """Return a sine that falls from 150 to 48 Hz; its phase is the integral of that."""
    t = _times(0.32)
    phase = 48 * t + (150 - 48) / 28 * (1 - np.exp(-28 * t))
    return _faded(np.sin(2 * np.pi * phase) * np.exp(-9 * t))


def _snare() -> _Sound:
    t = _times(0.2)
    noise = np.random.default_rng(11).standard_normal(len(t))
    return _faded(0.6 * noise * np.exp(-22 * t) + 0.5 * np.sin(2 * np.pi * 190 * t) * np.exp(-26 * t))


def _hat() -> _Sound:
    """Return noise without its lows: the difference of neighbours is a high pass."""
    t = _times(0.07)
    noise = np.diff(np.random.default_rng(12).standard_normal(len(t) + 1))
    return _faded(noise * np.exp(-60 * t))


def _tone(note: int, partials: tuple[Partial, ...], seconds: float) -> _Sound:
    t = _times(seconds)
    frequency = 440 * 2 ** ((note - 69) / 12)
    heard = [partial for partial in partials if partial[0] * frequency < RATE / 2]
    sound = sum((loud * np.sin(2 * np.pi * ratio * frequency * t) * np.exp(-fade * t) for ratio, loud, fade in heard))
    return _faded(np.asarray(sound) * np.minimum(t / 0.004, 1))  # without a click at the start


def _times(seconds: float) -> _Sound:
    return np.arange(int(seconds * RATE)) / RATE


def _faded(sound: _Sound) -> _Sound:
    """Let the last hundredth of a second go to nothing."""
    tail = RATE // 100
    sound[-tail:] *= np.linspace(1, 0, tail)
    return sound


def _add(mix: _Sound, start: int, sound: _Sound) -> None:
    """Add ``sound`` from ``start`` on, around the loop as often as it is long."""
    while len(sound):
        part = sound[: len(mix) - start]
        mix[start : start + len(part)] += part
        sound, start = sound[len(part) :], 0
