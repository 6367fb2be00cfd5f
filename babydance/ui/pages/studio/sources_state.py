"""State of the pictures to work from: which are chosen, in which order, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.domain.consent import time_left
from babydance.domain.errors import InvalidInputError, NotFoundError, StudioError
from babydance.domain.ids import is_id
from babydance.domain.images import GalleryCard
from babydance.domain.sources import Source, SourceKind, too_large
from babydance.domain.uploads import ChosenView, UploadView
from babydance.ui.policies import Id, Word, internal, member
from babydance.ui.session import SessionState, signed_in_account
from babydance.wiring import studio

MOST = 16  # what the most capable model takes; a model that takes fewer says so in the form
PAGE = 24
GONE = "This picture isn’t there any more."


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request takes from here."""

    sources: tuple[Source, ...] = ()
    mask_id: str = ""
    edit: str = ""
    shows_people: bool = False


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One chosen picture in the strip."""

    id: str
    is_upload: bool
    is_there: bool
    label: str
    shows_people: bool


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What is wrong with a chosen picture, or may disappoint."""

    id: str
    words: str
    is_problem: bool


@dataclass(frozen=True, slots=True)
class UploadCard:
    """One upload in the sheet."""

    id: str
    label: str
    shows_people: bool


class SourcesState(rx.State):
    """The strip of chosen pictures, and the sheet with those that can be chosen."""

    chosen: rx.Field[list[SourceCard]] = rx.field(default_factory=list)
    chosen_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    notes: rx.Field[list[SourceNote]] = rx.field(default_factory=list)
    left: rx.Field[dict[str, str]] = rx.field(default_factory=dict)  # how long an upload still stays, by its id
    first_left: rx.Field[str] = rx.field("")  # for the chosen one that goes first
    mask_id: rx.Field[str] = rx.field("")
    takes_uploads: rx.Field[bool] = rx.field(False)
    hours: rx.Field[int] = rx.field(24)
    is_loaded: rx.Field[bool] = rx.field(False)
    picker: rx.Field[str] = rx.field("")  # uploads or gallery, while the sheet is open
    uploads: rx.Field[list[UploadCard]] = rx.field(default_factory=list)
    pictures: rx.Field[list[GalleryCard]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(False)

    _sources: tuple[Source, ...] = ()
    _edit: str = ""
    _replaced: str = ""  # the chosen picture whose place the next choice takes

    @internal
    def wish(self) -> Wish:
        """Return what a request takes from here."""
        people = any(card.shows_people for card in self.chosen)
        return Wish(self._sources, mask_id=self.mask_id, edit=self._edit, shows_people=people)

    @internal
    async def begin(self, *, picture: str = "", mask: str = "", edit: str = "") -> None:
        """Show what was chosen, or begin with a ``picture`` of the gallery that another page sent."""
        self.takes_uploads, self.hours = studio().uploads.is_open, studio().uploads.hours
        self.is_loaded = True
        if is_id(picture):
            await self.work_from([Source(SourceKind.IMAGE, picture)], mask=mask, edit=edit)
        else:
            await self.show()

    @internal
    async def work_from(self, sources: Iterable[Source], *, mask: str = "", edit: str = "") -> None:
        """Choose exactly these pictures, with a mask on the first."""
        self._sources = tuple(sources)[:MOST]
        self.mask_id = mask if self._sources and is_id(mask) else ""
        self._edit = edit[:32] if self._sources else ""
        await self.show()

    @internal
    def choose_edit(self, edit: str) -> None:
        """Take a ready-made edit, or none; it needs a picture to work from."""
        self._edit = edit if self._sources else ""

    @internal
    async def show(self) -> None:
        """Show every chosen picture as it stands now; touch only what changed."""
        if not self._sources and not self.chosen:
            return
        views = await studio().uploads.chosen(signed_in_account(self), self._sources)
        now = studio().clock()
        timed = {view.source.id: view.expires_at for view in views if view.is_there and view.expires_at}
        shown = {
            "chosen": [_card(view) for view in views],
            "chosen_ids": [view.source.id for view in views],
            "notes": _all_notes(views),
            "left": self.left | {one: time_left(until, now) for one, until in timed.items()},
            "first_left": time_left(min(timed.values()), now) if timed else "",
        }
        for name, value in shown.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    @rx.event
    @member(upload=Id)
    async def add_upload(self, upload: str) -> None:
        """Choose what was uploaded just now."""
        await self._take(Source(SourceKind.UPLOAD, upload))
        if self.picker == "uploads":
            await self._show_uploads()

    @rx.event
    @member(kind=Word, source=Id)
    async def toggle(self, kind: str, source: str) -> None:
        """Choose a picture in the sheet, or let go of it."""
        if kind not in set(SourceKind):
            raise NotFoundError(GONE)
        if source in self.chosen_ids:
            await self._keep(one for one in self._sources if one.id != source)
        else:
            await self._take(Source(SourceKind(kind), source))

    @rx.event
    @member(source=Id)
    async def remove(self, source: str) -> None:
        """Let go of a chosen picture; it stays where it is."""
        await self._keep(one for one in self._sources if one.id != source)

    @rx.event
    @member(source=Id, place=Id)
    async def move(self, source: str, place: str) -> None:
        """Put a chosen picture where another one stands."""
        ids = [one.id for one in self._sources]
        if source in ids and place in ids:
            await self._put(ids.index(source), ids.index(place))

    @rx.event
    @member(source=Id)
    async def move_earlier(self, source: str) -> None:
        """Move a chosen picture one place to the front."""
        await self._shift(source, -1)

    @rx.event
    @member(source=Id)
    async def move_later(self, source: str) -> None:
        """Move a chosen picture one place to the back."""
        await self._shift(source, 1)

    @rx.event
    @member()
    async def drop_mask(self) -> None:
        """Let the whole picture change again."""
        self.mask_id = ""

    @rx.event
    @member(source=Id)
    async def replace(self, source: str) -> None:
        """Offer the uploads, and put the next choice in the place of this picture."""
        self._replaced = source
        await self._open("uploads")

    @rx.event
    @member(upload=Id)
    async def delete_upload(self, upload: str) -> None:
        """Delete an upload now, wherever it is chosen."""
        await self._delete([upload])

    @rx.event
    @member()
    async def delete_people(self) -> None:
        """Delete all chosen uploads that show people now."""
        await self._delete([card.id for card in self.chosen if card.is_upload and card.shows_people and card.is_there])

    @rx.event
    @member(picker=Word)
    async def open_picker(self, picker: str) -> None:
        """Show what can be chosen: uploads or gallery."""
        if not self.picker:
            self._replaced = ""
        await self._open(picker)

    @rx.event
    @member()
    async def close_picker(self) -> None:
        """Close the sheet."""
        self.picker = self._replaced = ""

    @rx.event
    @member()
    async def show_more(self) -> None:
        """Show older pictures of the gallery, too."""
        before = self.pictures[-1].id if self.pictures else None
        older = await studio().gallery.page(signed_in_account(self), before=before, limit=PAGE)
        self.pictures = [*self.pictures, *older]
        self.has_more = len(older) == PAGE

    async def _open(self, picker: str) -> None:
        if picker == "uploads":
            await self._show_uploads()
        elif picker == "gallery":
            self.pictures = await studio().gallery.page(signed_in_account(self), limit=PAGE)
            self.has_more = len(self.pictures) == PAGE
        else:
            raise InvalidInputError("There is nothing to choose from here.")
        self.picker = picker

    async def _show_uploads(self) -> None:
        views = await studio().uploads.mine(signed_in_account(self))
        now = studio().clock()
        self.uploads = [_upload(view) for view in views]
        self.left = {view.id: time_left(view.expires_at, now) for view in views if view.expires_at}

    async def _take(self, source: Source) -> None:
        """Choose a picture, in the place of another one if that is asked for."""
        ids = [one.id for one in self._sources]
        if source.id in ids:
            return
        if self._replaced in ids:
            place = ids.index(self._replaced)
            await self._keep([*self._sources[:place], source, *self._sources[place + 1 :]])
            self.picker = self._replaced = ""
        elif len(ids) >= MOST:
            raise InvalidInputError(f"At most {MOST} pictures can be worked from. Let go of one first.")
        else:
            await self._keep([*self._sources, source])

    async def _shift(self, source: str, step: int) -> None:
        ids = [one.id for one in self._sources]
        if source in ids:
            await self._put(ids.index(source), ids.index(source) + step)

    async def _put(self, old: int, new: int) -> None:
        if not 0 <= new < len(self._sources):
            return
        sources = list(self._sources)
        sources.insert(new, sources.pop(old))
        await self._keep(sources)

    async def _keep(self, sources: Iterable[Source]) -> None:
        """Choose these; the mask goes when another picture comes first, the ready-made edit with the last picture."""
        before, self._sources = self._sources[:1], tuple(sources)
        if self.mask_id and self._sources[:1] != before:
            self.mask_id = ""
            (await self.get_state(SessionState)).say("The mask is gone: it belonged to the first picture.")
        if not self._sources:
            self._edit = ""
        await self.show()

    async def _delete(self, uploads: Sequence[str]) -> None:
        session: Any = await self.get_state(SessionState)
        try:
            for upload in uploads:
                await studio().uploads.delete(signed_in_account(self), upload)
        except StudioError as error:
            session.say(error.words, tone="caution")
        else:
            words = "The upload is deleted." if len(uploads) == 1 else "The uploads are deleted."
            session.say(words, tone="done")
        await self._keep(one for one in self._sources if one.id not in uploads)
        if self.picker == "uploads":
            await self._show_uploads()


def _card(view: ChosenView) -> SourceCard:
    size = f"{view.width} × {view.height}"
    return SourceCard(
        id=view.source.id,
        is_upload=view.source.kind is SourceKind.UPLOAD,
        is_there=view.is_there,
        label=", ".join(part for part in (view.name or "From the gallery", size) if part) if view.is_there else GONE,
        shows_people=view.shows_people,
    )


def _all_notes(views: Sequence[ChosenView]) -> list[SourceNote]:
    """Return what is to be said of each picture and, before Create is pressed, of their size together."""
    notes = [note for place, view in enumerate(views, start=1) for note in _notes(place, view)]
    if words := too_large(view.byte_size for view in views):
        notes.append(SourceNote(views[-1].source.id, words, is_problem=True))  # the last one is the one to take out
    return notes


def _notes(place: int, view: ChosenView) -> list[SourceNote]:
    if not view.is_there:
        return [SourceNote(view.source.id, f"Picture {place} isn’t there any more.", is_problem=True)]
    return [SourceNote(view.source.id, f"Picture {place}: {words}", is_problem=False) for words in view.warnings]


def _upload(view: UploadView) -> UploadCard:
    return UploadCard(view.id, f"{view.name}, {view.width} × {view.height}", view.shows_people)
