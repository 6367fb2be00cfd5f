"""What can be taken home of a dance, and what each file is called and may weigh."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExportKind(StrEnum):
    """One kind of file."""

    WEBP = "webp"
    APNG = "apng"
    GIF = "gif"
    FILM_SQUARE = "film-square"
    FILM_TALL = "film-tall"
    MUSIC = "music"
    STICKER = "sticker"
    STICKER_PNG = "sticker-png"
    FLIP_BOOK = "flip-book"
    POSTER = "poster"
    STICKER_SHEET = "sticker-sheet"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How a kind of file is offered and served."""

    label: str
    blurb: str
    media_type: str
    extension: str


EXPORTS = {
    ExportKind.WEBP: ExportFormat("WebP", "Small and in full colour, for the web", "image/webp", "webp"),
    ExportKind.APNG: ExportFormat("Animated PNG", "Every pixel as it is", "image/apng", "png"),
    ExportKind.GIF: ExportFormat("GIF", "Plays everywhere, in 255 colours", "image/gif", "gif"),
    ExportKind.FILM_SQUARE: ExportFormat("Square film", "With music, for posts", "video/mp4", "mp4"),
    ExportKind.FILM_TALL: ExportFormat("Tall film", "With music, for stories", "video/mp4", "mp4"),
    ExportKind.MUSIC: ExportFormat("Music", "The loop alone", "audio/wav", "wav"),
    ExportKind.STICKER: ExportFormat("Moving sticker", "For messengers that take WebP", "image/webp", "webp"),
    ExportKind.STICKER_PNG: ExportFormat("Moving sticker, PNG", "For messengers that take PNG", "image/apng", "png"),
    ExportKind.FLIP_BOOK: ExportFormat("Flip-book", "Print, cut, staple, flip", "application/pdf", "pdf"),
    ExportKind.POSTER: ExportFormat("Poster", "A4, for the wall", "image/jpeg", "jpg"),
    ExportKind.STICKER_SHEET: ExportFormat("Sticker sheet", "A4, with lines to cut along", "application/pdf", "pdf"),
    ExportKind.ARCHIVE: ExportFormat("Poses and recipe", "Every pose as PNG, and the dance", "application/zip", "zip"),
}

STICKER_SIDE = 512  # pixels
STICKER_BYTES = 500_000
STICKER_MS = 10_000
"""A sticker's limits are WhatsApp's; source: github.com/WhatsApp/stickers, Stickers for WhatsApp, FAQ."""
