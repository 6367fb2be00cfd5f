from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.dance_edits import (
    change_step,
    duplicate_step,
    fit_steps,
    hold_step,
    insert_step,
    mirror_step,
    move_step,
    remove_step,
)
from babydance.domain.dances import Choreography, Step
from babydance.domain.errors import InvalidInputError
from tests.dance.choreographies import dances


@given(dances(), st.data())
def test_moving_a_step_keeps_all_steps_and_can_be_undone(dance: Choreography, data: st.DataObject) -> None:
    places = st.integers(0, len(dance.steps) - 1)
    at, to = data.draw(places), data.draw(places)
    moved = move_step(dance, at, to)
    assert moved.steps[to] == dance.steps[at]
    assert Counter(moved.steps) == Counter(dance.steps)
    assert move_step(moved, to, at) == dance


@given(dances(), st.data())
def test_mirroring_twice_changes_nothing(dance: Choreography, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(dance.steps) - 1))
    mirrored = mirror_step(dance, at)
    assert mirrored != dance
    assert mirror_step(mirrored, at) == dance


@given(dances(), st.data())
def test_what_is_duplicated_can_be_removed_again(dance: Choreography, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(dance.steps) - 1))
    doubled = duplicate_step(dance, at)
    assert doubled.steps[at] == doubled.steps[at + 1] == dance.steps[at]
    assert remove_step(doubled, at + 1) == remove_step(doubled, at) == dance


def test_a_step_is_put_in_held_and_changed() -> None:
    dance = Choreography((Step(0), Step(1)))
    assert [step.pose for step in insert_step(dance, 2, Step(2)).steps] == [0, 1, 2]
    assert hold_step(dance, 1, 8).steps[1].hold == 8
    assert change_step(dance, 0, Step(3)).steps == (Step(3), Step(1))


@pytest.mark.parametrize("at", [-1, 2])
def test_a_step_that_is_not_there_cannot_be_changed(at: int) -> None:
    dance = Choreography((Step(0), Step(1)))
    for edit in (duplicate_step, remove_step, mirror_step):
        with pytest.raises(InvalidInputError):
            edit(dance, at)
    with pytest.raises(InvalidInputError):
        move_step(dance, 0, at)
    with pytest.raises(InvalidInputError):
        insert_step(dance, at + 1 if at > 0 else at, Step(0))


def test_the_last_step_stays() -> None:
    with pytest.raises(InvalidInputError, match="at least one"):
        remove_step(Choreography((Step(0),)), 0)


def test_a_full_dance_takes_no_more_steps() -> None:
    full = Choreography((Step(0, hold=1),) * 200)
    with pytest.raises(InvalidInputError, match="200 steps"):
        duplicate_step(full, 0)


def test_the_structure_of_another_dance_fits_fewer_poses() -> None:
    steps = (Step(0), Step(4, is_mirrored=True), Step(7, hold=4))
    assert fit_steps(steps, 4) == (Step(0), replace(steps[1], pose=0), replace(steps[2], pose=3))
