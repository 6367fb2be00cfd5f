"""State of the gallery page: the view that its address names, and the newest batch of its cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.domain.gallery import View
from babydance.domain.images import GalleryCard
from babydance.ui.pages.gallery.address import (
    Chip,
    Nothing,
    address_of,
    chips_of,
    counted,
    nothing_in,
    query_of,
    title_of,
    view_of,
)
from babydance.ui.pages.gallery.picture import PictureState
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.policies import Id, arrival, internal, member
from babydance.ui.session import SessionState, follow, signed_in_account
from babydance.wiring import studio

PAGE = 24
MANY = 96  # when a place far below is gone back to


@dataclass(frozen=True, slots=True)
class Batch:
    """The cards that came last; the browser keeps those that came before.

    ``view`` is the view that they are of, and another ``epoch`` means that the list begins anew.
    """

    is_first: bool
    is_last: bool
    cards: list[GalleryCard]
    before: str = ""  # the card after which they come
    view: str = ""
    epoch: int = 0


class GalleryState(rx.State):
    """The pictures of one view of the account's gallery."""

    batch: rx.Field[Batch] = rx.field(default_factory=lambda: Batch(is_first=True, is_last=False, cards=[]))
    count: rx.Field[int] = rx.field(0)
    counted: rx.Field[str] = rx.field("")  # in words
    title: rx.Field[str] = rx.field("All pictures")
    place: rx.Field[str] = rx.field("all")  # all, favourites, trash, none, or the id of a folder
    chips: rx.Field[list[Chip]] = rx.field(default_factory=list)
    wide: rx.Field[str] = rx.field("")  # the address without any filter
    nothing: rx.Field[Nothing] = rx.field(default_factory=Nothing)
    is_loaded: rx.Field[bool] = rx.field(False)
    is_empty: rx.Field[bool] = rx.field(False)
    asks_to_empty: rx.Field[bool] = rx.field(False)

    _view: View = View()
    _epoch: int = 0
    _newest: tuple[GalleryCard, ...] = ()  # the first page
    _undone: int = 0  # how many changes had been undone when the page was last shown

    @rx.event
    @arrival
    async def load(self) -> Any:
        """Show the view that the address names, and the picture."""
        asked = self.router.url.query_parameters
        self._view = view_of(asked)
        self._undone = (await self.get_state(SessionState)).undone
        await self._show_place()
        await self._show_first()
        await (await self.get_state(PictureState)).show(asked.get("picture", ""))
        return GalleryState.watch

    @rx.event(background=True)
    @internal
    async def watch(self) -> None:
        """Follow the account; pictures and folders come and go."""
        await follow(self, self._show_news)

    @rx.event
    @member(before=Id, is_many=bool)
    async def more(self, before: str, is_many: bool) -> None:
        """Send the cards that come behind ``before``."""
        limit = MANY if is_many else PAGE
        cards = await studio().gallery.page(signed_in_account(self), self._view, before=before, limit=limit)
        self.batch = self._batch(cards, limit=limit, before=before)

    @rx.event
    @member()
    async def ask_to_empty(self) -> None:
        """Ask once before the trash is emptied."""
        self.asks_to_empty = not self.asks_to_empty

    @internal
    async def begin_anew(self) -> None:
        """Have the browser gather the whole list again; it stays where it is meanwhile."""
        self._epoch += 1
        await self._show_first()

    @internal
    async def settle(self, *, is_gone: bool) -> None:
        """Take note of the page's own act; ``is_gone`` says that the browser takes pictures out of the list itself."""
        if is_gone:
            await self._show_first()
        await self._show_place()

    async def _show_news(self) -> None:
        """Send the first page again when something came or went there, the whole list when it did elsewhere."""
        account_id = signed_in_account(self)
        found, count = await studio().gallery.first(account_id, self._view, limit=PAGE)
        cards = tuple(found)
        undone = (await self.get_state(SessionState)).undone
        came = {card.id for card in cards} - {card.id for card in self._newest}
        if undone != self._undone or (count != self.count and count - self.count != len(came)):
            self._undone = undone
            await self.begin_anew()
        elif cards != self._newest or count != self.count:
            await self._show_first()
        await self._show_place()
        await (await self.get_state(PictureState)).refresh()

    async def _show_first(self) -> None:
        account_id = signed_in_account(self)
        cards, self.count = await studio().gallery.first(account_id, self._view, limit=PAGE)
        self._newest = tuple(cards)
        self.batch = self._batch(cards, limit=PAGE)
        self.counted = counted(self.count)
        self.is_empty = not cards
        self.nothing = nothing_in(self._view) if self.is_empty else Nothing()
        self.is_loaded = True

    async def _show_place(self) -> None:
        shelf = await self.get_state(ShelfState)
        folders = await shelf.show()
        view = self._view
        shown = {
            "title": title_of(view, folders),
            "place": "trash" if view.trash else view.folder or ("favourites" if view.favourites else "all"),
            "chips": chips_of(view, shelf.tags),
            "wide": address_of(view, "q", "kind", "model", "style", "shape", "tag", "people", "since", "until"),
        }
        for name, value in shown.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    def _batch(self, cards: list[GalleryCard], *, limit: int, before: str = "") -> Batch:
        return Batch(
            is_first=not before,
            is_last=len(cards) < limit,
            cards=cards,
            before=before,
            view=query_of(self._view),
            epoch=self._epoch,
        )
