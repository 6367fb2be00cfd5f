"""What the studio needs from the outside world."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from babydance.domain.accounts import Strength
from babydance.domain.images import Drawing, DrawingJob, PictureFacts, Preview, Verdict
from babydance.domain.mail import Message
from babydance.domain.masks import CleanMask
from babydance.domain.tools import Operation, Plan
from babydance.domain.uploads import CleanPicture


class Clock(Protocol):
    """Something that knows the time."""

    def __call__(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class ImageModel(Protocol):
    """Something that draws."""

    def draw(self, job: DrawingJob) -> AsyncIterator[Preview | Drawing]:
        """Yield previews as they come, then one ``Drawing``; raise ``DrawingError`` otherwise."""
        ...


class Moderation(Protocol):
    """Something that judges whether words and pictures are safe; it never guesses when it can't tell."""

    async def check_text(self, text: str) -> Verdict:
        """Judge ``text``; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        ...

    async def check_picture(self, data: bytes, media_type: str) -> Verdict:
        """Judge a picture; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        ...


class PromptWriter(Protocol):
    """Something that writes better prompts."""

    async def improve(self, prompt: str, *, safety_identifier: str) -> str:
        """Return a fuller description of the same picture; raise ``PromptHelpError`` when there is none."""
        ...


class MediaStore(Protocol):
    """Files under keys such as ``image/<id>/original``; no key ever comes from what a person typed."""

    async def put(self, key: str, data: bytes) -> None:
        """Store ``data`` whole or not at all; raise ``StorageError`` when there is no room."""
        ...

    async def get(self, key: str) -> bytes | None:
        """Return the file, or None."""
        ...

    async def size(self, key: str) -> int | None:
        """Return the length in bytes, or None."""
        ...

    def stream(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """Yield the bytes from ``start`` up to, not including, ``end``."""
        ...

    async def move(self, source: str, target: str) -> None:
        """Rename; a missing source is fine when the target is there already."""
        ...

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete what is there."""
        ...

    async def keys(self, prefix: str) -> list[str]:
        """Return every key below ``prefix``."""
        ...


class Pictures(Protocol):
    """Something that opens picture files, in threads of its own."""

    async def inspect(self, data: bytes) -> PictureFacts:
        """Decode the whole picture and describe it; raise ``DrawingError`` (unreadable) otherwise."""
        ...

    async def shrink(self, data: bytes, widths: Sequence[int]) -> list[bytes]:
        """Return one WebP for each width, aspect ratio kept, never enlarged."""
        ...

    async def preview(self, data: bytes, edge: int) -> bytes:
        """Return a small WebP whose longer side has at most ``edge`` pixels."""
        ...

    async def extend(self, data: bytes, width: int, height: int) -> tuple[bytes, bytes]:
        """Return two PNGs: the picture in the middle of a larger, empty canvas, and a mask that opens the rest."""
        ...

    async def cut_out(self, data: bytes) -> bytes | None:
        """Return a PNG without the flat colour behind the subject; None when there is none."""
        ...


class Copies(Protocol):
    """Something that makes copies of pictures that say inside that AI made them, in threads of its own."""

    async def for_strangers(self, data: bytes, edge: int) -> bytes:
        """Return a WebP whose longer side has at most ``edge`` pixels; raise ``DrawingError`` (unreadable)."""
        ...

    async def card(self, data: bytes, size: tuple[int, int]) -> bytes:
        """Return a JPEG of exactly ``size`` pixels with the whole picture in it; raise ``DrawingError`` likewise."""
        ...

    async def converted(self, data: bytes, file_format: str) -> bytes:
        """Return the picture in full size as jpeg, png or webp; raise ``DrawingError`` likewise."""
        ...

    async def png_with(self, data: bytes, words: Mapping[str, str]) -> bytes:
        """Return a PNG in full size that carries ``words`` by keyword; raise ``DrawingError`` likewise."""
        ...


class Uploads(Protocol):
    """Something that makes a picture of our own from a file that anybody may have sent."""

    async def clean(self, data: bytes) -> CleanPicture:
        """Return the picture without anything else that was in the file; raise ``UploadError`` when there is none."""
        ...


class Tools(Protocol):
    """Something that cuts, turns and saves pictures anew, and makes masks clean, in threads of its own."""

    async def edit(self, data: bytes, operations: Sequence[Operation], plan: Plan) -> bytes:
        """Return the picture after ``operations``, saved as ``plan`` says; raise ``DrawingError`` (unreadable)."""
        ...

    async def mask(self, data: bytes) -> CleanMask:
        """Return a PNG of nothing but the mask's transparency; raise ``DrawingError`` (unreadable) if it is no mask."""
        ...


class Mailer(Protocol):
    """Something that delivers mail."""

    async def send(self, message: Message) -> None:
        """Deliver, or raise."""
        ...


class Passwords(Protocol):
    """Something that keeps passwords unreadable and knows weak ones."""

    async def hash(self, password: str) -> str:
        """Return a salted hash."""
        ...

    async def matches(self, password: str, hashed: str) -> bool:
        """Compare in constant time; with an empty ``hashed`` take as long and answer no."""
        ...

    async def strength(self, password: str, own_words: Sequence[str]) -> Strength:
        """Judge how hard it is to guess for somebody who knows ``own_words``."""
        ...


class RateLimits(Protocol):
    """Something that counts how often a thing is asked."""

    async def hit(self, limit: str, *parts: str) -> int:
        """Count one; return 0 when allowed, else the seconds to wait. ``limit`` reads like ``5/minute``."""
        ...


class Jobs(Protocol):
    """Something that does durable work after the commit; starting twice is harmless."""

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None:
        """Queue the drawing of each."""
        ...

    async def start_mails(self, mail_ids: Sequence[str]) -> None:
        """Queue the sending of each."""
        ...
