"""Dances from around the world."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

WORLD = (
    DancePreset(
        "salsa",
        "Salsa",
        "world",
        "Warm and quick",
        100,
        "latin",
        (
            REST,
            "left foot one step forward, both elbows bent at the waist, hips to the left",
            "feet together, both elbows bent at the waist, weight on the right leg",
            "right foot one step back, both elbows bent at the waist, hips to the right",
            "left arm raised above the head, right hand on the hip, weight on the right leg",
        ),
        "2 3 1:4 4 3 1:4 5 2 5m 1 2 3 1:4",
    ),
    DancePreset(
        "flamenco",
        "Flamenco",
        "world",
        "Very serious",
        108,
        "latin",
        (
            REST,
            "left arm rounded above the head, right arm rounded behind the back, chin up, weight on the right leg",
            "both arms rounded above the head, wrists turned in, legs together",
            "right foot lifted for a stamp, both hands clapping beside the left ear",
            "right foot stamped down, both arms swept down to the right, head turned left",
        ),
        "2:4 3:4 4:1 5:1 4:1 5:1 2m:4 3:4 4m:1 5m:1 4m:1 5m:1 2:4 3 1",
    ),
    DancePreset(
        "bhangra",
        "Bhangra",
        "world",
        "Harvest joy",
        140,
        "pop",
        (
            REST,
            "both arms up with open palms, left knee lifted, weight on the right leg",
            "both arms up with open palms, right knee lifted, weight on the left leg",
            "both arms out to the sides and bent up at the elbows, shoulders lifted, knees bent",
            "left arm up with index finger pointing, right hand on the hip, weight on the left leg",
        ),
        "2^ 3^ 2^ 3^ 4 4m 4 4m 5^ 5m^ 5^ 5m^ 4 4m 4 1",
    ),
    DancePreset(
        "hula",
        "Hula",
        "world",
        "Palm trees and a breeze",
        84,
        "lullaby",
        (
            REST,
            "both arms stretched to the left at chest height, palms down, hips to the right, knees bent",
            "both arms stretched to the right at chest height, palms down, hips to the left, knees bent",
            "left hand on the chest, right arm stretched to the right, hips to the left, knees bent",
            "both arms raised in a circle above the head, hips to the right, knees bent",
        ),
        "2:4 3:4 4:4 4m:4 5:4 2 3 4 4m 1:4",
    ),
    DancePreset(
        "polka",
        "Polka",
        "world",
        "Out of breath soon",
        160,
        "pop",
        (
            REST,
            "both hands on the hips, left knee lifted high, weight on the right leg",
            "both hands on the hips, left heel on the floor in front, toes up",
            "both hands on the hips, right knee lifted high, weight on the left leg",
            "both hands on the hips, right heel on the floor in front, toes up",
        ),
        "2^ 3 2^ 3 4^ 5 4^ 5 2^ 4^ 2^ 4^ 3 5 1:4",
    ),
)
