"""The text chunks of a PNG file, read from its beginning without decoding any picture.

Source: Portable Network Graphics specification, third edition, sections 5.3 (chunk layout) and 11.3.3.4 (iTXt).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 1_000  # before the pixels begin


def itxt_of(data: bytes, keyword: str, *, most: int) -> bytes | None:
    """Return the text under ``keyword`` that stands before the pixels; None without one, or beyond ``most`` bytes.

    Compressed text is opened no further than that; other kinds of chunks are left alone.
    """
    wanted = keyword.encode("latin-1") + b"\0"
    for kind, body in _chunks(data):
        if kind == b"iTXt" and body.startswith(wanted):
            return _text(body[len(wanted) :], most)
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each whole chunk up to the first one with pixels."""
    if not data.startswith(SIGNATURE):
        return
    place = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if place + 12 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if kind in {b"IDAT", b"IEND"} or end > len(data):
            return
        body = data[place + 8 : end - 4]
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, end - 4)[0]:
            return
        yield kind, body
        place = end


def _text(rest: bytes, most: int) -> bytes | None:
    """Return the text behind the two flags, the language and the translated keyword."""
    fields = rest[2:].split(b"\0", 2)
    if len(rest) < 2 or len(fields) < 3:  # noqa: PLR2004  as the specification counts them
        return None
    is_packed, method, text = rest[0], rest[1], fields[2]
    if not is_packed:
        return text if len(text) <= most else None
    if method != 0:
        return None
    opener = zlib.decompressobj()
    try:
        text = opener.decompress(text, most + 1)
    except zlib.error:
        return None
    return text if opener.eof and len(text) <= most else None
