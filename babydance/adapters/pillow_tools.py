"""The local tools with Pillow: pictures cut, turned and saved anew, and masks made clean, in threads of their own."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PIL import Image

from babydance.adapters.pillow_pictures import opened_picture, upright_picture
from babydance.domain.images import DrawingError, Failure
from babydance.domain.masks import CleanMask
from babydance.domain.tools import Compress, Convert, Crop, Flip, Operation, Plan, Resize, Straighten, Turn

_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
_WEBP_METHOD = 4

Result = TypeVar("Result")


class PillowTools:
    """Works on what ``PillowPictures`` can read; the same input gives the same bytes."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="tools")

    async def edit(self, data: bytes, operations: Sequence[Operation], plan: Plan) -> bytes:
        """Return the picture after ``operations``, saved as ``plan`` says; raise ``DrawingError`` (unreadable)."""
        return await self._run(lambda: _edit(data, operations, plan))

    async def mask(self, data: bytes) -> CleanMask:
        """Return a PNG of nothing but the mask's transparency; raise ``DrawingError`` (unreadable) if it is no mask."""
        return await self._run(lambda: _mask(data))

    def close(self) -> None:
        """Let the threads go once they have finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _edit(data: bytes, operations: Sequence[Operation], plan: Plan) -> bytes:
    with opened_picture(data) as image:
        picture = upright_picture(image)
    for operation in operations:
        picture = _applied(picture, operation)
    return _encoded(picture, plan)


def _applied(picture: Image.Image, operation: Operation) -> Image.Image:
    match operation:
        case Crop(left, top, width, height):
            return picture.crop((left, top, left + width, top + height))
        case Turn(quarters):
            return picture.transpose(_TURNS[quarters])
        case Straighten():
            return _straightened(picture, operation)
        case Flip(is_upside_down):
            sides = Image.Transpose.FLIP_TOP_BOTTOM if is_upside_down else Image.Transpose.FLIP_LEFT_RIGHT
            return picture.transpose(sides)
        case Resize(width, height):
            return picture.resize((width, height), Image.Resampling.LANCZOS)
        case Convert() | Compress():  # how it is saved in the end
            return picture


def _straightened(picture: Image.Image, operation: Straighten) -> Image.Image:
    """Turn about the centre; Pillow turns the other way round than people do."""
    here = Plan(picture.width, picture.height, "png")
    left = here.after(operation)
    turned = picture.rotate(-operation.degrees, Image.Resampling.BICUBIC)
    x, y = (here.width - left.width) // 2, (here.height - left.height) // 2
    return turned.crop((x, y, x + left.width, y + left.height))


def _encoded(picture: Image.Image, plan: Plan) -> bytes:
    buffer = io.BytesIO()
    match plan.file_format:
        case "jpeg":
            _on_white(picture).save(buffer, "JPEG", quality=plan.quality, optimize=True)
        case "webp":
            picture.save(buffer, "WEBP", quality=plan.quality, method=_WEBP_METHOD)
        case _:
            picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Put a picture that is transparent in places on white paper."""
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _mask(data: bytes) -> CleanMask:
    with opened_picture(data) as image:
        if image.format != "PNG" or getattr(image, "is_animated", False):
            raise DrawingError(Failure.UNREADABLE)
        image.load()
        has_alpha = image.has_transparency_data
        alpha = image.convert("RGBA").getchannel("A")
    clear = alpha.histogram()[0] if has_alpha else 0
    mask = Image.new("RGBA", alpha.size)
    mask.putalpha(alpha)
    buffer = io.BytesIO()
    mask.save(buffer, "PNG", optimize=True)
    return CleanMask(buffer.getvalue(), *alpha.size, clear)
