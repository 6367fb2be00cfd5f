"""Dances that make warm."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

SPORT = (
    DancePreset(
        "aerobics",
        "Aerobics",
        "sport",
        "And one, and two",
        144,
        "disco",
        (
            REST,
            "both arms up and bent at right angles, feet wide apart",
            "left arm stretched to the right above the head, right hand on the hip, body bent to the right",
            "left knee lifted to the right elbow, left arm up",
            "both arms straight out to the sides, knees deeply bent, feet wide apart",
        ),
        "2^ 1 2^ 1 3 2 3m 2 4^ 1 4m^ 1 5 2 5 2^",
    ),
    DancePreset(
        "jumping-jack",
        "Jumping jack",
        "sport",
        "Full of energy",
        132,
        "disco",
        (
            REST,
            "both arms out to the sides at shoulder height, feet a shoulder's width apart",
            "both arms straight up with hands meeting, feet wide apart",
            "knees bent, both fists at the waist, feet together",
        ),
        "1:1 2:1 3^ 2:1 1:1 4 1:1 2:1 3^ 2:1 1:1 4 4 3^ 4 3^ 2 3^ 2 1",
    ),
    DancePreset(
        "boxing",
        "Shadow boxing",
        "sport",
        "Champion of the nursery",
        124,
        "hip-hop",
        (
            "both fists raised in front of the chin, left foot forward, knees bent",
            "left fist stretched forward to the left, right fist at the chin, left foot forward",
            "right fist stretched forward to the left, left fist at the chin, right heel lifted",
            "both fists at the chin, body ducked low, knees deeply bent",
            "both fists stretched straight up, legs straight, mouth open in triumph",
        ),
        "1^ 2 1 3 1:1 2:1 3:1 1:1 4 1 2 3 2 3 5^ 5 1^ 1^",
    ),
    DancePreset(
        "cheer",
        "Cheerleader",
        "sport",
        "Go, team",
        136,
        "pop",
        (
            "both fists on the hips, feet together",
            "both arms up in a V, feet wide apart",
            "left arm straight up, right fist on the hip, weight on the left leg",
            "both arms stretched to the right at shoulder height, right knee bent",
            "both arms out to the sides in a T, left knee lifted",
        ),
        "1 2^ 1 3 3m 3 3m 4 4m 5^ 5m^ 3 3m 1 2^ 2^",
    ),
)
