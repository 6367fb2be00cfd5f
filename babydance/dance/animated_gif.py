"""Animated GIF with one palette for all frames, and without dithering: what does not move does not shimmer.

A pixel's place in the palette depends on its colour alone. So pixels that are equal in two frames are equal in the
file. Source: GIF89a specification, CompuServe 1990; the XMP block: XMP Specification, part 3, 2020.
"""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import GifImagePlugin, Image

from babydance.dance.choreograph import Stage
from babydance.dance.poses import Check, never
from babydance.domain.dance_timeline import Look, lasts
from babydance.domain.provenance import MADE_BY_AI

_COLOURS = 255  # and one entry for what is transparent
_CLEAR = 255
_HALF = 128  # alpha from which on a pixel is there
_SAMPLED = 24  # looks that the palette is made from
_SAMPLE_EDGE = 240  # pixels
_RESTORE, _KEEP = 2, 1
_LOOPS_FOR_EVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
# Behind the packet, bytes that lead a reader which knows only GIF to the end, wherever it comes out of the text.
_XMP_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\0"


def animated_gif(stage: Stage, *, check: Check = never) -> bytes:
    """Return the loop as GIF; moments are right to the hundredth of a second, which is all that the format knows."""
    palette = _palette(stage, check)
    file = io.BytesIO()
    file.write(b"GIF89a" + struct.pack("<HHBBB", *stage.size, 0xF7, _CLEAR, 0))  # 256 colours of 8 bits
    file.write(bytes(palette.getpalette() or b"").ljust(768, b"\0"))
    file.write(_LOOPS_FOR_EVER)
    file.write(b"\x21\xff\x0bXMP DataXMP" + MADE_BY_AI.encode() + _XMP_TRAILER)
    box = (0, 0, *stage.size)
    disposal, flag = (_KEEP, 0) if stage.is_opaque else (_RESTORE, 1)
    encoded: dict[Look, bytes] = {}
    for frame in stage.frames:
        check()
        if frame.look not in encoded:
            indexed = _indexed(stage.picture(frame.look, box), palette)
            encoded[frame.look] = b"".join(GifImagePlugin.getdata(indexed, box[:2]))
        time = lasts(frame, stage.bpm, 100)
        file.write(b"\x21\xf9\x04" + struct.pack("<BHBB", disposal << 2 | flag, time, _CLEAR, 0))
        file.write(encoded[frame.look])
        if stage.is_opaque and box != stage.region:  # a transparent frame clears the one before it, so it is whole
            box = stage.region
            encoded.clear()
    file.write(b"\x3b")
    return file.getvalue()


def _palette(stage: Stage, check: Check) -> Image.Image:
    """Return a picture whose palette has the best colours for the loop, the last one left free."""
    looks = list(dict.fromkeys(frame.look for frame in stage.frames))
    colours = []
    for look in looks[:: -(-len(looks) // _SAMPLED)]:
        check()
        picture = stage.picture(look)
        picture.thumbnail((_SAMPLE_EDGE, _SAMPLE_EDGE), Image.Resampling.NEAREST)  # invents no colours
        pixels = np.asarray(picture.convert("RGBA")).reshape(-1, 4)
        colours.append(pixels[pixels[:, 3] >= _HALF, :3])
    row = np.concatenate([*colours, np.zeros((1, 3), np.uint8)])[None]  # never empty
    return Image.fromarray(np.ascontiguousarray(row), "RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT)


def _indexed(picture: Image.Image, palette: Image.Image) -> Image.Image:
    indexed = picture.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    if picture.mode == "RGBA":
        indexed.paste(_CLEAR, mask=picture.getchannel("A").point([255] * _HALF + [0] * _HALF))
    return indexed
