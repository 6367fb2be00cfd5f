"""Copies that leave the gallery: their sizes, what they say inside, and nothing of what the original said."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from babydance.adapters.pillow_copies import PillowCopies
from babydance.domain.images import DrawingError, Failure
from tests.conftest import Run

SOURCE_TYPE = b"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@pytest.fixture(scope="module")
def copies() -> Iterator[PillowCopies]:
    opened = PillowCopies()
    yield opened
    opened.close()


def picture(width: int, height: int, mode: str = "RGB", kind: str = "PNG", **kept: object) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(buffer, kind, **kept)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("width", "height", "size"), [(3000, 1500, (1600, 800)), (90, 60, (90, 60))])
def test_strangers_get_a_webp_of_limited_size(copies, run: Run, width, height, size) -> None:
    made = run(copies.for_strangers(picture(width, height), 1600))
    image = opened(made)
    assert (image.format, image.size) == ("WEBP", size)
    assert SOURCE_TYPE in image.info["xmp"]


def test_a_transparent_picture_stays_so(copies, run: Run) -> None:
    assert opened(run(copies.for_strangers(picture(64, 64, "RGBA"), 1600))).mode in {"RGB", "RGBA"}
    clear = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(clear, "PNG")
    assert opened(run(copies.for_strangers(clear.getvalue(), 1600))).getpixel((5, 5))[3] == 0
    card = opened(run(copies.card(clear.getvalue(), (1200, 630))))
    assert all(part > 240 for part in card.getpixel((600, 315)))  # on white, not on black


@pytest.mark.parametrize(("width", "height"), [(1024, 1024), (1008, 1792), (1792, 1008), (16, 2000), (2000, 16)])
def test_a_card_has_one_size_and_the_whole_picture(copies, run: Run, width, height) -> None:
    made = run(copies.card(picture(width, height), (1200, 630)))
    image = opened(made)
    assert (image.format, image.size, image.mode) == ("JPEG", (1200, 630), "RGB")
    assert SOURCE_TYPE in image.info["xmp"]
    top, bottom = image.getpixel((600, 315 - 270))[0], image.getpixel((600, 315 + 270))[0]
    if height >= width:  # the gradient from dark to light can be seen from end to end
        assert top < 60
        assert bottom > 195


def test_a_png_carries_its_words_before_its_pixels(copies, run: Run) -> None:
    words = {"babydance:recipe": '{"prompt": "été 踊る"}'}
    made = run(copies.png_with(picture(640, 480, kind="JPEG"), words))
    image = opened(made)
    assert (image.format, image.size) == ("PNG", (640, 480))
    assert image.text["babydance:recipe"] == words["babydance:recipe"]
    assert SOURCE_TYPE.decode() in image.text["XML:com.adobe.xmp"]
    assert made.index(b"babydance:recipe") < made.index(b"IDAT")


def test_nothing_of_the_originals_metadata_comes_along(copies, run: Run) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Ada Lovelace's baby"
    notes = PngInfo()
    notes.add_text("Comment", "Ada Lovelace's baby")
    for data in (picture(64, 64, kind="JPEG", exif=exif), picture(64, 64, pnginfo=notes)):
        assert b"Lovelace" in data
        for made in (copies.for_strangers(data, 1600), copies.card(data, (1200, 630)), copies.png_with(data, {})):
            assert b"Lovelace" not in run(made)


def test_what_is_no_picture_is_unreadable(copies, run: Run) -> None:
    for made in (copies.for_strangers(b"x", 10), copies.card(b"x", (10, 10)), copies.png_with(b"x", {})):
        with pytest.raises(DrawingError) as refusal:
            run(made)
        assert refusal.value.failure is Failure.UNREADABLE
