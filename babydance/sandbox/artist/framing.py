"""Around the painting: fitting references, honouring masks, the sandbox mark, unfinished states."""

import hashlib
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from babydance.sandbox.artist.colours import RGB, to_hsv
from babydance.sandbox.artist.words import Brief

Size = tuple[int, int]
Box = tuple[int, int, int, int]

_OPAQUE = 128
_MARK = "sandbox"
_SKIN = ((0.02, 0.12), (0.14, 0.62), (0.34, 1.01))  # hue, saturation, value


def cover(picture: Image.Image, size: Size) -> Image.Image:
    """Return the picture as RGB, scaled and cropped to cover the size, transparency on paper white."""
    if "A" in picture.getbands() or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", rgba.size, (255, 251, 246, 255)), rgba)
    rgb = picture.convert("RGB")
    return rgb if rgb.size == size else ImageOps.fit(rgb, size, Image.Resampling.BICUBIC)


def editable(mask: Image.Image, size: Size) -> Image.Image:
    """Return where a mask allows change: 255 where its alpha is nearly gone, 0 elsewhere."""
    alpha = mask.convert("RGBA").getchannel("A") if "A" in mask.getbands() else mask.convert("L")
    if alpha.size != size:
        alpha = ImageOps.fit(alpha, size, Image.Resampling.NEAREST)
    return alpha.point([255 if level < _OPAQUE else 0 for level in range(256)])


def repaint(base: Image.Image, fresh: Image.Image, area: Image.Image) -> Image.Image:
    """Put the fresh picture over the base inside the area, its edge feathered inwards only."""
    reach = max(1, min(base.size) // 90)
    soft = area.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.BoxBlur(reach))
    soft = soft.point([max(0, level * 2 - 255) for level in range(256)])
    inside = ImageChops.multiply(soft, area)
    return Image.composite(fresh.convert(base.mode), base, inside)


