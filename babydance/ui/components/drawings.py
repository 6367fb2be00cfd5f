"""Our own drawings: the baby in the bear suit, the mark made from its head, small scenes for empty places."""

from __future__ import annotations

from typing import Any

import reflex as rx

from babydance.ui.components.icons import icon


def brand_mark(size: int = 32) -> rx.Component:
    """Draw the head alone."""
    return rx.el.svg(
        _ellipse(8, 9.5, 5, 5, "fill-art-suit"),
        _ellipse(24, 9.5, 5, 5, "fill-art-suit"),
        _ellipse(16, 17, 13.5, 12.5, "fill-art-suit"),
        _ellipse(16, 18.5, 10.2, 9, "fill-art-skin"),
        _line("M15.6 9.8c-.6 2.4 3 3 3.1.9", "stroke-art-hair", 1.7),
        _ellipse(12, 18, 1.4, 1.6, "fill-art-line"),
        _ellipse(20, 18, 1.4, 1.6, "fill-art-line"),
        _line("M13.4 21.6c1.4 1.7 3.8 1.7 5.2 0", "stroke-art-line", 1.5),
        view_box="0 0 32 32",
        width=str(size),
        height=str(size),
        aria_hidden="true",
    )


def dance_stage(label: str) -> rx.Component:
    """Draw the baby dancing for ever, with a switch to stop it; it stands still where motion is not wanted."""
    return rx.el.div(
        _baby("baby-lively", label=label, has_party=True),
        rx.el.label(
            rx.el.input(type="checkbox", class_name="sr-only"),
            icon("stop", class_name="when-dancing"),
            icon("play", class_name="when-still"),
            rx.el.span("Stop the dance", class_name="sr-only"),
            class_name="stage-switch",
        ),
        class_name="stage",
    )


def calm_baby() -> rx.Component:
    """Draw the baby standing; it dances as long as somebody points at it."""
    return _baby("baby-calm")


def _baby(manner: str, *, label: str = "", has_party: bool = False) -> rx.Component:
    told: dict[str, Any] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return rx.el.svg(
        *([_party()] if has_party else []),
        _ellipse(120, 266, 58, 8, "baby-shadow"),
        rx.el.g(
            _leg("M100 196 92 240", 84, 250, "baby-leg-left"),
            _leg("M140 196 148 240", 156, 250, "baby-leg-right"),
            rx.el.g(
                _arm("M84 158 44 146", 36, 142, "baby-arm-left"),
                _arm("M156 158 196 146", 204, 142, "baby-arm-right"),
                _body(),
                rx.el.g(*_head(), *_open_eyes(), class_name="baby-head"),
                class_name="baby-sway",
            ),
            class_name="baby-bounce",
        ),
        view_box="0 0 240 280",
        class_name=f"baby {manner} w-full",
        **told,
    )


def hiding_baby(*, label: str = "") -> rx.Component:
    """Draw the baby with its hands before its eyes."""
    told: dict[str, Any] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return rx.el.svg(
        _ellipse(120, 266, 66, 8, "fill-art-mat"),
        _body(),
        _ellipse(82, 240, 25, 22, "fill-art-sun"),
        _ellipse(158, 240, 25, 22, "fill-art-sun"),
        _ellipse(80, 242, 13, 12, "fill-art-trim"),
        _ellipse(160, 242, 13, 12, "fill-art-trim"),
        *_head(),
        *_open_eyes(),
        rx.el.g(
            _line("M84 162 50 142 66 112", "stroke-art-suit-shade", 24),
            _ellipse(84, 98, 26, 21, "fill-art-sun"),
            class_name="baby-peek-left",
        ),
        rx.el.g(
            _line("M156 162 190 142 174 112", "stroke-art-suit-shade", 24),
            _ellipse(156, 98, 26, 21, "fill-art-sun"),
            class_name="baby-peek-right",
        ),
        view_box="0 0 240 280",
        class_name="baby w-full",
        **told,
    )


def words_scene() -> rx.Component:
    """Draw a few words being written."""
    return _scene(
        _ellipse(120, 84, 74, 62, "fill-art-sun opacity-60"),
        _sheet(52, 34, 136, 92),
        _line("M72 60h72", "stroke-ink", 6),
        _line("M72 80h92", "stroke-control", 6),
        _line("M72 100h46", "stroke-control", 6),
        rx.el.g(
            _line("M130 106 168 56", "stroke-art-suit", 13),
            _line("M130 106 136 98", "stroke-art-trim", 13),
            _line("M126 111.5 127 110", "stroke-ink", 5),
        ),
    )


def appearing_scene() -> rx.Component:
    """Draw a picture that becomes clear."""
    return _scene(
        _ellipse(120, 84, 74, 62, "fill-art-sky opacity-60"),
        _sheet(60, 26, 120, 112),
        rx.el.rect(x="70", y="36", width="100", height="92", rx="8", class_name="fill-art-sky"),
        _path("M70 108c24-16 42-14 58-4s28 8 42-2v18a8 8 0 0 1-8 8H78a8 8 0 0 1-8-8Z", "fill-art-leaf"),
        rx.el.g(*_head(), *_open_eyes(), transform="translate(72 50) scale(.4)"),
        *[
            rx.el.rect(x=str(70 + 25 * column), y="36", width="25.5", height="92", class_name=f"fill-art-mat {veil}")
            for column, veil in enumerate(("opacity-0", "opacity-0", "opacity-45", "opacity-80"))
        ],
    )


