from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image, features

from babydance.dance.choreograph import Stage
from babydance.dance.lettering import can_join
from babydance.dance.poses import Pixels, PoseSet
from babydance.domain.captions import Caption
from babydance.domain.dances import Background, BackgroundKind, Choreography, Step
from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import new_id
from tests.dance.characters import character
from tests.dance.choreographies import dances

GOLDEN = Path(__file__).parent / "golden_loop.png"
SIDE = 240
POSES = character(5, SIDE)
PICTURE = Background(BackgroundKind.PICTURE, picture=new_id())


def drawn(step: Step, side: int = SIDE, **dance: object) -> Pixels:
    stage = Stage(POSES, Choreography((step,), **dance), (side, side))
    return np.asarray(stage.picture(stage.frames[0].look))


def test_a_plain_step_is_the_pose_itself() -> None:
    assert np.array_equal(drawn(Step(2)), POSES.poses[2])


def test_mirrored_is_the_pose_the_other_way_round() -> None:
    assert np.array_equal(drawn(Step(1, is_mirrored=True)), POSES.poses[1][:, ::-1])


def test_a_character_that_stands_off_centre_is_put_in_the_middle_either_way() -> None:
    moved = PoseSet(tuple(np.roll(pose, 20, axis=1) for pose in POSES.poses), POSES.ground, POSES.centre + 20)
    for step in (Step(1), Step(1, is_mirrored=True)):
        stage = Stage(moved, Choreography((step,)), (SIDE, SIDE))
        assert np.array_equal(np.asarray(stage.picture(stage.frames[0].look)), drawn(step))


def test_offsets_move_by_thousandths_of_the_stage() -> None:
    assert np.array_equal(drawn(Step(0, dx=50, dy=-25)), np.roll(POSES.poses[0], (-6, 12), axis=(0, 1)))


@pytest.mark.parametrize("degrees", [-30, -7, 12, 30])
def test_a_tilt_turns_about_the_feet_clockwise(degrees: int) -> None:
    whole = PoseSet(tuple(np.full((SIDE, SIDE, 4), 0, np.uint8) for _ in range(2)), 200, 119.5)
    radians = np.deg2rad(degrees)
    for index, height in enumerate((6, 120)):  # a dot above the feet, near them and far
        whole.poses[index][200 - height : 204 - height, 118:122] = 255
        stage = Stage(whole, Choreography((Step(index, tilt=degrees),)), (SIDE, SIDE))
        alpha = np.asarray(stage.picture(stage.frames[0].look))[..., 3].astype(float)
        rows, columns = np.indices(alpha.shape)
        found = (np.average(columns, weights=alpha) + 0.5, np.average(rows, weights=alpha) + 0.5)
        arm = 201 - (202 - height)
        assert found == pytest.approx((120 + arm * np.sin(radians), 201 - arm * np.cos(radians)), abs=0.3)


def test_the_ground_stays_where_it_is_in_every_size() -> None:
    for side in (120, 240, 480):
        rows = np.nonzero(drawn(Step(3), side)[..., 3].max(axis=1) > 127)[0]
        sole = np.nonzero(POSES.poses[3][..., 3].max(axis=1) > 127)[0][-1]
        assert rows[-1] / side == pytest.approx(sole / SIDE, abs=1 / 60)


def test_a_caption_takes_the_strip_below_and_only_that() -> None:
    written = drawn(Step(0), caption=Caption("Mia"))
    strip = SIDE * 860 // 1000
    assert written[strip:, :, 3].any()
    figure = np.asarray(Image.fromarray(POSES.poses[0]).resize((206, 206), Image.Resampling.HAMMING))
    assert np.array_equal(written[:206, 17:223], figure)


def test_letters_that_nothing_here_can_join_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "fribidi")
    with pytest.raises(InvalidInputError, match="from right to left"):
        drawn(Step(0), caption=Caption("مرحبا"))
    assert drawn(Step(0), caption=Caption("Mia")).any()


@pytest.mark.parametrize("text", ["Mia", "Łucja", "مرحبا", "สวัสดี", "🎉", "W" * 60])
def test_captions_of_all_scripts_are_written_inside_the_frame(text: str) -> None:
    if text == "مرحبا" and not can_join():
        pytest.skip("this machine has no FriBiDi, so such captions are refused here")
    strip = drawn(Step(0), caption=Caption(text))[206:, :, 3]
    assert np.count_nonzero(strip > 127) > 60
    assert not strip[:, :3].any()
    assert not strip[:, -3:].any()


