"""The frames that pages stand in: the studio's, the one for signing in, the public one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from babydance.ui import paths
from babydance.ui.components.buttons import link_button
from babydance.ui.components.drawings import brand_mark, calm_baby
from babydance.ui.components.icons import icon
from babydance.ui.components.links import page_link, plain_link
from babydance.ui.components.notices import offline_bar
from babydance.ui.theme import theme_switch

Content = rx.Component | rx.Var[Any] | str


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the main navigation; ``icon`` is one of ours."""

    label: str
    path: str
    icon: str


PLACES = (
    Place("Studio", paths.STUDIO, "studio"),
    Place("Gallery", paths.GALLERY, "gallery"),
    Place("Account", paths.ACCOUNT, "account"),
)


def studio_layout(
    *content: Content,
    title: str | rx.Var[str],
    here: str,
    places: Sequence[Place] = PLACES,
    pill: rx.Component | None = None,
    actions: Sequence[rx.Component] = (),
    bars: Sequence[rx.Component] = (),
    notices: rx.Component | None = None,
) -> rx.Component:
    """Put a signed-in page in its frame; ``here`` is its path, ``bars`` go above everything."""
    return rx.el.div(
        skip_link(),
        offline_bar(),
        *bars,
        _navigation(places, here),
        rx.el.header(
            rx.el.h1(title, class_name="min-w-0 text-2xl"),
            rx.el.div(*actions, *([pill] if pill else []), class_name="flex flex-wrap items-center gap-2"),
            class_name="top",
        ),
        rx.el.main(*content, id="main", tab_index=-1, class_name="flex-1 px-4 pb-12 md:px-6 lg:px-8"),
        *([notices] if notices else []),
        class_name="frame",
    )


def auth_layout(
    *content: Content,
    title: str,
    intro: Content = "",
    foot: Content = "",
    bars: Sequence[rx.Component] = (),
    notices: rx.Component | None = None,
) -> rx.Component:
    """Put a short form in a card in the middle, with the baby looking over its edge."""
    return rx.el.div(
        skip_link(),
        offline_bar(),
        *bars,
        rx.el.header(brand(), class_name="top"),
        rx.el.main(
            rx.el.div(calm_baby(), class_name="mx-auto -mb-3 w-40"),
            rx.el.div(
                rx.el.h1(title, class_name="text-2xl"),
                *([rx.el.p(intro, class_name="mt-2 text-muted")] if intro else []),
                rx.el.div(*content, class_name="mt-6 flex flex-col gap-5"),
                class_name="card relative shadow-soft sm:p-8",
            ),
            *([rx.el.p(foot, class_name="mt-6 text-center text-sm text-muted")] if foot else []),
            id="main",
            tab_index=-1,
            class_name="mx-auto w-full max-w-form flex-1 px-4 pb-12",
        ),
        footer(),
        *([notices] if notices else []),
        class_name="flex min-h-dvh flex-col",
    )


def public_layout(*content: Content, bars: Sequence[rx.Component] = ()) -> rx.Component:
    """Put a page that anybody may read between the public header and footer."""
    return rx.el.div(
        skip_link(),
        *bars,
        rx.el.header(
            brand(),
            rx.el.nav(
                link_button("Sign in", to=paths.SIGN_IN, kind="quiet"),
                link_button("Try it now", to=paths.SIGN_UP, kind="primary", class_name="max-sm:hidden"),
                aria_label="Account",
                class_name="flex items-center gap-2",
            ),
            class_name="top mx-auto w-full max-w-page",
        ),
        rx.el.main(*content, id="main", tab_index=-1, class_name="flex-1"),
        footer(),
        class_name="flex min-h-dvh flex-col",
    )


def brand() -> rx.Component:
    """Name the studio and lead to its first page."""
    return page_link(brand_mark(), rx.el.span("AI Baby Dance"), to=paths.LANDING, class_name="brand min-h-11")


def skip_link() -> rx.Component:
    """Let the keyboard jump over the navigation."""
    return plain_link("Skip to content", href="#main", class_name="skip")


def footer() -> rx.Component:
    """Close a public page: the legal pages and the colours."""
    return rx.el.footer(
        rx.el.nav(
            rx.el.span("AI Baby Dance"),
            page_link("Privacy", to=paths.PRIVACY, class_name="link-plain"),
            page_link("Terms", to=paths.TERMS, class_name="link-plain"),
            aria_label="Small print",
            class_name="foot-links",
        ),
        theme_switch("theme-foot"),
        class_name="mx-auto flex w-full max-w-page flex-wrap items-center justify-between gap-x-8 gap-y-4 px-4 py-6 "
        "md:px-8",
    )


def _navigation(places: Sequence[Place], here: str) -> rx.Component:
    last = len(places) - 1
    return rx.el.nav(
        page_link(brand_mark(), to=places[0].path, aria_label="AI Baby Dance", class_name="brand"),
        rx.el.ul(
            *[
                rx.el.li(_entry(place, is_here=place.path == here), class_name="last" if index == last else "")
                for index, place in enumerate(places)
            ],
        ),
        aria_label="Main",
    )


def _entry(place: Place, *, is_here: bool) -> rx.Component:
    told: dict[str, Any] = {"aria_current": "page"} if is_here else {}
    return page_link(
        rx.el.span(icon(place.icon, size=22), class_name="puck"),
        place.label,
        to=place.path,
        class_name="place",
        **told,
    )
