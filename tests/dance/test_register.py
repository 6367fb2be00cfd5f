from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babydance.dance.cut import Box, Figure, Layout, cut_sheet
from babydance.dance.key import Backdrop
from babydance.dance.motion import Hand, inspect
from babydance.dance.register import Placement, Registration, register
from tests.dance.sheets import Character, Posture, Sheet, draw_figure, make_sheet

GRID = Layout(3, 3, 9)
PLAIN_CHARACTER = Character((105, 100), (90, 108), 118, 50, (255, 224, 196), (240, 110, 150))
BACKDROP = Backdrop(None, 0.0)


def registered(sheet: Sheet, *, side: int = 720) -> Registration:
    figures = cut_sheet(sheet.picture, GRID).figures
    return register([figure for figure in figures if figure], side=side)


def figure_of(posture: Posture, scale: float, left: int = 0, top: int = 0) -> Figure:
    picture, _, _ = draw_figure(PLAIN_CHARACTER, posture, scale)
    pixels = np.asarray(picture)
    box = Box(left, top, left + picture.width, top + picture.height)
    return Figure(pixels, box, box, BACKDROP)


@pytest.mark.parametrize("seed", range(25))
def test_a_good_sheet_comes_to_one_scale_and_one_spot_and_nothing_is_wrong_with_it(seed: int) -> None:
    sheet = make_sheet(seed)
    cut = cut_sheet(sheet.picture, GRID)
    registration = register([figure for figure in cut.figures if figure])
    hands = [Hand(hand) if hand else None for hand in sheet.higher]
    assert inspect(cut, registration, higher_hands=hands).is_good
    places = registration.placements
    drawn = [truth for truth in sheet.truth if truth]
    scales = np.array([place.scale * truth.scale for place, truth in zip(places, drawn, strict=True)])
    across = np.array([place.scale * truth.x + place.dx for place, truth in zip(places, drawn, strict=True)])
    down = np.array([place.scale * truth.y + place.dy for place, truth in zip(places, drawn, strict=True)])
    assert np.abs(scales / scales.mean() - 1).max() < 0.005
    assert across.std() < 2
    assert down.std() < 1


def test_the_pixels_stand_where_the_placements_say() -> None:
    registration = registered(make_sheet(3))
    poses = registration.poses
    for pose in poses.poses:
        rows = np.nonzero((pose[..., 3] > 127).any(axis=1))[0]
        assert abs(int(rows[-1]) + 1 - poses.ground) <= 2
        assert not pose[[0, -1]].any()
        assert not pose[:, [0, -1]].any()


def test_the_first_pose_gets_the_size_and_the_place_of_the_anchor() -> None:
    anchor = figure_of(Posture(), 1.5)
    figures = [figure_of(Posture(left=0.3), 0.7), figure_of(Posture(right=0.6), 0.72)]
    alone = register([anchor, anchor]).placements[0]
    first, second = register(figures, anchor=anchor).placements
    assert first.scale * 0.7 == pytest.approx(alone.scale * 1.5, rel=0.005)
    assert second.scale * 0.72 == pytest.approx(alone.scale * 1.5, rel=0.005)


def test_a_raised_foot_does_not_move_the_one_that_stands() -> None:
    figures = [figure_of(Posture(), 0.7), figure_of(Posture(lift_right=40), 0.7)]
    standing, lifted = register(figures).placements
    assert lifted.dx == pytest.approx(standing.dx, abs=1.5)
    assert lifted.dy == pytest.approx(standing.dy, abs=0.6)


def test_nothing_can_not_be_registered() -> None:
    with pytest.raises(ValueError, match="nothing to register"):
        register([])


def test_it_stops_when_it_is_told_to() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        register([figure_of(Posture(), 0.5)], check=stop)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.55, 0.75), st.integers(-200, 200), st.integers(-200, 200), st.floats(0.9, 1.1))
def test_where_and_how_large_a_figure_was_drawn_makes_no_difference(
    size: float, left: int, top: int, other: float
) -> None:
    figures = [figure_of(Posture(), size), figure_of(Posture(), size * other, left, top)]
    one, two = register(figures, side=360).poses.poses
    cover = one[..., 3].astype(int), two[..., 3].astype(int)
    assert np.abs(cover[0] - cover[1]).mean() < 0.02 * cover[0].mean()


@given(st.floats(0.2, 4), st.floats(-900, 900), st.floats(-900, 900), *(st.integers(0, 2000) for _ in range(2)))
def test_a_box_finds_its_way_back(scale: float, dx: float, dy: float, left: int, top: int) -> None:
    place = Placement(scale, dx, dy, 1.0, 1.0, 1.0)
    forth = Box(*(round(scale * at + move) for at, move in ((left, dx), (top, dy), (left + 50, dx), (top + 80, dy))))
    back = place.back(forth)
    error = 0.5 / scale + 0.51
    assert abs(back.left - left) <= error
    assert abs(back.top - top) <= error
    assert abs(back.right - left - 50) <= error
    assert abs(back.bottom - top - 80) <= error