def test_a_gradient_goes_from_the_upper_colour_to_the_lower_one() -> None:
    gradient = Background(BackgroundKind.GRADIENT, ("#ff0000", "#0000ff"))
    picture = drawn(Step(0), background=gradient)
    assert picture.shape == (SIDE, SIDE, 3)
    assert picture[0, 0].tolist() == [255, 0, 0]
    assert picture[-1, 0].tolist() == [0, 0, 255]
    assert picture[SIDE // 2, 0].tolist() == pytest.approx([127, 0, 128], abs=1)


@pytest.mark.parametrize("shape", [(100, 400), (1200, 90), (64, 64)])
def test_a_picture_behind_fills_the_frame_whatever_its_shape(shape: tuple[int, int]) -> None:
    backdrop = np.full((*shape, 4), (10, 200, 30, 255), np.uint8)
    stage = Stage(POSES, Choreography((Step(0),), background=PICTURE), (SIDE, 320), backdrop=backdrop)
    picture = np.asarray(stage.picture(stage.frames[0].look))
    assert picture.shape == (320, SIDE, 3)
    assert (picture[:30] == (10, 200, 30)).all()


def test_a_tall_frame_has_the_stage_in_its_middle() -> None:
    stage = Stage(POSES, Choreography((Step(0),)), (SIDE, SIDE + 100), paper="#ffffff")
    paper = Image.new("RGB", (SIDE, SIDE), "white")
    pose = Image.fromarray(POSES.poses[0])
    paper.paste(pose, mask=pose)
    assert np.array_equal(np.asarray(stage.picture(stage.frames[0].look))[50:-50], np.asarray(paper))


@settings(max_examples=15)
@given(dances(poses=5))
def test_nothing_moves_outside_of_the_region(dance: Choreography) -> None:
    plain = replace(dance, background=Background(), caption=Caption())
    stage = Stage(POSES, plain, (96, 96))
    left, upper, right, lower = stage.region
    assert left % 2 == upper % 2 == 0
    for frame in stage.frames:
        whole = stage.picture(frame.look)
        assert whole.crop(stage.region).tobytes() == stage.picture(frame.look, stage.region).tobytes()
        alpha = np.asarray(whole)[..., 3].copy()
        alpha[upper:lower, left:right] = 0
        assert not alpha.any()


def test_the_mark_of_the_sandbox_is_on_the_frame_and_not_on_the_pose() -> None:
    dance = Choreography((Step(0),))
    stage = Stage(POSES, dance, (SIDE, SIDE), is_marked=True)
    marked, plain = np.asarray(stage.picture(stage.frames[0].look)), drawn(Step(0))
    changed = np.argwhere((marked != plain).any(axis=2))
    assert len(changed)
    assert changed[:, 0].max() < SIDE // 20
    assert changed[:, 1].min() > SIDE * 3 // 4


def test_a_loop_looks_as_it_did() -> None:
    """Every frame of a dance with everything in it, side by side; if they differ, the new ones are kept beside them."""
    gradient = Background(BackgroundKind.GRADIENT, ("#ffe0f0", "#a0c8ff"))
    steps = (Step(0, dx=-60), Step(1, bounce=120, hold=4), Step(2, is_mirrored=True, tilt=-20), Step(3, dy=40, tilt=15))
    dance = Choreography(steps, is_ping_pong=True, background=gradient, caption=Caption("Mia 🎉"))
    stage = Stage(character(5, 96), dance, (96, 96), is_marked=True)
    strip = Image.new("RGB", (96 * len(stage.frames), 96))
    for number, (_, picture) in enumerate(stage.pictures()):
        strip.paste(picture, (96 * number, 0))
    with Image.open(GOLDEN) as golden:
        difference = np.abs(np.asarray(strip).astype(int) - np.asarray(golden.convert("RGB")))
    if difference.max() > 2:
        strip.save(GOLDEN.with_suffix(".new.png"))
    assert difference.max() <= 2


def test_whoever_draws_can_be_stopped_between_frames() -> None:
    calls = iter((None, None))

    def check() -> None:
        if next(calls, "no more") == "no more":
            raise KeyboardInterrupt

    stage = Stage(POSES, Choreography((Step(0), Step(1), Step(2))), (SIDE, SIDE))
    seen = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(frame for frame, _ in stage.pictures(check))
    assert next(calls, None) is None


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="asks for pose 6"):
        Stage(POSES, Choreography((Step(5),)), (SIDE, SIDE))
    with pytest.raises(ValueError, match="64 to 2048"):
        Stage(POSES, Choreography((Step(0),)), (63, 64))
    with pytest.raises(ValueError, match="backdrop"):
        Stage(POSES, Choreography((Step(0),), background=PICTURE), (SIDE, SIDE))
