"""Picture files of the sandbox: drawn in two threads, encoded fast, labelled, padded, opened with care."""

import asyncio
import hashlib
import importlib
import io
import struct
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar, cast

from PIL import Image, ImageOps, PngImagePlugin

LABEL = "AI Baby Dance sandbox artist; not an AI model"
MAX_PIXELS = 40_000_000
_WORKING_EDGE = 2048
_BEST_LOSSY = 95
_IMAGE_DESCRIPTION = 0x010E
_JPEG_COMMENT_LIMIT = 65_533
_FORMATS = ("PNG", "JPEG", "WEBP")
_Result = TypeVar("_Result")


class Artist(Protocol):
    """Draw pictures, and unfinished states of them."""

    def draw(
        self,
        prompt: str,
        *,
        width: int,
        height: int,
        seed: int | None = None,
        transparent: bool = False,
        reference: Image.Image | None = None,
        mask: Image.Image | None = None,
        more: Sequence[Image.Image] = (),
    ) -> Image.Image:
        """Draw a picture of exactly this size; `more` are the references after the first."""
        ...

    def partial(self, picture: Image.Image, index: int, total: int) -> Image.Image:
        """Show an earlier state of the picture, sharper with the index."""
        ...


class UnreadablePictureError(ValueError):
    """Bytes that are no picture, or one too large to open."""


class Easel:
    """Run the artist and the encoders beside the event loop."""

    def __init__(self, artist: Artist | None = None) -> None:
        self._artist = artist
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="sandbox-artist")

    @property
    def artist(self) -> Artist:
        """Give the artist: the sandbox's own unless another was hired."""
        if self._artist is None:
            self._artist = cast("Artist", importlib.import_module("babydance.sandbox.artist"))
        return self._artist

    async def run(self, work: Callable[[], _Result]) -> _Result:
        """Do blocking work in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def seed_of(prompt: str, number: int) -> int:
    """Make the seed of a picture: the same prompt gives the same pictures, each of a batch another."""
    return int.from_bytes(hashlib.sha256(f"{number}:{prompt}".encode()).digest()[:6], "big")


def open_picture(data: bytes, *, formats: tuple[str, ...] = _FORMATS) -> Image.Image:
    """Open a caller's picture, upright and RGBA; refuse what is not one and what would fill the memory."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnreadablePictureError("too many pixels")
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error


def within_working_size(picture: Image.Image) -> Image.Image:
    """Shrink a picture that is larger than the artist needs."""
    if max(picture.size) > _WORKING_EDGE:
        picture.thumbnail((_WORKING_EDGE, _WORKING_EDGE))
    return picture


def encode(
    picture: Image.Image,
    *,
    output_format: str,
    compression: int = 100,
    transparent: bool = False,
    note: str = "",
    at_least: int = 0,
) -> bytes:
    """Write a picture file that says who drew it; pad it to a number of bytes where asked."""
    picture = picture.convert("RGBA" if transparent else "RGB")
    label = f"{LABEL}; {note}" if note else LABEL
    exif = Image.Exif()
    exif[_IMAGE_DESCRIPTION] = label
    quality = min(compression, _BEST_LOSSY)
    file = io.BytesIO()
    if output_format == "png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Description", label)
        picture.save(file, "PNG", compress_level=1, pnginfo=text)
    elif output_format == "jpeg":
        picture.save(file, "JPEG", quality=quality, exif=exif)
    else:
        picture.save(file, "WEBP", quality=quality, method=2, exif=exif, xmp=_xmp(label))
    data = file.getvalue()
    return _padded(data, at_least - len(data), output_format) if len(data) < at_least else data


def _xmp(label: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>'
        f"{label}</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _padded(data: bytes, missing: int, output_format: str) -> bytes:
    """Lengthen a picture file by about `missing` bytes with parts that readers skip."""
    if output_format == "png":
        part = b"fiLl" + bytes(missing)
        chunk = struct.pack(">I", missing) + part + struct.pack(">I", zlib.crc32(part))
        return data[:-12] + chunk + data[-12:]
    if output_format == "jpeg":
        comments = b"".join(
            b"\xff\xfe" + struct.pack(">H", size + 2) + bytes(size)
            for size in (min(_JPEG_COMMENT_LIMIT, missing - at) for at in range(0, missing, _JPEG_COMMENT_LIMIT))
        )
        return data[:2] + comments + data[2:]
    missing += missing % 2
    longer = data + b"FILL" + struct.pack("<I", missing) + bytes(missing)
    return longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]
