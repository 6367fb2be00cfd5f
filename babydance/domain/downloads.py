"""Pictures that are taken home: an archive written while it is sent, safe names, and the list inside."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime

from babydance.domain.errors import InvalidInputError
from babydance.domain.media import EXTENSIONS

FORMATS = ("", "jpeg", "png", "webp")  # empty is the original
MAX_ARCHIVE = 20_000  # pictures in one archive
LIST_NAME = "pictures.csv"
_LIST_HEAD = ("file", "description", "model", "size", "made", "credits", "folder", "tags")
_STEM_LENGTH = 48  # characters; in UTF-8 every file system has room for them
_STEM_WORDS = 8
# Names that Windows keeps for devices, whatever stands behind the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection.
_FORMULA = re.compile(r"\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]")


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """One picture that goes into an archive, and its line in the list."""

    id: str
    prompt: str
    title: str
    format: str
    model: str
    width: int
    height: int
    made_at: datetime
    credits: int
    folder: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is about to be sent; ``stream`` makes it."""

    name: str
    count: int
    stream: AsyncGenerator[bytes, None]


def check_format(file_format: str) -> str:
    """Return the format to convert to, empty for the original, or refuse."""
    if file_format not in FORMATS:
        raise InvalidInputError("Choose the original, JPEG, PNG or WebP.", field="format")
    return file_format


class FileNames:
    """Gives each picture a name of its own, whatever the file system thinks of capitals."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def name(self, words: str, file_format: str) -> str:
        """Return a name from the first of ``words``, with a number behind it from the second time on."""
        stem = file_stem(words)
        key = f"{stem.casefold()}.{file_format}"
        self._taken[key] = number = self._taken.get(key, 0) + 1
        counted = stem if number == 1 else f"{stem}_{number}"  # an underscore never comes from words
        return f"{counted}.{EXTENSIONS[file_format]}"


def file_stem(words: str) -> str:
    """Return letters and digits of any script in small letters, joined by hyphens."""
    plain = unicodedata.normalize("NFC", words[:400]).lower()
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in plain)
    stem = "-".join(kept.split()[:_STEM_WORDS])[:_STEM_LENGTH].strip("-") or "picture"
    return f"{stem}-picture" if stem in _DEVICES else stem


def list_line(picture: TakenPicture, file_name: str) -> tuple[str, ...]:
    """Return what the list says about a picture; nothing in it can be a formula."""
    return (
        file_name,
        harmless(picture.prompt),
        picture.model,
        f"{picture.width}x{picture.height}",
        f"{picture.made_at:%Y-%m-%d %H:%M:%S}",
        str(picture.credits),
        harmless(picture.folder),
        harmless(", ".join(picture.tags)),
    )


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet computes with it."""
    return f"'{text}" if _FORMULA.match(text) else text


class ListWriter:
    """Writes the list as CSV in UTF-8 with a mark in front, without which spreadsheets guess wrong."""

    def __init__(self) -> None:
        self._data = bytearray(codecs.BOM_UTF8)
        self.add(_LIST_HEAD)

    def add(self, line: Sequence[str]) -> None:
        """Write one line."""
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL).writerow(line)
        self._data += text.getvalue().encode("utf-8", "replace")

    def data(self) -> bytes:
        """Return the whole file."""
        return bytes(self._data)


class ArchiveWriter:
    """Writes a ZIP that is sent while it grows: what comes back from each call goes to the browser and is forgotten."""

    def __init__(self) -> None:
        self._out = _Outlet()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_STORED)  # pictures are compressed already
        self._entry: io.BufferedIOBase | None = None

    def begin(self, name: str, *, made_at: datetime, size: int) -> bytes:
        """Begin a file of ``size`` bytes, a picture as it is stored."""
        self._entry = self._zip.open(_info(name, made_at, size), "w")  # pyright: ignore[reportAttributeAccessIssue]
        return self._out.taken()

    def write(self, data: bytes) -> bytes:
        """Write a part of the file that was begun."""
        if self._entry is not None:
            self._entry.write(data)
        return self._out.taken()

    def end(self) -> bytes:
        """End the file that was begun."""
        if self._entry is not None:
            self._entry.close()
        return self._out.taken()

    def close(self, list_data: bytes, *, made_at: datetime) -> bytes:
        """Write the list and the table of contents."""
        self._zip.writestr(_info(LIST_NAME, made_at, len(list_data)), list_data, zipfile.ZIP_DEFLATED)
        self._zip.close()
        return self._out.taken()


class _Outlet(io.RawIOBase):
    """A file that only goes forward and keeps nothing once it was taken."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _info(name: str, made_at: datetime, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    info.file_size = size
    info.external_attr = 0o644 << 16
    return info
