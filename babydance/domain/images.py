"""A run, its generations and its pictures: what may be asked, what is shown, what goes into the books."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from babydance.domain.edits import Edit, find_edit
from babydance.domain.errors import InvalidInputError, StudioError
from babydance.domain.gallery import Tag
from babydance.domain.ids import is_id
from babydance.domain.models import ImageModelSpec
from babydance.domain.sources import MadeFrom, Source, SourceFile
from babydance.domain.styles import Style, find_style

MAX_PROMPT = 4_000
MAX_COUNT = 4
PREVIEW_EDGE = 512
THUMBNAIL_WIDTHS = (320, 720)
MAX_ATTEMPTS = 3
NO_FOLDER = "This folder isn't there any more. Choose another one."
NO_MASK = "The mask isn't there any more. Paint it again."


class Status(StrEnum):
    """Where a generation stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Tell whether nothing will change any more."""
        return self in {Status.DONE, Status.FAILED, Status.CANCELLED}


class Failure(StrEnum):
    """Why a picture was not made."""

    REFUSED_TEXT = "refused-text"
    REFUSED_PICTURE = "refused-picture"
    BUSY = "busy"
    QUOTA = "quota"
    FORBIDDEN = "forbidden"
    BAD_REQUEST = "bad-request"
    BROKEN = "broken"
    CUT = "cut"
    SILENT = "silent"
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"
    STORAGE = "storage"
    SOURCE_GONE = "source-gone"
    GAVE_UP = "gave-up"


FAILURE_WORDS: dict[Failure, str] = {
    Failure.REFUSED_TEXT: "The safety check refused this description. Change the words and try again.",
    Failure.REFUSED_PICTURE: "The finished picture didn't pass the safety check, so it was deleted.",
    Failure.BUSY: "The image model is very busy right now. Try again in a minute.",
    Failure.QUOTA: "The studio's account with the image model is used up. We have been told.",
    Failure.FORBIDDEN: "The image model doesn't take the studio's requests right now. We have been told.",
    Failure.BAD_REQUEST: "The image model didn't accept these settings. Try another size or quality.",
    Failure.BROKEN: "The image model had a problem of its own. Try again.",
    Failure.CUT: "The connection to the image model broke before the picture was complete. Try again.",
    Failure.SILENT: "The image model stopped answering. Try again.",
    Failure.UNREADABLE: "What the image model sent was not a readable picture. Try again.",
    Failure.UNCHECKED: "The safety check could not be reached, so there is no picture. Try again in a minute.",
    Failure.STORAGE: "The picture's file could not be stored or read. Try again in a minute.",
    Failure.SOURCE_GONE: "A picture to work from was deleted before its turn came. Choose another one.",
    Failure.GAVE_UP: "This picture was interrupted too often. Try again.",
}


def outcome_words(status: Status, *, failure: str, kept: int) -> str:
    """Say how a generation ended, and what it cost, when that is not the picture itself."""
    if status is Status.FAILED:
        return f"{FAILURE_WORDS[Failure(failure)]} Nothing was charged."
    if status is Status.CANCELLED and kept:
        were = "1 credit was" if kept == 1 else f"{kept} credits were"
        return f"Stopped. {were} kept, because the model had already drawn a preview."
    if status is Status.CANCELLED:
        return "Stopped. Nothing was charged."
    return ""


class DrawingError(StudioError):
    """A picture could not be made; ``is_passing`` says that the same call may be tried again."""

    def __init__(
        self,
        failure: Failure,
        *,
        is_passing: bool = False,
        retry_after: float | None = None,
        request_id: str = "",
        code: str = "",
    ) -> None:
        super().__init__(FAILURE_WORDS[failure])
        self.failure = failure
        self.is_passing = is_passing
        self.retry_after = retry_after  # seconds
        self.request_id = request_id
        self.code = code


@dataclass(frozen=True, slots=True)
class SizePreset:
    """A named size in pixels."""

    id: str
    label: str
    width: int
    height: int


SIZE_PRESETS = (
    SizePreset("square", "Square", 1024, 1024),
    SizePreset("portrait", "Portrait", 1024, 1536),
    SizePreset("landscape", "Landscape", 1536, 1024),
    SizePreset("phone", "Phone", 1008, 1792),
    SizePreset("wide", "Wide", 1792, 1008),
    SizePreset("large", "Large square", 2048, 2048),
)


def clean_prompt(text: str) -> str:
    """Return ``text`` in normal form without control characters, or refuse it when empty or too long."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cn", "Co"})
    kept = kept.strip()
    if not any(unicodedata.category(c)[0] in "LNSP" for c in kept):
        raise InvalidInputError("Describe the picture first, in a few words.", field="prompt")
    if len(kept) > MAX_PROMPT:
        raise InvalidInputError(
            f"The description has {len(kept):,} characters; the most is {MAX_PROMPT:,}.", field="prompt"
        )
    return kept


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """One checked wish for ``count`` pictures, each ``width`` x ``height`` pixels.

    With ``sources`` it is an edit: they are sent in their order, and a mask belongs to the first of them.
    """

    prompt: str
    model: ImageModelSpec
    width: int
    height: int
    quality: str
    count: int = 1
    style: Style | None = None
    background: str = "auto"
    output_format: str = "jpeg"
    sources: tuple[Source, ...] = ()
    mask_id: str = ""
    edit: str = ""  # the ready-made edit that it comes from
    edit_words: str = ""  # what is sent for it, if not what is sent for it today
    folder_id: str = ""  # where the pictures go

    def __post_init__(self) -> None:
        edit = find_edit(self.edit) if self.edit else None
        if edit is not None:
            self._take_edit(edit)
        object.__setattr__(self, "prompt", clean_prompt(self.prompt))
        self.model.check_size(self.width, self.height)
        if not 1 <= self.count <= MAX_COUNT:
            raise InvalidInputError(f"Choose 1 to {MAX_COUNT} pictures.", field="count")
        if self.quality not in self.model.qualities:
            raise InvalidInputError("This model doesn't know that quality.", field="quality")
        if self.output_format not in self.model.formats:
            raise InvalidInputError("This model doesn't make that file format.", field="output_format")
        if self.background == "transparent" and not self.model.can_draw_transparent:
            raise InvalidInputError("This model can't leave the background out.", field="background")
        if self.background not in self.model.backgrounds:
            raise InvalidInputError("Choose one of the backgrounds shown.", field="background")
        if self.background == "transparent" and self.output_format == "jpeg":
            raise InvalidInputError("A JPEG can't be transparent. Choose PNG or WebP.", field="output_format")
        self._check_sources()
        if edit is not None:
            edit.check(
                self.model,
                is_from_picture=bool(self.sources),
                has_mask=bool(self.mask_id),
                has_style=self.style is not None,
                background=self.background,
            )

    def _take_edit(self, edit: Edit) -> None:
        """Send its words of today unless others were given; without words of the person's its name stands for them."""
        object.__setattr__(self, "edit_words", self.edit_words or edit.words_for(self.model))
        if not self.prompt.strip() and not edit.needs_words:
            object.__setattr__(self, "prompt", edit.label)

    def _check_sources(self) -> None:
        if self.folder_id and not is_id(self.folder_id):
            raise InvalidInputError(NO_FOLDER, field="folder")
        if self.mask_id and not is_id(self.mask_id):
            raise InvalidInputError(NO_MASK, field="sources")
        if self.mask_id and not self.sources:
            raise InvalidInputError("Choose the picture that the mask belongs to.", field="sources")
        if not self.sources:
            return
        if not self.model.can_edit:
            raise InvalidInputError("This model can't work from pictures. Choose another one.", field="model")
        if self.mask_id and not self.model.can_mask:
            raise InvalidInputError("This model doesn't take a mask. Choose another one.", field="model")
        if len(self.sources) > self.model.max_references:
            raise InvalidInputError(
                f"This model works from at most {self.model.max_references} pictures; you chose {len(self.sources)}.",
                field="sources",
            )

    @property
    def full_prompt(self) -> str:
        """The words that go to the model: the person's own, then the edit's and the style's, unchanged."""
        return compose_prompt(self.prompt, self.edit_words, self.style.fragment if self.style else "")

    @property
    def canvas(self) -> str:
        """What the studio does itself before or after the model."""
        return find_edit(self.edit).canvas_for(self.model) if self.edit else ""


