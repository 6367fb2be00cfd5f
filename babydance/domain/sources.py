"""What a picture is made from: uploads and earlier pictures, and the chain of them that a result inherits from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import is_id


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
