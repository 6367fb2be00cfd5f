"""Uploaded files: only the pixels of a true picture get through, and they look as they were meant to."""

from __future__ import annotations

import asyncio
import io
import struct
from collections.abc import Callable, Iterator
from random import Random

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFilter

from babydance.adapters.pillow_uploads import PillowUploads
from babydance.domain.uploads import (
    BROKEN,
    EMPTY,
    MAX_EDGE,
    MAX_KEPT_BYTES,
    MOVES,
    NO_DRAWING,
    NO_PICTURE,
    TOO_MANY_PIXELS,
    CleanPicture,
    NotAPictureError,
    TooLargeError,
    UploadError,
    too_small,
)
from tests.foreign_files import SECRET, a_photo, animated, encoded, exif, heic, mutated, png_that_claims, talkative

Clean = Callable[[bytes], CleanPicture]
KINDS = ("JPEG", "PNG", "WEBP", "HEIC")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(scope="module")
def cleaner() -> Iterator[PillowUploads]:
    made = PillowUploads()
    yield made
    made.close()


@pytest.fixture
def clean(cleaner: PillowUploads) -> Clean:
    return lambda data: asyncio.run(cleaner.clean(data))


def seen(picture: CleanPicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.data))
    image.load()
    assert (image.width, image.height, str(image.format).lower()) == (picture.width, picture.height, picture.format)
    return image


def is_near(pixel: tuple[int, ...], wanted: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(one - other) <= by for one, other in zip(pixel[:3], wanted, strict=True))


