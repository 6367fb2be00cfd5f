"""What a caller may ask of the images endpoints: parameters checked as the vendor checks them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from babydance.sandbox.openai_errors import (
    Refusal,
    invalid_type,
    invalid_value,
    missing_parameter,
    unknown_parameter,
)
from babydance.sandbox.openai_models import TOKENS_PER_PREVIEW, TOKENS_PER_REFERENCE, Model, picture_model
from babydance.sandbox.triggers import triggers

MAX_PROMPT = 32_000
MAX_REFERENCES = 16
SMALLEST_AREA = 655_360
LARGEST_AREA = 3840 * 2160
LONGEST_EDGE = 3840
_STANDARD_SIZES = ((1024, 1024), (1536, 1024), (1024, 1536))
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")
_SHARED = frozenset(
    {
        "background",
        "complexity",
        "frame_count",
        "frame_duration_ms",
        "model",
        "moderation",
        "n",
        "output_compression",
        "output_format",
        "partial_images",
        "prompt",
        "quality",
        "safety_identifier",
        "size",
        "stream",
        "user",
    },
)
GENERATION_PARAMETERS = _SHARED
EDIT_PARAMETERS = _SHARED | {"image", "images", "image[]", "mask", "markup", "input_fidelity"}


@dataclass(frozen=True)
class PictureRequest:
    """A checked request for pictures."""

    prompt: str
    model: Model
    n: int
    width: int
    height: int
    quality: str
    is_transparent: bool
    output_format: str
    output_compression: int
    stream: bool
    partial_images: int
    safety_identifier: str | None
    references: tuple[Image.Image, ...] = ()
    mask: Image.Image | None = None
    words: frozenset[str] = field(default_factory=frozenset)

    @property
    def size(self) -> str:
        """Write the size the vendor's way."""
        return f"{self.width}x{self.height}"

    @property
    def is_edit(self) -> bool:
        """Tell whether there are pictures to start from."""
        return bool(self.references)

    def input_tokens(self) -> dict[str, int]:
        """Count what the prompt and the references cost."""
        return {
            "text_tokens": -(-len(self.prompt) // 4),
            "image_tokens": TOKENS_PER_REFERENCE * len(self.references),
        }

    def output_tokens(self, *, previews: int) -> int:
        """Count what one picture and its previews cost."""
        drawn = self.model.output_tokens(quality=self.quality, width=self.width, height=self.height)
        return drawn + TOKENS_PER_PREVIEW * previews


def read_request(
    given: Mapping[str, Any],
    *,
    references: tuple[Image.Image, ...] = (),
    mask: Image.Image | None = None,
) -> PictureRequest:
    """Check the parameters of a request, pictures already opened; refuse what the vendor refuses."""
    _refuse_unknown(given, EDIT_PARAMETERS if references else GENERATION_PARAMETERS)
    prompt = _prompt(given)
    model = picture_model(_required_text(given, "model"))
    output_format = _output_format(given)
    is_transparent = _choice(given, "background", ("transparent", "opaque", "auto"), "auto") == "transparent"
    if is_transparent and output_format == "jpeg":
        raise invalid_value("background", "transparent needs output_format png or webp.")
    if given.get("output_compression") is not None and output_format == "png":
        raise invalid_value("output_compression", "only jpeg and webp can be compressed.")
    _check_unused(given)
    width, height = _size(given, references)
    return PictureRequest(
        prompt=prompt,
        model=model,
        n=_integer(given, "n", 1, 10, default=1),
        width=width,
        height=height,
        quality=_quality(given, model),
        is_transparent=is_transparent,
        output_format=output_format,
        output_compression=_integer(given, "output_compression", 0, 100, default=100),
        stream=_boolean(given, "stream"),
        partial_images=_integer(given, "partial_images", 0, 3, default=0),
        safety_identifier=_text(given, "safety_identifier") or _text(given, "user") or None,
        references=references,
        mask=mask,
        words=triggers(prompt),
    )


def _refuse_unknown(given: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in given:
        if name not in known:
            raise unknown_parameter(name)


def _prompt(given: Mapping[str, Any]) -> str:
    prompt = _required_text(given, "prompt")
    if len(prompt) > MAX_PROMPT:
        message = f"Invalid 'prompt': string too long. Expected at most {MAX_PROMPT} characters."
        raise Refusal(400, message, code="string_above_max_length", param="prompt")
    return prompt


def _required_text(given: Mapping[str, Any], name: str) -> str:
    text = _text(given, name)
    if not text:
        raise missing_parameter(name)
    return text


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid_type(name, "a string")
    return value


def _choice(given: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str) -> str:
    value = _text(given, name) or default
    if value not in choices:
        raise invalid_value(name, f"supported values are {', '.join(choices)}.")
    return value


def _integer(given: Mapping[str, Any], name: str, low: int, high: int, *, default: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid_type(name, "an integer")
    if not low <= value <= high:
        raise invalid_value(name, f"expected an integer from {low} to {high}.")
    return value


def _boolean(given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise invalid_type(name, "a boolean")
    return value


def _output_format(given: Mapping[str, Any]) -> str:
    name = _choice(given, "output_format", ("png", "webp", "jpeg", "gif", "svg"), "png")
    if name in {"gif", "svg"}:
        raise invalid_value("output_format", f"the sandbox draws png, webp and jpeg, not {name}.")
    return name


def _check_unused(given: Mapping[str, Any]) -> None:
    """Check the parameters that change nothing in the sandbox."""
    _choice(given, "moderation", ("low", "auto"), "auto")
    _choice(given, "complexity", ("low", "medium", "high"), "medium")
    for name in ("frame_count", "frame_duration_ms"):
        if given.get(name) is not None:
            raise invalid_value(name, "frames are for output_format gif, which the sandbox does not draw.")
    if given.get("input_fidelity") is not None:
        raise invalid_value("input_fidelity", "this model has no such setting, leave it out.")


def _quality(given: Mapping[str, Any], model: Model) -> str:
    quality = _choice(given, "quality", (*model.factors, "auto"), "auto")
    return "high" if quality == "auto" else quality


def _size(given: Mapping[str, Any], references: tuple[Image.Image, ...]) -> tuple[int, int]:
    size = _text(given, "size") or "auto"
    if size == "auto":
        return _nearest_standard(references[0]) if references else _STANDARD_SIZES[0]
    found = _SIZE.fullmatch(size)
    if found is None:
        raise invalid_value("size", "expected WIDTHxHEIGHT or auto.")
    width, height = int(found[1]), int(found[2])
    rules = (
        (width % 16 == 0 and height % 16 == 0, "width and height must be divisible by 16."),
        (max(width, height) <= 3 * min(width, height), "the ratio must be between 1:3 and 3:1."),
        (max(width, height) <= LONGEST_EDGE, f"no edge may be longer than {LONGEST_EDGE} pixels."),
        (width * height <= LARGEST_AREA, f"at most {LARGEST_AREA} pixels in all."),
        (width * height >= SMALLEST_AREA, f"at least {SMALLEST_AREA} pixels in all."),
    )
    for is_kept, message in rules:
        if not is_kept:
            raise invalid_value("size", message)
    return width, height


def _nearest_standard(reference: Image.Image) -> tuple[int, int]:
    ratio = reference.width / reference.height
    return min(_STANDARD_SIZES, key=lambda size: abs(size[0] / size[1] - ratio))
