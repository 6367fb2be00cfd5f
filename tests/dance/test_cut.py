from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from babydance.dance.cut import Layout, cut_sheet, label
from tests.dance.sheets import make_sheet

GREEN = (10, 240, 20)
RED = (220, 60, 60)
PAIR = Layout(2, 1, 2)


def sheet_with(*shapes: tuple[int, int, int, int], size: tuple[int, int] = (400, 200)) -> np.ndarray:
    picture = Image.new("RGB", size, GREEN)
    for shape in shapes:
        ImageDraw.Draw(picture).rectangle(shape, RED)
    return np.asarray(picture)


def test_every_pose_of_a_good_sheet_is_cut_out() -> None:
    cut = cut_sheet(make_sheet(5).picture, Layout(3, 3, 9))
    assert cut.found == 9
    assert all(figure and not figure.detached and not figure.flush for figure in cut.figures)


def test_a_limb_over_the_border_of_a_cell_stays_with_its_figure() -> None:
    left, right = cut_sheet(sheet_with((60, 40, 110, 170), (110, 60, 230, 70), (270, 40, 330, 170)), PAIR).figures
    assert left is not None
    assert right is not None
    assert left.box.right >= 230
    assert (left.pixels[..., 3] > 127).sum() == pytest.approx(51 * 131 + 120 * 11, rel=0.02)
    assert right.box.left >= 262


def test_touching_neighbours_are_parted_where_they_touch() -> None:
    left, right = cut_sheet(sheet_with((60, 40, 110, 170), (270, 40, 330, 170), (110, 60, 270, 70)), PAIR).figures
    assert left is not None
    assert right is not None
    assert left.has_touched
    assert right.has_touched
    assert 170 < left.box.right < 215


def test_a_loose_hand_goes_to_the_nearest_body() -> None:
    left, right = cut_sheet(sheet_with((60, 40, 110, 170), (270, 40, 330, 170), (160, 60, 180, 80)), PAIR).figures
    assert left is not None
    assert right is not None
    assert not right.detached
    (part,) = left.detached
    assert part.left <= 160
    assert part.right >= 181
    assert left.pixels[70 - left.box.top, 170 - left.box.left, 3] == 255


def test_a_missing_pose_leaves_its_place_empty() -> None:
    cut = cut_sheet(sheet_with((270, 40, 330, 170)), PAIR)
    assert cut.figures[0] is None
    assert cut.figures[1] is not None
    assert cut.found == 1


def test_a_pose_too_many_is_told() -> None:
    cut = cut_sheet(sheet_with((40, 40, 80, 170), (120, 40, 160, 170), (270, 40, 330, 170)), PAIR)
    assert cut.found == 3
    assert len(cut.extras) == 1


@pytest.mark.parametrize("pixel", [GREEN, (255, 255, 255)])
def test_an_empty_sheet_has_no_figures(pixel: tuple[int, int, int]) -> None:
    cut = cut_sheet(np.full((200, 200, 3), pixel, dtype=np.uint8), Layout(2, 2, 4))
    assert cut.found == 0


def test_a_figure_that_the_edge_of_the_sheet_cuts_is_told() -> None:
    left, right = cut_sheet(sheet_with((0, 40, 110, 170), (270, 40, 330, 170)), PAIR).figures
    assert left is not None
    assert right is not None
    assert left.flush
    assert left.flush[0].left == 0
    assert not right.flush


def test_it_stops_when_it_is_told_to() -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        cut_sheet(sheet_with((60, 40, 110, 170)), PAIR, check=stop)


def test_a_layout_has_a_cell_for_every_pose() -> None:
    with pytest.raises(ValueError, match="10 poses"):
        Layout(3, 3, 10)


@settings(max_examples=60, deadline=None)
@given(arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_areas_are_what_a_flood_fill_finds(mask: np.ndarray) -> None:
    areas, count = label(mask)
    seen: dict[int, int] = {}
    for row, column in np.argwhere(mask).tolist():
        if areas[row, column] in seen:
            continue
        seen[int(areas[row, column])] = 1
        filled, waiting = np.zeros_like(mask), [(row, column)]
        while waiting:
            y, x = waiting.pop()
            if 0 <= y < mask.shape[0] and 0 <= x < mask.shape[1] and mask[y, x] and not filled[y, x]:
                filled[y, x] = True
                waiting += [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
        assert (filled == (areas == areas[row, column])).all()
    assert len(seen) == count
    assert not areas[~mask].any()