def as_kind(kind: str, image: Image.Image | None = None) -> bytes:
    image = image or a_photo()
    return heic(image) if kind == "HEIC" else encoded(image, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_we_take_becomes_a_jpeg_of_the_same_size(clean: Clean, kind: str) -> None:
    picture = clean(as_kind(kind))
    image = seen(picture)
    assert (picture.format, image.mode, image.size) == ("jpeg", "RGB", (640, 480))
    assert is_near(image.getpixel((5, 100)), (0xD0, 0x20, 0x20), 40)
    assert is_near(image.getpixel((600, 400)), (0x20, 0x20, 0xD0), 40)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_who_took_it_and_where_is_in_any_byte(clean: Clean, kind: str) -> None:
    given = talkative(kind)
    assert SECRET.encode() in given
    data = clean(given).data
    assert SECRET.encode() not in data
    image = Image.open(io.BytesIO(data))
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_the_camera_was_held(clean: Clean, orientation: int) -> None:
    corner = [(0, 0), (1, 0), (1, 1), (0, 1)][(orientation - 1) % 4]  # where the beginning of the file belongs
    image = Image.new("RGB", (600, 300), "#2020d0")
    image.paste("#d02020", (0, 0, 300, 150))  # what was first in the file
    picture = clean(encoded(image, "JPEG", exif=exif(orientation)))
    width, height = (600, 300) if orientation < 5 else (300, 600)
    assert (picture.width, picture.height) == (width, height)
    shown = seen(picture)
    for x in (0, 1):
        for y in (0, 1):
            colour = shown.getpixel((width // 4 + x * width // 2, height // 4 + y * height // 2))
            assert is_near(colour, (0xD0, 0x20, 0x20) if (x, y) == corner else (0x20, 0x20, 0xD0))


def test_a_phone_held_upright_sends_an_upright_heic(clean: Clean) -> None:
    picture = clean(heic(a_photo(), exif=exif(6).tobytes()))
    assert (picture.width, picture.height) == (480, 640)
    assert is_near(seen(picture).getpixel((470, 300)), (0xD0, 0x20, 0x20), 90)  # what was the top is at the right


def test_what_is_transparent_stays_so_and_hides_nothing(clean: Clean) -> None:
    image = Image.new("RGBA", (400, 400), (200, 10, 10, 0))  # a colour that nobody sees
    ImageDraw.Draw(image).ellipse((100, 100, 300, 300), fill=(255, 200, 0, 255))
    picture = clean(encoded(image, "PNG"))
    shown = seen(picture)
    assert (picture.format, shown.mode) == ("png", "RGBA")
    assert (shown.getpixel((0, 0)), shown.getpixel((200, 200))) == ((0, 0, 0, 0), (255, 200, 0, 255))


def test_an_alpha_channel_that_hides_nothing_is_dropped(clean: Clean) -> None:
    assert clean(encoded(a_photo(mode="RGBA"), "PNG")).format == "jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK", "RGBA"])
def test_every_way_to_write_colours_becomes_eight_bits_of_srgb(clean: Clean, mode: str) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (300, 300), 0x8000)
    else:
        grey = Image.new("RGB", (300, 300), "#808080")
        image = grey.quantize(4) if mode == "P" else grey.convert(mode)
    picture = clean(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert seen(picture).mode == "RGB"
    if mode != "1":
        assert is_near(seen(picture).getpixel((150, 150)), (0x80, 0x80, 0x80), 4)


def test_sixteen_bits_a_colour_are_scaled_not_clipped(clean: Clean) -> None:
    picture = clean(png_of_16_bits(300, 300, (0xC000, 0x4000, 0x8000)))
    assert is_near(seen(picture).getpixel((150, 150)), (0xC0, 0x40, 0x80), 4)


def test_colours_of_another_profile_are_translated(clean: Clean) -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")  # red means blue
    for profile, colour in ((usual, (0xC0, 0x60, 0x20)), (swapped, (0x20, 0x60, 0xC0))):
        data = encoded(Image.new("RGB", (300, 300), "#c06020"), "PNG", icc_profile=profile)
        assert is_near(seen(clean(data)).getpixel((9, 9)), colour)


def test_a_profile_that_is_nonsense_is_passed_over(clean: Clean) -> None:
    picture = clean(encoded(a_photo(), "JPEG", icc_profile=b"not a profile at all"))
    assert is_near(seen(picture).getpixel((5, 100)), (0xD0, 0x20, 0x20), 40)


def test_a_large_picture_is_made_smaller(clean: Clean) -> None:
    picture = clean(encoded(a_photo(6000, 3000)))
    assert (picture.width, picture.height) == (MAX_EDGE, MAX_EDGE // 2)


def test_what_would_be_too_heavy_for_the_safety_check_is_made_smaller(clean: Clean) -> None:
    noise = Image.frombytes("RGBA", (2050, 2050), Random(7).randbytes(2050 * 2050 * 4))  # no encoder makes it smaller
    picture = clean(encoded(noise, "PNG", compress_level=1))
    assert len(picture.data) <= MAX_KEPT_BYTES
    assert picture.width == picture.height < 2050


def test_what_is_too_small_to_work_from_is_refused_with_its_size(clean: Clean) -> None:
    with pytest.raises(UploadError, match=too_small(300, 255)):
        clean(encoded(a_photo(300, 255)))
    with pytest.raises(UploadError, match=too_small(20_000, 300)):
        clean(encoded(a_photo(20_000, 300)))
    assert clean(encoded(a_photo(256, 256))).width == 256


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_pictures_that_move_are_refused(clean: Clean, kind: str) -> None:
    with pytest.raises(NotAPictureError, match=MOVES):
        clean(animated(kind))


def test_a_gif_moves_or_might(clean: Clean) -> None:
    with pytest.raises(NotAPictureError, match=MOVES):
        clean(encoded(a_photo(), "GIF"))


def test_a_photo_with_a_second_picture_inside_counts_as_the_first(clean: Clean) -> None:
    """Phones write portraits and panoramas so."""
    data = encoded(a_photo(), "MPO", save_all=True, append_images=[a_photo(320, 320)])
    assert clean(data).width == 640


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", EMPTY),
        (SVG, NO_DRAWING),
        (b"\xef\xbb\xbf<!-- " + b"x" * 900 + b" --><SVG onload=alert(1)>", NO_DRAWING),
        (b"%PDF-1.7", NO_PICTURE),
        (b"MZ\x90\0", NO_PICTURE),
        (b"PK\x03\x04", NO_PICTURE),
        (b"<html><script>alert(1)</script>", NO_PICTURE),
        (encoded(a_photo(), "BMP"), NO_PICTURE),
        (encoded(a_photo(), "TIFF"), NO_PICTURE),
        (encoded(a_photo(), "AVIF"), NO_PICTURE),
        (b"RIFF\x24\0\0\0WAVEfmt ", NO_PICTURE),
        (b"\0\0\0\x1cftypisom\0\0\0\0mp42isom", NO_PICTURE),
        (b"\0\0\0\x1cftypmsf1\0\0\0\0hevcmsf1", MOVES),
    ],
    ids=[
        "nothing",
        "svg",
        "svg with a beard",
        "pdf",
        "exe",
        "zip",
        "html",
        "bmp",
        "tiff",
        "avif",
        "wav",
        "mp4",
        "film",
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(clean: Clean, data: bytes, words: str) -> None:
    with pytest.raises(NotAPictureError, match=words):
        clean(data)


@pytest.mark.parametrize("head", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypheic"])
def test_a_true_beginning_alone_is_not_a_picture(clean: Clean, head: bytes) -> None:
    with pytest.raises(UploadError, match=BROKEN):
        clean(head + SVG)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_two_things_at_once_is_only_a_picture_afterwards(clean: Clean, kind: str) -> None:
    data = clean(as_kind(kind) + b"PK\x03\x04<script>alert(1)</script>%PDF-1.7").data
    assert b"script" not in data
    assert b"%PDF" not in data


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_file_that_ends_too_early_is_refused(clean: Clean, kind: str, share: float) -> None:
    data = as_kind(kind)
    with pytest.raises(UploadError, match=BROKEN):
        clean(data[: int(len(data) * share)])


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (8_000, 5_001), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_that_asks_for_much_memory_is_refused_unopened(clean: Clean, size: tuple[int, int]) -> None:
    data = (
        png_that_claims(*size)
        if size[0] < 2**20
        else png_that_claims(8, 8).replace(struct.pack(">II", 8, 8), struct.pack(">II", *size), 1)
    )
    assert len(data) < 12_000
    with pytest.raises(UploadError, match=rf"{TOO_MANY_PIXELS}|{BROKEN}"):
        clean(data)


def test_a_heic_that_asks_for_much_memory_is_refused(clean: Clean) -> None:
    bomb = heic(Image.new("RGB", (7_000, 6_000)))
    assert len(bomb) < 30_000
    with pytest.raises(TooLargeError):
        clean(bomb)


def test_a_heic_that_lies_about_its_size_is_refused(clean: Clean) -> None:
    told = struct.pack(">4sIII", b"ispe", 0, 1_024, 1_024)
    bomb = heic(Image.new("RGB", (1_024, 1_024)))
    assert told in bomb
    with pytest.raises(UploadError):
        clean(bomb.replace(told, struct.pack(">4sIII", b"ispe", 0, 300, 300)))


def test_blur_is_told_apart_from_a_soft_background(clean: Clean) -> None:
    sharp = a_photo(1024, 1024)
    soft = sharp.filter(ImageFilter.GaussianBlur(12))
    portrait = soft.copy()
    portrait.paste(sharp.crop((300, 300, 700, 700)), (300, 300))
    assert [clean(encoded(image)).is_blurred for image in (sharp, soft, portrait)] == [False, True, False]


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_picture_is_cleaned_or_refused_never_anything_else(clean: Clean, kind: str) -> None:
    data = as_kind(kind, a_photo(300, 280))
    for seed in range(40):
        try:
            picture = clean(mutated(data, seed))
        except UploadError:
            continue
        assert seen(picture).mode in {"RGB", "RGBA"}


def png_of_16_bits(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Pillow can't write this, but cameras and editors do."""
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + struct.pack(">HHH", *colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
