"""What the music styles sound like, as data: patterns of a bar in sixteenths, chords, and the voices that play them.

All of it was written for the studio; nothing is sampled or quoted.
"""

from __future__ import annotations

from dataclasses import dataclass

Partial = tuple[float, float, float]
"""Of a tone: frequency as a multiple of the note's, loudness, and how fast it fades (1/s)."""
Chords = tuple[int, int, int, int]
"""Roots of four bars in semitones above the key."""


@dataclass(frozen=True, slots=True)
class Groove:
    """One style; in a pattern each sign is a sixteenth: ``x`` is hit, ``o`` hit softly, ``.`` not.

    ``bass`` counts semitones above the root of the chord in hexadecimal, ``key`` is a MIDI note, ``chance`` says how
    likely the melody plays where ``melody`` lets it.
    """

    kick: str
    snare: str
    hat: str
    bass: str
    melody: str
    chance: float
    key: int
    scale: tuple[int, ...]
    chords: Chords
    lead: tuple[Partial, ...]
    low: tuple[Partial, ...]


_MAJOR_FIVE = (0, 2, 4, 7, 9)
_MINOR_FIVE = (0, 3, 5, 7, 10)
_BELL = ((1.0, 0.6, 5.0), (2.76, 0.22, 9.0), (5.4, 0.1, 16.0))
_PLUCK = ((1.0, 0.6, 7.0), (2.0, 0.3, 10.0), (3.0, 0.15, 14.0), (4.0, 0.08, 20.0))
_ORGAN = ((1.0, 0.5, 3.0), (2.0, 0.3, 3.0), (3.0, 0.12, 4.0))
_MUSIC_BOX = ((1.0, 0.6, 3.5), (2.0, 0.12, 6.0), (4.2, 0.14, 12.0))
_SQUARE = ((1.0, 0.5, 6.0), (3.0, 0.17, 6.0), (5.0, 0.1, 6.0), (7.0, 0.07, 6.0))
_ROUND_BASS = ((1.0, 0.9, 5.0), (2.0, 0.25, 8.0))
_FUNKY_BASS = ((1.0, 0.8, 7.0), (2.0, 0.4, 9.0), (3.0, 0.2, 14.0))
_SUB_BASS = ((1.0, 1.0, 2.5), (2.0, 0.12, 5.0))

GROOVES = {
    "pop": Groove(
        kick="x...x...x...x...",
        snare="....x.......x...",
        hat="..x...x...x...xo",
        bass="0...0.0.0...0.7.",
        melody="x.x.x.x.x.x.x.xx",
        chance=0.7,
        key=60,
        scale=_MAJOR_FIVE,
        chords=(0, 7, 9, 5),
        lead=_BELL,
        low=_ROUND_BASS,
    ),
    "disco": Groove(
        kick="x...x...x...x...",
        snare="....x.......x..o",
        hat="o.x.o.x.o.x.o.x.",
        bass="0.c.0.c.0.c.0.c.",
        melody="x..x..x.x..x..x.",
        chance=0.85,
        key=57,
        scale=_MINOR_FIVE,
        chords=(0, 5, 3, 7),
        lead=_ORGAN,
        low=_FUNKY_BASS,
    ),
    "hip-hop": Groove(
        kick="x..x..x...x.....",
        snare="....x.......x...",
        hat="x.x.x.xox.x.x.oo",
        bass="0.....0...3.....",
        melody="x.....x...x..x..",
        chance=0.8,
        key=57,
        scale=_MINOR_FIVE,
        chords=(0, 0, 8, 7),
        lead=_PLUCK,
        low=_SUB_BASS,
    ),
    "latin": Groove(
        kick="x.....x.x.....x.",
        snare="x..x..x...x.x...",
        hat="xoxxoxxoxoxxoxxo",
        bass="0..7..0...0.7.c.",
        melody="x.xx.x.xx.x.xx.x",
        chance=0.75,
        key=62,
        scale=_MAJOR_FIVE,
        chords=(0, 5, 7, 0),
        lead=_PLUCK,
        low=_FUNKY_BASS,
    ),
    "robot": Groove(
        kick="x...x...x...x.x.",
        snare="....x.......x...",
        hat="x.x.x.x.x.x.x.x.",
        bass="0.0.0.0.0.0.c.c.",
        melody="xxx.x.x.xxx.x.xx",
        chance=0.8,
        key=60,
        scale=_MINOR_FIVE,
        chords=(0, 3, 5, 3),
        lead=_SQUARE,
        low=_SQUARE,
    ),
    "lullaby": Groove(
        kick="o.......o.......",
        snare="................",
        hat="....o.......o...",
        bass="0.......7.......",
        melody="x...x.x.x...x...",
        chance=0.9,
        key=72,
        scale=_MAJOR_FIVE,
        chords=(0, 5, 7, 0),
        lead=_MUSIC_BOX,
        low=_ROUND_BASS,
    ),
}
