"""Copies of pictures that leave the gallery, made with Pillow; each says inside that AI made it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PIL import Image, ImageDraw, ImageFilter, ImageOps
from PIL.PngImagePlugin import PngInfo

from babydance.adapters.pillow_pictures import WEBP_METHOD, opened_picture, upright_picture
from babydance.domain.provenance import MADE_BY_AI

_WEBP_QUALITY = 88
_JPEG_QUALITY = 86
_KEPT_QUALITY = 94
_PNG_LEVEL = 4  # on a drawn picture 6 took 2.8 times as long for a file 5 % smaller
_MARGIN = 36  # pixels around the picture on a card
_CORNER = 20  # pixels of its rounded corners
_BACKDROP = 8  # the backdrop is made so many times smaller, and blurred by that

Result = TypeVar("Result")


class PillowCopies:
    """Makes copies in few threads, so that drawing never waits for who looks or downloads."""

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="copies")

    async def for_strangers(self, data: bytes, edge: int) -> bytes:
        """Return a WebP whose longer side has at most ``edge`` pixels; raise ``DrawingError`` (unreadable)."""
        return await self._run(lambda: _for_strangers(data, edge))

    async def card(self, data: bytes, size: tuple[int, int]) -> bytes:
        """Return a JPEG of exactly ``size`` pixels with the whole picture in it; raise ``DrawingError`` likewise."""
        return await self._run(lambda: _card(data, size))

    async def converted(self, data: bytes, file_format: str) -> bytes:
        """Return the picture in full size as jpeg, png or webp; raise ``DrawingError`` likewise."""
        return await self._run(lambda: _converted(data, file_format))

    async def png_with(self, data: bytes, words: Mapping[str, str]) -> bytes:
        """Return a PNG in full size that carries ``words`` by keyword; raise ``DrawingError`` likewise."""
        return await self._run(lambda: _png_with(data, words))

    def close(self) -> None:
        """Let the threads go once they have finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _for_strangers(data: bytes, edge: int) -> bytes:
    with opened_picture(data) as image:
        picture = upright_picture(image)
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=_WEBP_QUALITY, method=WEBP_METHOD, xmp=MADE_BY_AI.encode())
        return buffer.getvalue()


def _card(data: bytes, size: tuple[int, int]) -> bytes:
    """Lay the whole picture on a blurred enlargement of itself: a face must not be cropped."""
    with opened_picture(data) as image:
        picture = _on_white(upright_picture(image))
        small = ImageOps.fit(picture, (size[0] // _BACKDROP, size[1] // _BACKDROP), Image.Resampling.BOX)
        card = small.filter(ImageFilter.GaussianBlur(_BACKDROP)).resize(size, Image.Resampling.BICUBIC)
        room = (size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN)
        picture = ImageOps.contain(picture, room, Image.Resampling.LANCZOS)
        place = ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
        card.paste(picture, place, _rounded(picture.size))
        buffer = io.BytesIO()
        card.save(buffer, "JPEG", quality=_JPEG_QUALITY, progressive=True, xmp=MADE_BY_AI.encode())
        return buffer.getvalue()


def _converted(data: bytes, file_format: str) -> bytes:
    """Choose for faithfulness: these are kept, not shown; a JPEG gets white where the picture is transparent."""
    with opened_picture(data) as image:
        picture = upright_picture(image)
        buffer = io.BytesIO()
        match file_format:
            case "jpeg":
                _on_white(picture).save(buffer, "JPEG", quality=_KEPT_QUALITY, subsampling=0, xmp=MADE_BY_AI.encode())
            case "webp":
                picture.save(buffer, "WEBP", quality=_KEPT_QUALITY, method=WEBP_METHOD, xmp=MADE_BY_AI.encode())
            case _:
                notes = PngInfo()
                notes.add_itxt("XML:com.adobe.xmp", MADE_BY_AI)
                picture.save(buffer, "PNG", pnginfo=notes)
        return buffer.getvalue()


def _png_with(data: bytes, words: Mapping[str, str]) -> bytes:
    with opened_picture(data) as image:
        notes = PngInfo()
        notes.add_itxt("XML:com.adobe.xmp", MADE_BY_AI)
        for keyword, text in words.items():
            notes.add_itxt(keyword, text)
        buffer = io.BytesIO()
        upright_picture(image).save(buffer, "PNG", pnginfo=notes, compress_level=_PNG_LEVEL)
        return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    return ground.convert("RGB")


def _rounded(size: tuple[int, int]) -> Image.Image:
    """Return a mask with round corners, drawn four times too large so that its edge is smooth."""
    width, height = size
    mask = Image.new("L", (width * 4, height * 4))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width * 4 - 1, height * 4 - 1), _CORNER * 4, fill=255)
    return mask.resize(size, Image.Resampling.BOX)
