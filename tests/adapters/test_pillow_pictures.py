"""Picture files: described truthfully, shrunk well, and never trusted."""

import asyncio
import contextlib
import io
import threading
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageDraw

from babydance.adapters.pillow_pictures import MAX_PIXELS, PillowPictures
from babydance.domain.images import DrawingError, Failure


@pytest.fixture(scope="module")
def pictures():
    made = PillowPictures()
    yield made
    made.close()


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def two_halves(width=300, height=200, mode="RGB"):
    image = Image.new(mode, (width, height), "#ff0000")
    ImageDraw.Draw(image).rectangle((0, height // 2, width, height), fill="#0000ff")
    return image


SIDEWAYS = Image.Exif()
SIDEWAYS[ExifTags.Base.Orientation] = 6  # shown turned by 90 degrees to the right
SIDEWAYS[ExifTags.Base.Artist] = "somebody"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_described_by_size_format_and_mean_colour(pictures, kind):
    facts = asyncio.run(pictures.inspect(encoded(Image.new("RGB", (64, 48), "#3366cc"), kind)))
    assert (facts.width, facts.height, facts.format) == (64, 48, kind.lower())
    means = [int(facts.colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert all(abs(mean - true) <= 3 for mean, true in zip(means, (0x33, 0x66, 0xCC), strict=True))


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Image.new("RGBA", (8, 8), (0, 128, 0, 255)), "#008000"),
        (Image.new("RGBA", (8, 8), (0, 128, 0, 0)), "#ffffff"),
        (Image.new("L", (8, 8), 128), "#808080"),
        (Image.new("LA", (8, 8), (128, 255)), "#808080"),
        (Image.new("1", (8, 8), 1), "#ffffff"),
        (Image.new("I;16", (8, 8), 0x8000), "#808080"),
        (Image.new("RGB", (8, 8), "#c02040").quantize(4), "#c02040"),
    ],
    ids=["opaque", "invisible", "grey", "grey with alpha", "one bit", "sixteen bits", "palette"],
)
def test_every_kind_of_png_has_a_colour(pictures, image, colour):
    assert asyncio.run(pictures.inspect(encoded(image, "PNG"))).colour == colour


def test_a_cmyk_jpeg_is_readable(pictures):
    data = encoded(Image.new("CMYK", (8, 8), (0, 0, 0, 0)), "JPEG")
    assert asyncio.run(pictures.inspect(data)).colour == "#ffffff"
    assert opened(asyncio.run(pictures.shrink(data, [4]))[0]).mode == "RGB"


def test_only_what_can_be_seen_counts_for_the_colour(pictures):
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 4, 9), fill=(255, 0, 0, 255))
    assert asyncio.run(pictures.inspect(encoded(image, "PNG"))).colour == "#ff0000"


def test_thumbnails_come_as_webp_in_the_order_asked_for(pictures):
    thumbs = asyncio.run(pictures.shrink(encoded(two_halves(900, 600), "PNG"), [720, 320]))
    images = [opened(thumb) for thumb in thumbs]
    assert [(image.format, image.size) for image in images] == [("WEBP", (720, 480)), ("WEBP", (320, 213))]


def test_a_thumbnail_is_never_larger_than_the_picture(pictures):
    thumbs = asyncio.run(pictures.shrink(encoded(two_halves(300, 200), "JPEG"), [320, 100, 5000]))
    assert [opened(thumb).size for thumb in thumbs] == [(300, 200), (100, 67), (300, 200)]


def test_a_sliver_keeps_a_height_of_one_pixel(pictures):
    data = encoded(Image.new("RGB", (3000, 1)), "PNG")
    assert opened(asyncio.run(pictures.shrink(data, [320]))[0]).size == (320, 1)
    assert opened(asyncio.run(pictures.preview(data, 512))).size == (512, 1)


def test_no_widths_make_no_thumbnails(pictures):
    assert asyncio.run(pictures.shrink(encoded(two_halves(), "PNG"), [])) == []


def test_a_transparent_background_stays_transparent(pictures):
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((100, 100, 300, 300), fill=(255, 200, 0, 255))
    data = encoded(image, "PNG")
    for small in (asyncio.run(pictures.shrink(data, [200]))[0], asyncio.run(pictures.preview(data, 200))):
        thumb = opened(small)
        assert thumb.mode == "RGBA"
        assert thumb.getpixel((2, 2))[3] == 0
        assert thumb.getpixel((100, 100))[3] == 255
        assert thumb.getpixel((100, 100))[0] > 240


