"""The native <dialog>, opened and closed by a Var."""

from __future__ import annotations

import reflex as rx


class Sheet(rx.Component):
    """What sheet.jsx takes."""

    library = "$/public/" + rx.asset("sheet.jsx", shared=True)
    tag = "Sheet"

    open: rx.Var[bool]
    closes_outside: rx.Var[bool]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]
