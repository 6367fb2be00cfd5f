"""Tells people who look elsewhere that their pictures are ready: in the title, and as a notification if they want."""

from __future__ import annotations

from typing import Any

import reflex as rx


class ReadyNotice(rx.Component):
    """A button that asks for notifications; ``status`` says of each picture where it stands."""

    library = "$/public/" + rx.asset("ready_notice.jsx", shared=True)
    tag = "ReadyNotice"

    status: rx.Var[dict[str, Any]]
