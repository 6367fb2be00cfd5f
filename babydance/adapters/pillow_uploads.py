"""Making a picture of our own from the pixels of an uploaded file; nothing else of the file gets through."""

from __future__ import annotations

import asyncio
import io
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext

import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageFilter, ImageStat

from babydance.domain.uploads import (
    BROKEN,
    EMPTY,
    MAX_EDGE,
    MAX_KEPT_BYTES,
    MAX_UPLOAD_PIXELS,
    MIN_EDGE,
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

JPEG_QUALITY = 92
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_HEIC_FILMS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a drawing in text shows itself
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_LOOKED_AT = 512  # pixels of the longer side in which blur is measured: about what an image model sees
_TILES = 4  # along each side
_BLURRED = 10.0  # variance of the Laplacian in the sharpest tile; docs/decisions.md says where it comes from


_LARGE = 16_000_000  # pixels; more of them take up to half a gigabyte while they are made smaller
_one_large = threading.Lock()


class PillowUploads:
    """Takes JPEG, PNG, WebP and HEIC by what is in the file, whatever it is called."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="uploads")
        pi_heif.register_heif_opener(thumbnails=False)

    async def clean(self, data: bytes) -> CleanPicture:
        """Return the picture upright, in 8 bits of sRGB, at most ``MAX_EDGE`` long; raise ``UploadError`` otherwise."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _clean, data)

    def close(self) -> None:
        """Let the threads go once they have finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)


def _clean(data: bytes) -> CleanPicture:
    kind = _told_kind(data)
    with _opened(data, kind) as image:
        if kind != "HEIF" and image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise NotAPictureError(MOVES)
        with _one_large if image.width * image.height > _LARGE else nullcontext():
            image.load()
            plain = _sized(_upright(_in_srgb(image), _orientation(image)))
    return _encoded(plain)


def _told_kind(data: bytes) -> str:
    """Return Pillow's name for what the first bytes say; a name or a header that came along counts for nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "HEIF"
    raise NotAPictureError(_why_not(data))


def _why_not(data: bytes) -> str:
    if not data:
        return EMPTY
    if data[:4] == b"GIF8" or (data[4:8] == b"ftyp" and data[8:12] in _HEIC_FILMS):
        return MOVES
    return NO_DRAWING if _SVG.search(data[:_HEAD]) else NO_PICTURE


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """Open a file that may be malicious; whatever a decoder trips over means that it is damaged."""
    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            _check_pixels(image)
            yield image
    except UploadError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLargeError(TOO_MANY_PIXELS) from error
    except Exception as error:  # decoders fed with garbage raise anything
        raise UploadError(BROKEN) from error


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_UPLOAD_PIXELS:
        raise TooLargeError(TOO_MANY_PIXELS)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # noqa: BLE001  a camera that writes nonsense still takes pictures
        return 1


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the pixels in RGB or RGBA as they are meant to look, 8 bits each."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # converting by itself would clip 16 bits instead of scaling them
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode == "CMYK":
        return _through_profile(image, profile, "RGB") or image.convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    is_grey = image.mode in {"1", "L", "LA"}
    plain = image if image.mode == mode else image.convert(mode)
    return plain if is_grey else _through_profile(plain, profile, mode) or plain


def _through_profile(image: Image.Image, profile: bytes | None, mode: str) -> Image.Image | None:
    """Turn the colours of a camera or a printer into sRGB; None when there is no profile that fits."""
    if not profile:
        return None
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _sized(image: Image.Image) -> Image.Image:
    """Bring the longer side to ``MAX_EDGE`` if it is longer; refuse what is too small to work from."""
    size = image.size
    if max(size) > MAX_EDGE:
        image = image.resize(_scaled(size, MAX_EDGE / max(size)), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if min(image.size) < MIN_EDGE:
        raise UploadError(too_small(*size))
    return image


def _scaled(size: tuple[int, int], factor: float) -> tuple[int, int]:
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _encoded(image: Image.Image) -> CleanPicture:
    """Write the pixels into a new file, smaller until it fits."""
    image = _without_hidden(image)
    image.info = {}  # or the encoders would write what they find here
    kind = "png" if image.mode == "RGBA" else "jpeg"
    data = _written(image, kind)
    while len(data) > MAX_KEPT_BYTES:
        image = image.resize(_scaled(image.size, 0.75), Image.Resampling.LANCZOS, reducing_gap=2.0)
        data = _written(image, kind)
    return CleanPicture(
        data=data,
        width=image.width,
        height=image.height,
        format=kind,
        colour=_mean_colour(image),
        is_blurred=_is_blurred(image),
    )


def _without_hidden(image: Image.Image) -> Image.Image:
    """Drop an alpha channel that hides nothing, and the colours behind what it hides whole."""
    if image.mode != "RGBA":
        return image
    alpha = image.getchannel("A")
    darkest, _ = alpha.getextrema()
    if darkest == 255:  # noqa: PLR2004  everything is opaque
        return image.convert("RGB")
    seen = alpha.point(lambda value: 255 if value else 0)
    return Image.composite(image, Image.new("RGBA", image.size), seen)


def _written(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "png":
        image.save(buffer, "PNG", compress_level=4)
    else:
        image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def _mean_colour(image: Image.Image) -> str:
    """Return the mean as #rrggbb, each pixel weighed by how opaque it is; white when nothing can be seen."""
    pixel = image.resize((1, 1), Image.Resampling.BOX, reducing_gap=2.0).convert("RGBA").tobytes()
    red, green, blue = pixel[:3] if pixel[3] else (255, 255, 255)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _is_blurred(image: Image.Image) -> bool:
    """Measure the sharpest of some tiles, for a portrait may well have a soft background.

    The measure is the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000).
    """
    grey = image.convert("L")
    grey.thumbnail((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BILINEAR)
    edges = grey.filter(_LAPLACE).crop((1, 1, grey.width - 1, grey.height - 1))  # Pillow leaves the rim as it was
    wide, tall = edges.width // _TILES, edges.height // _TILES
    tiles = [
        edges.crop((column * wide, row * tall, (column + 1) * wide, (row + 1) * tall))
        for row in range(_TILES)
        for column in range(_TILES)
        if wide and tall
    ]
    return bool(tiles) and max(ImageStat.Stat(tile).var[0] for tile in tiles) < _BLURRED
