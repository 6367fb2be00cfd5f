from __future__ import annotations

import numpy as np
import pytest

from babydance.dance.cut import Layout
from babydance.dance.motion import FindingKind
from babydance.dance.take import Wanted, take_frames, take_sheet
from tests.dance.sheets import make_sheet

GRID = Layout(3, 3, 9)
SMALL = Wanted(side=360)


def frames_of(seed: int, *, cell: int = 320) -> list[np.ndarray]:
    """The cells of a sheet, each with a border so that no limb leaves it."""
    sheet = make_sheet(seed, cell=cell, jpeg=False).picture
    return [
        sheet[row : row + cell, column : column + cell]
        for row in range(0, 3 * cell, cell)
        for column in range(0, 3 * cell, cell)
    ]


def test_the_frames_of_an_animation_go_the_same_way() -> None:
    take = take_frames(frames_of(5), 9, wanted=SMALL)
    assert take.report.findings == ()
    assert take.numbers == tuple(range(9))
    assert take.poses is not None
    assert take.poses.size == (360, 360)


@pytest.mark.parametrize("count", [2, 16])
def test_an_animation_with_another_number_of_frames_is_told(count: int) -> None:
    frames = (frames_of(5) * 2)[:count]
    report = take_frames(frames, 9, wanted=SMALL).report
    assert not report.is_good
    wrong = [finding for finding in report.findings if finding.kind is FindingKind.WRONG_COUNT]
    assert len(wrong) == abs(count - 9)


def test_a_redrawn_pose_takes_its_place() -> None:
    whole, torn = make_sheet(5, jpeg=False), make_sheet(5, jpeg=False, fault="missing")
    assert take_sheet(torn.picture, GRID, wanted=SMALL).report.bad_poses == (torn.at,)
    row, column = divmod(torn.at, 3)
    pose = whole.picture[row * 320 : (row + 1) * 320, column * 320 : (column + 1) * 320]
    mended = take_sheet(torn.picture, GRID, wanted=SMALL, redrawn={torn.at: pose})
    assert mended.report.is_good
    assert mended.numbers == tuple(range(9))


def test_what_is_good_is_kept_when_a_pose_is_missing() -> None:
    sheet = make_sheet(6, fault="missing")
    take = take_sheet(sheet.picture, GRID, wanted=SMALL)
    assert take.numbers == tuple(number for number in range(9) if number != sheet.at)
    assert take.poses is not None
    assert len(take.poses.poses) == 8


def test_all_poses_alike_are_refused() -> None:
    frame = frames_of(5)[0]
    report = take_frames([frame] * 9, 9, wanted=SMALL).report
    assert {finding.pose for finding in report.findings if finding.kind is FindingKind.DUPLICATE} >= set(range(1, 8))


def test_a_photo_is_refused_in_words() -> None:
    photo = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    take = take_sheet(photo, GRID)
    assert take.poses is None
    assert take.report.findings[0].kind is FindingKind.BACKGROUND


def test_the_same_sheet_makes_the_same_poses() -> None:
    sheet = make_sheet(7).picture
    one, other = take_sheet(sheet, GRID, wanted=SMALL), take_sheet(sheet.copy(), GRID, wanted=SMALL)
    assert one.poses is not None
    assert other.poses is not None
    assert all((a == b).all() for a, b in zip(one.poses.poses, other.poses.poses, strict=True))
    assert one.report == other.report
