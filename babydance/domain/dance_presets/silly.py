"""Dances that are not serious."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

SILLY = (
    DancePreset(
        "robot",
        "Robot",
        "silly",
        "Beep, boop",
        112,
        "robot",
        (
            REST,
            "left forearm bent up at a right angle, right forearm bent down at a right angle, legs straight",
            "left forearm bent down at a right angle, right forearm bent up at a right angle, legs straight",
            "both forearms bent forward at right angles, head turned left",
            "both forearms bent forward at right angles, upper body bent forward, head lowered",
        ),
        "2:3 3:1 2:1 3:3 4 4m 5:4 4 2:1 3:1 2:1 3:1 5:4 4 4m 1",
    ),
    DancePreset(
        "chicken",
        "Chicken dance",
        "silly",
        "Cluck",
        138,
        "pop",
        (
            REST,
            "both hands beside the face making beaks, elbows in, weight on both legs",
            "both hands tucked into the armpits, elbows lifted like wings",
            "both hands tucked into the armpits, elbows down, knees bent",
            "both palms together in front of the chest, knees deeply bent",
        ),
        "2:1 2m:1 2:1 2m:1 3:1 4:1 3:1 4:1 5 4 5 4 1:1 5:1 1:1 5:1 2 2m 3^ 3^ 5 1",
    ),
    DancePreset(
        "penguin",
        "Penguin",
        "silly",
        "Wobbly on ice",
        104,
        "lullaby",
        (
            REST,
            "both arms straight down with palms flat and turned out, body leaning left, right foot lifted",
            "both arms straight down with palms flat and turned out, body leaning right, left foot lifted",
            "both arms straight out behind the body, upper body bent forward, feet together",
        ),
        "2< 3> 2< 3> 4:4 1:4 2< 3> 2< 3> 4:4 1^ 1^",
    ),
    DancePreset(
        "jelly",
        "Jelly",
        "silly",
        "No bones at all",
        126,
        "hip-hop",
        (
            REST,
            "left arm up in a wave, right arm down in a wave, hips to the left, knees bent",
            "left arm down in a wave, right arm up in a wave, hips to the right, knees bent",
            "both arms up in waves, head tilted far to the left, weight on the left leg",
            "both arms dangling, knees knocking together, head tilted far to the right",
        ),
        "2< 3> 2< 3> 4 5 4 5 2:1< 3:1> 2:1< 3:1> 4m 5m 4m 5m 5 1",
    ),
    DancePreset(
        "zombie",
        "Sleepy zombie",
        "silly",
        "Past bedtime",
        76,
        "hip-hop",
        (
            REST,
            "both arms stretched forward with limp hands, head tilted left, eyes closed",
            "both arms stretched forward with limp hands, left foot dragged to the side, head tilted right",
            "both claws raised to the left of the head, weight on the left leg",
            "both hands under the right cheek, head resting on them, eyes closed",
        ),
        "2< 3> 2< 3> 4 4m 4 4m 2< 3> 5:8 1:4",
    ),
)
