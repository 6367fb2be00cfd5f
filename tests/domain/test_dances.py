from __future__ import annotations

from dataclasses import replace

import pytest

from babydance.dance.grooves import GROOVES
from babydance.domain.captions import Caption
from babydance.domain.dances import MUSIC_STYLES, Background, BackgroundKind, Choreography, Music, Step
from babydance.domain.errors import InvalidInputError


@pytest.mark.parametrize(
    "wrong",
    [
        {"pose": -1},
        {"pose": 16},
        {"hold": 0},
        {"hold": 65},
        {"dx": 251},
        {"dy": -251},
        {"bounce": -1},
        {"bounce": 201},
        {"tilt": 31},
    ],
)
def test_a_step_refuses_what_cannot_be_danced(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidInputError):
        replace(Step(0), **wrong)


@pytest.mark.parametrize("bpm", [59, 181])
def test_a_tempo_out_of_bounds_is_refused(bpm: int) -> None:
    with pytest.raises(InvalidInputError, match="60 to 180"):
        Choreography((Step(0),), bpm)


def test_a_dance_has_one_to_200_steps_and_at_most_256_beats() -> None:
    with pytest.raises(InvalidInputError, match="at least one"):
        Choreography(())
    assert Choreography((Step(0),) * 200).quarters == 400
    with pytest.raises(InvalidInputError, match="this one has 201"):
        Choreography((Step(0),) * 201)
    with pytest.raises(InvalidInputError, match="this one has 272"):
        Choreography((Step(0, hold=64),) * 17)
    with pytest.raises(InvalidInputError, match="256 beats"):  # which count back and forth
        Choreography((Step(0, hold=64),) * 10, is_ping_pong=True)


def test_back_and_forth_plays_the_turning_steps_once() -> None:
    steps = tuple(Step(pose) for pose in range(4))
    there_and_back = Choreography(steps, is_ping_pong=True)
    assert [step.pose for step in there_and_back.played] == [0, 1, 2, 3, 2, 1]
    assert Choreography(steps[:2], is_ping_pong=True).played == steps[:2]
    assert Choreography(steps[:1], is_ping_pong=True).played == steps[:1]


def test_a_dance_says_which_pose_is_missing() -> None:
    dance = Choreography((Step(0), Step(5)))
    dance.check_poses(6)
    with pytest.raises(InvalidInputError, match="asks for pose 6, and the character has 5"):
        dance.check_poses(5)


@pytest.mark.parametrize(
    ("kind", "colours", "picture"),
    [
        (BackgroundKind.COLOUR, (), ""),
        (BackgroundKind.COLOUR, ("#ffffff", "#000000"), ""),
        (BackgroundKind.COLOUR, ("red",), ""),
        (BackgroundKind.COLOUR, ("#FFFFFF",), ""),
        (BackgroundKind.GRADIENT, ("#ffffff",), ""),
        (BackgroundKind.PICTURE, (), ""),
        (BackgroundKind.PICTURE, (), "../secret"),
        (BackgroundKind.TRANSPARENT, (), "a" * 32),
    ],
)
def test_a_background_is_whole_or_refused(kind: BackgroundKind, colours: tuple[str, ...], picture: str) -> None:
    with pytest.raises(InvalidInputError):
        Background(kind, colours, picture)


def test_silence_is_no_style_or_no_volume() -> None:
    assert Music("").is_silent
    assert Music("pop", 0).is_silent
    assert not Music("pop", 1).is_silent
    for style, volume in (("polka", 50), ("pop", 101), ("pop", -1)):
        with pytest.raises(InvalidInputError):
            Music(style, volume)


def test_every_music_style_has_a_groove() -> None:
    assert set(MUSIC_STYLES) == set(GROOVES)


def test_a_caption_is_tidied_and_limited() -> None:
    assert Caption.typed("  Happy \n birthday  ").text == "Happy birthday"
    assert Caption.typed("cafe\u0301").text == "café"
    Caption("x" * 60)
    with pytest.raises(InvalidInputError, match="60"):
        Caption("x" * 61)
    with pytest.raises(InvalidInputError, match="fonts"):
        Caption("x", "comic")


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("Hi Mia", ["nunito"]),
        ("Łucja", ["noto-sans-letters", "nunito"]),
        ("مرحبا بالعالم", ["noto-sans-arabic"]),
        ("สวัสดี", ["noto-sans-thai"]),
        ("Hi مرحبا ok", ["nunito", "nunito", "noto-sans-arabic", "nunito", "nunito"]),
        ("👩🏽‍🍼❤️", ["noto-emoji"]),
    ],
)
def test_a_caption_finds_a_font_for_every_script(text: str, files: list[str]) -> None:
    runs = list(Caption(text).runs())
    assert "".join(run for _, run in runs) == text
    assert [font.file.removesuffix(".woff2").removesuffix("-latin") for font, _ in runs] == files


@pytest.mark.parametrize("text", ["日本", "שלום", "a\u202eb", "\ue000", "x\x07y", "\ud83d"])
def test_letters_that_no_font_has_are_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidInputError, match="no letters for"):
        Caption(text)
