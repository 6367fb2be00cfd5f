"""Chromium opens every loop, film and song that the engine makes."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser, Page

from babydance.dance.export import export
from babydance.domain.dance_exports import EXPORTS, ExportKind
from babydance.domain.dance_presets.catalogue import find_preset
from babydance.domain.dance_timeline import loop_ticks, moment, timeline
from tests.dance.characters import character
from tests.server import StudioServer

SIDE = 160
POSES = character(6, SIDE)
DANCE = find_preset("disco").choreography()
SECONDS = moment(loop_ticks(DANCE), DANCE.bpm, 1000) / 1000
FRAMES = """async ([data, type]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const decoder = new ImageDecoder({ data: bytes, type });
    await decoder.tracks.ready;
    await decoder.completed;
    const track = decoder.tracks.selectedTrack;
    let length = 0;
    for (let frameIndex = 0; frameIndex < track.frameCount; frameIndex++) {
        const { image } = await decoder.decode({ frameIndex });
        length += image.duration / 1e6;
        if (image.codedWidth !== image.codedHeight) throw new Error("not square");
        image.close();
    }
    return [track.frameCount, track.repetitionCount === Infinity, length];
}"""
PLAYS = """async ([data, type]) => {
    const played = document.createElement(type.split("/")[0]);
    const happens = (name) => new Promise((done, failed) => {
        played.addEventListener(name, done, { once: true });
        played.addEventListener("error", () => failed(new Error(played.error.message)), { once: true });
    });
    Object.assign(played, { muted: true, loop: true, src: `data:${type};base64,${data}` });
    await happens("loadeddata");
    played.currentTime = played.duration - 0.2;
    const over = new Promise((done) => {
        played.addEventListener("timeupdate", () => played.currentTime < 1 && done());
    });
    await played.play();
    await over; // it went round
    played.pause();
    return [played.duration, played.videoWidth ?? 0, played.videoHeight ?? 0];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    opened = browser.new_page()
    opened.set_default_timeout(20_000)
    opened.goto("data:text/html,<title>Files</title>")
    return opened


def _file(kind: ExportKind) -> list[str]:
    data = export(kind, POSES, DANCE, side=SIDE)
    return [base64.b64encode(data).decode(), EXPORTS[kind].media_type]


@pytest.fixture
def secure(browser: Browser, server: StudioServer) -> Page:
    """A page of the studio's own origin: browsers decode frame by frame only where nobody listens in."""
    opened = browser.new_page()
    opened.goto(f"{server.origin}/healthz")
    return opened


@pytest.mark.parametrize(
    "kind", [ExportKind.WEBP, ExportKind.APNG, ExportKind.GIF, ExportKind.STICKER, ExportKind.STICKER_PNG]
)
def test_every_frame_of_a_loop_is_seen_for_ever(secure: Page, kind: ExportKind) -> None:
    data, media_type = _file(kind)
    media_type = media_type.replace("apng", "png")
    count, is_endless, length = secure.evaluate(FRAMES, [data, media_type])
    assert count == len(timeline(DANCE))
    assert is_endless
    assert length == pytest.approx(SECONDS, abs=0.15)
    secure.close()


@pytest.mark.parametrize(
    ("kind", "width", "height"), [(ExportKind.FILM_SQUARE, 160, 160), (ExportKind.FILM_TALL, 160, 284)]
)
def test_a_film_plays_and_begins_again(page: Page, kind: ExportKind, width: int, height: int) -> None:
    if not page.evaluate("""() => document.createElement("video").canPlayType('video/mp4; codecs="avc1.42E01E"')"""):
        pytest.skip("this Chromium was built without H.264")
    length, *size = page.evaluate(PLAYS, _file(kind))
    assert size == [width, height]
    assert length == pytest.approx(max(1, round(12 / SECONDS)) * SECONDS, abs=0.05)


def test_the_music_plays_and_begins_again(page: Page) -> None:
    length, *_ = page.evaluate(PLAYS, _file(ExportKind.MUSIC))
    assert length == pytest.approx(SECONDS, abs=0.001)


def test_a_poster_is_a_picture_of_its_size(page: Page) -> None:
    data, media_type = _file(ExportKind.POSTER)
    size = page.evaluate(
        """async (source) => {
            const picture = new Image();
            picture.src = source;
            await picture.decode();
            return [picture.naturalWidth, picture.naturalHeight];
        }""",
        f"data:{media_type};base64,{data}",
    )
    assert size[0] < size[1]
    assert min(size) > 1000
