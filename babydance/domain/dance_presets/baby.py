"""The first dances of a baby."""

from __future__ import annotations

from babydance.domain.dance_presets.preset import REST, DancePreset

BABY = (
    DancePreset(
        "sway",
        "Sway",
        "baby",
        "Gentle, a little dreamy",
        96,
        "pop",
        (
            REST,
            "both arms beside the body, hips shifted to the left, weight on the left leg, head tilted right",
            "both forearms raised to the waist, hips far to the left, weight on the left leg, right heel lifted",
            "both arms beside the body, hips shifted to the right, weight on the right leg, head tilted left",
            "both forearms raised to the waist, hips far to the right, weight on the right leg, left heel lifted",
        ),
        "1 2 3:4 2 1 4 5:4 4 3 5 3 5 1:4",
    ),
    DancePreset(
        "bounce",
        "Bounce",
        "baby",
        "Happy and springy",
        120,
        "pop",
        (
            REST,
            "both knees bent, both fists in front of the belly, weight on both legs",
            "legs straight, both arms stretched out to the sides at shoulder height",
            "both knees bent, both arms straight down, chin lowered",
            "legs straight, both arms stretched straight up, chin lifted",
        ),
        "2 3^ 2 3^ 4 5^ 4 5^ 2 3^ 4 5^ 2 3^ 1:4",
    ),
    DancePreset(
        "wiggle",
        "Wiggle",
        "baby",
        "Cheeky",
        132,
        "latin",
        (
            REST,
            "both hands on the hips, hips pushed to the left, weight on the left leg",
            "both hands on the hips, hips pushed to the right, weight on the right leg",
            "both hands on the knees, knees bent, hips pushed to the left",
            "both hands on the knees, knees bent, hips pushed to the right",
        ),
        "2 3 2:1 3:1 2 3 2 3:1 2:1 3 4 5 4:1 5:1 4 5 3 2 1",
    ),
    DancePreset(
        "clap",
        "Clap along",
        "baby",
        "Proud of itself",
        112,
        "pop",
        (
            REST,
            "both arms open at chest height, palms facing each other, weight on the left leg",
            "both palms pressed together in front of the chest, weight on both legs",
            "both arms open above the head, palms facing each other, weight on the right leg",
            "both palms pressed together above the head, legs straight",
        ),
        "2 3 2 3 4 5 4 5 2 3:1 2:1 2 3 4 5^ 1:4",
    ),
    DancePreset(
        "peekaboo",
        "Peekaboo",
        "baby",
        "Now you see me",
        100,
        "lullaby",
        (
            REST,
            "both hands raised to the cheeks, elbows out, weight on both legs",
            "both hands covering the eyes, elbows out, head lowered",
            "both hands covering the eyes, upper body leaning left, weight on the left leg",
            "both hands beside the ears with open palms, mouth wide open, weight on both legs",
        ),
        "1 2 3:4 4:4 4m:4 3 5^ 5:4 2:4 1:4",
    ),
    DancePreset(
        "twirl",
        "Twirl",
        "baby",
        "Light as a feather",
        108,
        "lullaby",
        (
            REST,
            "both arms out to the sides, body turned a quarter to the left, weight on the right leg",
            "back to the viewer, both arms out to the sides, legs together",
            "both arms out to the sides, body turned a quarter to the right, weight on the left leg",
            "facing the viewer, both arms rounded above the head, heels together",
        ),
        "1 2 3 4 5:4 4 3 2 1 2 3 4 5^ 5:4",
    ),
)
