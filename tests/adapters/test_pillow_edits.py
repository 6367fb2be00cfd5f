"""What edits need of Pillow: larger canvases with their masks, and flat backgrounds taken out."""

import asyncio
import io

import pytest
from PIL import Image, ImageDraw

from babydance.adapters.pillow_edits import on_larger_canvas, without_flat_background
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.domain.images import DrawingError

GREEN = (0, 255, 0)


def opened(data):
    return Image.open(io.BytesIO(data))


def test_a_picture_keeps_its_pixels_in_the_middle_of_the_canvas():
    picture = Image.effect_noise((320, 200), 80).convert("RGB")
    canvas, mask = map(opened, on_larger_canvas(picture, 480, 304))
    assert (canvas.size, canvas.mode, canvas.format) == ((480, 304), "RGBA", "PNG")
    assert canvas.crop((80, 52, 400, 252)).convert("RGB").tobytes() == picture.tobytes()
    assert canvas.getpixel((79, 150))[3] == 0
    assert canvas.getpixel((200, 51))[3] == 0
    assert (mask.size, mask.mode, mask.format) == ((480, 304), "RGBA", "PNG")
    assert mask.getpixel((0, 0))[3] == 0
    assert mask.getpixel((80, 150))[3] == 0  # a little of the picture is opened, too
    assert mask.getpixel((240, 152))[3] == 255


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (4000, 100), (50, 50), (1, 1)])
def test_there_is_always_a_border_to_paint(size):
    canvas, mask = map(opened, on_larger_canvas(Image.new("RGB", size, "red"), 400, 300))
    open_pixels = mask.getchannel("A").histogram()[0]
    assert open_pixels >= 0.38 * 400 * 300
    assert mask.getchannel("A").histogram()[255] > 0 or max(size) < 100
    assert canvas.getchannel("A").getextrema()[1] == 255


def test_the_same_picture_gives_the_same_bytes():
    picture = Image.effect_noise((320, 200), 80).convert("RGB")
    assert on_larger_canvas(picture, 480, 304) == on_larger_canvas(picture, 480, 304)


def a_figure(background=GREEN, kind="PNG"):
    picture = Image.new("RGB", (600, 600), background)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((150, 100, 450, 500), fill=(220, 60, 50))
    pen.ellipse((260, 250, 340, 330), fill=(70, 170, 80))  # a green button
    buffer = io.BytesIO()
    picture.resize((300, 300), Image.Resampling.LANCZOS).save(buffer, kind, quality=88)
    return opened(buffer.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_flat_background_is_taken_out_and_the_figure_stays_whole(kind):
    made = opened(without_flat_background(a_figure(kind=kind)))
    assert (made.mode, made.size, made.format) == ("RGBA", (300, 300), "PNG")
    assert made.getpixel((5, 5))[3] == 0
    assert made.getpixel((290, 150))[3] == 0
    assert made.getpixel((150, 80))[3] == 255
    assert made.getpixel((150, 145))[3] == 255  # the green button


def test_edges_are_soft_and_nothing_green_shines_through():
    made = opened(without_flat_background(a_figure()))
    seen = [pixel for pixel in made.get_flattened_data() if 0 < pixel[3] < 255]
    assert len(seen) > 100
    assert all(green <= red + 12 for red, green, _, _ in seen)


def test_a_figure_may_stand_on_the_lower_edge():
    picture = a_figure().convert("RGB")
    picture.paste((220, 60, 50), (40, 150, 260, 300))
    made = opened(without_flat_background(picture))
    assert made.getpixel((150, 299))[3] == 255
    assert made.getpixel((5, 5))[3] == 0


def test_a_background_that_is_not_flat_is_left_alone():
    assert without_flat_background(Image.effect_noise((300, 300), 120).convert("RGB")) is None
    halves = a_figure().convert("RGB")
    halves.paste((20, 20, 200), (0, 0, 150, 300))
    assert without_flat_background(halves) is None


def test_the_adapter_refuses_what_is_no_picture():
    pictures = PillowPictures(threads=1)
    try:
        with pytest.raises(DrawingError):
            asyncio.run(pictures.extend(b"no picture", 1024, 1024))
        with pytest.raises(DrawingError):
            asyncio.run(pictures.cut_out(b"no picture"))
    finally:
        pictures.close()
