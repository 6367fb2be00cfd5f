from __future__ import annotations

from collections import Counter

import pytest

from babydance.domain.dance_presets.catalogue import CATEGORIES, DANCE_PRESETS, find_preset
from babydance.domain.dance_presets.preset import DancePreset
from babydance.domain.errors import InvalidInputError

EACH = pytest.mark.parametrize("preset", DANCE_PRESETS, ids=[preset.id for preset in DANCE_PRESETS])
LIMBS = ("arm", "leg", "hand", "knee", "foot", "feet", "fist", "elbow", "heel", "palm")


def test_there_are_enough_dances_in_every_category() -> None:
    counted = Counter(preset.category for preset in DANCE_PRESETS)
    assert set(counted) == set(CATEGORIES)
    assert sum(counted.values()) >= 24
    assert min(counted.values()) >= 4
    for names in ({preset.id for preset in DANCE_PRESETS}, {preset.label for preset in DANCE_PRESETS}):
        assert len(names) == len(DANCE_PRESETS)


@EACH
def test_a_dance_uses_all_its_poses_and_fills_whole_bars(preset: DancePreset) -> None:
    dance = preset.choreography()
    assert 4 <= len(preset.poses) <= 9
    assert {step.pose for step in dance.steps} == set(range(len(preset.poses)))
    assert dance.quarters % 16 == 0


@EACH
def test_poses_are_told_limb_by_limb_and_differ(preset: DancePreset) -> None:
    assert all(any(limb in pose for limb in LIMBS) for pose in preset.poses)
    assert len(set(preset.poses)) == len(preset.poses)


def test_a_dance_is_found_by_its_id() -> None:
    assert find_preset("disco").label == "Disco"
    with pytest.raises(InvalidInputError):
        find_preset("moonwalk")
