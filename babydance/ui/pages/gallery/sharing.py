"""Sharing a picture: the button beside it, and the sheet with its link."""

from __future__ import annotations

import reflex as rx
from reflex.vars import StringVar

from babydance.domain.shares import PEOPLE_STAY_PRIVATE
from babydance.ui.backend import backend
from babydance.ui.client.copy_link import CopyLink
from babydance.ui.components.buttons import button, download_button
from babydance.ui.components.fields import Option, checkbox, segments
from babydance.ui.components.icons import icon
from babydance.ui.components.sheets import sheet
from babydance.ui.pages.gallery.sharing_state import SharingState


def share_button(picture: rx.Var[str], *, has_people: bool | rx.Var[bool] = False) -> rx.Component:
    """Offer to share the picture with this id, or say why it can't be."""
    return rx.cond(
        rx.Var.create(has_people),
        rx.el.p(icon("lock", size=16), PEOPLE_STAY_PRIVATE, class_name="field-hint flex items-center gap-2"),
        button("Share", icon_name="link", on_click=SharingState.show(picture)),
    )


def recipe_buttons(picture: StringVar[str]) -> rx.Component:
    """Offer what was asked for the picture, to keep or to pass on."""
    address = backend("/recipe/") + picture
    return rx.el.div(
        download_button("Recipe", href=address, kind="quiet", title="Everything that was asked for, as a JSON file"),
        download_button(
            "Copy with recipe", href=address + "/png", kind="quiet", title="A PNG that carries its recipe inside"
        ),
        class_name="-ms-3 flex flex-wrap",
    )


def sharing_sheet(picture: rx.Var[str]) -> rx.Component:
    """Show the link of the picture with this id, and everything that can be done with it."""
    is_open = SharingState.is_open & (SharingState.picture == picture)
    return sheet(
        rx.cond(is_open, _body()),
        id="sharing",
        title="Share link",
        is_open=is_open,
        on_close=SharingState.close,
    )


def _body() -> rx.Component:
    has_link = SharingState.token != ""
    return rx.el.div(
        rx.cond(
            has_link,
            _link(),
            rx.el.p("Whoever has the link can see this picture, and nothing else of yours. It is in no search engine."),
        ),
        rx.cond(SharingState.may_share, _choices()),
        rx.el.p(SharingState.said, role="status", class_name="font-semibold empty:hidden"),
        rx.el.p(SharingState.problem, role="alert", class_name="field-error empty:hidden"),
        rx.cond(
            has_link,
            button("End this link", icon_name="close", on_click=SharingState.revoke, class_name="self-start"),
            rx.cond(
                SharingState.may_share,
                button(
                    "Make a link", kind="primary", icon_name="link", on_click=SharingState.make, class_name="self-start"
                ),
            ),
        ),
        class_name="flex flex-col gap-5",
    )


def _link() -> rx.Component:
    return rx.el.div(
        CopyLink.create(icon("copy"), href=backend("/s/") + SharingState.token, label="Link"),
        rx.el.p(SharingState.until, " ", SharingState.seen, class_name="field-hint"),
        class_name="flex flex-col gap-2",
    )


def _choices() -> rx.Component:
    return rx.fragment(
        segments(
            "share-ends",
            "Ends",
            [Option("never", "Never"), Option("7", "7 days"), Option("30", "30 days")],
            value=SharingState.ends,
            on_change=SharingState.choose_end,
        ),
        checkbox(
            "share-words",
            "Show the description, too",
            checked=SharingState.shows_words,
            on_change=SharingState.choose_words,
        ),
    )
