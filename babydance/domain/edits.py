"""Ready-made edits as data: what each says to the model, what it needs, and which settings suit it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from babydance.domain.errors import InvalidInputError
from babydance.domain.models import GRID, MAX_EDGE, MAX_PIXELS, MIN_PIXELS, ImageModelSpec

LARGER = "larger"  # the picture is laid on a larger canvas, and a mask opens the border
KEYED = "keyed"  # the model paints a flat colour behind the subject, and the studio takes it out
CHARACTER = "character"
KEY_COLOUR = "#00ff00"
_GROWTH = 1.5  # how much longer a side of an extended picture is


@dataclass(frozen=True, slots=True)
class Edit:
    """One ready-made edit; ``words`` are sent as they stand, after the person's own."""

    id: str
    label: str
    blurb: str
    words: str
    keyed_words: str = ""  # sent instead to a model that can't leave a background out
    needs_words: bool = False
    needs_style: bool = False
    is_larger: bool = False
    is_cut_out: bool = False
    is_portrait: bool = False

    def check(
        self, model: ImageModelSpec, *, is_from_picture: bool, has_mask: bool, has_style: bool, background: str
    ) -> None:
        """Refuse settings with which it can't be done, saying what to change."""
        if not is_from_picture:
            raise InvalidInputError("Choose the picture to work from first.", field="sources")
        if self.needs_style and not has_style:
            raise InvalidInputError("Choose the style that it should have.", field="style")
        if self.is_larger and not model.can_mask:
            raise InvalidInputError("This model can't extend a picture. Choose another one.", field="model")
        if self.is_larger and has_mask:
            raise InvalidInputError("Extending needs no mask. Take it away first.", field="sources")
        if self.is_cut_out and model.can_draw_transparent and background != "transparent":
            raise InvalidInputError("Choose None as background, so that it is left out.", field="background")

    def words_for(self, model: ImageModelSpec) -> str:
        """Return what is sent to ``model``."""
        return self.keyed_words if self.is_keyed_by(model) else self.words

    def is_keyed_by(self, model: ImageModelSpec) -> bool:
        """Tell whether the studio has to take the background out itself."""
        return self.is_cut_out and not model.can_draw_transparent

    def canvas_for(self, model: ImageModelSpec) -> str:
        """Return what the studio does to the picture before or after the model: nothing, larger or keyed."""
        if self.is_larger:
            return LARGER
        return KEYED if self.is_keyed_by(model) else ""


EDITS = (
    Edit(
        "variation",
        "Variation",
        "The same character and mood in a new pose",
        "Make a variation of the picture: the same character, face, clothes, place and mood, "
        "with a new pose and a new composition.",
    ),
    Edit(
        "extend",
        "Extend",
        "Paint on beyond the edges",
        "Continue the picture beyond its edges. Leave everything that is there as it is and fill only the empty "
        "border, so that light, perspective and detail go on without a seam.",
        is_larger=True,
    ),
    Edit(
        "background",
        "New background",
        "Say what should be behind",
        "Use this description for the background only. Keep the character, face, pose, clothes and framing exactly "
        "as they are, and let the light fit.",
        needs_words=True,
    ),
    Edit(
        "cut-out",
        "No background",
        "The character alone, on nothing",
        "Cut out the main character, complete and with fine edges, exactly as it is. Leave the background out.",
        keyed_words="Keep the main character exactly as it is, complete and with fine edges. Make the whole background "
        f"one flat, evenly lit, pure green ({KEY_COLOUR}) without shadows, gradients or patterns. "
        "No other green anywhere.",
        is_cut_out=True,
    ),
    Edit(
        "restyle",
        "New style",
        "The same picture in another style",
        "Paint the same picture anew in the style described. Keep the character, pose, composition and framing.",
        needs_style=True,
    ),
    Edit(
        CHARACTER,
        "Make a character",
        "Full body on a plain background",
        "Show the character of the picture as a full figure: the same face, hair and clothes, standing upright and "
        "facing the viewer, arms a little away from the body, the whole body visible from head to toe with both feet, "
        "nothing cut off, nothing held in the hands, alone, on a plain light background without text.",
        is_portrait=True,
    ),
)


def find_edit(edit_id: str) -> Edit:
    """Return the edit with this id, or refuse."""
    for edit in EDITS:
        if edit.id == edit_id:
            return edit
    raise InvalidInputError("This edit isn't available. Choose another one.", field="edit")


@dataclass(frozen=True, slots=True)
class EditSettings:
    """The settings that suit an edit: size in pixels, background, file format."""

    width: int
    height: int
    background: str
    output_format: str


def settings_for(edit: Edit, model: ImageModelSpec, *, width: int, height: int, output_format: str) -> EditSettings:
    """Return the settings to begin with when a picture of ``width`` x ``height`` pixels is edited."""
    if edit.is_portrait:
        size = nearest_size(model, 1024, 1536)
    elif edit.is_larger:
        size = nearest_size(model, round(width * _GROWTH), round(height * _GROWTH))
    else:
        size = nearest_size(model, width, height)
    background = model.backgrounds[0]
    if edit.is_cut_out and model.can_draw_transparent:
        background = "transparent"
        lossless = [name for name in model.formats if name != "jpeg"]
        output_format = output_format if output_format in lossless else lossless[0]
    return EditSettings(*size, background, output_format if output_format in model.formats else model.formats[0])


def nearest_size(model: ImageModelSpec, width: int, height: int) -> tuple[int, int]:
    """Return the size that ``model`` takes and that is most like ``width`` x ``height``, its shape before its area."""
    if model.sizes:
        return min(model.sizes, key=lambda size: _unlike(size, width, height))
    ratio = min(3.0, max(1 / 3, width / height))
    area = min(MAX_PIXELS, max(MIN_PIXELS, width * height), MAX_EDGE**2 * min(ratio, 1 / ratio))
    long = math.sqrt(area)
    wanted = (long * math.sqrt(ratio), long / math.sqrt(ratio))
    steps = [(math.floor(edge / GRID) * GRID, math.ceil(edge / GRID) * GRID) for edge in wanted]
    fitting = [(w, h) for w in steps[0] for h in steps[1] if _fits(w, h)]
    return min(fitting, key=lambda size: _unlike(size, *wanted))


def _unlike(size: tuple[int, int], width: float, height: float) -> tuple[float, float]:
    shape = abs(math.log(size[0] / size[1] * height / width))
    return round(shape, 2), abs(math.log(size[0] * size[1] / (width * height)))


def _fits(width: int, height: int) -> bool:
    long, short = max(width, height), min(width, height)
    return 0 < long <= min(MAX_EDGE, 3 * short) and MIN_PIXELS <= width * height <= MAX_PIXELS
