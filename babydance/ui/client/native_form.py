"""A form that the browser itself posts; Reflex's own forms always stay on the page."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):
    """A form with a real action, for signing in and out."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def in_page(code: str) -> rx.event.EventSpec:
    """Return an event that runs ``code`` compiled into the page: no eval, no data from outside."""
    return rx.call_function(rx.Var(f"(() => {{{code}}})"))
