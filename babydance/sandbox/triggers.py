"""Trigger words: what a prompt may say to make the sandbox misbehave, like the numbers of test cards."""

import re

BEFORE_DRAWING = frozenset(
    {"moderation", "rate-limit", "rate-limit-always", "quota", "403", "500", "500-once"},
)
"""Answered with an error status before anything is drawn."""

IN_THE_ANSWER = frozenset(
    {
        "broken-frame",
        "cut",
        "error-frame",
        "json",
        "late-moderation",
        "no-completed",
        "output-moderation",
        "silence",
        "slow",
        "undecodable",
        "unknown-event",
        "wrong-size",
    },
)
"""Seen in the picture, in the stream, or in its timing."""

IN_MODERATION = frozenset({"flag-text", "flag-minors", "moderation-down"})
"""Heard by the moderation endpoint."""

IN_WRITING = frozenset({"no-words", "refuse-words", "same-words"})
"""Heard by the text endpoint, as are quota, rate-limit-always, 403 and 500."""

IN_PICTURES = ("sandbox:output-moderation", "sandbox:flag-image")
"""Found in a picture file's metadata by the moderation endpoint."""

_WORD = re.compile(r"sandbox:([a-z0-9]+(?:-[a-z0-9]+)*)", re.IGNORECASE)


def triggers(text: str) -> frozenset[str]:
    """Find the trigger words of a text, without their common beginning."""
    return frozenset(word.lower() for word in _WORD.findall(text))
