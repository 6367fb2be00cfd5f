"""The keys of a page: a listener, and the list that "?" opens."""

from __future__ import annotations

from typing import Any

import reflex as rx


class Keys(rx.Component):
    """What keys.jsx takes."""

    library = "$/public/" + rx.asset("keys.jsx", shared=True)
    tag = "Keys"

    entries: rx.Var[list[dict[str, Any]]]
    label: rx.Var[str]
