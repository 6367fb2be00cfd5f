"""Dances for a party."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

PARTY = (
    DancePreset(
        "disco",
        "Disco",
        "party",
        "Saturday night",
        120,
        "disco",
        (
            REST,
            "right arm pointing up to the right, left hand on the hip, weight on the left leg",
            "right arm pointing down across the body to the left, left hand on the hip, weight on the right leg",
            "both forearms circling each other in front of the chest, knees bent",
            "left arm pointing up to the left, right hand on the hip, weight on the right leg",
            "both arms stretched up in a V, legs straight",
        ),
        "2 3 2 3 4:1 4m:1 4:1 4m:1 6^ 1 5 3m 5 3m 4:1 4m:1 4:1 4m:1 6^ 1",
    ),
    DancePreset(
        "hip-hop",
        "Hip-hop",
        "party",
        "Cool on purpose",
        92,
        "hip-hop",
        (
            REST,
            "arms crossed in front of the chest, knees bent, weight on the left leg",
            "left arm stretched out to the left, right arm bent in front of the chest, weight on the left leg",
            "both arms hanging low in front, knees deeply bent, head lowered",
            "right elbow up at shoulder height, left arm straight down, weight on the right leg",
            "both hands on the knees, head tilted to the left",
        ),
        "2 3 4:1 3:1 5 4 5m:1 5:1 6 2> 3m 4:1 5:1 6m 2< 5 2> 5m 1",
    ),
    DancePreset(
        "shuffle",
        "Shuffle",
        "party",
        "Never tired",
        128,
        "disco",
        (
            REST,
            "left heel on the floor with toes up, right knee bent, right arm swung forward",
            "left toe on the floor behind, right leg straight, left arm swung forward",
            "right heel on the floor with toes up, left knee bent, left arm swung forward",
            "legs crossed at the ankles, both arms out to the sides",
        ),
        "2 3 2 3 4 3m 4 3m 2:1 3:1 4:1 3m:1 5 1 5m 1 5^ 1",
    ),
    DancePreset(
        "twist",
        "Twist",
        "party",
        "Sixties party",
        150,
        "pop",
        (
            REST,
            "both knees bent and turned to the left, both elbows bent and swung to the right",
            "both knees bent and turned to the right, both elbows bent and swung to the left",
            "knees deeply bent and turned to the left, both elbows swung to the right, body low",
            "knees deeply bent and turned to the right, both elbows swung to the left, body low",
        ),
        "2 3 2 3 4 5 4 5 2 3 2:1 3:1 2:1 3:1 4 5 1:4",
    ),
    DancePreset(
        "conga",
        "Conga",
        "party",
        "Everybody behind me",
        116,
        "latin",
        (
            REST,
            "both arms stretched forward at shoulder height, left foot one step to the side",
            "both arms stretched forward at shoulder height, feet together, knees bent",
            "both arms stretched forward at shoulder height, right leg kicked out to the side",
            "both arms stretched forward at shoulder height, left leg kicked out to the side",
        ),
        "2 3 2 4^ 3 2m 3 5^ 2 3 2 4^ 3 5^ 1:4",
    ),
)
