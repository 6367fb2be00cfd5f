"""Pages of A4 at 200 dpi, and the PDF that they come in."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, PdfParser

from babydance.domain.provenance import MADE_BY_AI

DPI = 200
_QUALITY = 90
_MM_AN_INCH = 25.4
_TITLE = "AI Baby Dance"


def millimetres(length: float) -> int:
    """Return how many pixels a length on paper has."""
    return round(length * DPI / _MM_AN_INCH)


A4 = (millimetres(210), millimetres(297))


def page(colour: str = "white") -> Image.Image:
    """Return an empty page."""
    return Image.new("RGB", A4, colour)


def pdf(pages: Iterable[Image.Image]) -> bytes:
    """Return the pages as a PDF; one page at a time is in memory. There is one at least."""
    file = io.BytesIO()
    for number, picture in enumerate(pages):
        named = {"title": _TITLE, "creationDate": None, "modDate": None}  # the same dance gives the same file
        picture.save(file, "PDF", resolution=DPI, quality=_QUALITY, append=number > 0, **named)
    _label(file)
    return file.getvalue()


def _label(file: io.BytesIO) -> None:
    """Hang the XMP packet on the catalogue. Source: ISO 32000-1, 14.3.2, Metadata Streams."""
    with PdfParser.PdfParser(f=file, mode="r+b") as parser:
        parser.start_writing()
        kind = {"Type": PdfParser.PdfName("Metadata"), "Subtype": PdfParser.PdfName("XML")}
        packet = parser.write_obj(None, stream=MADE_BY_AI.encode(), **kind)
        parser.write_obj(parser.root_ref, {**parser.root, PdfParser.PdfName("Metadata"): packet})
        parser.write_xref_and_trailer()
