"""The composer: places the baby on its stage, lights it and finishes the picture in a style."""

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from babydance.sandbox.artist import light
from babydance.sandbox.artist.baby import Baby
from babydance.sandbox.artist.brushes import Layer
from babydance.sandbox.artist.casting import Cast
from babydance.sandbox.artist.colours import RGB, rgb
from babydance.sandbox.artist.poses import POSES, SOLE, Pose
from babydance.sandbox.artist.scenery import Stage
from babydance.sandbox.artist.settings import SETTINGS, Setting
from babydance.sandbox.artist.styles import STYLES, Style

Box = tuple[int, int, int, int]
_LARGEST = 1_700_000  # pixels painted; larger pictures are enlarged from this
_SOLID = 110  # alpha from which a square pixel is part of the baby
_WIDEST = 44.0  # units the baby and its props reach to either side
_LAMPS: dict[str, tuple[str, float, float]] = {  # colour, strength on the place, on the baby
    "day": ("#FFF4E2", 0.12, 0.06),
    "morning": ("#FFE2CE", 0.2, 0.12),
    "sunset": ("#FFB48A", 0.36, 0.24),
    "night": ("#9AA4EE", 0.38, 0.24),
}


@dataclass(frozen=True)
class Frame:
    """Where the baby stands in the picture: its origin and scale in pixels."""

    origin: tuple[float, float]
    scale: float


def compose(
    cast: Cast,
    size: tuple[int, int],
    dice: random.Random,
    *,
    backdrop: Image.Image | None = None,
    within: Box | None = None,
) -> Image.Image:
    """Paint the whole picture, over a given backdrop and with the baby inside a box, if there are any."""
    work = _work_size(size)
    style, setting = STYLES.get(cast.style, STYLES[""]), SETTINGS[cast.setting]
    floor = _floor(work)
    stage = Stage(work, manner=style.manner, dice=dice, hour=cast.hour, backdrop=cast.backdrop, floor=floor)
    if backdrop is None:
        setting.back(stage)
        scene = stage.image.convert("RGB")
    else:
        scene = backdrop.resize(work, Image.Resampling.BICUBIC)
    lamp, on_place, on_baby = _LAMPS["day" if setting.indoors else cast.hour]
    if style.lights:
        scene = light.tint(scene, rgb(lamp), on_place)
    baby = Baby(cast.look, cast.pose)
    frame = _frame(baby, work, floor, stage.scale) if within is None else _boxed(baby, within, work[0] / size[0])
    figure = _figure(baby, work, frame, style)
    if style.depth:
        scene = light.blurred(scene, style.depth * min(work) / 100)
    _ground(scene, baby, frame, setting, style)
    lit = _lit(figure, setting, frame, rgb(lamp), on_baby) if style.lights else figure
    scene.paste(lit, (0, 0), lit)
    if setting.front and backdrop is None:
        scene = _with_front(scene, setting, stage)
    return _finish(scene, figure.getchannel("A"), style, cast, dice.randrange(1 << 30)).resize(
        size, Image.Resampling.LANCZOS
    )


def cut_out(cast: Cast, size: tuple[int, int], dice: random.Random) -> Image.Image:
    """Paint only the baby and its props on nothing."""
    work = _work_size(size)
    style = STYLES.get(cast.style, STYLES[""])
    baby = Baby(cast.look, cast.pose)
    unit = min(work[0] / (2 * _WIDEST), work[1] / max(104.0, baby.height + 14))
    frame = Frame((work[0] / 2, work[1] * 0.5 + (baby.height / 2 - baby.bones.ground) * unit), unit)
    figure = _figure(baby, work, frame, style)
    box = figure.getbbox()
    if box:
        figure = ImageChops.offset(figure, 0, round((work[1] - box[1] - box[3]) / 2))
    alpha = figure.getchannel("A")
    paper = Image.new("RGB", work, rgb("#FBF4EA") if not style.dark else rgb("#1B1436"))
    paper.paste(figure, (0, 0), figure)
    if style.finish:
        paper = style.finish(paper, alpha, dice.randrange(1 << 30))
    if style.pixels:
        alpha = style.pixels(alpha).point([255 if level > _SOLID else 0 for level in range(256)])
    paper.putalpha(alpha)
    return paper.resize(size, Image.Resampling.LANCZOS)


