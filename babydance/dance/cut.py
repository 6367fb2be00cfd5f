"""Cut a sheet of poses into figures: connected areas first, the cells of the grid where figures touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from babydance.dance.key import Backdrop, Picture, cleared, coverage, find_backdrop, has_shadow, lift, spread
from babydance.dance.poses import Check, Pixels, never

COARSE = 480  # pixels: figures are looked for on a picture about this large
COVERED = 0.35  # of a coarse pixel
SPECK = 0.002  # of a typical figure; anything smaller is dirt
WHOLE = 0.3  # of a typical figure; anything larger is one itself
LEAST = 0.01  # of a cell; a smaller figure is none
MIDDLE = 0.25  # of a cell on every side is not its middle
OWNS = 0.12  # of a typical figure that must stand in the middle of a cell
FLUSH = 0.02  # of a cell's side that is cut straight when a limb is cut off


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a picture, in pixels; right and bottom are just outside."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How the poses of a sheet are laid out: row by row, ``count`` of them."""

    columns: int
    rows: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.count <= self.columns * self.rows:
            raise ValueError(f"{self.count} poses do not fit into {self.columns} x {self.rows} cells")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One pose, cut out: ``pixels`` lie at ``box`` on the picture number ``picture`` (0 for a sheet).

    ``cell`` is its place in the grid. ``detached`` are parts that hang in the air, ``flush`` places where it is cut
    off straight; both in pixels of the picture. ``has_touched`` says that a neighbour had to be cut away.
    """

    pixels: Pixels
    box: Box
    cell: Box
    backdrop: Backdrop
    picture: int = 0
    detached: tuple[Box, ...] = ()
    flush: tuple[Box, ...] = ()
    has_touched: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """What was found: a figure or nothing for each declared pose, and where there was one too many."""

    figures: tuple[Figure | None, ...]
    backdrop: Backdrop
    extras: tuple[Box, ...] = field(default=())

    @property
    def found(self) -> int:
        """Return how many figures there were, those too many included."""
        return sum(figure is not None for figure in self.figures) + len(self.extras)


def cut_sheet(sheet: Picture, layout: Layout, *, check: Check = never) -> Cut:
    """Return the figures of a sheet of shape (height, width, 3 or 4), in the order of the layout.

    Nothing is raised for a bad sheet: what is missing or too much stands in the result, and ``motion`` says it in
    words. ``check`` is called between figures and may raise to stop.
    """
    return _cut(sheet, layout, picture=0, check=check)


def cut_frame(frame: Picture, number: int, *, check: Check = never) -> Cut:
    """Return the one figure of frame ``number`` of an animation."""
    return _cut(frame, Layout(1, 1, 1), picture=number, check=check)


def label(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Return the connected areas of ``mask``, numbered from 1 (0 is outside), and how many there are.

    Eight neighbours; runs of each row are joined with a union-find (Rosenfeld and Pfaltz, 1966).
    """
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    ends = np.nonzero(change == -1)[1]  # just outside, in the same order
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    for upper, lower in _touching(rows.tolist(), starts.tolist(), ends.tolist()):
        one, other = root(upper), root(lower)
        parents[max(one, other)] = min(one, other)
    roots = np.array([root(run) for run in range(len(rows))], dtype=np.int64)
    names, numbers = np.unique(roots, return_inverse=True)
    deltas = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.int32)
    deltas[rows, starts] += (numbers + 1).astype(np.int32)
    deltas[rows, ends] -= (numbers + 1).astype(np.int32)
    return np.cumsum(deltas, axis=1, dtype=np.int32)[:, :-1], len(names)


