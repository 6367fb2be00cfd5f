"""Files of the media store: what they are called, and what a route needs to serve one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}
_NAME_WORDS = 6
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One stored file; ``size`` in bytes, ``etag`` with its quotes, ``name`` for a download."""

    key: str
    media_type: str
    size: int
    etag: str
    name: str


def told_media_type(data: bytes) -> str | None:
    """Return the media type that the first bytes of a picture claim, None when they claim none that we take."""
    if data.startswith(b"\xff\xd8\xff"):
        return MEDIA_TYPES["jpeg"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MEDIA_TYPES["png"]
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return MEDIA_TYPES["webp"]
    return None


def quarantine_key(generation_id: str) -> str:
    """Where the bytes lie from delivery until they are checked; no route serves it."""
    return f"quarantine/{generation_id}"


def preview_key(generation_id: str, number: int) -> str:
    """Where preview ``number`` lies, counted from 1."""
    return f"preview/{generation_id}/{number}"


def original_key(image_id: str) -> str:
    """Where the picture lies: as the provider sent it, unless the studio took its background out."""
    return f"image/{image_id}/original"


def delivered_key(image_id: str) -> str:
    """Where the bytes of the provider lie when the studio serves a picture that it made of them; no route serves it."""
    return f"image/{image_id}/delivered"


def thumbnail_key(image_id: str, width: int) -> str:
    """Where the thumbnail of ``width`` pixels lies."""
    return f"image/{image_id}/w{width}"


def upload_key(upload_id: str) -> str:
    """Where the cleaned bytes of an uploaded picture lie; the bytes as they came are never kept."""
    return f"upload/{upload_id}/original"


def upload_thumbnail_key(upload_id: str, width: int) -> str:
    """Where the thumbnail of an uploaded picture lies."""
    return f"upload/{upload_id}/w{width}"


def mask_key(mask_id: str) -> str:
    """Where a mask lies: a PNG whose transparent part is the one to change."""
    return f"mask/{mask_id}"


def share_key(share_id: str, variant: str) -> str:
    """Where the copy lies that strangers see through a link: ``picture`` or ``card``."""
    return f"share/{share_id}/{variant}"


def making_key(kind: str, item_id: str) -> str:
    """Where a sign lies as long as files are stored whose row is still to come; a crash leaves it there."""
    return f"making/{kind}/{item_id}"


def generation_of(key: str) -> str:
    """Return the id that a key of any kind was made from."""
    return key.split("/")[1]


def download_name(prompt: str, file_format: str) -> str:
    """Return a file name from the first words of ``prompt``: ASCII letters, digits and hyphens only."""
    plain = unicodedata.normalize("NFKD", prompt[:400]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())[:_NAME_WORDS]
    stem = "-".join(words)[:_NAME_LENGTH].strip("-") or "picture"
    return f"{stem}.{EXTENSIONS[file_format]}"