def compose_prompt(*words: str) -> str:
    """Join the person's words with those of the edit and the style; what is empty is left out."""
    return "\n\n".join(part for part in words if part)


def style_named(style_id: str) -> Style | None:
    """Return the style with this id, None for no style, or refuse."""
    return find_style(style_id) if style_id else None


@dataclass(frozen=True, slots=True)
class Usage:
    """What the provider says that one picture took, in tokens."""

    text_tokens: int
    image_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class DrawingJob:
    """All that an image model is told for one picture."""

    prompt: str
    model: str
    width: int
    height: int
    quality: str
    background: str
    output_format: str
    previews: int
    safety_identifier: str
    sources: tuple[SourceFile, ...] = ()  # an edit, if there are any
    mask: bytes | None = field(default=None, repr=False)
    seed: str = ""  # the same for every try at the same picture


@dataclass(frozen=True, slots=True)
class Preview:
    """An unfinished state of the picture, as encoded by the provider; ``index`` counts from 0."""

    index: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Drawing:
    """The finished picture exactly as the provider sent it, and what it says about it."""

    data: bytes
    request_id: str = ""
    actual_size: str = ""
    actual_quality: str = ""
    actual_background: str = ""
    actual_format: str = ""
    actual_prompt: str = ""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What is in a picture file; ``colour`` is its mean as #rrggbb, shown while it loads."""

    width: int
    height: int
    format: str
    colour: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a safety check says; ``categories`` are the provider's names of what it found."""

    is_allowed: bool
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationView:
    """One tile on the stage."""

    id: str
    run_id: str
    status: Status
    preview: int  # the latest preview that can be fetched; 0 when there is none
    words: str  # why it failed, or what was kept on cancel
    image_id: str
    credits: int


