from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from babydance.dance.beat import RATE, beat, wav
from babydance.domain.dances import MUSIC_STYLES, Choreography, Music, Step


def dance(style: str = "pop", *, bpm: int = 120, volume: int = 100, seed: int = 1, beats: int = 8) -> Choreography:
    return Choreography((Step(0, hold=beats * 4),), bpm, music=Music(style, volume), seed=seed)


@pytest.mark.parametrize("bpm", [60, 61, 97, 120, 133, 180])
def test_the_loop_is_as_long_as_the_dance_to_the_sample(bpm: int) -> None:
    with wave.open(io.BytesIO(wav(beat(dance(bpm=bpm))))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert file.getnframes() == round(8 * 60 / bpm * RATE)


@pytest.mark.parametrize("style", MUSIC_STYLES)
def test_every_style_sounds_its_own_way_and_the_same_each_time(style: str) -> None:
    sound = beat(dance(style))
    assert np.array_equal(sound, beat(dance(style)))
    assert 0.85 < np.abs(sound).max() / 32767 < 0.9
    others = [beat(dance(other)) for other in MUSIC_STYLES if other != style]
    assert not any(np.array_equal(sound, other) for other in others)


def test_another_seed_is_another_melody() -> None:
    assert not np.array_equal(beat(dance(seed=1)), beat(dance(seed=2)))


@pytest.mark.parametrize("bpm", [60, 97, 180])
def test_kicks_fall_on_the_beats(bpm: int) -> None:
    """Energy below 120 Hz rises most where a beat is, within 10 ms."""
    sound = beat(dance("pop", bpm=bpm)).astype(float)
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(len(sound), 1 / RATE) > 120] = 0
    low = np.abs(np.fft.irfft(spectrum, len(sound)))
    window = RATE // 100
    for number in range(8):
        at = round(number * 60 / bpm * RATE)
        before = np.take(low, range(at - 3 * window, at - window), mode="wrap").max()
        after = np.take(low, range(at, at + 2 * window), mode="wrap").max()
        assert after > 1.5 * before


@pytest.mark.parametrize("style", MUSIC_STYLES)
def test_the_seam_cannot_be_heard(style: str) -> None:
    """What is still ringing at the end goes on at the start: the loop twice over is the longer loop."""
    sound = beat(dance(style, beats=16)).astype(float)
    twice = np.concatenate([sound, sound])
    jumps = np.abs(np.diff(twice))
    assert jumps[len(sound) - 1] <= jumps.max() / 2


def test_volume_is_loudness_and_silence_is_silent() -> None:
    full, half = beat(dance(volume=100)), beat(dance(volume=50))
    assert np.abs(full.astype(int) - 2 * half).max() <= 2
    assert not beat(dance(volume=0)).any()
    assert not beat(dance("")).any()
    assert len(beat(dance(""))) == len(full)


def test_the_shortest_loop_still_sounds() -> None:
    shortest = Choreography((Step(0, hold=1),), 180)
    assert len(beat(shortest)) == RATE // 12
    assert beat(shortest).any()
