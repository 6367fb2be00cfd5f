"""Asking the sandbox for pictures, and looking at them."""

import base64
import io

import openai
from PIL import Image, ImageFilter, ImageStat

from tests.sandbox.conftest import MODEL, SIZE


def opened(b64):
    picture = Image.open(io.BytesIO(base64.b64decode(b64)))
    picture.load()
    return picture


def as_png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return ("photo.png", file.getvalue(), "image/png")


def photo(colour="green", size=(320, 320)):
    return as_png(Image.new("RGB", size, colour))


def sharpness(picture):
    return ImageStat.Stat(picture.convert("L").filter(ImageFilter.FIND_EDGES)).var[0]


def drawn(client, **more):
    return client.images.generate(**{"model": MODEL, "prompt": "a baby", "size": SIZE, "quality": "low", **more})


def streamed(client, **more):
    return list(drawn(client, **{"stream": True, "partial_images": 2, "output_format": "webp", **more}))


def until_error(client, prompt):
    """Read a stream until it fails; give the types of the events before, and the failure."""
    events = []
    try:
        for event in drawn(client, prompt=prompt, stream=True, partial_images=2, output_format="webp"):
            events.append(event.type)  # noqa: PERF401 - those before the failure are wanted
    except (openai.OpenAIError, ValueError) as error:
        return events, error
    raise AssertionError(f"no failure after {events}")