def filled(base: Image.Image, area: Image.Image) -> Image.Image:
    """Return the base with the area filled softly from its surroundings."""
    small = base.reduce(max(1, min(base.size) // 64))
    known = ImageOps.invert(area.resize(small.size, Image.Resampling.BILINEAR))
    bright = Image.composite(small, Image.new("RGB", small.size), known)
    fill = Image.new("RGB", small.size, small.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    for reach in (32, 20, 12, 7, 4):
        weight = known.filter(ImageFilter.BoxBlur(reach)).filter(ImageFilter.BoxBlur(reach / 2))
        blur = bright.filter(ImageFilter.BoxBlur(reach)).filter(ImageFilter.BoxBlur(reach / 2))
        around = Image.merge("RGB", [_divided(band, weight) for band in blur.split()])
        fill = Image.composite(around, fill, weight.point([min(255, level * 3) for level in range(256)]))
    smooth = fill.filter(ImageFilter.GaussianBlur(2)).resize(base.size, Image.Resampling.BICUBIC)
    return Image.composite(smooth, base, area)


def emptied(base: Image.Image) -> Image.Image:
    """Return the base with its middle, where its own figure stands, filled from the sides."""
    w, h = base.size
    middle = Image.new("L", (96, 96), 0)
    half = 46 * min(1.0, h / w * 0.72)
    ImageDraw.Draw(middle).ellipse((48 - half, 4, 48 + half, 94), fill=255)
    soft = middle.filter(ImageFilter.GaussianBlur(5)).resize(base.size, Image.Resampling.BICUBIC)
    return Image.composite(filled(base, soft), base, soft)


def recoloured(brief: Brief, reference: Image.Image) -> Brief:
    """Return the brief with the reference's own strong colours where the words name none."""
    skin = brief.skin or skin_colour(reference)
    return replace(brief, colours=brief.colours or (strong_colour(reference),), skin=skin)


def skin_colour(picture: Image.Image) -> str:
    """Return the colour, as a hex text, that looks like a face in the middle of the picture, or nothing."""
    face = cover(picture, (48, 48)).crop((18, 16, 30, 30)).quantize(6)
    palette = face.getpalette() or []
    for _, index in sorted(face.getcolors() or [], key=lambda share: -share[0]):
        if isinstance(index, int):
            r, g, b = palette[3 * index : 3 * index + 3]
            if all(low < part < high for part, (low, high) in zip(to_hsv((r, g, b)), _SKIN, strict=True)):
                return f"#{r:02X}{g:02X}{b:02X}"
    return ""


def strong_colour(picture: Image.Image) -> RGB:
    """Return the most frequent lively colour around the middle of the picture."""
    small = cover(picture, (48, 48)).crop((12, 20, 36, 44)).quantize(8)
    palette = small.getpalette() or []
    shares = small.getcolors() or []
    best, score = (240, 160, 140), -1.0
    for count, index in shares:
        if not isinstance(index, int):
            continue
        r, g, b = palette[3 * index : 3 * index + 3]
        liveliness = (max(r, g, b) - min(r, g, b)) / 255 + 0.12
        if count * liveliness > score:
            best, score = (r, g, b), count * liveliness
    return best


def is_border(area: Image.Image) -> bool:
    """Tell whether an area lies around the middle, to continue a picture rather than to put something into it."""
    right, bottom = area.width - 1, area.height - 1
    ends = [((0, 0), (right, bottom)), ((right, 0), (0, bottom)), ((0, bottom // 2), (right, bottom // 2))]
    ends.append(((right // 2, 0), (right // 2, bottom)))
    is_open = any(area.getpixel(one) and area.getpixel(other) for one, other in ends)
    return is_open and not area.getpixel((right // 2, bottom // 2))


def pin(picture: Image.Image, reference: Image.Image, place: int = 0) -> None:
    """Pin a small print of the reference to an upper corner of the picture, later ones still smaller below it."""
    edge = max(16, round(min(picture.size) * (0.1 if place else 0.2)))
    border = max(2, edge // 16)
    inner = cover(reference, (edge - 2 * border, edge - 2 * border))
    card = Image.new("RGBA", (edge, edge + border * 2), (255, 253, 248, 255))
    card.paste(inner, (border, border))
    pad = edge // 5
    sheet = Image.new("RGBA", (card.width + 2 * pad, card.height + 2 * pad), (0, 0, 0, 0))
    sheet.paste(card, (pad, pad))
    sheet = sheet.rotate(5, Image.Resampling.BICUBIC)
    shadow = (
        sheet.getchannel("A").filter(ImageFilter.BoxBlur(border)).point([round(level * 0.4) for level in range(256)])
    )
    spot = (picture.width - sheet.width + pad // 2, -pad // 3)
    if place:
        column, row = divmod(place - 1, max(1, (picture.height - 2 * sheet.height) // card.height - 1))
        spot = (spot[0] - column * card.width, 2 * sheet.height + row * card.height - pad)
    dark = Image.new("RGB", sheet.size, (50, 30, 40))
    picture.paste(dark, (spot[0] + border // 2, spot[1] + border), shadow)
    picture.paste(sheet, spot, sheet)


def mark(picture: Image.Image) -> None:
    """Write the small sandbox mark into the lower right corner of the picture."""
    tile = _pill(*picture.size)
    gap = max(2, round(min(picture.size) * 0.018))
    _stamp(picture, tile, (picture.width - tile.width - gap, picture.height - tile.height - gap))


def mark_inside(picture: Image.Image, area: Image.Image) -> None:
    """Write the sandbox mark low into an area, changing nothing outside it."""
    box = area.getbbox()
    if box is None:
        return
    left, top, right, bottom = box
    tile = _pill(right - left, bottom - top)
    marked = picture.copy()
    _stamp(marked, tile, ((left + right - tile.width) // 2, bottom - tile.height - (bottom - top) // 12))
    picture.paste(marked, (0, 0), area)


def _pill(width: int, height: int) -> Image.Image:
    tall = max(7, round(min(height, width * 1.4) * 0.024), round(min(width, height) * 0.02))
    font = ImageFont.load_default(max(6, round(tall * 0.72)))
    wide = round(font.getlength(_MARK) + tall * 0.95)
    k = 4
    pill = Image.new("L", (wide * k, tall * k), 0)
    ImageDraw.Draw(pill).rounded_rectangle((0, 0, wide * k - 1, tall * k - 1), tall * k // 2, fill=255)
    tile = Image.new("RGBA", (wide, tall), (42, 33, 28, 255))
    ImageDraw.Draw(tile).text((wide / 2, tall * 0.5), _MARK, (255, 251, 246, 255), font, anchor="mm")
    tile.putalpha(pill.reduce(k).point([round(level * 0.72) for level in range(256)]))
    return tile


def _stamp(picture: Image.Image, tile: Image.Image, spot: tuple[int, int]) -> None:
    if tile.width > picture.width or tile.height > picture.height:
        return
    x, y = max(0, spot[0]), max(0, spot[1])
    if picture.mode == "RGBA":
        picture.alpha_composite(tile, (x, y))
    else:
        picture.paste(tile, (x, y), tile)


def unfinished(picture: Image.Image, index: int, total: int) -> Image.Image:
    """Return the picture as it might look after `index` + 1 of `total` previews: coarse, then sharper."""
    done = (max(0, index) + 1) / (max(1, total, index + 1) + 1)
    width, height = picture.size
    cells = max(10, round(14 * (max(picture.size) / 14) ** (done * 0.8)))
    scale = cells / max(picture.size)
    small = picture.resize((max(2, round(width * scale)), max(2, round(height * scale))), Image.Resampling.BOX)
    coarse = small.resize(picture.size, Image.Resampling.BICUBIC)
    if "A" not in picture.getbands():
        coarse = Image.blend(coarse, _grain(picture.size).convert(coarse.mode), 0.08 * (1 - done))
    return coarse


def _divided(band: Image.Image, weight: Image.Image) -> Image.Image:
    values = [min(255, round(255 * b / w)) if w else 0 for b, w in zip(band.tobytes(), weight.tobytes(), strict=True)]
    return Image.frombytes("L", band.size, bytes(values))


def _grain(size: Size) -> Image.Image:
    seed = hashlib.shake_128(b"grain").digest(48 * 48)
    return Image.frombytes("L", (48, 48), seed).resize(size, Image.Resampling.BICUBIC)
