from __future__ import annotations

from functools import cache

import pytest

from babydance.dance.cut import Layout
from babydance.dance.motion import FindingKind, Hand, Severity
from babydance.dance.take import Take, Wanted, take_sheet
from tests.dance.sheets import FAULTS, Sheet, make_sheet


@cache
def taken(seed: int, fault: str) -> tuple[Sheet, Take]:
    sheet = make_sheet(seed, cell=288, fault=fault)
    hands = [Hand(hand) if hand else None for hand in sheet.higher]
    return sheet, take_sheet(sheet.picture, Layout(3, 3, 9), wanted=Wanted(side=360, higher_hands=hands))


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults_are_found_at_their_pose(fault: str) -> None:
    missed = []
    for seed in range(100, 105):
        sheet, take = taken(seed, fault)
        found = [finding for finding in take.report.findings if finding.kind is FAULTS[fault]]
        if sheet.at not in {finding.pose for finding in found}:
            missed.append(seed)
    assert missed == []


def test_a_finding_shows_where_to_look() -> None:
    sheet, take = taken(100, "key residue")
    finding = next(finding for finding in take.report.findings if finding.kind is FindingKind.RESIDUE)
    drawn = sheet.truth[sheet.at]
    assert drawn is not None
    assert finding.box is not None
    assert finding.words.startswith(f"Pose {sheet.at + 1}: ")
    assert abs((finding.box.left + finding.box.right) / 2 - drawn.x) < 140 * drawn.scale
    assert abs((finding.box.top + finding.box.bottom) / 2 - (drawn.y - 110 * drawn.scale)) < 30 * drawn.scale


def test_a_pose_on_another_height_is_put_right_and_told() -> None:
    take = taken(103, "foot drift")[1]
    drifts = [finding for finding in take.report.findings if finding.kind is FindingKind.FOOT_DRIFT]
    assert [finding.severity for finding in drifts] == [Severity.MENDED]


def test_bad_poses_are_those_to_draw_anew() -> None:
    sheet, take = taken(100, "duplicate")
    assert take.report.bad_poses == (sheet.at,)
