"""Animated WebP: every look is encoded once by Pillow, and the container is written here.

Pillow's own writer takes all frames at once and encodes each again. Here memory holds one frame and the file. Source:
WebP Container Specification, RFC 9649.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image

from babydance.dance.choreograph import Stage
from babydance.dance.poses import Check, never
from babydance.domain.dance_timeline import Look, lasts
from babydance.domain.provenance import MADE_BY_AI

QUALITY = 75
_METHOD = 4  # 0 to 6: slower and smaller
_HAS_ALPHA, _HAS_XMP, _IS_ANIMATED = 0x10, 0x04, 0x02
_NO_BLENDING = 0x02
_PICTURE_CHUNKS = {b"ALPH", b"VP8 ", b"VP8L"}
_LOOPS_FOR_EVER = 0


def animated_webp(stage: Stage, *, quality: int = QUALITY, check: Check = never) -> bytes:
    """Return the loop as WebP, ``quality`` 1 to 100; moments are right to the millisecond."""
    width, height = stage.size
    flags = _IS_ANIMATED | _HAS_XMP | (0 if stage.is_opaque else _HAS_ALPHA)
    body = io.BytesIO()
    body.write(b"WEBP")
    body.write(_chunk(b"VP8X", struct.pack("<I", flags) + _u24(width - 1) + _u24(height - 1)))
    body.write(_chunk(b"ANIM", struct.pack("<IH", 0, _LOOPS_FOR_EVER)))
    encoded: dict[Look, bytes] = {}
    box = (0, 0, width, height)
    for frame in stage.frames:
        check()
        if frame.look not in encoded:
            encoded[frame.look] = _still(stage.picture(frame.look, box), quality)
        place = _u24(box[0] // 2) + _u24(box[1] // 2) + _u24(box[2] - box[0] - 1) + _u24(box[3] - box[1] - 1)
        head = place + _u24(lasts(frame, stage.bpm, 1000)) + bytes([_NO_BLENDING])
        body.write(_chunk(b"ANMF", head + encoded[frame.look]))
        if box != stage.region:  # only the first frame is whole
            box = stage.region
            encoded.clear()
    body.write(_chunk(b"XMP ", MADE_BY_AI.encode()))
    return _chunk(b"RIFF", body.getvalue())


def _still(picture: Image.Image, quality: int) -> bytes:
    """Return the chunks with the picture itself."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=quality, method=_METHOD)
    return b"".join(_chunk(name, data) for name, data in _chunks(buffer.getvalue()) if name in _PICTURE_CHUNKS)


def _chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12  # behind RIFF, its length and WEBP
    while at < len(file):
        name, length = struct.unpack_from("<4sI", file, at)
        yield name, file[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _u24(number: int) -> bytes:
    return number.to_bytes(3, "little")
