"""The local tools on real pixels: where everything goes, and what a mask becomes."""

import asyncio
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from babydance.adapters.pillow_tools import PillowTools
from babydance.domain.images import DrawingError
from babydance.domain.tools import Compress, Convert, Crop, Flip, Resize, Straighten, Turn, planned

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (40, 60, 200), (240, 220, 40)


@pytest.fixture(scope="module")
def tools():
    made = PillowTools()
    yield made
    made.close()


def encoded(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def quarters(width=200, height=120):
    """Red and green above, blue and yellow below."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return image


def edited(tools, image, *operations, kind="PNG"):
    plan = planned(operations, width=image.width, height=image.height, file_format=kind.lower())
    data = asyncio.run(tools.edit(encoded(image, kind), operations, plan))
    result = opened(data)
    assert result.size == (plan.width, plan.height)
    assert result.format.lower() == plan.file_format
    return result


def corners(image):
    plain = image.convert("RGB")
    width, height = plain.size
    places = ((4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5))
    return [nearest(plain.getpixel(place)) for place in places]


def nearest(pixel):
    return min((RED, GREEN, BLUE, YELLOW), key=lambda colour: far(colour, pixel))


def far(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("operation", "seen"),
    [
        (Turn(1), [BLUE, RED, YELLOW, GREEN]),
        (Turn(2), [YELLOW, BLUE, GREEN, RED]),
        (Turn(3), [GREEN, YELLOW, RED, BLUE]),
        (Flip(), [GREEN, RED, YELLOW, BLUE]),
        (Flip(is_upside_down=True), [BLUE, YELLOW, RED, GREEN]),
        (Resize(90, 300), [RED, GREEN, BLUE, YELLOW]),
        (Straighten(10), [RED, GREEN, BLUE, YELLOW]),
        (Crop(100, 0, 100, 60), [GREEN] * 4),
        (Crop(0, 60, 100, 60), [BLUE] * 4),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_tool_moves_the_corners_where_it_says(tools, operation, seen, kind):
    assert corners(edited(tools, quarters(), operation, kind=kind)) == seen


def test_a_crop_is_exact_to_the_pixel(tools):
    image = Image.effect_noise((90, 70), 80).convert("RGB")
    cut = edited(tools, image, Crop(11, 7, 40, 33))
    assert cut.tobytes() == image.crop((11, 7, 51, 40)).tobytes()


@pytest.mark.parametrize("degrees", [-45, -30.5, -3, -0.1, 0.1, 1, 12, 44.9, 45])
@pytest.mark.parametrize("size", [(200, 120), (120, 200), (151, 151)])
def test_a_straightened_picture_has_no_empty_corners(tools, degrees, size):
    left = edited(tools, Image.new("RGB", size, "white"), Straighten(degrees))
    assert left.convert("L").getextrema()[0] >= 250


def test_straightening_turns_clockwise(tools):
    image = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 199, 99), fill="black")
    turned = edited(tools, image, Straighten(20)).convert("L")
    assert turned.getpixel((4, turned.height // 2 - 8)) > 200  # the left end of the horizon has risen
    assert turned.getpixel((turned.width - 5, turned.height // 2 + 8)) < 50


def test_quality_makes_files_smaller(tools):
    noise = Image.effect_noise((300, 300), 60).convert("RGB")
    sizes = []
    for quality in (95, 60, 20):
        operations = (Convert("webp"), Compress(quality))
        plan = planned(operations, width=300, height=300, file_format="png")
        sizes.append(len(asyncio.run(tools.edit(encoded(noise), operations, plan))))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[-1]


def test_the_same_work_gives_the_same_bytes(tools):
    data, operations = encoded(quarters()), (Straighten(7.5), Resize(64, 64), Convert("jpeg"))
    plan = planned(operations, width=200, height=120, file_format="png")
    assert asyncio.run(tools.edit(data, operations, plan)) == asyncio.run(tools.edit(data, operations, plan))


def test_what_is_transparent_stays_so_and_turns_white_in_a_jpeg(tools):
    image = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((40, 0, 79, 79), fill=(*BLUE, 255))
    assert edited(tools, image, Flip()).getpixel((70, 40))[3] == 0
    flat = edited(tools, image, Convert("jpeg"))
    assert min(flat.getpixel((5, 40))) >= 250


def test_metadata_does_not_reach_the_copy(tools):
    exif = Image.Exif()
    exif[0x013B] = "somebody"
    plan = planned([Flip()], width=200, height=120, file_format="jpeg")
    data = asyncio.run(tools.edit(encoded(quarters(), "JPEG", exif=exif), [Flip()], plan))
    assert b"somebody" not in data


@pytest.mark.parametrize("data", [b"", b"no picture", encoded(quarters())[:200]])
def test_what_is_no_picture_is_unreadable(tools, data):
    plan = planned([Flip()], width=200, height=120, file_format="png")
    for work in (tools.edit(data, [Flip()], plan), tools.mask(data)):
        with pytest.raises(DrawingError):
            asyncio.run(work)


def a_mask(width=60, height=40, hole=(10, 10, 29, 19)):
    image = Image.new("RGBA", (width, height), (255, 0, 0, 255))
    ImageDraw.Draw(image).rectangle(hole, fill=(9, 9, 9, 0))
    return image


def test_a_mask_keeps_its_transparency_and_nothing_else(tools):
    mask = asyncio.run(tools.mask(encoded(a_mask(), pnginfo=None, dpi=(72, 72))))
    clean = opened(mask.data)
    assert (mask.width, mask.height, mask.clear) == (60, 40, 200)
    assert (clean.format, clean.mode, clean.info) == ("PNG", "RGBA", {})
    assert clean.getchannel("A").tobytes() == a_mask().getchannel("A").tobytes()
    assert clean.convert("RGB").getextrema() == ((0, 0),) * 3


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_a_mask_without_transparency_marks_nothing(tools, mode):
    assert asyncio.run(tools.mask(encoded(Image.new(mode, (8, 8))))).clear == 0


@pytest.mark.parametrize("mode", ["LA", "P"])
def test_other_kinds_of_transparent_png_are_masks_too(tools, mode):
    image = a_mask().convert("RGBA").quantize() if mode == "P" else a_mask().convert("LA")
    assert asyncio.run(tools.mask(encoded(image))).clear == 200


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF", "TIFF", "BMP"])
def test_only_a_png_is_a_mask(tools, kind):
    image = a_mask() if kind in {"WEBP", "TIFF"} else a_mask().convert("RGB")
    with pytest.raises(DrawingError):
        asyncio.run(tools.mask(encoded(image, kind)))


def test_an_animated_mask_is_none(tools):
    frames = encoded(a_mask(), save_all=True, append_images=[a_mask(hole=(0, 0, 5, 5))])
    with pytest.raises(DrawingError):
        asyncio.run(tools.mask(frames))


def test_a_mask_that_claims_four_hundred_megapixels_is_not_opened(tools):
    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100_000)))
    bomb += chunk(b"IEND", b"")
    with pytest.raises(DrawingError):
        asyncio.run(tools.mask(bomb))
