"""Things to print and keep: a flip-book, a poster, a sheet of stickers, and everything in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from PIL.PngImagePlugin import PngInfo

from babydance.dance.choreograph import Stage, ground
from babydance.dance.lettering import lettering
from babydance.dance.paper import A4, DPI, millimetres, page, pdf
from babydance.dance.poses import Check, Pixels, PoseSet, never
from babydance.domain.captions import Caption
from babydance.domain.dance_files import dance_as_json
from babydance.domain.dance_timeline import Look, timeline
from babydance.domain.dances import Background, Choreography, Step
from babydance.domain.provenance import MADE_BY_AI

LEAST_LEAVES, MOST_LEAVES = 24, 64
_COLUMNS, _ROWS = 2, 4
_LEAF = (millimetres(90), millimetres(65))
_SPINE = millimetres(24)  # left free for the staple or the clip
_MARK = millimetres(4)
_GREY = (150, 150, 150)
_SHEET_COLUMNS, _SHEET_ROWS = 3, 4
_STICKER = millimetres(60)
_RIM = 18  # pixels around a sticker
_LINE_FROM, _RIM_FROM = 6, 12  # how dark the blurred pose is where line and rim begin, of 255
_PAPER = "#fff4e0"
_JPEG_QUALITY = 92
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP knows: the same dance gives the same file


def flip_book(poses: PoseSet, dance: Choreography, *, backdrop: Pixels | None = None, check: Check = never) -> bytes:
    """Return a PDF of A4 pages with 8 leaves each, one for a quarter of a beat, with marks to cut along.

    A short loop comes several times, a long one in fewer leaves: there are 24 to 64, evenly spaced in time.
    """
    side = _LEAF[1] - 2 * _MARK
    stage = Stage(poses, dance, (side, side), backdrop=backdrop, paper="#ffffff")
    looks = _leaves(dance)

    def pages() -> Iterator[Image.Image]:
        for first in range(0, len(looks), _COLUMNS * _ROWS):
            sheet = page()
            for number, look in enumerate(looks[first : first + _COLUMNS * _ROWS], first):
                check()
                _put_leaf(sheet, stage.picture(look), number)
            yield sheet

    return pdf(pages())


def poster(poses: PoseSet, dance: Choreography, *, backdrop: Pixels | None = None, check: Check = never) -> bytes:
    """Return a JPEG of A4 at 200 dpi: the first step large, the caption above, all poses in a row below."""
    picture = ground(dance.background, A4, backdrop=backdrop, paper=_PAPER)
    clear = replace(dance, caption=Caption(), background=Background())
    hero = Stage(poses, clear, (millimetres(180), millimetres(180)))
    _put(picture, hero.picture(hero.frames[0].look), (millimetres(15), millimetres(48)))
    if dance.caption.text:
        _put(picture, lettering(dance.caption, (millimetres(180), millimetres(34))), (millimetres(15), millimetres(14)))
    count = len(poses.poses)
    side = min(millimetres(44), millimetres(190) // count)
    row = Stage(poses, clear, (side, side))
    left = (A4[0] - side * count) // 2
    for index in range(count):
        check()
        _put(picture, row.picture(_standing(index)), (left + index * side, millimetres(240)))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=_JPEG_QUALITY, dpi=(DPI, DPI), xmp=MADE_BY_AI.encode())
    return file.getvalue()


def sticker_sheet(poses: PoseSet, *, check: Check = never) -> bytes:
    """Return a PDF of A4 pages with 12 poses each, 60 mm wide, with a white rim and a line to cut along."""
    side = _STICKER - 2 * _RIM
    stage = Stage(poses, Choreography((Step(0),)), (side, side))

    def pages() -> Iterator[Image.Image]:
        for first in range(0, len(poses.poses), _SHEET_COLUMNS * _SHEET_ROWS):
            sheet = page()
            for place in range(min(_SHEET_COLUMNS * _SHEET_ROWS, len(poses.poses) - first)):
                check()
                row, column = divmod(place, _SHEET_COLUMNS)
                corner = (millimetres(12 + 63 * column), millimetres(18 + 66 * row))
                _put(sheet, _sticker(stage.picture(_standing(first + place))), corner)
            yield sheet

    return pdf(pages())


def archive(poses: PoseSet, dance: Choreography, *, check: Check = never) -> bytes:
    """Return a ZIP with every pose as a transparent PNG and the choreography, which the studio opens again."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as parcel:
        for number, pose in enumerate(poses.poses, 1):
            check()
            parcel.writestr(zipfile.ZipInfo(f"pose-{number:02}.png", _LONG_AGO), _png(pose))
        recipe = zipfile.ZipInfo("dance.json", _LONG_AGO)
        parcel.writestr(recipe, dance_as_json(dance).encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _leaves(dance: Choreography) -> Sequence[Look]:
    """Return the looks of the leaves, evenly spaced over whole loops."""
    frames = timeline(dance)
    ticks = frames[-1].ends
    loops = -(-LEAST_LEAVES // dance.quarters)
    count = min(dance.quarters * loops, MOST_LEAVES)
    moments = [(number * ticks * loops // count) % ticks for number in range(count)]
    by_tick = [frame.look for frame in frames for _ in range(frame.begins, frame.ends)]
    return [by_tick[moment] for moment in moments]


def _put_leaf(sheet: Image.Image, picture: Image.Image, number: int) -> None:
    """Put one leaf in its place: spine, number, picture, and marks at the corners, outside of what is kept."""
    row, column = divmod(number % (_COLUMNS * _ROWS), _COLUMNS)
    left = (A4[0] - _COLUMNS * _LEAF[0]) * (column + 1) // (_COLUMNS + 1) + column * _LEAF[0]
    upper = (A4[1] - _ROWS * _LEAF[1]) * (row + 1) // (_ROWS + 1) + row * _LEAF[1]
    sheet.paste(picture, (left + _SPINE, upper + _MARK))
    draw = ImageDraw.Draw(sheet)
    draw.text((left + _SPINE // 2, upper + _LEAF[1] // 2), str(number + 1), _GREY, ImageFont.load_default(24), "mm")
    for x, outwards in ((left, -1), (left + _LEAF[0], 1)):
        for y, up_or_down in ((upper, -1), (upper + _LEAF[1], 1)):
            draw.line((x, y, x + outwards * _MARK // 2, y), "black", 1)
            draw.line((x, y, x, y + up_or_down * _MARK // 2), "black", 1)


def _sticker(picture: Image.Image) -> Image.Image:
    """Return the pose with a white rim, and a thin line around that."""
    size = (picture.width + 2 * _RIM, picture.height + 2 * _RIM)
    shape = Image.new("L", size)
    shape.paste(picture.getchannel("A"), (_RIM, _RIM))
    soft = shape.filter(ImageFilter.GaussianBlur(_RIM // 2))  # its contours run around the pose, rounded
    line, rim = (soft.point([0] * least + [255] * (256 - least)) for least in (_LINE_FROM, _RIM_FROM))
    sticker = Image.new("RGBA", size)
    sticker.paste((*_GREY, 255), mask=line)
    sticker.paste("white", mask=rim)
    sticker.alpha_composite(picture, (_RIM, _RIM))
    return sticker


def _put(sheet: Image.Image, picture: Image.Image, place: tuple[int, int]) -> None:
    sheet.paste(picture, place, picture)


def _standing(pose: int) -> Look:
    return Look(pose, is_mirrored=False, dx=0, dy=0, tilt=0)


def _png(pose: Pixels) -> bytes:
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", MADE_BY_AI)
    file = io.BytesIO()
    Image.fromarray(pose, "RGBA").save(file, "PNG", pnginfo=notes)
    return file.getvalue()
