"""Every file is decoded again and compared with what was drawn."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence, PdfParser

from babydance.dance.beat import RATE, beat
from babydance.dance.choreograph import Stage
from babydance.dance.export import export
from babydance.dance.film import frame_rate, frames_a_tick
from babydance.domain.captions import Caption
from babydance.domain.dance_exports import EXPORTS, STICKER_BYTES, ExportKind
from babydance.domain.dance_files import parse_dance
from babydance.domain.dance_presets.catalogue import find_preset
from babydance.domain.dance_timeline import lasts, timeline
from babydance.domain.dances import Background, BackgroundKind, Choreography, Music, Step
from babydance.domain.errors import InvalidInputError
from babydance.domain.provenance import SOURCE_TYPE
from tests.dance.characters import character

SIDE = 160
POSES = character(6, SIDE)
DISCO = find_preset("disco").choreography()
GRADIENT = Background(BackgroundKind.GRADIENT, ("#ffe0f0", "#a0c8ff"))
PARTY = replace(DISCO, background=GRADIENT, caption=Caption("Mia 🎉"), bpm=97)
BOTH = pytest.mark.parametrize("dance", [DISCO, PARTY], ids=["transparent", "opaque"])


def drawn(dance: Choreography, mode: str = "RGBA") -> list[np.ndarray]:
    stage = Stage(POSES, dance, (SIDE, SIDE))
    return [np.asarray(picture.convert(mode)) for _, picture in stage.pictures()]


def decoded(data: bytes) -> tuple[list[np.ndarray], list[int]]:
    """The frames as RGBA, and how long each is seen in milliseconds."""
    with Image.open(io.BytesIO(data)) as image:
        assert image.info.get("loop") == 0
        frames, times = [], []
        for frame in ImageSequence.Iterator(image):
            frames.append(np.asarray(frame.convert("RGBA")).copy())
            times.append(round(frame.info["duration"]))
        return frames, times


def exported(kind: ExportKind, dance: Choreography) -> bytes:
    return export(kind, POSES, dance, side=SIDE)


@BOTH
def test_apng_has_every_pixel_as_it_was_drawn(dance: Choreography) -> None:
    frames, times = decoded(exported(ExportKind.APNG, dance))
    assert times == [lasts(frame, dance.bpm, 1000) for frame in timeline(dance)]
    for found, wanted in zip(frames, drawn(dance), strict=True):
        assert np.array_equal(found, wanted)


@BOTH
def test_webp_is_close_to_what_was_drawn(dance: Choreography) -> None:
    frames, times = decoded(exported(ExportKind.WEBP, dance))
    assert times == [lasts(frame, dance.bpm, 1000) for frame in timeline(dance)]
    for found, wanted in zip(frames, drawn(dance), strict=True):
        assert np.array_equal(found[..., 3], wanted[..., 3])
        seen = wanted[..., 3] == 255
        assert np.abs(found[seen].astype(int) - wanted[seen]).mean() < 4


@BOTH
def test_what_does_not_move_does_not_shimmer_in_a_gif(dance: Choreography) -> None:
    frames, times = decoded(exported(ExportKind.GIF, dance))
    assert times == [10 * lasts(frame, dance.bpm, 100) for frame in timeline(dance)]
    for (before, after), (was, now) in zip(pairwise(frames), pairwise(drawn(dance)), strict=True):
        still = (was == now).all(axis=2)
        assert still.sum() > 1000
        assert np.abs(before[still].astype(int) - after[still]).mean() == 0
    for found, wanted in zip(frames, drawn(dance), strict=True):
        assert np.array_equal(found[..., 3] == 255, wanted[..., 3] >= 128)
        seen = wanted[..., 3] == 255
        assert np.abs(found[seen].astype(int) - wanted[seen]).mean() < 6


@BOTH
def test_a_sticker_is_512_pixels_light_and_without_a_background(dance: Choreography) -> None:
    for kind in (ExportKind.STICKER, ExportKind.STICKER_PNG):
        data = exported(kind, dance)
        assert len(data) <= STICKER_BYTES
        frames, _ = decoded(data)
        assert all(frame.shape == (512, 512, 4) for frame in frames)
        assert not frames[0][:5, :, 3].any()


def test_a_sticker_that_cannot_be_is_refused_in_words() -> None:
    slow = Choreography((Step(0, hold=44),), 60)
    with pytest.raises(InvalidInputError, match=r"at most 10 seconds; this dance takes 11\.0"):
        exported(ExportKind.STICKER, slow)


def test_a_sticker_full_of_noise_is_made_smaller_until_it_fits() -> None:
    random = np.random.default_rng(3)
    noisy = character(6, SIDE)
    for pose in noisy.poses:
        pose[..., :3] = random.integers(0, 255, (*pose.shape[:2], 3), dtype=np.uint8)
    assert len(export(ExportKind.STICKER, noisy, DISCO)) <= STICKER_BYTES


@pytest.mark.parametrize("kind", [ExportKind.FILM_SQUARE, ExportKind.FILM_TALL])
@pytest.mark.parametrize("bpm", [60, 97, 120, 180])
def test_a_film_plays_whole_loops_and_has_no_seam(kind: ExportKind, bpm: int) -> None:
    dance = replace(PARTY, bpm=bpm)
    sound = beat(dance)
    loops = round(12 * RATE / len(sound))
    with av.open(io.BytesIO(exported(kind, dance))) as film:
        assert film.streams.video[0].average_rate == frame_rate(bpm) >= 24
        pictures = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    assert len(pictures) == pytest.approx(loops * len(sound) / RATE * float(frame_rate(bpm)), abs=0.01)
    height = SIDE if kind is ExportKind.FILM_SQUARE else 284
    stage = Stage(POSES, dance, (SIDE, height), paper="#fff4e0")
    for number, frame in enumerate(stage.frames * loops):
        wanted = np.asarray(stage.picture(frame.look)).astype(int)
        start = (number // len(stage.frames)) * stage.frames[-1].ends
        first, behind = ((start + tick) * frames_a_tick(bpm) for tick in (frame.begins, frame.ends))
        for picture in (pictures[first], pictures[behind - 1]):
            assert np.abs(picture - wanted).mean() < 3


@pytest.mark.parametrize("bpm", [97, 120])
def test_the_music_of_a_film_is_right_within_one_frame_of_the_encoder(bpm: int) -> None:
    dance = replace(PARTY, bpm=bpm)
    sound = beat(dance)
    wanted = np.tile(sound, round(12 * RATE / len(sound))).astype(float)
    with av.open(io.BytesIO(exported(ExportKind.FILM_SQUARE, dance))) as film:
        heard = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
    assert 0 <= len(heard) - len(wanted) < 1024
    heard = heard[: len(wanted)]
    spectrum = np.fft.rfft(heard) * np.conj(np.fft.rfft(wanted))
    assert int(np.argmax(np.fft.irfft(spectrum, len(wanted)))) % len(sound) in {0, 1, len(sound) - 1}


def test_a_silent_film_has_no_sound_and_may_be_long() -> None:
    dance = replace(DISCO, music=Music(""), steps=DISCO.steps[:2] * 20, bpm=60)
    with av.open(io.BytesIO(export(ExportKind.FILM_SQUARE, POSES, dance, side=64))) as film:
        assert not film.streams.audio
        assert film.streams.video[0].frames == 20 * 24


def test_the_index_of_a_film_comes_first() -> None:
    data = exported(ExportKind.FILM_SQUARE, PARTY)
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_the_music_alone_is_the_loop() -> None:
    assert len(exported(ExportKind.MUSIC, DISCO)) == 44 + 2 * len(beat(DISCO))


@pytest.mark.parametrize("kind", [ExportKind.FLIP_BOOK, ExportKind.STICKER_SHEET])
def test_paper_is_a_pdf_of_a4_pages(kind: ExportKind) -> None:
    data = exported(kind, PARTY)
    with PdfParser.PdfParser(buf=data) as pdf:
        leaves = len(pdf.pages)
        assert leaves == (4 if kind is ExportKind.FLIP_BOOK else 1)
        for reference in pdf.pages:
            width, height = pdf.read_indirect(reference)[b"MediaBox"][2:]
            assert (width / 72 * 25.4, height / 72 * 25.4) == pytest.approx((210, 297), abs=0.2)
        assert SOURCE_TYPE.encode() in pdf.read_indirect(pdf.root[b"Metadata"]).buf


@pytest.mark.parametrize(("steps", "hold", "pages"), [(4, 1, 3), (4, 5, 5), (8, 4, 4), (200, 4, 8)])
def test_a_flip_book_has_24_to_64_leaves(steps: int, hold: int, pages: int) -> None:
    dance = Choreography(tuple(Step(number % 6, hold=hold) for number in range(steps)))
    with PdfParser.PdfParser(buf=exported(ExportKind.FLIP_BOOK, dance)) as pdf:
        assert len(pdf.pages) == pages


def test_a_poster_is_a4_with_the_caption_on_it() -> None:
    with Image.open(io.BytesIO(exported(ExportKind.POSTER, PARTY))) as image:
        assert image.size == (1654, 2339)
        assert image.info["dpi"] == (200, 200)
        with_words = np.asarray(image.convert("L"))[120:380]
    with Image.open(io.BytesIO(exported(ExportKind.POSTER, replace(PARTY, caption=Caption())))) as image:
        without = np.asarray(image.convert("L"))[120:380]
    assert (np.abs(with_words.astype(int) - without) > 60).mean() > 0.02


def test_the_archive_gives_poses_and_dance_back() -> None:
    with zipfile.ZipFile(io.BytesIO(exported(ExportKind.ARCHIVE, PARTY))) as parcel:
        assert parse_dance(parcel.read("dance.json")) == PARTY
        poses = [np.asarray(Image.open(parcel.open(f"pose-{number:02}.png"))) for number in range(1, 7)]
    assert all(np.array_equal(found, pose) for found, pose in zip(poses, POSES.poses, strict=True))


@pytest.mark.parametrize("kind", [kind for kind in ExportKind if kind is not ExportKind.MUSIC])
def test_every_file_says_that_ai_made_it_and_is_the_same_each_time(kind: ExportKind) -> None:
    data = export(kind, POSES, DISCO, side=64)
    assert SOURCE_TYPE.encode() in data
    assert data == export(kind, POSES, DISCO, side=64)


@pytest.mark.parametrize("kind", [kind for kind in ExportKind if kind is not ExportKind.MUSIC])
def test_every_export_can_be_stopped(kind: ExportKind) -> None:
    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        export(kind, POSES, DISCO, side=64, check=stop)


@pytest.mark.parametrize("kind", [ExportKind.WEBP, ExportKind.APNG, ExportKind.GIF, ExportKind.FILM_SQUARE])
def test_one_still_step_and_200_steps_can_both_be_taken_home(kind: ExportKind) -> None:
    still = export(kind, POSES, Choreography((Step(0),)), side=64)
    steps = tuple(Step(number % 6, hold=1, dx=number - 100) for number in range(200))
    long = export(kind, POSES, Choreography(steps, 180), side=64)
    assert 0 < len(still) < len(long)


def test_every_kind_has_its_words() -> None:
    assert set(EXPORTS) == set(ExportKind)
