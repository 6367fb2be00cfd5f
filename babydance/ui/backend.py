"""Where the routes are: on the page's own origin, but for hot reload, where the backend has a port of its own."""

from __future__ import annotations

from reflex.utils.exec import is_prod_mode
from reflex.vars import StringVar
from reflex_base.config import get_config


def backend(path: str) -> StringVar[str]:
    """Return the address of a route, as it goes into a page."""
    return StringVar.create(path if is_prod_mode() else f"{get_config().api_url}{path}")
