"""From a checked request to picture files, each at the moment it is due."""

import asyncio
import base64
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from PIL import Image

from babydance.sandbox.openai_options import SandboxOptions
from babydance.sandbox.openai_requests import PictureRequest
from babydance.sandbox.pictures import Easel, encode, seed_of

_NOT_A_PICTURE = base64.b64encode(b"these bytes are no picture; " * 64).decode()
_FLAT_BACKGROUND = re.compile(r"background[^.\n]{0,80}(?P<colour>#[0-9a-f]{6})", re.IGNORECASE)
_STOCK_LIMIT = 64
_REMEMBERED_PROMPTS = 10_000


@dataclass(frozen=True)
class Sheet:
    """A picture file in base64: a preview with its index, or without one the finished picture."""

    b64: str
    index: int | None = None


class Drawing:
    """Draw what was asked, at the pace of the options."""

    def __init__(self, options: SandboxOptions) -> None:
        self._options = options
        self._stock: dict[tuple[object, ...], str] = {}
        self._restocking = asyncio.Lock()
        self._asked_before: Counter[str] = Counter()
        self.easel = Easel(options.artist)

    async def sheets(self, asked: PictureRequest) -> AsyncIterator[Sheet]:
        """Give all the pictures, each after its previews, spread evenly over the time they take."""
        started = time.monotonic()
        seconds = self._options.slow_seconds if "slow" in asked.words else self._options.seconds
        previews = asked.partial_images if asked.stream else 0
        steps = asked.n * (previews + 1)
        first = self._first_number(asked)
        for number in range(asked.n):
            picture: Image.Image | None = None
            for index in (*range(previews), None):
                done = number * (previews + 1) + (previews if index is None else index) + 1
                b64, picture = await self._developed(asked, first + number, index, picture)
                await asyncio.sleep(max(0.0, started + seconds * done / steps - time.monotonic()))
                yield Sheet(b64, None if index is None else number * previews + index)

    def _first_number(self, asked: PictureRequest) -> int:
        """Count how often a prompt was asked: like a real model, draw something new for it each time."""
        if len(self._asked_before) >= _REMEMBERED_PROMPTS:
            self._asked_before.clear()
        self._asked_before[asked.prompt] += asked.n
        return self._asked_before[asked.prompt] - asked.n

    async def _developed(
        self, asked: PictureRequest, number: int, index: int | None, picture: Image.Image | None
    ) -> tuple[str, Image.Image | None]:
        """Encode one sheet, drawing the picture first if nothing needed it yet."""
        if "undecodable" in asked.words and index is None:
            return _NOT_A_PICTURE, picture
        if self._options.fixed_bytes:
            return await self._from_stock(asked, index), None
        if picture is None:
            picture = await self.easel.run(lambda: self._draw(asked, number))
        drawn = picture
        return await self.easel.run(lambda: self._encode(asked, index, drawn)), drawn

    async def _from_stock(self, asked: PictureRequest, index: int | None) -> str:
        """Take a sheet of this shape from the stock, drawn by whoever asks first."""
        plain = replace(asked, prompt="a baby dancing", references=(), mask=None)
        key = (plain.size, plain.output_format, plain.output_compression, plain.is_transparent)
        key = (*key, "output-moderation" in plain.words, plain.partial_images, index)
        async with self._restocking:
            if key not in self._stock:
                picture = await self.easel.run(lambda: self._draw(plain, 0))
                if len(self._stock) >= _STOCK_LIMIT:
                    self._stock.clear()
                self._stock[key] = await self.easel.run(lambda: self._encode(plain, index, picture))
            return self._stock[key]

    def _draw(self, asked: PictureRequest, number: int) -> Image.Image:
        flat = _FLAT_BACKGROUND.search(asked.prompt)
        picture = self.easel.artist.draw(
            asked.prompt,
            width=asked.width,
            height=asked.height,
            seed=seed_of(asked.prompt, number),
            transparent=asked.is_transparent or flat is not None,
            reference=asked.references[0] if asked.references else None,
            mask=asked.mask,
            more=asked.references[1:],
        )
        if picture.size != (asked.width, asked.height):
            raise ValueError(f"the artist drew {picture.size}, asked was {asked.size}")
        if flat is not None and not asked.is_transparent:
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, flat["colour"]), picture.convert("RGBA"))
        return picture

    def _encode(self, asked: PictureRequest, index: int | None, picture: Image.Image) -> str:
        if index is not None:
            picture = self.easel.artist.partial(picture, index, asked.partial_images)
        data = encode(
            picture,
            output_format=asked.output_format,
            compression=asked.output_compression,
            transparent=asked.is_transparent,
            note="sandbox:output-moderation" if "output-moderation" in asked.words else "",
            at_least=self._options.fixed_bytes,
        )
        return base64.b64encode(data).decode()