def keeping_scene() -> rx.Component:
    """Draw a wall of pictures with one that is loved."""
    return _scene(
        _ellipse(120, 84, 74, 62, "fill-art-leaf opacity-50"),
        _sheet(46, 30, 68, 68),
        rx.el.rect(x="53", y="37", width="54", height="54", rx="6", class_name="fill-art-sun"),
        rx.el.g(*_head(), *_open_eyes(), transform="translate(50 41) scale(.25)"),
        _sheet(122, 22, 68, 46),
        rx.el.rect(x="129", y="29", width="54", height="32", rx="6", class_name="fill-art-sky"),
        _path("M129 53c12-10 22-8 30-2s16 4 24-2v6a6 6 0 0 1-6 6h-42a6 6 0 0 1-6-6Z", "fill-art-leaf"),
        _sheet(122, 76, 68, 68),
        rx.el.rect(x="129", y="83", width="54", height="54", rx="6", class_name="fill-art-cheek"),
        _path("M156 126c-9-6-15-11-15-18a8 8 0 0 1 15-4 8 8 0 0 1 15 4c0 7-6 12-15 18Z", "fill-art-trim"),
        _sheet(46, 106, 68, 36),
        rx.el.rect(x="53", y="113", width="54", height="22", rx="6", class_name="fill-art-leaf"),
    )


def empty_frame() -> rx.Component:
    """Draw an empty picture frame with a face that waits for company."""
    return _scene(
        _ellipse(120, 84, 74, 62, "fill-art-mat"),
        _sheet(64, 28, 112, 112),
        rx.el.g(*_head(), *_open_eyes(), transform="translate(72 42) scale(.4)"),
        _line("M188 40v16M180 48h16", "stroke-art-sun", 5),
        _line("M48 110v12M42 116h12", "stroke-art-leaf", 5),
    )


def _party() -> rx.Component:
    star = "c2.6 12 6.4 15.8 18 18-11.6 2.2-15.4 6-18 18-2.6-12-6.4-15.8-18-18 11.6-2.2 15.4-6 18-18Z"
    return rx.el.g(
        _path(f"M8 44{star}", "fill-art-sun"),
        _line("M240 66v20M230 76h20", "stroke-art-leaf", 6),
        _ellipse(2, 186, 8, 8, "fill-art-cheek"),
        _path(f"M238 180{star}", "fill-art-sky"),
        _line("M34 242v12M28 248h12", "stroke-art-suit", 5),
        _ellipse(212, 26, 6, 6, "fill-art-suit"),
        class_name="baby-party",
    )


def _head() -> list[rx.Component]:
    return [
        _ellipse(70, 42, 20, 20, "fill-art-suit"),
        _ellipse(170, 42, 20, 20, "fill-art-suit"),
        _ellipse(70, 43, 10, 10, "fill-art-cheek"),
        _ellipse(170, 43, 10, 10, "fill-art-cheek"),
        _ellipse(120, 86, 67, 60, "fill-art-suit"),
        _ellipse(120, 95, 52, 45, "fill-art-skin"),
        _ellipse(84, 110, 11, 8, "fill-art-cheek opacity-70"),
        _ellipse(156, 110, 11, 8, "fill-art-cheek opacity-70"),
        _line("M117 51c-5 12 14 17 16 6 1-7-7-8-8-3", "stroke-art-hair", 5.5),
        _path("M107 112c4 13 22 13 26 0Z", "fill-art-line"),
        _path("M113 118.5c3-3 11-3 14 0-3 3.5-11 3.5-14 0Z", "fill-art-cheek"),
    ]


def _open_eyes() -> list[rx.Component]:
    return [
        rx.el.g(
            _ellipse(96, 95, 6, 7, "fill-art-line"),
            _ellipse(98, 92.5, 2, 2.2, "fill-art-trim"),
            _ellipse(144, 95, 6, 7, "fill-art-line"),
            _ellipse(146, 92.5, 2, 2.2, "fill-art-trim"),
            class_name="baby-eyes",
        )
    ]


def _body() -> rx.Component:
    return rx.el.g(
        _path("M120 130c34 0 52 30 52 56 0 28-22 42-52 42s-52-14-52-42c0-26 18-56 52-56Z", "fill-art-suit"),
        _ellipse(120, 186, 30, 31, "fill-art-trim"),
        _path(
            "M120 204c-10-6.5-16-11.5-16-18.5a8.3 8.3 0 0 1 16-3.5 8.3 8.3 0 0 1 16 3.5c0 7-6 12-16 18.5Z",
            "fill-art-cheek",
        ),
    )


def _arm(path: str, x: float, y: float, class_name: str) -> rx.Component:
    return rx.el.g(
        _line(path, "stroke-art-suit-shade", 24), _ellipse(x, y, 15, 14, "fill-art-sun"), class_name=class_name
    )


def _leg(path: str, x: float, y: float, class_name: str) -> rx.Component:
    return rx.el.g(
        _line(path, "stroke-art-suit-shade", 30), _ellipse(x, y, 21, 13, "fill-art-sun"), class_name=class_name
    )


def _scene(*shapes: rx.Component) -> rx.Component:
    return rx.el.svg(*shapes, view_box="0 0 240 160", class_name="w-full", aria_hidden="true")


def _sheet(x: int, y: int, width: int, height: int) -> rx.Component:
    return rx.el.rect(
        x=str(x),
        y=str(y),
        width=str(width),
        height=str(height),
        rx="12",
        class_name="fill-surface stroke-hairline",
    )


def _ellipse(cx: float, cy: float, rx_: float, ry: float, class_name: str) -> rx.Component:
    return rx.el.ellipse(cx=str(cx), cy=str(cy), rx=str(rx_), ry=str(ry), class_name=class_name)


def _path(d: str, class_name: str) -> rx.Component:
    return rx.el.path(d=d, class_name=class_name)


def _line(d: str, class_name: str, width: float) -> rx.Component:
    return rx.el.path(d=d, custom_attrs={"strokeWidth": width}, class_name=f"stroke {class_name}")
