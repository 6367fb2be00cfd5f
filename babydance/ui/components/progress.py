"""Progress: how far something is, as a ring or a bar."""

from __future__ import annotations

from typing import Any

import reflex as rx


def progress_bar(value: int | rx.Var[int], label: str) -> rx.Component:
    """Show ``value`` out of 100."""
    return rx.el.progress(value=value, max=100, aria_label=label, class_name="progress-bar")


def progress_ring(value: int | rx.Var[int] | None, label: str, *, size: int = 48) -> rx.Component:
    """Show ``value`` out of 100 as a ring ``size`` units wide; None turns a quarter as long as nobody knows."""
    known: dict[str, Any] = {} if value is None else {"aria_valuenow": value}
    dashes = "25 100" if value is None else rx.Var.create(value).to_string() + " 100"
    return rx.el.span(
        rx.el.svg(
            rx.el.circle(cx="24", cy="24", r="20"),
            rx.el.circle(cx="24", cy="24", r="20", custom_attrs={"pathLength": 100, "strokeDasharray": dashes}),
            view_box="0 0 48 48",
            width=str(size),
            height=str(size),
            aria_hidden="true",
            class_name="progress-ring" if value is not None else "progress-ring progress-ring-turning",
        ),
        role="progressbar",
        aria_label=label,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name="inline-grid",
        **known,
    )
