"""Dances for falling asleep."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

CALM = (
    DancePreset(
        "lullaby",
        "Lullaby",
        "calm",
        "Almost asleep",
        66,
        "lullaby",
        (
            REST,
            "both arms folded as if holding a baby, body leaning left, weight on the left leg",
            "both arms folded as if holding a baby, body leaning right, weight on the right leg",
            "both hands under the left cheek, head resting on them, eyes closed",
        ),
        "2:4 3:4 2:4 3:4 4:12 1:4",
    ),
    DancePreset(
        "ballet",
        "Ballet",
        "calm",
        "On tiptoe",
        90,
        "lullaby",
        (
            "both arms rounded low in front of the body, heels together, toes turned out",
            "both arms rounded at chest height, knees bent, heels together",
            "left arm rounded above the head, right arm out to the side, right toe pointed to the right",
            "both arms rounded above the head, on tiptoe, legs together",
            "both arms out to the sides, left leg lifted straight to the left, weight on the right leg",
        ),
        "1 2 3:4 2 3m:4 2 4^ 4 5:4 5m:4 2 1",
    ),
    DancePreset(
        "tai-chi",
        "Tai chi",
        "calm",
        "Slow like honey",
        60,
        "lullaby",
        (
            REST,
            "both arms floating forward at shoulder height, knees bent",
            "left arm curved above an invisible ball, right arm curved below it, weight on the right leg",
            "left palm pushed out to the left, right hand at the hip, left knee bent",
            "both palms pressed down at the waist, knees bent",
        ),
        "1:4 2 3:4 4:4 5:4 2 3m:4 4m:4 5:4",
    ),
    DancePreset(
        "waltz",
        "Waltz",
        "calm",
        "One, two, three",
        96,
        "lullaby",
        (
            REST,
            "left arm out to the side, right arm bent as if around a partner, left foot one step forward",
            "left arm out to the side, right arm bent as if around a partner, right foot one step to the side",
            "left arm out to the side, right arm bent as if around a partner, on tiptoe, feet together",
        ),
        "2:4 3:4 4:4 2m:4 3m:4 4m:4 2:4 3:4 4:4 2m:4 3m:4 1:4",
    ),
)
