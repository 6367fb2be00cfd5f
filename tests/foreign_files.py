"""Files as people, phones and attackers send them, for the tests of the uploads."""

from __future__ import annotations

import io
import random
import struct
import zlib
from functools import cache

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin

SECRET = "PLANTED-SECRET-48.8584N"  # in every piece of metadata that is planted


def a_photo(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Something with edges, whose top is red and whose bottom is blue."""
    image = Image.new("RGB", (width, height), "#d02020")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height // 2, width, height), fill="#2020d0")
    for x in range(0, width, 16):
        pen.line((x, 0, x // 2, height), fill="#f0f0a0")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def heic(image: Image.Image, **options: object) -> bytes:
    """Encode as a phone does; the studio itself can only read this."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=70, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Who took the picture, where and how the camera was held."""
    told = Image.Exif()
    told[ExifTags.Base.Orientation] = orientation
    told[ExifTags.Base.Artist] = SECRET
    told[ExifTags.Base.ImageDescription] = SECRET
    place = told.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (48.0, 51.0, 30.24)
    place[ExifTags.GPS.GPSAreaInformation] = SECRET.encode()
    return told


@cache
def talkative(kind: str) -> bytes:
    """A picture with a secret in every place where its format can hold one, and behind its end."""
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    if kind == "HEIC":
        return heic(a_photo(), exif=exif().tobytes(), xmp=xmp) + SECRET.encode()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET)
        words.add_itxt("XML:com.adobe.xmp", SECRET)
        return encoded(a_photo(), "PNG", pnginfo=words, exif=exif()) + SECRET.encode()
    more = {"comment": SECRET.encode()} if kind == "JPEG" else {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(a_photo(), kind, exif=exif(), xmp=xmp, icc_profile=profile, **more) + SECRET.encode()


def png_that_claims(width: int, height: int, *, rows: int = 8) -> bytes:
    """A few bytes that ask for a lot of memory."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    pixels = zlib.compress((b"\0" + bytes(width // 8)) * rows, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    frames = [a_photo(), a_photo().rotate(90, expand=False), a_photo().rotate(180)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)


def mutated(data: bytes, seed: int) -> bytes:
    """Break a file in one of the ways in which files break."""
    dice = random.Random(seed)
    broken = bytearray(data)
    match seed % 5:
        case 0:
            for _ in range(dice.randint(1, 30)):
                broken[dice.randrange(len(broken))] = dice.randrange(256)
        case 1:
            del broken[dice.randrange(12, len(broken)) :]
        case 2:
            start = dice.randrange(len(broken))
            del broken[start : start + dice.randint(1, 400)]
        case 3:
            start = dice.randrange(len(broken))
            broken[start:start] = dice.randbytes(dice.randint(1, 400))
        case _:
            for _ in range(4):  # lengths and sizes stand near the beginning
                broken[dice.randrange(min(64, len(broken)))] = dice.choice((0, 1, 127, 128, 255))
    return bytes(broken)
