"""The ways a request can be refused; every text here may be shown to the person who asked."""

from __future__ import annotations


class StudioError(Exception):
    """A refusal, in words for the person who asked."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class InvalidInputError(StudioError):
    """Something that was typed or chosen cannot be used; ``field`` names where."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class SignInError(StudioError):
    """The person could not be signed in."""


class NotSignedInError(StudioError):
    """There is no living session behind the request."""


class LinkError(StudioError):
    """A mailed link is unknown, used or too old."""


class NotFoundError(StudioError):
    """The thing does not exist, or belongs to somebody else; we do not say which."""


class TooManyRequestsError(StudioError):
    """Asked too often; ``retry_after`` is in seconds."""

    def __init__(self, words: str, *, retry_after: int) -> None:
        super().__init__(words)
        self.retry_after = retry_after


class NotEnoughCreditsError(StudioError):
    """The account cannot pay for this."""


class NotAllowedError(StudioError):
    """The account may not do this now, for example with an unverified address."""


class StorageError(StudioError):
    """The media store could not keep or give a file."""
