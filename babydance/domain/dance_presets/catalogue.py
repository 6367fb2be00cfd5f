"""All ready-made dances by category."""

from __future__ import annotations

from babydance.domain.dance_presets.baby import BABY
from babydance.domain.dance_presets.calm import CALM
from babydance.domain.dance_presets.party import PARTY
from babydance.domain.dance_presets.preset import DancePreset
from babydance.domain.dance_presets.silly import SILLY
from babydance.domain.dance_presets.sport import SPORT
from babydance.domain.dance_presets.world import WORLD
from babydance.domain.errors import InvalidInputError

CATEGORIES = {
    "baby": "Baby steps",
    "party": "Party",
    "world": "Around the world",
    "silly": "Silly",
    "calm": "Calm",
    "sport": "Sporty",
}
"""The names of the categories by id, in the order in which they are shown."""

DANCE_PRESETS = (*BABY, *PARTY, *WORLD, *SILLY, *CALM, *SPORT)


def find_preset(preset_id: str) -> DancePreset:
    """Return the preset with this id, or refuse."""
    for preset in DANCE_PRESETS:
        if preset.id == preset_id:
            return preset
    raise InvalidInputError("Choose one of the dances shown.", field="preset")
