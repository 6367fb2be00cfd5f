"""An address to copy; the clipboard is the browser's."""

from __future__ import annotations

import reflex as rx


class CopyLink(rx.Component):
    """What copy_link.jsx takes; its children stand before the word on the button."""

    library = "$/public/" + rx.asset("copy_link.jsx", shared=True)
    tag = "CopyLink"

    href: rx.Var[str]
    label: rx.Var[str]
