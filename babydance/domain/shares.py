"""Links to one picture: what they look like, how long they last, and whose visits count."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

MAX_LIVING = 100  # links of one account that work at the same time
LIVES = (None, 7, 30)  # days; None is without an end
PICTURE_EDGE = 1_600  # pixels of the longer side of what strangers see
CARD_SIZE = (1_200, 630)  # pixels; what chats and social sites show beside a link
PEOPLE_STAY_PRIVATE = "Pictures made from photos of people stay private."
DEAD_LINK = "This link doesn't work."

_SEAL_BYTES = 16  # the left half of the HMAC; source: RFC 2104, section 5
_SHAPE = re.compile(r"([0-9a-f]{32})[A-Za-z0-9_-]{22}")
_ROBOT = re.compile(
    r"bot\b|crawl|spider|slurp|preview|fetch|scan|monitor|headless|facebookexternalhit|whatsapp|embedly|"
    r"curl/|wget/|python|go-http|java/|okhttp|libwww|axios|node",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Share:
    """One living link, for the eyes of its owner; ``expires_at`` None is never."""

    id: str
    image_id: str
    token: str
    created_at: datetime
    expires_at: datetime | None
    shows_words: bool
    views: int


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """What somebody who has the link may know; width and height in pixels of what they see."""

    width: int
    height: int
    words: str  # empty unless the owner wants them shown
    is_sandbox: bool


def share_token(share_id: str, key: bytes) -> str:
    """Return what stands in the link: the id, and the proof that it came from us, which is stored nowhere."""
    digest = hmac.new(key, f"share:{share_id}".encode(), hashlib.sha256).digest()
    return share_id + base64.urlsafe_b64encode(digest[:_SEAL_BYTES]).decode().rstrip("=")


def share_in(token: str, key: bytes) -> str | None:
    """Return the id in ``token``, None when we did not make it; as slow for a near miss as for any other."""
    shaped = _SHAPE.fullmatch(token)
    if shaped is None:
        return None
    return shaped[1] if hmac.compare_digest(share_token(shaped[1], key), token) else None


def is_robot(agent: str) -> bool:
    """Tell whether a user agent says that nobody is looking; one that says nothing is a robot."""
    return not agent.strip() or _ROBOT.search(agent) is not None


def seen_size(width: int, height: int) -> tuple[int, int]:
    """Return the pixels that strangers see of a picture: never enlarged, aspect ratio kept."""
    scale = min(1.0, PICTURE_EDGE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
