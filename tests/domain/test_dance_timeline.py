from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.dance_timeline import TICKS, Look, lasts, loop_ticks, moment, timeline
from babydance.domain.dances import Choreography, Step
from tests.dance.choreographies import dances


@given(dances())
def test_frames_fill_the_loop_without_gaps_and_neighbours_differ(dance: Choreography) -> None:
    frames = timeline(dance)
    assert frames[0].begins == 0
    assert frames[-1].ends == loop_ticks(dance)
    for before, after in itertools.pairwise(frames):
        assert before.begins < before.ends == after.begins
        assert before.look != after.look


@given(dances(), st.sampled_from([100, 1000, 44_100, 48_000]))
def test_rounding_never_adds_up(dance: Choreography, rate: int) -> None:
    exact = loop_ticks(dance) / TICKS * 60 / dance.bpm * rate
    total = sum(lasts(frame, dance.bpm, rate) for frame in timeline(dance))
    assert total == moment(loop_ticks(dance), dance.bpm, rate)
    assert abs(total - exact) <= 0.5


def test_half_beats_at_120_last_a_quarter_of_a_second() -> None:
    frames = timeline(Choreography((Step(0), Step(1, is_mirrored=True, dx=5, dy=6, tilt=-7)), 120))
    assert [lasts(frame, 120, 1000) for frame in frames] == [250, 250]
    assert frames[1].look == Look(1, is_mirrored=True, dx=5, dy=6, tilt=-7)


@pytest.mark.parametrize(
    ("hold", "heights"), [(1, [0, 100]), (2, [0, 100]), (3, [0, 89]), (4, [0, 75, 100, 75]), (5, [0, 64, 96, 64])]
)
def test_a_hop_starts_and_lands_on_the_ground(hold: int, heights: list[int]) -> None:
    frames = timeline(Choreography((Step(0, hold=hold, bounce=100, dy=10),)))
    assert [10 - frame.look.dy for frame in frames] == heights


def test_equal_neighbours_are_one_frame_but_not_across_the_seam() -> None:
    dance = Choreography((Step(0), Step(0), Step(1), Step(0)))
    assert [(frame.begins, frame.ends) for frame in timeline(dance)] == [(0, 8), (8, 12), (12, 16)]
