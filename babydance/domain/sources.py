"""What a picture is made from: uploads and earlier pictures, and the chain of them that a result inherits from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import is_id
from babydance.domain.media import original_key, upload_key

MAX_SOURCE_BYTES = 50_000_000  # of all the pictures to work from together


class SourceKind(StrEnum):
    """Where a picture to work from lies."""

    UPLOAD = "upload"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Source:
    """A picture to work from, as it was chosen: not yet known to exist or to belong to anybody."""

    kind: SourceKind
    id: str

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise InvalidInputError("One of the pictures to work from isn't there any more.", field="sources")

    @property
    def key(self) -> str:
        """Where its bytes lie."""
        return upload_key(self.id) if self.kind is SourceKind.UPLOAD else original_key(self.id)


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A picture to work from that exists and belongs to the account; sizes in pixels, ``sha256`` of its bytes."""

    source: Source
    width: int
    height: int
    format: str
    byte_size: int
    sha256: str
    shows_people: bool


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """A picture that a result was made from; ``sha256`` is that of the bytes that were sent."""

    source: Source
    sha256: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A picture to work from as it is sent."""

    data: bytes = field(repr=False)
    media_type: str


def all_there(sources: Sequence[Source], known: Sequence[KnownSource | None]) -> list[KnownSource]:
    """Return the pictures to work from, or refuse, naming the first that is gone or saying that they are too large."""
    found = [one for one in known if one is not None]
    if len(found) < len(sources):
        place = list(known).index(None) + 1
        which = "The picture" if len(sources) == 1 else f"Picture {place} of those"
        raise InvalidInputError(f"{which} to work from isn't there any more. Choose another one.", field="sources")
    if words := too_large(one.byte_size for one in found):
        raise InvalidInputError(words, field="sources")
    return found


def too_large(sizes: Iterable[int]) -> str:
    """Say that pictures of these sizes in bytes are too large together; empty when they are not."""
    size = sum(sizes)
    if size <= MAX_SOURCE_BYTES:
        return ""
    return (
        f"Together the pictures to work from have {size / 1e6:.0f} MB; "
        f"the most is {MAX_SOURCE_BYTES / 1e6:.0f} MB. Take one out."
    )
