"""What the form offers: it follows from what the chosen model can do, so that nothing fails late."""

from __future__ import annotations

from dataclasses import dataclass

from babydance.domain.edits import EDITS, find_edit, nearest_size, settings_for
from babydance.domain.images import SIZE_PRESETS
from babydance.domain.models import ImageModelSpec
from babydance.domain.uploads import ChosenView

CUSTOM = "custom"
_QUALITIES = {"low": "Low", "medium": "Medium", "high": "High", "xhigh": "Higher", "max": "Best"}
_BACKGROUNDS = {"auto": "Any", "opaque": "Filled", "transparent": "None"}
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    id: str
    label: str
    hint: str = ""


def offered_by(spec: ImageModelSpec) -> dict[str, list[Choice]]:
    """Return the choices of the form by their names."""
    return {
        "qualities": [Choice(quality, quality_label(quality)) for quality in spec.qualities],
        "backgrounds": [Choice(name, label) for name, label in _BACKGROUNDS.items() if name in spec.backgrounds],
        "formats": [Choice(name, label) for name, label in _FORMATS.items() if name in spec.formats],
        "sizes": _sizes(spec),
        "edits": _edits(spec),
    }


def quality_label(quality: str) -> str:
    """Return a quality as people read it; another provider may call its own as it likes."""
    return _QUALITIES.get(quality, quality.capitalize())


def fitting(
    spec: ImageModelSpec, *, quality: str, background: str, output_format: str, width: int, height: int
) -> dict[str, str | int]:
    """Return the choices as the model can follow them; what it knows stays as it is."""
    if spec.sizes and (width, height) not in spec.sizes:
        width, height = nearest_size(spec, max(1, width), max(1, height))
    return {
        "quality": quality if quality in spec.qualities else spec.default_quality,
        "background": background if background in spec.backgrounds else spec.backgrounds[0],
        "output_format": output_format if output_format in spec.formats else spec.formats[0],
        "width": width,
        "height": height,
        "size": size_choice(spec, width, height),
    }


def suiting(edit_id: str, spec: ImageModelSpec, picture: ChosenView, *, output_format: str) -> dict[str, str | int]:
    """Return the choices to begin with when an edit is made of ``picture``."""
    suited = settings_for(
        find_edit(edit_id), spec, width=picture.width, height=picture.height, output_format=output_format
    )
    return {
        "width": suited.width,
        "height": suited.height,
        "size": size_choice(spec, suited.width, suited.height),
        "background": suited.background,
        "output_format": suited.output_format,
    }


def size_choice(spec: ImageModelSpec, width: int, height: int) -> str:
    """Return the choice that stands for a size in pixels."""
    presets = {(preset.width, preset.height): preset.id for preset in SIZE_PRESETS}
    return presets.get((width, height), f"{width}x{height}" if spec.sizes else CUSTOM)


def size_label(width: int, height: int) -> str:
    """Return a size as people read it."""
    presets = {(preset.width, preset.height): preset.label for preset in SIZE_PRESETS}
    return presets.get((width, height), f"{width} × {height}")


def pixels_of(choice: str) -> tuple[int, int] | None:
    """Return the size in pixels that a choice stands for; None for custom, and for what nobody offered."""
    for preset in SIZE_PRESETS:
        if preset.id == choice:
            return preset.width, preset.height
    width, _, height = choice.partition("x")
    return (int(width), int(height)) if width.isdecimal() and height.isdecimal() else None


def whole_pixels(value: str) -> int:
    """Return what was typed as a length in pixels; what is none becomes 0, which no model takes."""
    return int(value) if value.isdecimal() else 0


def _sizes(spec: ImageModelSpec) -> list[Choice]:
    if not spec.sizes:
        return [*(Choice(preset.id, preset.label) for preset in SIZE_PRESETS), Choice(CUSTOM, "Custom")]
    return [Choice(size_choice(spec, *size), size_label(*size)) for size in spec.sizes]


def _edits(spec: ImageModelSpec) -> list[Choice]:
    if not spec.can_edit:
        return []
    fitting = [edit for edit in EDITS if spec.can_mask or not edit.is_larger]
    return [Choice("", "In my words"), *(Choice(edit.id, edit.label, edit.blurb) for edit in fitting)]
