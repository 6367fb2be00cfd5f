"""The keys that a page knows, and the list of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import reflex as rx

from babydance.ui.client.keys import Keys


@dataclass(frozen=True, slots=True)
class Key:
    """One key, or a few with spaces between them; ``target`` is the id of the field it focuses or button it presses.

    Without a target it is only listed: what it does is done elsewhere. It never acts while somebody types.
    """

    keys: str
    words: str
    target: str = ""


def key_list(*keys: Key) -> rx.Component:
    """Listen to ``keys``, list them when "?" or the small button is pressed."""
    known = (*keys, Key("?", "Show this list"), Key("Esc", "Close what is open"))
    return Keys.create(entries=[asdict(key) for key in known], label="Keyboard shortcuts")
