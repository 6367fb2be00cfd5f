"""One picture over the whole window, with everything that its owner may know and say about it."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar, StringVar

from babydance.domain.edits import EDITS
from babydance.domain.gallery import MAX_NOTE, MAX_TAG, MAX_TITLE, Tag
from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.client.gallery import Acts, Lightbox
from babydance.ui.components.buttons import button, icon_button, link_button
from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link, plain_link
from babydance.ui.components.surfaces import badge
from babydance.ui.pages.gallery.picture import OpenPicture, PictureState
from babydance.ui.pages.gallery.sharing import recipe_buttons, share_button, sharing_sheet
from babydance.ui.pages.gallery.shelf import ShelfState


def open_picture() -> rx.Component:
    """Show the picture that the address names, its tools above and its story beside it."""
    detail: ObjectVar[OpenPicture] = PictureState.picture
    return Lightbox.create(
        _tools(detail),
        rx.cond(detail.id != "", _body(detail), rx.el.div()),
        media=backend("/media"),
        shown=detail.id,
        width=detail.width,
        height=detail.height,
        alt=detail.prompt,
        missing=PictureState.missing,
        edit=f"{paths.EDIT}/?picture=",
        on_open=PictureState.open,
    )


def _tools(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.div(
        _tool("close", "Close", "close"),
        rx.el.div(
            _tool("zoom-out", "Zoom out", "out"),
            _tool("zoom-in", "Zoom in", "in"),
            rx.el.span(
                rx.cond(detail.goes == "", _tool("heart", "Favourite", "favourite")),
                _download(),
                rx.cond(detail.goes == "", _tool("trash", "Delete", "trash")),
                _tool("info", "Details", "info"),
                class_name="not-beside",
            ),
            class_name="lightbox-group",
        ),
        class_name="lightbox-row",
    )


def _tool(icon_name: str, label: str, does: str) -> rx.Component:
    return icon_button(icon_name, label, custom_attrs={"data-do": does})


def _download() -> rx.Component:
    """Fetch the very bytes of the picture that is shown; the lightbox fills in which."""
    return plain_link(
        icon("download"),
        href="#",
        aria_label="Download",
        title="Download",
        download=True,
        class_name="button button-quiet button-icon",
        custom_attrs={"data-download": ""},
    )


def _body(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.div(
        rx.cond(detail.goes != "", _in_trash(detail)),
        _title(detail),
        rx.el.div(
            badge("AI-generated", tone="info"),
            rx.cond(detail.is_sandbox, badge("Sandbox", tone="caution")),
            rx.cond(detail.has_people, badge("Shows people")),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.section(
            rx.el.h3("Description", class_name="detail-title"),
            rx.el.p(detail.prompt, dir="auto", class_name="whitespace-pre-wrap"),
            rx.cond(
                detail.style_fragment != "",
                rx.el.p("Sent with it: ", detail.style_fragment, class_name="field-hint whitespace-pre-wrap"),
            ),
            rx.cond(
                detail.rewritten != "",
                rx.el.p("The provider rewrote it: ", detail.rewritten, dir="auto", class_name="field-hint"),
            ),
        ),
        rx.cond(detail.goes == "", _acts(detail)),
        _tags(detail),
        _folder(detail),
        _note(detail),
        _made_from(),
        _used_in(),
        _facts(detail),
        recipe_buttons(detail.id.to(str)),
        _receipt(detail),
        sharing_sheet(detail.id.to(str)),
        class_name="flex flex-col gap-6",
    )


def _in_trash(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return Acts.create(
        rx.el.p("In the trash. It goes for good on ", detail.goes, ". Credits don't come back."),
        rx.el.div(
            rx.el.button(
                icon("restore"),
                "Restore",
                type="button",
                class_name="button button-primary",
                custom_attrs={"data-act": "onRestore"},
            ),
            rx.cond(
                PictureState.asks_to_delete,
                rx.el.span(
                    rx.el.button(
                        icon("trash"),
                        "Yes, delete for good",
                        type="button",
                        class_name="button button-danger",
                        custom_attrs={"data-act": "onDelete"},
                    ),
                    button("Keep it", on_click=PictureState.ask_to_delete),
                    role="alert",
                    class_name="flex flex-wrap gap-2",
                ),
                button("Delete for good", kind="danger", icon_name="trash", on_click=PictureState.ask_to_delete),
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        only=detail.id,
        class_name="notice-caution rounded-card p-4",
    )


def _title(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.div(
        rx.el.label("Name", html_for="picture-title", class_name="sr-only"),
        rx.el.input(
            id="picture-title",
            key=detail.id.to(str) + detail.title.to(str),
            default_value=detail.title,
            placeholder="Give it a name",
            dir="auto",
            max_length=MAX_TITLE,
            auto_complete="off",
            on_blur=lambda title: PictureState.rename(detail.id, title),
            class_name="control quiet-control font-display text-xl font-extrabold",
        ),
    )


def _note(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.section(
        rx.el.label("Note", html_for="picture-note", class_name="detail-title block font-display font-extrabold"),
        rx.el.textarea(
            id="picture-note",
            key=detail.id.to(str) + detail.note.to(str),
            default_value=detail.note,
            placeholder="Only you can read it",
            dir="auto",
            max_length=MAX_NOTE,
            on_blur=lambda note: PictureState.annotate(detail.id, note),
            class_name="control quiet-control note-control",
        ),
    )


def _tags(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.section(
        rx.el.h3("Tags", class_name="detail-title"),
        rx.el.ul(
            rx.foreach(PictureState.tags, lambda tag: _tag(tag, detail)),
            aria_label="Tags of this picture",
            class_name="chip-list",
        ),
        rx.el.form(
            rx.el.input(
                name="label",
                aria_label="New tag",
                placeholder="Add a tag",
                max_length=MAX_TAG,
                auto_complete="off",
                custom_attrs={"list": "known-tags"},
                class_name="control",
            ),
            button("Add", type="submit"),
            on_submit=PictureState.add_tag,
            reset_on_submit=True,
            class_name="mt-2 flex gap-2",
        ),
        rx.el.datalist(
            rx.foreach(ShelfState.tags, lambda tag: rx.el.option(value=tag.label)),
            id="known-tags",
        ),
    )


def _tag(tag: ObjectVar[Tag], detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span("Take off ", class_name="sr-only"),
            rx.el.span(tag.label, dir="auto", class_name="truncate"),
            icon("close", size=16),
            type="button",
            on_click=PictureState.tag(detail.id, tag.label, False),
            class_name="chip",
        ),
        key=tag.id,
    )


def _folder(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.cond(
        ShelfState.folders.length() > 0,
        rx.el.section(
            rx.el.label(
                "Folder", html_for="picture-folder", class_name="detail-title block font-display font-extrabold"
            ),
            rx.el.div(
                rx.el.select(
                    rx.el.option("In no folder", value=""),
                    rx.foreach(ShelfState.folders, lambda folder: rx.el.option(folder.path, value=folder.id)),
                    id="picture-folder",
                    value=detail.folder_id,
                    on_change=lambda folder: PictureState.move(detail.id, folder),
                    class_name="control",
                ),
                icon("chevron-down"),
                class_name="select",
            ),
            rx.cond(
                detail.folder_id != "",
                button(
                    "Use as the folder's cover",
                    kind="quiet",
                    icon_name="image",
                    on_click=ShelfState.cover(detail.folder_id, detail.id),
                    class_name="-ms-3 mt-1",
                ),
            ),
        ),
    )


def _made_from() -> rx.Component:
    return rx.cond(
        PictureState.made_from.length() > 0,
        rx.el.section(
            rx.el.h3("Made from", class_name="detail-title"),
            rx.el.ul(
                rx.foreach(
                    PictureState.made_from,
                    lambda one: rx.el.li(
                        rx.cond(
                            one.picture != "",
                            _relative(one.picture.to(str), one.label.to(str)),
                            rx.el.span(one.label, class_name="field-hint"),
                        )
                    ),
                ),
                class_name="lineage",
            ),
        ),
    )


def _used_in() -> rx.Component:
    return rx.cond(
        PictureState.used_in.length() > 0,
        rx.el.section(
            rx.el.h3("Used in", class_name="detail-title"),
            rx.el.ul(
                rx.foreach(
                    PictureState.used_in,
                    lambda card: rx.el.li(_relative(card.id.to(str), card.alt.to(str)), key=card.id),
                ),
                class_name="lineage",
            ),
        ),
    )


def _relative(picture: StringVar[str], words: StringVar[str]) -> rx.Component:
    return plain_link(
        rx.el.img(
            src=backend("/media/thumbnail/") + picture + "/320",
            alt=words,
            loading="lazy",
            custom_attrs={"width": 72, "height": 72},
        ),
        href=f"{paths.GALLERY}/?picture=" + picture,
        class_name="lineage-link",
        custom_attrs={"data-do": "turn", "data-to": picture},
    )


def _acts(detail: ObjectVar[OpenPicture]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            link_button("Edit", to=_edit(detail), icon_name="pencil", kind="primary"),
            link_button("Create again", to=_again(detail), icon_name="retry"),
            share_button(detail.id.to(str), has_people=detail.has_people),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.ul(
            *[
                rx.el.li(
                    page_link(edit.label, to=_from(detail, edit.id), title=edit.blurb, class_name="chip chip-plain")
                )
                for edit in EDITS
            ],
            aria_label="Ready-made edits",
            class_name="chip-list mt-3",
        ),
        rx.el.p(
            "Take it home as ",
            *[
                rx.el.span(
                    plain_link(
                        label, href=backend("/media/converted/") + detail.id.to(str) + f"/{kind}", download=True
                    ),
                    after,
                )
                for kind, label, after in (("jpeg", "JPEG", ", "), ("png", "PNG", " or "), ("webp", "WebP", ", "))
            ],
            "or just as it was made: ",
            plain_link("the original", href=_original(detail) + "?download", download=True),
            ".",
            class_name="mt-3 text-sm text-muted",
        ),
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


def _row(label: str, asked: rx.Var[str], delivered: rx.Var[str]) -> rx.Component:
    return rx.el.tr(rx.el.th(label, scope="row"), rx.el.td(asked), rx.el.td(delivered))


def _fact(label: str, value: rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value))


def _original(detail: ObjectVar[OpenPicture]) -> StringVar[str]:
    return backend("/media/original/") + detail.id.to(str)


def _edit(detail: ObjectVar[OpenPicture]) -> StringVar[str]:
    return StringVar.create(f"{paths.EDIT}/?picture=") + detail.id.to(str)


def _from(detail: ObjectVar[OpenPicture], edit: str) -> StringVar[str]:
    return StringVar.create(f"{paths.STUDIO}/?edit={edit}&from=") + detail.id.to(str)


def _again(detail: ObjectVar[OpenPicture]) -> StringVar[str]:
    return StringVar.create(f"{paths.STUDIO}/?again=") + detail.run_id.to(str)
