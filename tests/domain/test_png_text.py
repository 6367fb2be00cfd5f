"""Text chunks of PNG files: found without decoding, never unpacked beyond their cap."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from babydance.domain.png_text import SIGNATURE, itxt_of

KEY = "babydance:recipe"
MOST = 1_000


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def itxt(text: bytes, *, key: str = KEY, packed: int = 0, method: int = 0) -> bytes:
    return chunk(b"iTXt", key.encode() + b"\0" + bytes([packed, method]) + b"en\0titre\0" + text)


HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
TAIL = chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


def a_png(*chunks: bytes) -> bytes:
    return SIGNATURE + HEAD + b"".join(chunks) + TAIL


@pytest.mark.parametrize("zip_", [False, True])
def test_what_pillow_writes_is_found(zip_: bool) -> None:
    notes = PngInfo()
    notes.add_text("Comment", "x")
    notes.add_itxt("other", "y")
    notes.add_itxt(KEY, "été 踊る", zip=zip_)
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG", pnginfo=notes)
    assert itxt_of(buffer.getvalue(), KEY, most=MOST) == "été 踊る".encode()


def test_the_beginning_of_a_file_is_enough() -> None:
    data = SIGNATURE + HEAD + itxt(b"found") + chunk(b"IDAT", b"x" * 100)[:20]
    assert itxt_of(data, KEY, most=MOST) == b"found"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a png",
        SIGNATURE,
        SIGNATURE + b"\0\0",
        a_png(),
        a_png(itxt(b"x", key="babydance:recipe2")),
        a_png(itxt(b"x", key="babydance")),
        SIGNATURE + HEAD + TAIL + itxt(b"behind the pixels"),
        a_png(itxt(b"x" * (MOST + 1))),
        a_png(itxt(zlib.compress(b"x" * (MOST + 1)), packed=1)),
        a_png(itxt(b"no zlib", packed=1)),
        a_png(itxt(zlib.compress(b"cut off")[:-3], packed=1)),
        a_png(itxt(zlib.compress(b"x"), packed=1, method=7)),
        a_png(chunk(b"zTXt", KEY.encode() + b"\0\0" + zlib.compress(b"x"))),
        a_png(chunk(b"tEXt", KEY.encode() + b"\0x")),
        a_png(chunk(b"iTXt", KEY.encode() + b"\0")),
        a_png(chunk(b"iTXt", KEY.encode() + b"\0\0\0no end")),
        a_png(itxt(b"broken")[:-1] + b"!"),
        a_png(struct.pack(">I", 2**31) + b"iTXt" + KEY.encode() + b"\0\0\0\0\0x"),
        a_png(chunk(b"tEXt", b"") * 2_000, itxt(b"after too many")),
        b"\xff\xd8\xff" + itxt(b"x"),
    ],
)
def test_everything_else_has_no_text(data: bytes) -> None:
    assert itxt_of(data, KEY, most=MOST) is None


def test_a_bomb_is_not_unpacked() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(500)) + packer.flush()
    data = a_png(itxt(bomb, packed=1), chunk(b"zTXt", b"x\0\0" + bomb))
    assert len(bomb) < 600_000
    tracemalloc.start()
    assert itxt_of(data, KEY, most=MOST) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * len(data)


@given(place=st.integers(min_value=0, max_value=120), put=st.binary(max_size=8))
def test_mutated_files_are_harmless(place: int, put: bytes) -> None:
    data = a_png(itxt(b"a recipe"), itxt(zlib.compress(b"another"), key="other", packed=1))
    mutated = data[:place] + put + data[place + len(put) :]
    assert itxt_of(mutated, KEY, most=MOST) in {None, b"a recipe"}
