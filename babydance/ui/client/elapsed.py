"""How long something has been going on, counted in the browser."""

from __future__ import annotations

import reflex as rx


class Elapsed(rx.Component):
    """The time since ``since``; ``clock`` is the server's clock when it was sent, both in milliseconds."""

    library = "$/public/" + rx.asset("elapsed.jsx", shared=True)
    tag = "Elapsed"

    since: rx.Var[int]
    clock: rx.Var[int]
