"""Sheets of poses with known truth: how exact, how quick, how large, and how many planted faults are found.

The times of the plain method (key the whole sheet, cut by cells, centre by the core median) are taken in the same run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from babydance.dance.cut import Cut, Layout, cut_sheet
from babydance.dance.motion import Hand, Report, inspect
from babydance.dance.register import Registration, register
from babydance.dance.take import Wanted, take_sheet
from benchmarks.memory import megabytes
from tests.dance.sheets import FAULTS, Sheet, make_sheet

SEEDS = 500
SEEDS_A_FAULT = 100
CELL = 320  # pixels, of the many sheets; they are registered at 720
TIMED = (640, 768)  # pixels of a cell: sheets of 1920 and of 2304
ROUNDS = 7
GRID = Layout(3, 3, 9)


def main() -> None:
    """Print the times, the memory, the errors and the table of faults."""
    if len(sys.argv) > 1:
        _take_and_tell(Path(sys.argv[1]))
        return
    for cell in TIMED:
        _time(cell)
        _weigh(cell)
    _measure()
    for fault in FAULTS:
        _find(fault)


def _time(cell: int) -> None:
    sheet = make_sheet(1, cell=cell)
    ours, plain, inspected = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        cut, registration = _ours(sheet)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        inspect(cut, registration)
        inspected.append(time.perf_counter() - start)
        start = time.perf_counter()
        _plain_method(sheet.picture, cell)
        plain.append(time.perf_counter() - start)
    best, other = float(np.median(ours)), float(np.median(plain))
    print(
        f"{3 * cell} px: key, cut and register {best:.2f} s, the plain method {other:.2f} s, ratio {best / other:.2f}; "
        f"inspection {np.median(inspected):.2f} s",
        flush=True,
    )


def _weigh(cell: int) -> None:
    """Print the peak of a fresh process that takes one sheet."""
    with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder:
        file = Path(folder) / "sheet.png"
        Image.fromarray(make_sheet(1, cell=cell).picture).save(file)
        command = [sys.executable, "-m", "benchmarks.dance_poses", str(file)]
        subprocess.run(command, check=True)


def _take_and_tell(file: Path) -> None:
    with Image.open(file) as picture:
        sheet = np.asarray(picture)
    before, began = megabytes("VmRSS"), time.perf_counter()
    cut = cut_sheet(sheet, GRID)
    register([figure for figure in cut.figures if figure])
    ours = time.perf_counter() - began
    peak = megabytes("VmHWM")
    began = time.perf_counter()
    _plain_method(sheet, sheet.shape[0] // GRID.rows)
    plain = time.perf_counter() - began
    print(
        f"  fresh process: {ours:.2f} s, the plain method {plain:.2f} s, ratio {ours / plain:.2f}; "
        f"{before:.0f} MB before, {peak:.0f} MB at most, the plain method {megabytes('VmHWM'):.0f} MB",
        flush=True,
    )


def _measure() -> None:
    """Print the errors on good sheets, and how many were refused."""
    across, down, scales, plain, refused = [], [], [], [], Counter[str]()
    for seed in range(SEEDS):
        sheet = make_sheet(seed, cell=CELL)
        cut, registration = _ours(sheet)
        report = inspect(cut, registration, higher_hands=_hands(sheet))
        _count(report, refused)
        if cut.found != GRID.count:
            continue
        places, drawn = registration.placements, [truth for truth in sheet.truth if truth]
        sizes = np.array([place.scale * truth.scale for place, truth in zip(places, drawn, strict=True)])
        scales.append(np.abs(sizes / sizes.mean() - 1).max())
        across.append(np.std([place.scale * truth.x + place.dx for place, truth in zip(places, drawn, strict=True)]))
        down.append(np.std([place.scale * truth.y + place.dy for place, truth in zip(places, drawn, strict=True)]))
        cores = _plain_method(sheet.picture, CELL)
        plain.append(np.std([core - truth.x % CELL for core, truth in zip(cores, drawn, strict=True)]) * 720 / CELL)
    print(f"{SEEDS} good sheets, {len(across)} with all figures, at 720 px (median, p98, worst of a sheet):")
    for name, errors, unit in (
        ("across, standard deviation", across, "px"),
        ("feet, standard deviation", down, "px"),
        ("scale, worst pose", np.array(scales) * 100, "%"),
        ("across, plain method", plain, "px"),
    ):
        print(f"  {name}: {np.median(errors):.2f}, {np.percentile(errors, 98):.2f}, {np.max(errors):.2f} {unit}")
    print(f"  refused: {refused['refused']} of {SEEDS} {dict(refused)}", flush=True)


def _find(fault: str) -> None:
    """Print how often a planted fault was found, at its pose."""
    found = 0
    for seed in range(10_000, 10_000 + SEEDS_A_FAULT):
        sheet = make_sheet(seed, cell=CELL, fault=fault)
        take = take_sheet(sheet.picture, GRID, wanted=Wanted(side=360, higher_hands=_hands(sheet)))
        hits = [finding for finding in take.report.findings if finding.kind is FAULTS[fault]]
        found += any(finding.pose == sheet.at for finding in hits)
    print(f"  {fault}: {found} of {SEEDS_A_FAULT} found", flush=True)


def _ours(sheet: Sheet) -> tuple[Cut, Registration]:
    cut = cut_sheet(sheet.picture, GRID)
    return cut, register([figure for figure in cut.figures if figure])


def _hands(sheet: Sheet) -> list[Hand | None]:
    return [Hand(hand) if hand else None for hand in sheet.higher]


def _count(report: Report, refused: Counter[str]) -> None:
    if not report.is_good:
        refused["refused"] += 1
        refused.update({finding.kind.value for finding in report.findings})


def _plain_method(sheet: NDArray[np.uint8], cell: int) -> list[float]:
    """Key by distance, cut by cells, centre by the core median, move by whole pixels; return the cores."""
    levels = sheet.astype(np.int16)
    border = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    distance = np.sqrt(((levels - np.median(border, axis=0)) ** 2).sum(axis=-1))
    alpha = np.clip((distance - 60) / 80, 0, 1)
    edge = (alpha > 0) & (alpha < 1)
    colours = levels.copy()
    excess = np.clip(levels[..., 1] - np.maximum(levels[..., 0], levels[..., 2]), 0, None)
    colours[..., 1] = np.where(edge, colours[..., 1] - excess, colours[..., 1])
    lifted = np.dstack([np.clip(colours, 0, 255), alpha * 255]).astype(np.uint8)
    cores = []
    for row in range(0, lifted.shape[0], cell):
        for column in range(0, lifted.shape[1], cell):
            pose = lifted[row : row + cell, column : column + cell]
            mask = pose[..., 3] > 127
            columns = mask.sum(axis=0).astype(float)
            sums = np.cumsum(np.where(columns >= 0.25 * columns.max(), columns, 0))
            cores.append(float(np.searchsorted(sums, sums[-1] / 2)))
            sole = int(np.nonzero(mask.any(axis=1))[0][-1])
            canvas = Image.new("RGBA", (720, 720))
            canvas.paste(Image.fromarray(pose), (round(360 - cores[-1]), 690 - sole))
    return cores


if __name__ == "__main__":
    main()
