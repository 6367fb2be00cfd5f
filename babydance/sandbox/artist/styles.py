"""Art styles: how each handles the brush, and which finish it gives the picture."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from babydance.sandbox.artist import finishes, prints
from babydance.sandbox.artist.brushes import Manner
from babydance.sandbox.artist.colours import RGB, hsv, luma, mix, rgb, to_hsv, vivid

Finish = Callable[[Image.Image, Image.Image, int], Image.Image]


@dataclass(frozen=True)
class Style:
    """A manner of painting, a finish that gets the baby's alpha and a seed, a depth of field."""

    manner: Manner = field(default_factory=Manner)
    finish: Finish | None = None
    lights: bool = True
    dark: bool = False
    depth: float = 0.0
    pixels: Callable[[Image.Image], Image.Image] | None = None


def _soft(colour: RGB) -> RGB:
    return mix(vivid(colour, 0.8, 1.04), (255, 248, 244), 0.14)


def _chalky(colour: RGB) -> RGB:
    return mix(vivid(colour, 0.72, 1.05), (255, 244, 246), 0.26)


def _rich(colour: RGB) -> RGB:
    return vivid(colour, 1.25, 1.02)


def _aged(colour: RGB) -> RGB:
    return mix(vivid(colour, 0.72, 0.97), rgb("#E9D3A8"), 0.14)


def _night(colour: RGB) -> RGB:
    return mix(vivid(colour, 1.1, 0.5), rgb("#1F1252"), 0.38)


def _tube(colour: RGB) -> RGB:
    h, s, _ = to_hsv(colour)
    return hsv(h, max(0.72, s), 1.0) if s > 0.12 else rgb("#8CF4FF")  # noqa: PLR2004 - greys glow cyan


def _night_detail(colour: RGB) -> RGB:
    if luma(colour) < 100:  # noqa: PLR2004 - lashes stay dark
        return mix(vivid(colour, 1.2, 0.5), rgb("#140A34"), 0.5)
    return mix(vivid(colour, 1.3, 0.95), rgb("#FF6FD0"), 0.22)


def _jewel(colour: RGB) -> RGB:
    h, s, v = to_hsv(colour)
    return hsv(h, min(1.0, s * 1.35 + 0.06), min(1.0, v * 1.04))


STYLES: dict[str, Style] = {
    "": Style(),
    "watercolour": Style(Manner(shade=0.65, gloss=0.2, tone=_soft), finishes.watercolour),
    "pencil": Style(Manner(shade=0.9, gloss=0.5, outline=0.42, ink=(70, 66, 72)), finishes.pencil, lights=False),
    "paper": Style(Manner(shade=0.0, gloss=0.0, drop=0.85, drop_soft=0.55, tone=_rich), finishes.paper, lights=False),
    "clay": Style(Manner(shade=1.5, gloss=1.5, tone=_rich), finishes.clay, depth=0.6),
    "pixel": Style(Manner(shade=0.7, gloss=0.4, outline=0.6, tone=_rich), prints.pixel, pixels=prints.blocks),
    "crayon": Style(Manner(shade=0.35, gloss=0.1, outline=0.75, ink=None, tone=_rich), finishes.crayon, lights=False),
    "felt": Style(Manner(shade=0.8, gloss=0.4, drop=0.35, drop_soft=0.6, stitches=True), finishes.felt),
    "comic": Style(
        Manner(shade=0.45, gloss=0.2, outline=0.62, ink=(28, 20, 34), tone=_rich), prints.comic, lights=False
    ),
    "pastel": Style(Manner(shade=0.6, gloss=0.5, tone=_chalky), finishes.pastel),
    "mono": Style(Manner(shade=1.1, gloss=0.7), prints.mono, depth=1.0),
    "oil": Style(Manner(shade=1.0, gloss=0.7, tone=_rich), finishes.oil),
    "neon": Style(
        Manner(
            shade=0.3,
            gloss=0.0,
            outline=0.42,
            ink=None,
            tone=_night,
            detail_tone=_night_detail,
            edge_tone=_tube,
        ),
        prints.neon,
        lights=False,
        dark=True,
    ),
    "storybook": Style(Manner(shade=0.7, gloss=0.25, outline=0.3, ink=(92, 62, 44), tone=_aged), finishes.storybook),
    "glass": Style(
        Manner(shade=0.3, gloss=0.3, outline=0.7, ink=(26, 22, 30), tone=_jewel),
        prints.glass,
        lights=False,
        dark=True,
    ),
    "origami": Style(
        Manner(shade=0.0, gloss=0.0, drop=0.4, drop_soft=0.5, corners=11, facets=True),
        finishes.folded,
        lights=False,
    ),
    "photo": Style(Manner(shade=1.15, gloss=0.9), prints.photo, depth=1.5),
    "mosaic": Style(
        Manner(shade=0.7, gloss=0.3, outline=0.5, ink=None, tone=_rich), prints.mosaic, pixels=prints.tesserae
    ),
    "sticker": Style(
        Manner(shade=0.55, gloss=0.6, outline=0.35, ink=(66, 42, 52), tone=_rich), prints.sticker, depth=6.0
    ),
}
