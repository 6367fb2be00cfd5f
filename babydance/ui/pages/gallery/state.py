"""State of the gallery page: the newest batch of cards, and the picture that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.domain.errors import NotFoundError
from babydance.domain.images import GalleryCard, PictureDetail
from babydance.ui.policies import Id, arrival, internal, member
from babydance.ui.session import SessionState, follow, signed_in_account
from babydance.wiring import studio

PAGE = 24


@dataclass(frozen=True, slots=True)
class Batch:
    """The cards that came last; the browser keeps those that came before."""

    is_first: bool
    is_last: bool
    cards: list[GalleryCard]
    before: str = ""  # the card after which they come
    removed: str = ""  # a picture that was deleted just now, wherever it hung


@dataclass(frozen=True, slots=True)
class OpenPicture:
    """The open picture, in words that the page shows as they stand."""

    id: str = ""
    run_id: str = ""
    prompt: str = ""
    style: str = ""
    style_fragment: str = ""
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


class GalleryState(rx.State):
    """All pictures of the account, newest first."""

    batch: rx.Field[Batch] = rx.field(default_factory=lambda: Batch(is_first=True, is_last=False, cards=[]))
    is_loaded: rx.Field[bool] = rx.field(False)
    is_empty: rx.Field[bool] = rx.field(False)
    is_open: rx.Field[bool] = rx.field(False)
    open_picture: rx.Field[OpenPicture] = rx.field(default_factory=OpenPicture)
    asks_to_delete: rx.Field[bool] = rx.field(False)
    _newest: tuple[str, ...] = ()  # the ids of the first page

    @rx.event
    @arrival
    async def load(self) -> Any:
        """Show the first page, and the picture that the address names."""
        await self._show_first()
        wanted = self.router.url.query_parameters.get("picture", "")
        if wanted:
            await self._open(wanted)
        return GalleryState.watch

    @rx.event(background=True)
    @internal
    async def watch(self) -> None:
        """Follow the account; pictures come and go."""
        await follow(self, self._show_news)

    @rx.event
    @member(before=Id)
    async def more(self, before: str) -> None:
        """Send the cards that are older than ``before``."""
        cards = await studio().gallery.page(signed_in_account(self), before=before, limit=PAGE)
        self.batch = Batch(is_first=False, is_last=len(cards) < PAGE, cards=cards, before=before)

    @rx.event
    @member(picture=Id)
    async def open(self, picture: str) -> None:
        """Open a picture beside the grid."""
        await self._open(picture)

    @rx.event
    @member()
    async def close(self) -> None:
        """Close the open picture."""
        self.is_open = False
        self.asks_to_delete = False

    @rx.event
    @member()
    async def ask_to_delete(self) -> None:
        """Ask once before a picture goes into the trash."""
        self.asks_to_delete = not self.asks_to_delete

    @rx.event
    @member(picture=Id)
    async def delete(self, picture: str) -> None:
        """Put a picture into the trash."""
        await studio().gallery.delete(signed_in_account(self), picture)
        self.is_open = False
        self.asks_to_delete = False
        await self._show_first(removed=picture)
        (await self.get_state(SessionState)).say("The picture is in the trash.", tone="done")

    async def _show_news(self) -> None:
        """Send the first page again when something came or went there."""
        cards = await studio().gallery.page(signed_in_account(self), limit=PAGE)
        if tuple(card.id for card in cards) != self._newest:
            await self._show_first()

    async def _show_first(self, *, removed: str = "") -> None:
        cards = await studio().gallery.page(signed_in_account(self), limit=PAGE)
        self._newest = tuple(card.id for card in cards)
        self.batch = Batch(is_first=True, is_last=len(cards) < PAGE, cards=cards, removed=removed)
        self.is_empty = not cards
        self.is_loaded = True

    async def _open(self, picture: str) -> None:
        self.asks_to_delete = False
        try:
            self.open_picture = _in_words(await studio().gallery.detail(signed_in_account(self), picture))
            self.is_open = True
        except NotFoundError as error:
            self.is_open = False
            (await self.get_state(SessionState)).say(error.words, tone="caution")


def _in_words(detail: PictureDetail) -> OpenPicture:
    fragment = detail.sent_prompt.removeprefix(detail.prompt).strip()
    return OpenPicture(
        id=detail.id,
        run_id=detail.run_id,
        prompt=detail.prompt,
        style=detail.style,
        style_fragment=fragment,
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
    )


def _size(size: str) -> str:
    return size.replace("x", " × ")


def _tokens(detail: PictureDetail) -> str:
    if detail.output_tokens is None:
        return "not told"
    return f"{detail.text_tokens:,} text, {detail.image_tokens:,} picture, {detail.output_tokens:,} out"
