"""The pictures to work from: the way in, the strip of those chosen, and the sheet with those that can be."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.vars import NumberVar, ObjectVar, StringVar

from babydance.domain.consent import CONSENT_WORDS
from babydance.domain.images import GalleryCard
from babydance.domain.uploads import MAX_UPLOAD_BYTES, UPLOADS_ARE_OFF
from babydance.ui.backend import backend
from babydance.ui.client.drop_zone import DropZone
from babydance.ui.client.ordered_list import OrderedList
from babydance.ui.components.buttons import button, icon_button
from babydance.ui.components.icons import icon
from babydance.ui.components.sheets import sheet
from babydance.ui.components.surfaces import badge
from babydance.ui.pages.studio.sources_state import MOST, SourceCard, SourceNote, SourcesState, UploadCard
from babydance.ui.pages.studio.state import StudioState


def sources() -> rx.Component:
    """Ask for pictures to work from; a request without any is drawn from words alone."""
    count = SourcesState.chosen.length()
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Pictures to work from", rx.el.span(" (optional)", class_name="font-normal text-muted")),
            rx.cond(count > 0, rx.el.span(count.to_string(), f" / {MOST}", class_name="text-muted tabular-nums")),
            class_name="sources-head",
        ),
        rx.cond(count > 0, _strip()),
        _notes(),
        rx.cond(SourcesState.first_left != "", _people()),
        rx.cond(SourcesState.is_loaded, rx.cond(SourcesState.takes_uploads, _way_in(), _closed())),
        _sheet(),
        aria_label="Pictures to work from",
        class_name="sources",
    )


def _act(event: Any) -> list[Any]:
    """Do something to the choice, then price it anew."""
    return [event, StudioState.work_from]


def _strip() -> rx.Component:
    return OrderedList.create(
        rx.foreach(SourcesState.chosen, _chosen),
        on_move=lambda moved, place: _act(SourcesState.move(moved, place)),
        aria_label="Chosen pictures, in the order in which they are used",
        class_name="sources-strip",
    )


def _chosen(card: ObjectVar[SourceCard], place: NumberVar[int]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.cond(
                card.is_there,
                rx.el.img(
                    src=_thumbnail(card.is_upload, card.id),
                    alt=card.label,
                    title=card.label,
                    decoding="async",
                    custom_attrs={"draggable": "false"},
                ),
                icon("warning", label=card.label, size=28),
            ),
            rx.el.span((place + 1).to_string(), class_name="number", aria_hidden="true"),
            _marks(card, place),
            icon_button(
                "close",
                "Remove picture " + (place + 1).to_string(),
                class_name="over-picture",
                on_click=_act(SourcesState.remove(card.id)),
            ),
            class_name="source-picture",
        ),
        rx.cond(SourcesState.chosen.length() > 1, _moves(card, place)),
        key=card.id,
        custom_attrs={"data-item": card.id, "draggable": rx.cond(SourcesState.chosen.length() > 1, "true", "false")},
    )


def _marks(card: ObjectVar[SourceCard], place: NumberVar[int]) -> rx.Component:
    left = SourcesState.left.get(card.id, "")
    return rx.el.span(
        rx.cond(
            card.is_upload & card.shows_people & card.is_there,
            badge(rx.fragment(icon("clock", size=12), left), tone="caution"),
        ),
        rx.cond(
            (place == 0) & (SourcesState.mask_id != ""),
            rx.el.button(
                "Mask",
                icon("close", size=12),
                type="button",
                aria_label="Remove the mask",
                title="Only the painted part changes. Press to remove the mask.",
                on_click=_act(SourcesState.drop_mask),
                class_name="badge badge-info",
            ),
        ),
        class_name="marks",
    )


def _moves(card: ObjectVar[SourceCard], place: NumberVar[int]) -> rx.Component:
    number = (place + 1).to_string()
    return rx.el.div(
        icon_button(
            "chevron-left",
            "Move picture " + number + " earlier",
            disabled=place == 0,
            on_click=_act(SourcesState.move_earlier(card.id)),
        ),
        icon_button(
            "chevron-right",
            "Move picture " + number + " later",
            disabled=place == SourcesState.chosen.length() - 1,
            on_click=_act(SourcesState.move_later(card.id)),
        ),
        class_name="moves",
    )


def _notes() -> rx.Component:
    """Say before anything is spent what is wrong with a picture, with the way out beside it."""
    return rx.el.div(rx.el.ul(rx.foreach(SourcesState.notes, _note), class_name="source-notes"), role="status")


def _note(note: ObjectVar[SourceNote]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.cond(note.is_problem, icon("warning", size=16), icon("info", size=16)), note.words),
        rx.el.div(
            button("Replace", kind="quiet", on_click=SourcesState.replace(note.id)),
            button("Remove", kind="quiet", on_click=_act(SourcesState.remove(note.id))),
            class_name="flex",
        ),
        custom_attrs={"data-problem": note.is_problem},
    )


def _people() -> rx.Component:
    return rx.el.div(
        rx.el.p(icon("clock", size=16), "Photos of people: deleted in ", SourcesState.first_left, "."),
        button("Delete now", kind="quiet", on_click=_act(SourcesState.delete_people)),
        class_name="source-people",
    )


def _way_in() -> rx.Component:
    return rx.fragment(
        DropZone.create(
            *_pickers(),
            url=backend("/api/upload"),
            room=MOST - SourcesState.chosen.length(),
            max_bytes=MAX_UPLOAD_BYTES,
            consent=CONSENT_WORDS,
            hours=SourcesState.hours,
            on_done=lambda upload: _act(SourcesState.add_upload(upload)),
            class_name="drop-zone",
        ),
        rx.cond(
            SourcesState.chosen.length() == 0,
            rx.el.p("Or drop and paste pictures anywhere on this page.", class_name="field-hint"),
        ),
    )


def _closed() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            button("Upload", icon_name="upload", is_disabled=True, aria_describedby="uploads-off"),
            *_pickers(),
            class_name="drop-row",
        ),
        rx.el.p(UPLOADS_ARE_OFF, id="uploads-off", class_name="field-hint"),
        class_name="drop-zone",
    )


def _pickers() -> tuple[rx.Component, ...]:
    return (
        button("My uploads", kind="quiet", on_click=SourcesState.open_picker("uploads")),
        button("Gallery", kind="quiet", on_click=SourcesState.open_picker("gallery")),
    )


def _sheet() -> rx.Component:
    return sheet(
        rx.cond(SourcesState.picker == "gallery", _gallery(), _uploads()),
        id="sources-sheet",
        title=rx.cond(SourcesState.picker == "gallery", "From your gallery", "My uploads"),
        is_open=SourcesState.picker != "",
        on_close=SourcesState.close_picker,
        foot=(button("Done", kind="primary", on_click=SourcesState.close_picker),),
    )


def _uploads() -> rx.Component:
    return rx.cond(
        SourcesState.uploads.length() > 0,
        rx.el.ul(rx.foreach(SourcesState.uploads, _upload), class_name="pick-grid"),
        rx.el.p("Nothing is here yet. What you upload can be used again from here.", class_name="text-muted"),
    )


def _upload(card: ObjectVar[UploadCard]) -> rx.Component:
    left = SourcesState.left.get(card.id, "")
    return rx.el.li(
        _pick("upload", card.id, card.label),
        rx.cond(
            card.shows_people,
            rx.el.span(badge(rx.fragment(icon("clock", size=12), left), tone="caution"), class_name="marks"),
        ),
        icon_button(
            "trash",
            f"Delete now: {card.label}",
            class_name="over-picture",
            on_click=_act(SourcesState.delete_upload(card.id)),
        ),
        key=card.id,
        class_name="source-picture",
    )


def _gallery() -> rx.Component:
    return rx.cond(
        SourcesState.pictures.length() > 0,
        rx.fragment(
            rx.el.ul(
                rx.foreach(SourcesState.pictures, _picture),
                class_name="pick-grid",
            ),
            rx.cond(
                SourcesState.has_more,
                rx.el.div(button("Show more", on_click=SourcesState.show_more), class_name="mt-4 text-center"),
            ),
        ),
        rx.el.p("Your gallery is empty. The pictures that you create hang there.", class_name="text-muted"),
    )


def _picture(card: ObjectVar[GalleryCard]) -> rx.Component:
    return rx.el.li(_pick("image", card.id, card.alt), key=card.id, class_name="source-picture")


def _pick(kind: str, picture: StringVar | Any, label: Any) -> rx.Component:
    """Choose a picture of the sheet, or let go of it."""
    is_chosen = SourcesState.chosen_ids.contains(picture)
    return rx.el.button(
        rx.el.img(
            src=_thumbnail(kind == "upload", picture),
            alt=label,
            loading="lazy",
            decoding="async",
            custom_attrs={"draggable": "false"},
        ),
        rx.el.span(icon("check", size=16), class_name="tick", aria_hidden="true"),
        type="button",
        aria_pressed=rx.cond(is_chosen, "true", "false"),
        on_click=_act(SourcesState.toggle(kind, picture)),
        class_name="pick",
    )


def _thumbnail(is_upload: bool | rx.Var[bool], picture: Any) -> rx.Var[str]:
    upload, image = backend("/media/upload/") + picture + "/320", backend("/media/thumbnail/") + picture + "/320"
    return rx.cond(is_upload, upload, image)