@dataclass(frozen=True, slots=True)
class RunView:
    """One press of Create, as the stage shows it."""

    id: str
    prompt: str
    model: str
    width: int
    height: int
    quality: str
    style: str
    background: str
    output_format: str
    credits: int  # for the whole run
    created_at: datetime
    generations: tuple[GenerationView, ...]
    made_from: tuple[MadeFrom, ...] = ()
    mask_id: str = ""
    edit: str = ""
    folder_id: str = ""


@dataclass(frozen=True, slots=True)
class GalleryCard:
    """One picture in the grid; width and height in pixels of the original."""

    id: str
    width: int
    height: int
    colour: str
    alt: str  # the title, or the first words of the description
    title: str = ""
    is_favourite: bool = False


@dataclass(frozen=True, slots=True)
class PictureDetail:
    """Everything that the owner may know about a picture."""

    id: str
    run_id: str
    generation_id: str
    prompt: str
    sent_prompt: str
    style: str
    model: str
    model_label: str
    requested_size: str
    actual_size: str
    requested_quality: str
    actual_quality: str
    background: str
    actual_background: str
    output_format: str
    actual_format: str
    byte_size: int
    created_at: datetime
    seconds: float
    held: int
    settled: int
    released: int
    text_tokens: int | None  # None is unknown
    image_tokens: int | None
    output_tokens: int | None
    request_id: str
    attempts: int
    width: int
    height: int
    colour: str
    is_sandbox: bool
    actual_prompt: str = ""  # as the provider rewrote it, if it says that it did
    made_from: tuple[MadeFrom, ...] = ()
    edit: str = ""
    title: str = ""
    note: str = ""
    is_favourite: bool = False
    folder_id: str = ""
    tags: tuple[Tag, ...] = ()
    has_people: bool = False
    kind: str = "created"
    parent_id: str = ""
    used_in: tuple[GalleryCard, ...] = ()  # made from this one
    goes_at: datetime | None = None  # when it leaves the trash for good
