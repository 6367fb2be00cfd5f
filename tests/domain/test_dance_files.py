from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.dance_files import MAX_BYTES, dance_as_json, parse_dance
from babydance.domain.dances import Choreography, Music, Step
from babydance.domain.errors import InvalidInputError
from tests.dance.choreographies import dances

PLAIN: dict[str, Any] = {"dance": 1, "steps": [{"pose": 1}]}


def read(**changes: Any) -> Choreography:
    return parse_dance(json.dumps(PLAIN | changes).encode())


@given(dances())
def test_every_dance_comes_back_as_it_was_written(dance: Choreography) -> None:
    assert parse_dance(dance_as_json(dance).encode()) == dance


def test_the_longest_dance_fits_into_a_file() -> None:
    step = Step(15, is_mirrored=True, hold=1, dx=-250, dy=-250, bounce=200, tilt=-30)
    dance = Choreography((step,) * 200)
    written = dance_as_json(dance).encode()
    assert len(written) <= MAX_BYTES
    assert parse_dance(written) == dance


def test_what_is_left_out_is_as_usual() -> None:
    assert read() == Choreography((Step(0),), music=Music())
    assert parse_dance(b"\xef\xbb\xbf" + json.dumps(PLAIN).encode()) == read()


@given(st.binary(max_size=200))
def test_bytes_that_mean_nothing_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        parse_dance(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'{"dance": true, "steps": [{"pose": 1}]}',
        b'{"dance": 0, "steps": [{"pose": 1}]}',
        b'{"dance": 1, "dance": 1, "steps": [{"pose": 1}]}',
        b'{"dance": 1, "bpm": NaN, "steps": [{"pose": 1}]}',
        b"[" * 50_000,
    ],
)
def test_what_is_no_dance_is_called_none(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match="isn't a dance"):
        parse_dance(data)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dance": 2}, "newer studio"),
        ({"bpm": 120.0}, "“bpm” in the dance must be a whole number"),
        ({"bpm": True}, "“bpm” in the dance must be a whole number"),
        ({"bpm": 10**30}, "60 to 180"),
        ({"ping_pong": 1}, "true or false"),
        ({"steps": [{"pose": 1}, {"pose": "2"}]}, "“pose” in step 2"),
        ({"steps": [{"pose": 1, "twist": 3}]}, "step 1 has “twist”"),
        ({"steps": [{}]}, "at most 16 poses"),
        ({"steps": "all"}, "a list of groups"),
        ({"steps": [{"pose": 1}] * 201}, "this one has 201"),
        ({"background": {"kind": "sky"}}, "transparent, colour"),
        ({"background": {"kind": "colour", "colours": [1]}}, "a list of texts"),
        ({"background": []}, "a group of values"),
        ({"caption": {"text": "日"}}, "no letters"),
        ({"caption": {"text": "\ud800"}}, "no letters"),
        ({"music": {"style": "opera"}}, "music styles"),
        ({"author": "me"}, "the dance has “author”"),
    ],
)
def test_a_refusal_names_the_place(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        read(**changes)


def test_a_huge_file_is_not_even_read() -> None:
    with pytest.raises(InvalidInputError, match="64 KB"):
        parse_dance(b" " * (MAX_BYTES + 1))
