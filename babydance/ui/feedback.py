"""What the studio says when it refuses or breaks."""

from __future__ import annotations

import logging
import secrets
from typing import cast

from reflex.event import EventSpec

from babydance.domain.errors import NotSignedInError, StudioError
from babydance.ui.session import SessionState

log = logging.getLogger(__name__)


def explain(exception: Exception) -> EventSpec:
    """Turn anything that a handler raised into a notice for the person who asked."""
    if isinstance(exception, NotSignedInError):
        return cast("EventSpec", SessionState.end_if_over())
    if isinstance(exception, StudioError):
        return _told(exception.words, "caution")
    reference = secrets.token_hex(4)
    log.error("crash %s", reference, exc_info=exception)
    return _told(
        f"Something broke on our side (reference {reference}). Your credits page tells what was charged.", "problem"
    )


def _told(words: str, tone: str) -> EventSpec:
    return cast("EventSpec", SessionState.tell(words, tone))
