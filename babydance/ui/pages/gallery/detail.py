"""One picture with everything that its owner may know about it."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar, StringVar

from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.components.buttons import button, download_button, link_button
from babydance.ui.components.pictures import picture
from babydance.ui.components.sheets import sheet
from babydance.ui.components.surfaces import badge
from babydance.ui.pages.gallery.state import GalleryState, OpenPicture


def detail_sheet() -> rx.Component:
    """Show the open picture at the side; on a phone from below."""
    detail: ObjectVar[OpenPicture] = GalleryState.open_picture
    return sheet(
        rx.cond(GalleryState.is_open, _body(detail)),
        id="picture",
        title="Picture",
        is_open=GalleryState.is_open,
        on_close=GalleryState.close,
        foot=(_acts(detail),),
        is_side=True,
    )


def _body(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.div(
        picture(
            _original(detail),
            detail.prompt,
            width=detail.width,
            height=detail.height,
            colour=detail.colour,
            is_first=True,
            class_name="rounded-card",
        ),
        rx.el.div(
            badge("AI-generated", tone="info"),
            rx.cond(detail.is_sandbox, badge("Sandbox", tone="caution")),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.section(
            rx.el.h3("Description", class_name="detail-title"),
            rx.el.p(detail.prompt, dir="auto", class_name="whitespace-pre-wrap"),
            rx.cond(detail.style != "", rx.el.p("Sent with it: ", detail.style_fragment, class_name="field-hint")),
        ),
        _facts(detail),
        _receipt(detail),
        rx.el.div(
            button("Delete this picture", kind="quiet", icon_name="trash", on_click=GalleryState.ask_to_delete),
            class_name="-ms-3",
        ),
        class_name="flex flex-col gap-6",
    )


def _facts(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.section(
        rx.el.h3("Settings", class_name="detail-title"),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(rx.el.span("Setting", class_name="sr-only"), scope="col"),
                    rx.el.th("Asked for", scope="col"),
                    rx.el.th("Delivered", scope="col"),
                )
            ),
            rx.el.tbody(
                _row("Size", detail.requested_size, detail.actual_size),
                _row("Quality", detail.requested_quality, detail.actual_quality),
                _row("Background", detail.background, detail.actual_background),
                _row("File", detail.output_format, detail.actual_format),
            ),
            class_name="facts",
        ),
        rx.el.dl(
            _fact("Model", detail.model_label),
            _fact("Made", detail.made),
            _fact("Took", detail.took),
            _fact("File size", detail.file_size),
            class_name="fact-list",
        ),
    )


def _receipt(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.section(
        rx.el.h3("Receipt", class_name="detail-title"),
        rx.el.dl(
            _fact("Held", detail.held.to_string() + " credits"),
            _fact("Settled", detail.settled.to_string() + " credits"),
            _fact("Released", detail.released.to_string() + " credits"),
            _fact("Provider tokens", detail.tokens),
            _fact("Request", detail.request_id),
            class_name="fact-list",
        ),
    )


def _acts(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.cond(
        GalleryState.asks_to_delete,
        rx.el.div(
            rx.el.p("Put this picture into the trash? Its credits don't come back.", class_name="w-full"),
            button("Put into the trash", kind="danger", icon_name="trash", on_click=GalleryState.delete(detail.id)),
            button("Keep it", on_click=GalleryState.ask_to_delete),
            class_name="flex flex-wrap gap-2",
            role="alert",
        ),
        rx.el.div(
            download_button("Download", href=_original(detail) + "?download", kind="primary"),
            link_button("Create again", to=_again(detail), icon_name="retry"),
            class_name="flex flex-wrap gap-2",
        ),
    )


def _row(label: str, asked: rx.Var[str], delivered: rx.Var[str]) -> rx.Component:
    return rx.el.tr(rx.el.th(label, scope="row"), rx.el.td(asked), rx.el.td(delivered))


def _fact(label: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value))


def _original(detail: ObjectVar[OpenPicture]) -> StringVar[str]:
    return backend("/media/original/") + detail.id.to(str)


def _again(detail: ObjectVar[OpenPicture]) -> StringVar[str]:
    return StringVar.create(f"{paths.STUDIO}/?again=") + detail.run_id.to(str)
