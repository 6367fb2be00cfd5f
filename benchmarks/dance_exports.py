"""How long and how large the files of a dance are at 720 pixels, beside the plain way to make the same.

The poses come from a sheet through the engine itself. The plain way hands every frame of the dance to Pillow, or to
the encoder of films, one after another. What a file needs of memory is measured in a process that makes nothing else.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from babydance.dance.choreograph import Stage
from babydance.dance.cut import Layout
from babydance.dance.export import SIDE, export
from babydance.dance.film import SECONDS, frame_rate, frames_a_tick
from babydance.dance.poses import PoseSet
from babydance.dance.take import take_sheet
from babydance.domain.captions import Caption
from babydance.domain.dance_exports import ExportKind
from babydance.domain.dance_presets.catalogue import find_preset
from babydance.domain.dance_timeline import lasts
from babydance.domain.dances import Background, BackgroundKind, Choreography
from babydance.domain.errors import InvalidInputError
from benchmarks.memory import megabytes
from benchmarks.studio import table
from tests.dance.sheets import make_sheet

ROUNDS = 3
GRADIENT = Background(BackgroundKind.GRADIENT, ("#ffe0f0", "#a0c8ff"))
AIMS = {
    ExportKind.WEBP: "250 KB, 0.6 s",
    ExportKind.FILM_SQUARE: "3 s",
    ExportKind.FILM_TALL: "3 s",
    ExportKind.STICKER: "500 KB",
    ExportKind.STICKER_PNG: "500 KB",
}


def main() -> None:
    """Print one table for each dance."""
    dances = _dances()
    if len(sys.argv) > 1:
        _tell_memory(Path(sys.argv[1]), ExportKind(sys.argv[2]), dances["gradient and caption"])
        return
    poses = take_sheet(make_sheet(1, cell=768).picture, Layout(3, 3, 9)).poses
    if poses is None:
        raise SystemExit("the sheet of seed 1 has no poses")
    for name, dance in dances.items():
        _report(name, poses, dance)
    print("\nMemory with a gradient and a caption", flush=True)
    with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder:
        file = Path(folder) / "poses.npz"
        np.savez(file, poses=np.stack(poses.poses), ground=poses.ground, centre=poses.centre)
        for kind in ExportKind:
            subprocess.run([sys.executable, "-m", "benchmarks.dance_exports", str(file), kind.value], check=True)


def _dances() -> dict[str, Choreography]:
    plain = find_preset("disco").choreography()
    written = replace(plain, caption=Caption("Happy birthday, Mia"))
    return {
        "transparent": plain,
        "transparent, with a caption": written,
        "gradient and caption": replace(written, background=GRADIENT),
    }


def _tell_memory(file: Path, kind: ExportKind, dance: Choreography) -> None:
    with np.load(file) as saved:
        poses = PoseSet(tuple(saved["poses"]), int(saved["ground"]), float(saved["centre"]))
    before = megabytes("VmRSS")
    export(kind, poses, dance)
    print(f"{kind.value.ljust(14)} {before:.0f} MB before, {megabytes('VmHWM'):.0f} MB at most", flush=True)


def _report(name: str, poses: PoseSet, dance: Choreography) -> None:
    stage = Stage(poses, dance, (SIDE, SIDE))
    print(f"\nDisco, {len(stage.frames)} frames, {SIDE} px, {name}")
    plain: dict[ExportKind, Callable[[], bytes]] = {
        ExportKind.WEBP: lambda: _saved(poses, dance, "WEBP", quality=75),
        ExportKind.APNG: lambda: _saved(poses, dance, "PNG"),
        ExportKind.GIF: lambda: _saved(poses, dance, "GIF", disposal=2),
        ExportKind.FILM_SQUARE: lambda: _filmed(poses, dance),
    }
    rows: list[tuple[object, ...]] = [("file", "kB", "ms", "plain kB", "of the plain time", "aim")]
    for kind in ExportKind:
        try:
            took, size = _timed(lambda kind=kind: export(kind, poses, dance))
        except InvalidInputError as refusal:
            rows.append((kind, "", "", "", "", f"refused: {refusal}"))
            continue
        row = (kind, f"{size / 1000:.0f}", f"{took * 1000:.0f}")
        if kind in plain:
            plainly, plain_size = _timed(plain[kind])
            row += (f"{plain_size / 1000:.0f}", f"{took / plainly:.2f}")
        else:
            row += ("", "")
        rows.append((*row, AIMS.get(kind, "")))
    table(rows)


def _timed(make: Callable[[], bytes]) -> tuple[float, int]:
    """Return the median of the seconds, and the bytes of the file."""
    times, size = [], 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        size = len(make())
        times.append(time.perf_counter() - began)
    return statistics.median(times), size


def _saved(poses: PoseSet, dance: Choreography, kind: str, **options: int) -> bytes:
    stage = Stage(poses, dance, (SIDE, SIDE))
    frames = [picture for _, picture in stage.pictures()]
    times = [lasts(frame, dance.bpm, 1000) for frame in stage.frames]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=times, loop=0, **options)
    return buffer.getvalue()


def _filmed(poses: PoseSet, dance: Choreography) -> bytes:
    """Draw and encode every picture of the film, without music, with the encoder's own settings."""
    stage = Stage(poses, dance, (SIDE, SIDE), paper="#fff4e0")
    buffer = io.BytesIO()
    rate = frame_rate(dance.bpm)
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "20"})
        stream.width = stream.height = SIDE
        stream.pix_fmt = "yuv420p"
        written = 0
        while written < SECONDS * rate:
            for frame in stage.frames:
                for _ in range((frame.ends - frame.begins) * frames_a_tick(dance.bpm)):
                    picture = np.asarray(stage.picture(frame.look).convert("RGB"))
                    container.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
                    written += 1
        container.mux(stream.encode())
    return buffer.getvalue()


if __name__ == "__main__":
    main()