def test_a_palette_with_a_transparent_colour_stays_transparent(pictures):
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 255, 255, 200, 0, 0])
    ImageDraw.Draw(image).rectangle((20, 0, 39, 39), fill=1)
    thumb = opened(asyncio.run(pictures.shrink(encoded(image, "PNG", transparency=0), [20]))[0])
    assert thumb.getpixel((2, 10))[3] < 10
    assert thumb.getpixel((17, 10))[3] > 245


@pytest.mark.parametrize(("width", "height"), [(300, 200), (2400, 1600)])
def test_a_photo_taken_sideways_is_shown_upright(pictures, width, height):
    data = encoded(two_halves(width, height), "JPEG", exif=SIDEWAYS, quality=90)
    facts = asyncio.run(pictures.inspect(data))
    assert (facts.width, facts.height) == (height, width)
    for small in (asyncio.run(pictures.shrink(data, [100]))[0], asyncio.run(pictures.preview(data, 150))):
        thumb = opened(small).convert("RGB")
        assert thumb.size == (100, 150)
        assert thumb.getpixel((85, 75))[0] > 200  # red was above, now it is on the right
        assert thumb.getpixel((15, 75))[2] > 200


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_metadata_does_not_reach_the_small_pictures(pictures, kind):
    options = {"exif": SIDEWAYS, "icc_profile": b"profile" * 40}
    data = encoded(two_halves(), kind, **options)
    for small in (asyncio.run(pictures.shrink(data, [100]))[0], asyncio.run(pictures.preview(data, 100))):
        assert b"somebody" not in small
        assert b"profile" not in small
        assert not opened(small).getexif()


def test_a_preview_fits_into_its_edge(pictures):
    for size, fitting in (((900, 600), (512, 341)), ((600, 900), (341, 512)), ((100, 50), (100, 50))):
        small = opened(asyncio.run(pictures.preview(encoded(two_halves(*size), "PNG"), 512)))
        assert (small.format, small.size) == ("WEBP", fitting)


def refused(pictures, data):
    for work in (pictures.inspect(data), pictures.shrink(data, [32]), pictures.preview(data, 32)):
        with pytest.raises(DrawingError) as caught:
            asyncio.run(work)
        assert caught.value.failure is Failure.UNREADABLE
        assert not caught.value.is_passing


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ", b"\xff\xd8\xff\xe0", b"not a picture" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7\n", bytes(4096),
    ],
)  # fmt: skip
def test_garbage_is_unreadable(pictures, data):
    refused(pictures, data)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF", "ICO"])
def test_other_formats_are_unreadable(pictures, kind):
    refused(pictures, encoded(two_halves(64, 64), kind))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_picture_is_unreadable(pictures, kind, part):
    noise = Image.merge("RGB", [Image.effect_noise((200, 150), 60)] * 3)
    data = encoded(noise, kind)
    refused(pictures, data[: int(len(data) * part)])


def test_a_bomb_of_eleven_kilobytes_and_a_hundred_megapixels_is_not_opened(pictures):
    bomb = encoded(Image.new("1", (10_000, 10_000)), "PNG", optimize=True)
    assert len(bomb) < 13_000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # somebody silenced the library's own warning
        started = time.perf_counter()
        refused(pictures, bomb)
        assert time.perf_counter() - started < 0.5


def test_the_largest_allowed_picture_is_a_matter_of_pixels_not_bytes(pictures):
    refused(pictures, encoded(Image.new("1", (MAX_PIXELS // 4000 + 1, 4000)), "PNG"))


PNG = encoded(two_halves(40, 30), "PNG")
JPEG = encoded(two_halves(40, 30), "JPEG", exif=SIDEWAYS)
WEBP = encoded(two_halves(40, 30), "WEBP")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([PNG, JPEG, WEBP]), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6))
def test_damaged_bytes_give_a_picture_or_a_refusal_and_nothing_else(data, damage):
    damaged = bytearray(data)
    for place, value in damage:
        damaged[place % len(damaged)] = value
    pictures = PillowPictures(threads=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow tells of corrupt EXIF
        for work in (pictures.inspect(bytes(damaged)), pictures.shrink(bytes(damaged), [20])):
            with contextlib.suppress(DrawingError):
                asyncio.run(work)
    pictures.close()


def test_the_loop_goes_on_while_pictures_are_worked_on(pictures):
    noise = Image.merge("RGB", [Image.effect_noise((1024, 1024), 60)] * 3)
    data = encoded(noise, "PNG")
    names = set()

    async def story():
        working = asyncio.gather(*(pictures.shrink(data, [320, 720]) for _ in range(4)))
        beats = 0
        while not working.done():
            await asyncio.sleep(0.005)
            beats += 1
            names.update(thread.name for thread in threading.enumerate())
        await working
        return beats

    assert asyncio.run(story()) > 10
    assert {name for name in names if name.startswith("pictures")} == {"pictures_0", "pictures_1"}