def _touching(rows: list[int], starts: list[int], ends: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of runs that touch, the one in the upper row first."""
    upper = 0
    for lower in range(len(rows)):
        while rows[upper] < rows[lower] - 1 or (rows[upper] == rows[lower] - 1 and ends[upper] < starts[lower]):
            upper += 1
        other = upper
        while rows[other] == rows[lower] - 1 and starts[other] <= ends[lower]:
            yield other, lower
            other += 1


def _cut(sheet: Picture, layout: Layout, *, picture: int, check: Check) -> Cut:
    backdrop = find_backdrop(sheet)
    nothing = (None,) * layout.count
    if not backdrop.is_plain:
        return Cut(nothing, backdrop)
    factor = max(1, round(max(sheet.shape[:2]) / COARSE))
    small = np.asarray(Image.fromarray(sheet).reduce(factor)) if factor > 1 else sheet
    areas = _Areas(coverage(small, backdrop) > COVERED, layout)
    owners = areas.owners()
    with_shadow = has_shadow(small, backdrop)
    figures: list[Figure | None] = []
    for place in range(layout.count):
        check()
        mask = owners == place + 1
        if mask.sum() < LEAST * areas.cell_area:
            figures.append(None)
            continue
        scale = _Scale(factor, sheet.shape[1], sheet.shape[0])
        box = scale.up(_bounds(mask), margin=factor)
        others = (owners != 0) & ~mask
        kept = spread(mask, 2) & ~others
        pixels = lift(sheet[box.top : box.bottom, box.left : box.right], backdrop, with_shadow=with_shadow)
        pixels = cleared(pixels, ~scale.blow_up(kept, box))
        cell = scale.up(areas.cell(place), margin=0)
        figures.append(
            Figure(
                pixels,
                box,
                cell,
                backdrop,
                picture,
                tuple(scale.up(part, margin=factor) for part in areas.detached.get(place, ())),
                tuple(_flush(pixels, box, cell, scale)),
                place in areas.touched,
            )
        )
    scale = _Scale(factor, sheet.shape[1], sheet.shape[0])
    return Cut(tuple(figures), backdrop, tuple(scale.up(box, margin=factor) for box in areas.extras))


class _Areas:
    """The areas of a coarse mask, and which cell each belongs to."""

    def __init__(self, mask: NDArray[np.bool_], layout: Layout) -> None:
        self._mask = mask
        self._layout = layout
        height, width = mask.shape
        self.cell_area = height * width / (layout.columns * layout.rows)
        self.detached: dict[int, list[Box]] = {}
        self.extras: list[Box] = []
        self.touched: set[int] = set()

    def cell(self, place: int) -> Box:
        """Return the cell of a place, on the coarse picture."""
        height, width = self._mask.shape
        row, column = divmod(place, self._layout.columns)
        across, down = width / self._layout.columns, height / self._layout.rows
        return Box(round(column * across), round(row * down), round((column + 1) * across), round((row + 1) * down))

    def owners(self) -> NDArray[np.int32]:
        """Return for each coarse pixel the place of its figure, counted from 1, or 0."""
        areas, count = label(self._mask)
        sizes = np.bincount(areas.ravel(), minlength=count + 1)
        sizes[0] = 0
        owners = np.zeros_like(areas)
        large = sizes[sizes > LEAST * self.cell_area]
        if not len(large):
            return owners
        typical = float(np.median(large))
        wholes = [number for number in range(1, count + 1) if sizes[number] > WHOLE * typical]
        for number in sorted(wholes, key=lambda number: -sizes[number]):
            self._place(areas == number, owners, typical)
        for number in range(1, count + 1):
            if SPECK * typical < sizes[number] <= WHOLE * typical:
                self._attach(areas == number, owners)
        return owners

    def _place(self, mask: NDArray[np.bool_], owners: NDArray[np.int32], typical: float) -> None:
        """Give one large area to the cell in whose middle it stands, or divide it among several."""
        places = [
            place
            for place in range(self._layout.columns * self._layout.rows)
            if mask[_slices(self._middle(place))].sum() > OWNS * typical
        ] or [self._nearest(mask)]
        for place in places:
            if place >= self._layout.count or (owners == place + 1).any():
                self.extras.append(_bounds(mask & _inside(self.cell(place), mask.shape)))
                places = [other for other in places if other != place]
        if len(places) > 1:
            self.touched.update(places)
            owners[mask] = self._divided(mask, places)[mask]
        elif places:
            owners[mask] = places[0] + 1

    def _middle(self, place: int) -> Box:
        cell = self.cell(place)
        across, down = round((cell.right - cell.left) * MIDDLE), round((cell.bottom - cell.top) * MIDDLE)
        return Box(cell.left + across, cell.top + down, cell.right - across, cell.bottom - down)

    def _nearest(self, mask: NDArray[np.bool_]) -> int:
        rows, columns = np.nonzero(mask)
        height, width = mask.shape
        row = int(rows.mean() / height * self._layout.rows)
        return row * self._layout.columns + int(columns.mean() / width * self._layout.columns)

    def _divided(self, mask: NDArray[np.bool_], places: list[int]) -> NDArray[np.int32]:
        """Let each figure grow from the middle of its cell through the area until it meets its neighbour."""
        grown = np.zeros(mask.shape, dtype=np.int32)
        for place in places:
            middle = _inside(self._middle(place), mask.shape)
            grown[mask & middle] = place + 1
        while True:
            free = mask & (grown == 0)
            reached = np.where(free, spread(grown, 1), 0)
            if not reached.any():
                return grown
            grown += reached

    def _attach(self, mask: NDArray[np.bool_], owners: NDArray[np.int32]) -> None:
        """Give a part that hangs in the air to the nearest figure."""
        rows, columns = np.nonzero(owners)
        if not len(rows):
            return
        box = _bounds(mask)
        away = np.hypot(
            np.maximum(np.maximum(box.left - columns, columns - box.right + 1), 0),
            np.maximum(np.maximum(box.top - rows, rows - box.bottom + 1), 0),
        )
        nearest = int(away.argmin())
        owner = int(owners[rows[nearest], columns[nearest]])
        owners[mask] = owner
        self.detached.setdefault(owner - 1, []).append(box)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From the coarse picture to the whole one."""

    factor: int
    width: int
    height: int

    def up(self, box: Box, *, margin: int) -> Box:
        return Box(
            max(box.left * self.factor - margin, 0),
            max(box.top * self.factor - margin, 0),
            min(box.right * self.factor + margin, self.width),
            min(box.bottom * self.factor + margin, self.height),
        )

    def blow_up(self, mask: NDArray[np.bool_], box: Box) -> NDArray[np.bool_]:
        rows = np.arange(box.top, box.bottom) // self.factor
        columns = np.arange(box.left, box.right) // self.factor
        return mask[rows][:, columns]


def _flush(pixels: Pixels, box: Box, cell: Box, scale: _Scale) -> Iterator[Box]:
    """Yield the edges of the sheet and of the cell at which a figure ends as if cut with a knife."""
    solid = pixels[..., 3] > 127  # noqa: PLR2004  half of 255
    least = FLUSH * (cell.right - cell.left)
    turned = Box(box.top, box.left, box.bottom, box.right)
    for lower, upper in ((cell.left, cell.right), (0, scale.width)):
        yield from _ends(solid, lower - box.left, -1, least, box, reach=scale.factor)
        yield from _ends(solid, upper - box.left - 1, 1, least, box, reach=scale.factor)
    for lower, upper in ((cell.top, cell.bottom), (0, scale.height)):
        for inner, outward in ((lower - box.top, -1), (upper - box.top - 1, 1)):
            for end in _ends(solid.T, inner, outward, least, turned, reach=scale.factor):
                yield Box(end.top, end.left, end.bottom, end.right)


def _ends(solid: NDArray[np.bool_], inner: int, outward: int, least: float, box: Box, *, reach: int) -> Iterator[Box]:
    """Yield where columns near ``inner`` are solid and the next one outward is not, over ``least`` rows."""
    width = solid.shape[1]
    for column in range(inner - 2, inner + 3):
        if not 0 <= column < width:
            continue
        here = solid[:, column]
        beyond = column + outward
        ended = here & ~solid[:, beyond] if 0 <= beyond < width else here
        if ended.sum() > least:
            rows = np.nonzero(ended)[0]
            left, top = box.left + column, box.top
            yield Box(max(left - reach, 0), top + int(rows[0]), left + reach, top + int(rows[-1]) + 1)
            return


def _bounds(mask: NDArray[np.bool_]) -> Box:
    """Return the box around what is set, empty if nothing is."""
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    if not len(rows):
        return Box(0, 0, 0, 0)
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _slices(box: Box) -> tuple[slice, slice]:
    return slice(box.top, box.bottom), slice(box.left, box.right)


def _inside(box: Box, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    inside = np.zeros(shape, dtype=np.bool_)
    inside[_slices(box)] = True
    return inside
