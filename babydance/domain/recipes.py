"""Recipes: all that was asked for a picture, as JSON that people keep, share and open again.

Whatever is read here was written by anybody: it is small, flat, strictly typed, and then only a filled form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from babydance.domain.errors import InvalidInputError, StudioError
from babydance.domain.images import MAX_COUNT, SIZE_PRESETS, clean_prompt
from babydance.domain.models import BACKGROUNDS, ImageModelSpec, check_size
from babydance.domain.sources import Source, SourceKind
from babydance.domain.styles import STYLES

VERSION = 1
APP = "AI Baby Dance"
MAX_PNG_HEAD = 1_048_576  # bytes of a PNG that are looked through
KEYWORD = "babydance:recipe"  # of the text chunk in a PNG
MAX_BYTES = 32 * 1024  # less than one message of a page may have
MAX_SOURCES = 16
_LONGEST = 32_000  # characters of any text
_EDIT = re.compile(r"[a-z][a-z-]{0,31}")
_NAMES_TOLD = 5  # unknown parts that are named

NOT_A_RECIPE = "This isn't a recipe of AI Baby Dance."
TOO_LARGE = f"A recipe has at most {MAX_BYTES // 1024} KB; this is something else."


@dataclass(frozen=True, slots=True)
class RecipeSource:
    """A picture that was worked from, known by the SHA-256 of its bytes."""

    kind: SourceKind
    sha256: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was asked for; sizes in pixels, ``style`` an id and ``fragment`` the words that were sent for it."""

    prompt: str
    model: str = ""
    width: int = 0
    height: int = 0
    quality: str = ""
    background: str = ""
    output_format: str = ""
    count: int = 1
    style: str = ""
    fragment: str = ""
    edit: str = ""
    canvas: str = ""
    has_mask: bool = False
    sources: tuple[RecipeSource, ...] = ()
    picture: str = ""  # SHA-256 of the result
    made_at: str = ""  # ISO 8601
    notes: tuple[str, ...] = ()  # what of a foreign recipe was passed over

    def as_json(self) -> str:
        """Return the recipe as people keep it."""
        written = {
            "babydance": VERSION,
            "app": APP,
            "prompt": self.prompt,
            "style": {"id": self.style, "fragment": self.fragment} if self.style else None,
            "model": self.model,
            "size": {"width": self.width, "height": self.height},
            "quality": self.quality,
            "background": self.background,
            "format": self.output_format,
            "count": self.count,
            "edit": self.edit or None,
            "canvas": self.canvas or None,
            "mask": self.has_mask or None,
            "sources": [{"kind": source.kind.value, "sha256": source.sha256} for source in self.sources],
            "picture": self.picture or None,
            "made_at": self.made_at or None,
        }
        kept = {name: value for name, value in written.items() if value is not None}
        return json.dumps(kept, ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """A download; ``name`` is what the file is called."""

    data: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a recipe puts into the form, and in words what of it could not be had; an empty text changes nothing."""

    prompt: str
    model: str
    width: int
    height: int
    quality: str
    background: str
    output_format: str
    count: int
    style: str
    edit: str
    sources: tuple[Source, ...]
    missing: tuple[str, ...]


def parse_recipe(data: bytes) -> Recipe:
    """Read a foreign recipe; raise ``InvalidInputError`` in words when it is none or is written wrongly."""
    if len(data) > MAX_BYTES:
        raise InvalidInputError(TOO_LARGE, field="recipe")
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InvalidInputError(NOT_A_RECIPE, field="recipe") from None
    if not isinstance(found, dict) or type(found.get("babydance")) is not int or found["babydance"] < 1:
        raise InvalidInputError(NOT_A_RECIPE, field="recipe")
    parts = _Parts(found, "recipe")
    style, size = parts.group("style"), parts.group("size")
    return Recipe(
        prompt=_prompt(parts.text("prompt")),
        model=parts.text("model"),
        width=size.number("width"),
        height=size.number("height"),
        quality=parts.text("quality"),
        background=parts.text("background"),
        output_format=parts.text("format"),
        count=parts.number("count", 1),
        style=style.text("id"),
        fragment=style.text("fragment"),
        edit=parts.text("edit"),
        canvas=parts.text("canvas"),
        has_mask=parts.flag("mask"),
        sources=_sources(parts),
        picture=parts.text("picture"),
        made_at=parts.text("made_at"),
        notes=_notes(found),
    )


def fill_form(recipe: Recipe, offered: Sequence[ImageModelSpec], sources: Sequence[Source | None]) -> FilledForm:
    """Turn a recipe into choices that exist today; ``sources`` are its own, None for one that was not found."""
    missing = list(recipe.notes)
    spec = next((spec for spec in offered if spec.id == recipe.model), None)
    if spec is None:
        spec = offered[0]
        named = f"The model “{_short(recipe.model)}” isn't offered here" if recipe.model else "It names no model"
        missing.append(f"{named}; {spec.label} is chosen instead.")
    width, height = _size(recipe, missing)
    quality = _one_of(recipe.quality, spec.qualities, spec.default_quality, missing, what="quality")
    background = _one_of(recipe.background, BACKGROUNDS, BACKGROUNDS[0], missing, what="background")
    output_format = _one_of(recipe.output_format, spec.formats, spec.formats[0], missing, what="file format")
    count = min(max(recipe.count, 1), MAX_COUNT)
    if count != recipe.count:
        missing.append(f"It asks for {recipe.count} pictures; {count} can be made at once.")
    style = _style(recipe, missing)
    missing += _missing_sources(recipe, sources)
    return FilledForm(
        prompt=recipe.prompt,
        model=spec.id,
        width=width,
        height=height,
        quality=quality,
        background=background,
        output_format=output_format,
        count=count,
        style=style,
        edit=recipe.edit if _EDIT.fullmatch(recipe.edit) else "",
        sources=tuple(dict.fromkeys(source for source in sources if source is not None)),
        missing=tuple(missing),
    )


class _Parts:
    """The parts of one JSON object, each read as what it must be; null counts as left out."""

    def __init__(self, found: Mapping[str, Any], name: str) -> None:
        self._found = found
        self._name = name

    def text(self, key: str) -> str:
        return self._read(key, "", _is_text, "a text")

    def number(self, key: str, usual: int = 0) -> int:
        return self._read(key, usual, lambda value: type(value) is int and abs(value) < 10**6, "a whole number")

    def flag(self, key: str) -> bool:
        return self._read(key, False, lambda value: isinstance(value, bool), "true or false")

    def group(self, key: str) -> _Parts:
        return _Parts(self._read(key, {}, lambda value: isinstance(value, dict), "a group of values"), key)

    def list(self, key: str) -> Sequence[Any]:
        return self._read(key, [], lambda value: isinstance(value, list), "a list")

    def _read(self, key: str, usual: Any, is_right: Callable[[Any], bool], kind: str) -> Any:
        value = self._found.get(key)
        if value is None:
            return usual
        if not is_right(value):
            raise InvalidInputError(
                f"This recipe can't be read: “{key}” in “{self._name}” must be {kind}.", field="recipe"
            )
        return value


def _is_text(value: Any) -> bool:
    """Hold for text that can be sent on: half a character, which JSON can write, can't."""
    return isinstance(value, str) and len(value) <= _LONGEST and not any("\ud800" <= c <= "\udfff" for c in value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _prompt(text: str) -> str:
    try:
        return clean_prompt(text)
    except InvalidInputError as error:
        if not text.strip():
            raise InvalidInputError("This recipe has no description.", field="recipe") from None
        raise InvalidInputError(f"This recipe can't be used. {error.words}", field="recipe") from None


def _sources(parts: _Parts) -> tuple[RecipeSource, ...]:
    found = parts.list("sources")
    if len(found) > MAX_SOURCES:
        raise InvalidInputError(
            f"This recipe works from {len(found)} pictures; {MAX_SOURCES} is the most.", field="recipe"
        )
    return tuple(_source(one) for one in found)


def _source(found: Any) -> RecipeSource:
    if not isinstance(found, dict):
        raise InvalidInputError("This recipe can't be read: each of “sources” must be a group.", field="recipe")
    parts = _Parts(found, "sources")
    sha256 = parts.text("sha256").lower()
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):  # noqa: PLR2004  hexadecimal digits of 256 bits
        raise InvalidInputError("This recipe can't be read: a “sha256” must have 64 digits 0-f.", field="recipe")
    kind = SourceKind.UPLOAD if parts.text("kind") == SourceKind.UPLOAD else SourceKind.IMAGE
    return RecipeSource(kind, sha256)


_KNOWN = frozenset({
    "babydance", "app", "prompt", "style", "model", "size", "quality", "background", "format", "count", "edit",
    "canvas", "mask", "sources", "picture", "made_at",
})  # fmt: skip


def _notes(found: Mapping[str, Any]) -> tuple[str, ...]:
    notes = []
    if found["babydance"] > VERSION:
        notes.append("It was written by a newer studio; what this one knows was taken over.")
    unknown = sorted(set(found) - _KNOWN)
    if unknown:
        named = ", ".join(f"“{_short(name)}”" for name in unknown[:_NAMES_TOLD])
        more = f" and {len(unknown) - _NAMES_TOLD} more" if len(unknown) > _NAMES_TOLD else ""
        notes.append(f"Passed over, because this studio doesn't know it: {named}{more}.")
    return tuple(notes)


def _size(recipe: Recipe, missing: list[str]) -> tuple[int, int]:
    usual = SIZE_PRESETS[0]
    if not recipe.width and not recipe.height:
        return usual.width, usual.height
    try:
        check_size(recipe.width, recipe.height)
    except StudioError as error:
        missing.append(f"The size {recipe.width} × {recipe.height} can't be made. {error.words}")
        return usual.width, usual.height
    return recipe.width, recipe.height


def _one_of(asked: str, choices: Sequence[str], usual: str, missing: list[str], *, what: str) -> str:
    if asked in choices:
        return asked
    if asked:
        missing.append(f"The {what} “{_short(asked)}” can't be had; “{usual}” is chosen instead.")
    return usual


def _style(recipe: Recipe, missing: list[str]) -> str:
    if not recipe.style:
        return ""
    known = next((style for style in STYLES if style.id == recipe.style), None)
    if known is None:
        missing.append(f"The style “{_short(recipe.style)}” isn't one of ours.")
        return ""
    if recipe.fragment and recipe.fragment != known.fragment:
        missing.append(f"The style {known.label} has other words than it had then.")
    return known.id


def _missing_sources(recipe: Recipe, sources: Sequence[Source | None]) -> list[str]:
    words = []
    gone = sum(source is None for source in sources)
    if gone:
        which = "The picture" if len(sources) == 1 else f"{gone} of the {len(sources)} pictures"
        verb = "isn't" if gone == 1 else "aren't"
        words.append(f"{which} that it was made from {verb} among your uploads and pictures.")
    if recipe.has_mask:
        words.append("It was made with a mask, which a recipe can't carry. Paint it again.")
    if recipe.canvas:
        words.append("The picture was extended beyond its frame. Place it on a larger canvas again.")
    return words


def _short(text: str) -> str:
    plain = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return plain if len(plain) <= 40 else f"{plain[:40]}…"  # noqa: PLR2004  a name, not a story
