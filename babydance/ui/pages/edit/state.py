"""State of the edit page: the picture on it, which tool is out, and what came of saving."""

from __future__ import annotations

from typing import Any

import reflex as rx
from pydantic import BaseModel, ConfigDict

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.tools import (
    DEFAULT_QUALITY,
    Compress,
    Convert,
    Crop,
    Flip,
    Operation,
    Resize,
    Straighten,
    Turn,
    Workpiece,
    whole_pixels,
)
from babydance.ui import paths
from babydance.ui.policies import Id, Word, arrival, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio

MODES = ("paint", "crop")
_NOTHING = Workpiece(id="", width=1, height=1, file_format="jpeg", byte_size=0, colour="", alt="")


class Box(BaseModel):
    """The part of the picture that is kept, in pixels."""

    model_config = ConfigDict(strict=True, extra="forbid")

    left: int
    top: int
    width: int
    height: int


class ToolForm(BaseModel):
    """What the browser sends to have a picture saved anew; width and height as they were typed."""

    model_config = ConfigDict(strict=True, extra="forbid")

    turns: int
    is_flipped_across: bool
    is_flipped_down: bool
    degrees: float
    crop: Box | None
    width: Word
    height: Word
    file_format: Word
    quality: int


class EditState(rx.State):
    """One picture, and two ways to work on it."""

    mode: rx.Field[str] = rx.field("paint")
    piece: rx.Field[Workpiece] = rx.field(default_factory=lambda: _NOTHING)
    is_loaded: rx.Field[bool] = rx.field(False)
    is_found: rx.Field[bool] = rx.field(False)
    saved: rx.Field[str] = rx.field("")  # the newest copy that was made here
    problem: rx.Field[str] = rx.field("")
    answer: rx.Field[int] = rx.field(0)  # counts the saves that were answered

    @rx.event
    @arrival
    async def load(self) -> Any:
        """Put the picture that the address names on the page."""
        asked = self.router.url.query_parameters
        self.mode = asked.get("mode", "") if asked.get("mode", "") in MODES else "paint"
        self.saved, self.problem = "", ""
        try:
            self.piece = await studio().tools.workpiece(signed_in_account(self), asked.get("picture", ""))
            self.is_found = True
        except NotFoundError:
            self.piece, self.is_found = _NOTHING, False
        self.is_loaded = True
        return SessionState.watch

    @rx.event
    @member(value=Word)
    async def choose_mode(self, value: str) -> None:
        """Take the other tool."""
        if value in MODES:
            self.mode, self.saved, self.problem = value, "", ""

    @rx.event
    @member(mask=Id)
    async def use(self, mask: str) -> Any:
        """Go to the studio with the picture and its mask."""
        return rx.redirect(f"{paths.STUDIO}/?from={self.piece.id}&mask={mask}")

    @rx.event
    @member(form=ToolForm)
    async def save(self, form: dict[str, Any]) -> None:
        """Save the picture anew, beside the one that it was made from."""
        self.saved, self.problem = "", ""
        try:
            operations = _operations(ToolForm.model_validate(form), self.piece)
            self.saved = await studio().tools.apply(signed_in_account(self), self.piece.id, operations)
        except InvalidInputError as error:
            self.problem = error.words
        finally:
            self.answer += 1


def _operations(form: ToolForm, piece: Workpiece) -> list[Operation]:
    """Put what was chosen into the row in which the page shows it: turn, flip, straighten, crop, resize, save."""
    found: list[Operation] = []
    if form.turns:
        found.append(Turn(form.turns))
    if form.is_flipped_across:
        found.append(Flip())
    if form.is_flipped_down:
        found.append(Flip(is_upside_down=True))
    if form.degrees:
        found.append(Straighten(form.degrees))
    if form.crop is not None:
        found.append(Crop(form.crop.left, form.crop.top, form.crop.width, form.crop.height))
    if form.width or form.height:
        found.append(Resize(whole_pixels(form.width, what="width"), whole_pixels(form.height, what="height")))
    if form.file_format != piece.file_format:
        found.append(Convert(form.file_format))
    if form.file_format != "png" and form.quality != DEFAULT_QUALITY:
        found.append(Compress(form.quality))
    return found
