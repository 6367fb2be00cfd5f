"""What every page wears: style sheets, fonts, icons of the site, and the light and dark switch."""

from __future__ import annotations

import reflex as rx
from reflex.style import color_mode, set_color_mode

from babydance.ui.components.fields import Option, segments

STYLESHEETS = ["/styles.css", "/parts.css", "/pages.css", "/gallery.css", "/edit.css"]
FONTS = ("/fonts/inter-latin.woff2", "/fonts/nunito-latin.woff2")
TITLE = "AI Baby Dance"
DESCRIPTION = "A calm studio for pictures of a baby character, drawn while you watch."

_THEMES = (
    Option("light", "Light", icon="sun"),
    Option("dark", "Dark", icon="moon"),
    Option("system", "Auto", icon="screen"),
)


def head(origin: str = "") -> list[rx.Component]:
    """Return what goes into <head>; ``origin`` such as https://studio.example makes shared links show a picture."""
    return [
        *[
            rx.el.link(
                rel="preload", href=font, type="font/woff2", cross_origin="anonymous", custom_attrs={"as": "font"}
            )
            for font in FONTS
        ],
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="icon", href="/favicon.ico", sizes="32x32"),
        rx.el.link(rel="apple-touch-icon", href="/apple-touch-icon.png"),
        rx.el.link(rel="manifest", href="/site.webmanifest"),
        _meta("viewport", "width=device-width, initial-scale=1, viewport-fit=cover"),
        rx.el.meta(name="theme-color", content="#fffbf6", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#191513", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        _property("og:type", "website"),
        _property("og:site_name", TITLE),
        _property("og:image", f"{origin}/share.png"),
        _property("og:image:width", "1200"),
        _property("og:image:height", "630"),
        _property("og:image:alt", "A baby in a coral bear suit, dancing"),
        _meta("twitter:card", "summary_large_image"),
    ]


def theme_switch(name: str = "theme") -> rx.Component:
    """Choose light, dark, or what the device says; kept in this browser, under ``theme`` in its local storage."""
    return rx.el.div(
        segments(name, "Colours", _THEMES, value=color_mode, is_label_hidden=True, on_change=set_color_mode),
        class_name="w-full max-w-64",
    )


def _meta(name: str, content: str) -> rx.Component:
    return rx.el.meta(name=name, content=content)


def _property(name: str, content: str) -> rx.Component:
    return rx.el.meta(custom_attrs={"property": name}, content=content)
