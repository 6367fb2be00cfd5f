"""Pictures: a box with the right proportions and colour first, then the picture, softly."""

from __future__ import annotations

from typing import Any

import reflex as rx

Words = str | rx.Var[str]
Length = int | rx.Var[int]


def picture(
    src: Words,
    alt: Words,
    *,
    width: Length,
    height: Length,
    colour: Words = "",
    srcset: Words = "",
    sizes: str = "",
    is_first: bool = False,
    is_transparent: bool = False,
    covers: bool = False,
    class_name: str = "",
) -> rx.Component:
    """Show a picture of ``width`` x ``height`` pixels; ``covers`` crops it to the box around it.

    ``is_first`` loads it at once, for the one that the page is about.
    """
    optional: dict[str, Any] = {}
    if not isinstance(srcset, str) or srcset:
        optional = {"src_set": srcset, "sizes": sizes or "100vw"}
    behind: dict[str, Any] = {}
    if not isinstance(colour, str) or colour:
        behind = {"custom_attrs": {"style": rx.Var.create({"backgroundColor": colour})}}
    return rx.el.span(
        rx.el.img(
            src=src,
            alt=alt,
            loading="eager" if is_first else "lazy",
            decoding="async",
            custom_attrs={"width": width, "height": height, "onLoad": rx.Var(_READY), "onError": rx.Var(_READY)},
            **optional,
        ),
        class_name=" ".join(
            part
            for part in (
                "picture",
                "picture-cover" if covers else "",
                "picture-clear" if is_transparent else "",
                class_name,
            )
            if part
        ),
        **behind,
    )


_READY = "(event) => { event.currentTarget.dataset.ready = ''; }"
