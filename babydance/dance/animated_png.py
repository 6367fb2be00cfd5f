"""Animated PNG: every look is compressed once by Pillow, and the frames are put together here.

Source: PNG Specification (Third Edition), W3C 2025, which takes in APNG.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from babydance.dance.choreograph import Stage
from babydance.dance.poses import Check, never
from babydance.domain.dance_timeline import Look, lasts
from babydance.domain.provenance import MADE_BY_AI

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LEVEL = 6
_KEEP, _OVERWRITE = 0, 0  # disposal and blending of a frame
_LOOPS_FOR_EVER = 0
ALL_BITS = 8


def animated_png(stage: Stage, *, bits: int = ALL_BITS, check: Check = never) -> bytes:
    """Return the loop as APNG; fewer ``bits`` a channel make a smaller file; moments are right to the millisecond."""
    file = io.BytesIO()
    file.write(_SIGNATURE)
    compressed: dict[Look, bytes] = {}
    box = (0, 0, *stage.size)
    number = 0  # of control and data chunks, counted together
    for index, frame in enumerate(stage.frames):
        check()
        if frame.look not in compressed:
            header, compressed[frame.look] = _still(stage.picture(frame.look, box), bits)
            if not index:
                file.write(_chunk(b"IHDR", header))
                file.write(_chunk(b"acTL", struct.pack(">II", len(stage.frames), _LOOPS_FOR_EVER)))
                file.write(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MADE_BY_AI.encode()))
        left, upper, right, lower = box
        place = struct.pack(">IIIII", number, right - left, lower - upper, left, upper)
        time = struct.pack(">HH", lasts(frame, stage.bpm, 1000), 1000)
        file.write(_chunk(b"fcTL", place + time + bytes([_KEEP, _OVERWRITE])))
        number += 1
        if not index:  # the first frame is whole, and what a viewer without animation shows
            file.write(_chunk(b"IDAT", compressed[frame.look]))
            box = stage.region
            compressed.clear()
        else:
            file.write(_chunk(b"fdAT", struct.pack(">I", number) + compressed[frame.look]))
            number += 1
    file.write(_chunk(b"IEND", b""))
    return file.getvalue()


def _still(picture: Image.Image, bits: int) -> tuple[bytes, bytes]:
    """Return the header and the compressed rows."""
    buffer = io.BytesIO()
    if bits < ALL_BITS:
        lost = 1 << (ALL_BITS - bits)
        rounded = [min(255, (value + lost // 2) // lost * lost) for value in range(256)]
        picture = picture.point(rounded * len(picture.getbands()))
    picture.save(buffer, "PNG", compress_level=_LEVEL)
    chunks = list(_chunks(buffer.getvalue()))
    return chunks[0][1], b"".join(data for name, data in chunks if name == b"IDAT")


def _chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(file):
        length, name = struct.unpack_from(">I4s", file, at)
        yield name, file[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
