"""State of the open picture: its story, and what its owner says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
from pydantic import BaseModel, ConfigDict

from babydance.domain.errors import NotFoundError
from babydance.domain.gallery import Selection, Tag
from babydance.domain.images import GalleryCard, PictureDetail
from babydance.domain.sources import SourceKind
from babydance.ui.pages.gallery.address import KINDS
from babydance.ui.policies import Id, IdOrNone, Line, Note, internal, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """The open picture, in words that the page shows as they stand."""

    id: str = ""
    run_id: str = ""
    prompt: str = ""
    style: str = ""
    style_fragment: str = ""
    rewritten: str = ""  # the description as the provider says that it was read
    width: int = 1
    height: int = 1
    colour: str = ""
    is_sandbox: bool = False
    requested_size: str = ""
    actual_size: str = ""
    requested_quality: str = ""
    actual_quality: str = ""
    background: str = ""
    actual_background: str = ""
    output_format: str = ""
    actual_format: str = ""
    model_label: str = ""
    made: str = ""
    took: str = ""
    file_size: str = ""
    held: int = 0
    settled: int = 0
    released: int = 0
    tokens: str = ""
    request_id: str = ""
    title: str = ""
    note: str = ""
    is_favourite: bool = False
    folder_id: str = ""
    has_people: bool = False
    kind: str = ""
    goes: str = ""  # the day when it leaves the trash for good


@dataclass(frozen=True, slots=True)
class Origin:
    """Something that the picture was made from; without ``picture`` it can't be opened."""

    label: str
    picture: str = ""


class TagForm(BaseModel):
    """What the browser sends when a tag is typed."""

    model_config = ConfigDict(strict=True, extra="forbid")

    label: Line


class PictureState(rx.State):
    """The picture that is open over the grid."""

    picture: rx.Field[OpenPicture] = rx.field(default_factory=OpenPicture)
    tags: rx.Field[list[Tag]] = rx.field(default_factory=list)
    made_from: rx.Field[list[Origin]] = rx.field(default_factory=list)
    used_in: rx.Field[list[GalleryCard]] = rx.field(default_factory=list)
    missing: rx.Field[str] = rx.field("")  # what was asked for and isn't there
    asks_to_delete: rx.Field[bool] = rx.field(False)

    @rx.event
    @member(picture=Id)
    async def open(self, picture: str) -> None:
        """Tell the story of a picture."""
        await self.show(picture)

    @rx.event
    @member(picture=Id, title=Line)
    async def rename(self, picture: str, title: str) -> None:
        """Give the picture a title."""
        if picture != self.picture.id or title != self.picture.title:
            await studio().gallery.rename(signed_in_account(self), picture, title)
            await self.show(picture)

    @rx.event
    @member(picture=Id, note=Note)
    async def annotate(self, picture: str, note: str) -> None:
        """Keep a note with the picture."""
        if picture != self.picture.id or note != self.picture.note:
            await studio().gallery.set_note(signed_in_account(self), picture, note)
            await self.show(picture)

    @rx.event
    @member(picture=Id, label=Line, is_on=bool)
    async def tag(self, picture: str, label: str, is_on: bool) -> None:
        """Put a tag on the picture, or take it off."""
        if label.strip():
            await studio().selections.tag(signed_in_account(self), Selection(ids=(picture,)), label=label, is_on=is_on)
            await self.show(picture)

    @rx.event
    @member(form_data=TagForm)
    async def add_tag(self, form_data: dict[str, Any]) -> None:
        """Put the tag that was typed on the open picture."""
        if self.picture.id:
            await self.tag(self.picture.id, form_data["label"], True)

    @rx.event
    @member()
    async def ask_to_delete(self) -> None:
        """Ask once before the picture is deleted for good."""
        self.asks_to_delete = not self.asks_to_delete

    @rx.event
    @member(picture=Id, folder=IdOrNone)
    async def move(self, picture: str, folder: str) -> None:
        """Put the picture into a folder."""
        await studio().selections.move(signed_in_account(self), Selection(ids=(picture,)), folder_id=folder)
        await self.show(picture)

    @internal
    async def show(self, picture: str) -> None:
        """Show a picture, or none; say it when there is no such picture."""
        self.asks_to_delete = False
        if not picture:
            self.picture, self.missing = OpenPicture(), ""
            return
        try:
            await self._read(picture)
        except NotFoundError as error:
            self.picture, self.missing = OpenPicture(), picture
            (await self.get_state(SessionState)).say(error.words, tone="caution")

    @internal
    async def refresh(self) -> None:
        """Bring the open picture up to date."""
        if self.picture.id:
            try:
                await self._read(self.picture.id)
            except NotFoundError:  # it was deleted for good, elsewhere or here
                self.picture, self.missing = OpenPicture(), self.picture.id

    async def _read(self, picture: str) -> None:
        detail = await studio().gallery.detail(signed_in_account(self), picture)
        shown = {
            "picture": _in_words(detail),
            "tags": list(detail.tags),
            "made_from": _origins(detail),
            "used_in": list(detail.used_in),
            "missing": "",
        }
        for name, value in shown.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _in_words(detail: PictureDetail) -> OpenPicture:
    fragment = detail.sent_prompt.removeprefix(detail.prompt).strip()
    return OpenPicture(
        id=detail.id,
        run_id=detail.run_id,
        prompt=detail.prompt,
        style=detail.style,
        style_fragment=fragment,
        rewritten=detail.actual_prompt if detail.actual_prompt != detail.sent_prompt else "",
        width=detail.width,
        height=detail.height,
        colour=detail.colour,
        is_sandbox=detail.is_sandbox,
        requested_size=_size(detail.requested_size),
        actual_size=f"{detail.width} × {detail.height}",
        requested_quality=detail.requested_quality,
        actual_quality=detail.actual_quality or "not told",
        background=detail.background,
        actual_background=detail.actual_background or "not told",
        output_format=detail.output_format.upper(),
        actual_format=detail.actual_format.upper(),
        model_label=f"{detail.model_label} ({detail.model})",
        made=f"{detail.created_at:%d %B %Y, %H:%M} UTC",
        took=f"{detail.seconds:.1f} s",
        file_size=f"{detail.byte_size / 1024:,.0f} KB",
        held=detail.held,
        settled=detail.settled,
        released=detail.released,
        tokens=_tokens(detail),
        request_id=detail.request_id or "not told",
        title=detail.title,
        note=detail.note,
        is_favourite=detail.is_favourite,
        folder_id=detail.folder_id,
        has_people=detail.has_people,
        kind=KINDS.get(detail.kind, detail.kind),
        goes=f"{detail.goes_at.day} {detail.goes_at:%B %Y}" if detail.goes_at else "",
    )


def _origins(detail: PictureDetail) -> list[Origin]:
    """Name the pictures that it was made from; an upload may have been deleted since, and so may a picture."""
    copied = [Origin("The picture that this is a copy of", detail.parent_id)] if detail.parent_id else []
    return copied + [
        Origin("A picture of yours", one.source.id)
        if one.source.kind is SourceKind.IMAGE and one.is_there
        else Origin("A picture that is gone" if not one.is_there else "An upload")
        for one in detail.made_from
    ]


def _size(size: str) -> str:
    return size.replace("x", " × ")


def _tokens(detail: PictureDetail) -> str:
    if detail.output_tokens is None:
        return "not told"
    return f"{detail.text_tokens:,} text, {detail.image_tokens:,} picture, {detail.output_tokens:,} out"
