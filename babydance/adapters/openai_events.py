"""Server-sent picture events, read from raw bytes without ever holding a picture's base64 text as a string."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

MAX_EVENT = 64 * 1024 * 1024  # bytes; the largest picture has about a third of that

# Quotes inside a JSON string are escaped, so an unescaped "b64_json" before a colon can only be a key.
_PICTURE = re.compile(rb'(?<!\\)"b64_json"[ \t\r\n]*:[ \t\r\n]*"')

# A fifth of the time that the standard library takes, and no string in between.
_BASE64 = TypeAdapter(bytes, config=ConfigDict(val_json_bytes="base64"))


class BrokenEventError(ValueError):
    """What was sent is not JSON, not base64, or larger than any picture."""


@dataclass(frozen=True, slots=True)
class PictureEvent:
    """One JSON object and the picture that came in it; ``fields`` holds everything but its base64 text."""

    kind: str
    fields: dict[str, Any]
    picture: bytes | None = field(default=None, repr=False)


class EventReader:
    """Splits a byte stream into the data of its events, however the bytes are cut (HTML standard, 9.2.6)."""

    def __init__(self, *, max_event: int = MAX_EVENT) -> None:
        self._max_event = max_event
        self._line = bytearray()
        self._data: bytearray | None = None
        self._is_after_return = False

    def feed(self, chunk: bytes) -> Iterator[bytearray]:
        """Take the next bytes and yield the data of each event that they complete, events without data left out."""
        for start, end in self._pieces(chunk):
            self._line += memoryview(chunk)[start:end]
            if len(self._line) + len(self._data or b"") > self._max_event:
                raise BrokenEventError("the event is too large")
            if end < len(chunk):
                if not self._line:
                    if self._data:
                        yield self._data
                    self._data = None
                else:
                    self._take_line()

    def _pieces(self, chunk: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends; a line that ends with the chunk is not complete."""
        start, size = 0, len(chunk)
        newline, carriage = chunk.find(b"\n"), chunk.find(b"\r")
        while start < size:
            if self._is_after_return and newline == start:  # the second half of CR LF
                self._is_after_return = False
                start += 1
                newline = chunk.find(b"\n", start)
                continue
            self._is_after_return = False
            ends = [end for end in (newline, carriage) if end >= 0]
            end = min(ends, default=size)
            yield start, end
            self._is_after_return = end == carriage
            start = end + 1
            if end == newline:
                newline = chunk.find(b"\n", start)
            elif end == carriage:
                carriage = chunk.find(b"\r", start)

    def _take_line(self) -> None:
        """Keep the line when it is data; the large buffer changes hands instead of being copied."""
        line, self._line = self._line, bytearray()
        colon = line.find(b":")
        if line[: colon if colon >= 0 else None] != b"data":
            return
        skipped = len(line) if colon < 0 else colon + 1
        if line[skipped : skipped + 1] == b" ":
            skipped += 1
        del line[:skipped]  # moves no bytes
        if self._data is None:
            self._data = line
        else:
            self._data += b"\n"
            self._data += line


def read_event(data: bytearray) -> PictureEvent:
    """Return the JSON object in ``data``, which is used up, with its picture; raise ``BrokenEventError`` otherwise."""
    found = _PICTURE.search(data)
    end = data.find(b'"', found.end()) if found else -1
    if found is None or end < 0:
        return PictureEvent(*_parsed(data))
    rest = data[: found.end()] + data[end:]
    del data[end + 1 :]
    del data[: found.end() - 1]  # what is left is the picture in its quotes
    try:
        picture = _BASE64.validate_json(data)
    except ValidationError as error:
        raise BrokenEventError("the picture is not base64") from error
    return PictureEvent(*_parsed(rest), picture)


def _parsed(text: bytearray) -> tuple[str, dict[str, Any]]:
    """Return the kind of an event and its fields without the place where the picture was."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenEventError("the event is not JSON") from error
    if not isinstance(fields, dict):
        raise BrokenEventError("the event is not a JSON object")
    data = fields.get("data")
    holder = data[0] if isinstance(data, list) and data else fields  # whole answers have a list of pictures
    if isinstance(holder, dict):
        holder.pop("b64_json", None)
    return str(fields.get("type", "")), fields
