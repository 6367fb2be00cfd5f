"""Uploaded pictures: what is taken, what is kept of it, and why a file is refused."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from babydance.domain.errors import StudioError
from babydance.domain.sources import Source

MAX_UPLOAD_BYTES = 30_000_000
MAX_UPLOAD_PIXELS = 40_000_000
MAX_KEPT_BYTES = 16_000_000  # of the cleaned file; the safety check takes 20 MB, the image model more
MIN_EDGE = 256  # pixels, the shorter side
SMALL_EDGE = 512  # below this a picture is taken, with a warning
MAX_EDGE = 4_096  # pixels, the longer side; what is larger is made smaller
MAX_KEPT = 200  # uploads of one account
UPLOAD_WIDTH = 320  # pixels of the thumbnail
UPLOAD_KINDS = ("JPEG", "PNG", "WebP", "HEIC")

_LONGEST_NAME = 80  # characters
_UNNAMED = "Picture"

TOO_MANY_BYTES = f"This file is larger than {MAX_UPLOAD_BYTES // 1_000_000} MB. Choose a smaller one."
TOO_MANY_PIXELS = (
    f"This picture has more than {MAX_UPLOAD_PIXELS // 1_000_000} million pixels. Make it smaller and try again."
)
EMPTY = "This file is empty. Choose another one."
NO_PICTURE = "This isn’t a JPEG, PNG, WebP or HEIC picture. Choose another file."
NO_DRAWING = "SVG drawings can’t be used. Save it as a PNG first."
MOVES = "This picture moves. Save one frame of it as a still picture first."
BROKEN = "This picture is damaged or not complete. Choose another file."
REFUSED = "The safety check refused this picture, so it was not kept."
UNCHECKED = "The safety check could not be reached, so the picture was not kept. Try again in a minute."
TOO_MANY_KEPT = f"You keep {MAX_KEPT} uploads, and that is the most. Delete some of them first."
UPLOADS_ARE_OFF = "Uploads are switched off in this studio. Pictures from your gallery can be used."


class UploadError(StudioError):
    """An uploaded file was not taken; nothing of it is kept."""


class TooLargeError(UploadError):
    """The file has too many bytes or too many pixels."""


class NotAPictureError(UploadError):
    """The file is of a kind that we don't take, whatever its name says."""


class UncheckedError(UploadError):
    """Nobody could say whether the picture is safe."""


class UploadsOffError(UploadError):
    """The operator hasn't allowed uploads."""


def too_small(width: int, height: int) -> str:
    """Say that a picture of this size in pixels has too little in it."""
    return f"This picture has only {width} × {height} pixels. Each side needs at least {MIN_EDGE}."


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture made anew from the pixels of an upload: sRGB, upright, without metadata. Sizes in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
    format: str  # jpeg or png
    colour: str  # its mean, as #rrggbb
    is_blurred: bool

    @property
    def sha256(self) -> str:
        """The hash that a consent names the picture by."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class UploadView:
    """An upload as its owner sees it; ``expires_at`` is None for one that shows nobody."""

    id: str
    name: str
    width: int
    height: int
    colour: str
    shows_people: bool
    is_blurred: bool
    created_at: datetime
    expires_at: datetime | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What may disappoint about it, in words."""
        return warnings_about(self.width, self.height, is_blurred=self.is_blurred)


@dataclass(frozen=True, slots=True)
class ChosenView:
    """A picture to work from as it stands now; one that is gone has no size. Sizes in pixels."""

    source: Source
    is_there: bool = False
    name: str = ""
    width: int = 0
    height: int = 0
    byte_size: int = 0
    shows_people: bool = False
    expires_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def warnings_about(width: int, height: int, *, is_blurred: bool) -> tuple[str, ...]:
    """Return what may disappoint about a picture to work from; nothing of it forbids to use the picture."""
    told = []
    if min(width, height) < SMALL_EDGE:
        told.append(f"Small: {width} × {height} pixels. Details may get lost.")
    if is_blurred:
        told.append("It looks blurred. A sharper picture works better.")
    return tuple(told)


def clean_name(name: str) -> str:
    """Return what a person's file is called, for them to read: no path, no ending, no invisible characters."""
    last = unicodedata.normalize("NFC", name[:1_000]).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c if unicodedata.category(c)[0] in "LMNPS" else " " for c in last)
    stem, dot, ending = shown.rpartition(".")
    kept = stem if dot and ending.isalnum() and len(ending) <= len("jpeg") else shown
    return " ".join(kept.split())[:_LONGEST_NAME].strip() or _UNNAMED
