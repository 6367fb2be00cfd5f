"""State of the sheet in which a picture's link is made, changed and ended."""

from __future__ import annotations

from collections.abc import Awaitable

import reflex as rx

from babydance.domain.errors import NotFoundError, StudioError
from babydance.domain.shares import PEOPLE_STAY_PRIVATE, Share
from babydance.ui.policies import Id, Word, member
from babydance.ui.session import signed_in_account
from babydance.wiring import studio

ENDS: dict[str, int | None] = {"never": None, "7": 7, "30": 30}


class SharingState(rx.State):
    """One picture and its link; an empty token means that there is none."""

    is_open: rx.Field[bool] = rx.field(False)
    picture: rx.Field[str] = rx.field("")
    may_share: rx.Field[bool] = rx.field(True)
    token: rx.Field[str] = rx.field("")
    ends: rx.Field[str] = rx.field("never")  # the choice; empty for an end that was chosen on another day
    shows_words: rx.Field[bool] = rx.field(False)
    until: rx.Field[str] = rx.field("")
    seen: rx.Field[str] = rx.field("")
    said: rx.Field[str] = rx.field("")
    problem: rx.Field[str] = rx.field("")

    _link: str = ""

    @rx.event
    @member(picture=Id)
    async def show(self, picture: str) -> None:
        """Open the sheet for a picture."""
        account_id = signed_in_account(self)
        self.may_share = await studio().shares.may_share(account_id, picture)
        links = await studio().shares.links(account_id, picture)
        self.picture = picture
        self.said, self.problem = "", "" if self.may_share else PEOPLE_STAY_PRIVATE
        self._show(links[0] if links else None)
        self.is_open = True

    @rx.event
    @member()
    async def close(self) -> None:
        """Close the sheet."""
        self.is_open = False

    @rx.event
    @member(value=Word)
    async def choose_end(self, value: str) -> None:
        """Choose when the link ends; one that works already ends then from now on."""
        if value not in ENDS:
            return
        self.ends = value
        if self._link:
            change = studio().shares.end_in(signed_in_account(self), self._link, days=ENDS[value])
            await self._show_changed(change)

    @rx.event
    @member(value=bool)
    async def choose_words(self, value: bool) -> None:
        """Choose whether the description may be read; at once where a link works already."""
        self.shows_words = value
        if self._link:
            change = studio().shares.show_words(signed_in_account(self), self._link, shows_words=value)
            await self._show_changed(change)

    @rx.event
    @member()
    async def make(self) -> None:
        """Make the link."""
        days = ENDS.get(self.ends)
        make = studio().shares.share(signed_in_account(self), self.picture, days=days, shows_words=self.shows_words)
        await self._show_changed(make)

    @rx.event
    @member()
    async def revoke(self) -> None:
        """End the link."""
        if self._link:
            await studio().shares.revoke(signed_in_account(self), self._link)
            self._show(None)
            self.problem = ""
            self.said = "The link doesn't work any more."

    async def _show_changed(self, change: Awaitable[Share]) -> None:
        """Show what a change made of the link, or why it was refused; the choice of its end stays chosen."""
        chosen = self.ends
        try:
            share = await change
        except NotFoundError as error:
            self._show(None)
            self.problem = error.words
        except StudioError as error:
            self.problem = error.words
        else:
            self._show(share)
            self.ends = chosen
            self.problem = ""
        self.said = ""

    def _show(self, share: Share | None) -> None:
        self._link, self.token = (share.id, share.token) if share else ("", "")
        ends_at = share.expires_at if share else None
        self.ends = "" if ends_at else "never"
        self.shows_words = share.shows_words if share else False
        self.until = (
            f"It works until {ends_at.day} {ends_at:%B %Y, %H:%M} UTC." if ends_at else "It works until you end it."
        )
        views = share.views if share else 0
        self.seen = {0: "Nobody has opened it yet.", 1: "Opened once."}.get(views, f"Opened {views:,} times.")