def posed(cast: Cast, pose: Pose, size: tuple[int, int]) -> Image.Image:
    """Paint the baby alone in a pose: the same scale, place and floor for every pose of a look, no mark."""
    baby = Baby(cast.look, pose)
    tallest = max(Baby(cast.look, other).height for other in POSES.values())
    scale = min(size[0] / (2 * _WIDEST), size[1] / (tallest + 12))
    frame = Frame((size[0] / 2, size[1] - (baby.bones.ground + 4) * scale), scale)
    return _figure(baby, size, frame, STYLES.get(cast.style, STYLES[""]))


def _work_size(size: tuple[int, int]) -> tuple[int, int]:
    shrink = min(1.0, (_LARGEST / (size[0] * size[1])) ** 0.5)
    return max(1, round(size[0] * shrink)), max(1, round(size[1] * shrink))


def _floor(size: tuple[int, int]) -> float:
    tall = size[1] / size[0]
    return 0.87 if tall <= 1 else max(0.74, 0.87 - (tall - 1) * 0.09)


def _frame(baby: Baby, size: tuple[int, int], floor: float, unit: float) -> Frame:
    tall = size[1] / size[0]
    bones = baby.bones
    share = 0.78 + min(0.34, max(0.0, tall - 1) * 0.34)
    share *= 1.22 if bones.prone else 1.1 if bones.seated else 1.0
    room = size[1] * floor / unit - 4
    scale = unit * min(share, room / baby.height, size[0] / unit / 2 / (_WIDEST + 3))
    return Frame((size[0] / 2, size[1] * floor - bones.ground * scale), scale)


def _boxed(baby: Baby, box: Box, shrink: float) -> Frame:
    left, top, right, bottom = (edge * shrink for edge in box)
    scale = min((right - left) / (2 * _WIDEST), (bottom - top) / 104)
    return Frame(((left + right) / 2, (top + bottom) / 2 + 46 * scale - baby.bones.ground * scale), scale)


def _figure(baby: Baby, size: tuple[int, int], frame: Frame, style: Style) -> Image.Image:
    layer = Layer(size, scale=frame.scale, origin=frame.origin, manner=style.manner)
    baby.paint(layer)
    return layer.image


def _ground(scene: Image.Image, baby: Baby, frame: Frame, setting: Setting, style: Style) -> None:
    layer = Layer(scene.size, scale=frame.scale, origin=frame.origin, manner=style.manner, image=scene.convert("RGBA"))
    bones = baby.bones
    wide = 30.0 if bones.prone else 25.0 if bones.seated else 19.0
    lifted = 0.0 if bones.seated or bones.prone else max(0.0, bones.ground - max(y for _, y in bones.feet) - SOLE)
    fade = 1 / (1 + lifted * 0.07)
    colour = rgb(setting.shadow)
    layer.spot(0, bones.ground - 58, 62, rgb(setting.rim), 0.28)
    layer.spot(3 if bones.prone else 0, bones.ground + 0.6, wide * 1.5, colour, 0.5 * fade, ry=5.5)
    for x, y in bones.feet:
        layer.spot(x, y + SOLE + lifted, 9, colour, 0.75 * fade, ry=2.6)
    scene.paste(layer.image.convert("RGB"))


def _lit(figure: Image.Image, setting: Setting, frame: Frame, lamp: RGB, strength: float) -> Image.Image:
    alpha = figure.getchannel("A")
    coloured = light.tint(figure.convert("RGB"), lamp, strength)
    away = max(1, round(frame.scale * 0.75))
    inner = alpha.filter(ImageFilter.BoxBlur(away)).crop((away, -away, alpha.width + away, alpha.height - away))
    rim = ImageChops.subtract(alpha, inner).point([round(level * 0.62) for level in range(256)])
    coloured.paste(rgb(setting.rim), (0, 0), rim)
    coloured.putalpha(alpha)
    return coloured


def _with_front(scene: Image.Image, setting: Setting, stage: Stage) -> Image.Image:
    stage.image = scene.convert("RGBA")
    if setting.front:
        setting.front(stage)
    return stage.image.convert("RGB")


def _finish(scene: Image.Image, alpha: Image.Image, style: Style, cast: Cast, seed: int) -> Image.Image:
    if style.lights:
        light.vignette(scene, rgb("#2E1A38") if cast.hour == "night" else rgb("#6A4038"), 0.3)
    if style.finish:
        return style.finish(scene, alpha, seed)
    light.grain(scene, 0.035)
    return scene
