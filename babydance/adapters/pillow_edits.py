"""What edits need of Pillow: a picture on a larger canvas with its mask, and a flat background taken out."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageStat

_SHARE = 0.6  # of the canvas that the picture covers at most
_OVERLAP = 1 / 64  # of the picture's shorter side, opened too, so that the model can hide the seam
_NEAR, _FAR = 60, 150  # distance from the key colour: up to it nothing is left, from it on everything
_UNEVEN = 24.0  # spread of the border's colours beyond which it is no flat background


def on_larger_canvas(picture: Image.Image, width: int, height: int) -> tuple[bytes, bytes]:
    """Return two PNGs of ``width`` x ``height``: the picture in the middle of nothing, and a mask that opens the rest.

    The picture keeps its own pixels where they leave enough border, and is made smaller otherwise.
    """
    area = picture.width * picture.height
    scale = min(1.0, width / picture.width, height / picture.height, math.sqrt(_SHARE * width * height / area))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    spot = ((width - size[0]) // 2, (height - size[1]) // 2)
    canvas = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    canvas.paste(picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS), spot)
    overlap = max(1, round(min(size) * _OVERLAP))
    kept = [_inner(start, length, edge, overlap) for start, length, edge in zip(spot, size, canvas.size, strict=True)]
    mask = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    mask.paste((0, 0, 0, 255), (kept[0][0], kept[1][0], kept[0][1], kept[1][1]))
    return _as_png(canvas), _as_png(mask)


def without_flat_background(picture: Image.Image) -> bytes | None:
    """Return a PNG in which the flat colour along the border has become transparent; None when there is none.

    Edges are soft, and what of the colour shines through them is taken out of them.
    """
    picture = picture.convert("RGB")
    colour = _border_colour(picture)
    if colour is None:
        return None
    distance = _distance(picture, colour)
    alpha = distance.point(_ramp()).filter(ImageFilter.MedianFilter(3))
    alpha = ImageChops.lighter(alpha, _inside(distance))
    channels = [_unmixed(channel, key, alpha) for channel, key in zip(picture.split(), colour, strict=True)]
    return _as_png(Image.merge("RGBA", (*channels, alpha)))


def _inner(start: int, length: int, edge: int, overlap: int) -> tuple[int, int]:
    """Return from where to where the picture is kept along one side; at the canvas' own edge nothing is given away."""
    end = start + length
    return (start + overlap if start > 0 else 0), (end - overlap if end < edge else edge)


def _border_colour(picture: Image.Image) -> tuple[int, int, int] | None:
    w, h = picture.size
    depth = max(1, min(w, h) // 50)
    strips = ((0, 0, w, depth), (0, h - depth, w, h), (0, 0, depth, h), (w - depth, 0, w, h))
    stats = [ImageStat.Stat(picture.crop(strip)) for strip in strips]
    medians = [stat.median for stat in stats]
    colour = sorted(medians)[len(medians) // 2]
    even = [s for s, m in zip(stats, medians, strict=True) if max(s.stddev) < _UNEVEN and _apart(m, colour) < _NEAR]
    if len(even) < len(strips) - 1:  # the character may stand on one edge
        return None
    return (int(colour[0]), int(colour[1]), int(colour[2]))


def _apart(one: list[int], other: list[int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def _distance(picture: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """Return how far each pixel is from ``colour``, by its most different channel."""
    red, green, blue = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _inside(distance: Image.Image) -> Image.Image:
    """Return where the subject surely is, so that green eyes stay whole: away from everything of the key colour."""
    width = 2 * max(2, min(distance.size) // 300) + 1
    return distance.point([0 if level < _NEAR else 255 for level in range(256)]).filter(ImageFilter.MinFilter(width))


def _ramp() -> list[int]:
    return [round(255 * min(1.0, max(0.0, (level - _NEAR) / (_FAR - _NEAR)))) for level in range(256)]


def _unmixed(channel: Image.Image, key: int, alpha: Image.Image) -> Image.Image:
    """Return the colour that, laid over the key colour with this alpha, gives what is there."""

    def work(args: dict[str, object]) -> object:
        seen, share = args["float"](args["channel"]), args["max"](args["float"](args["alpha"]), 1.0)  # type: ignore[operator]
        own = key + (seen - key) * 255.0 / share
        return args["convert"](args["min"](args["max"](own, 0.0), 255.0), "L")  # type: ignore[operator]

    return ImageMath.lambda_eval(work, channel=channel, alpha=alpha)


def _as_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()
