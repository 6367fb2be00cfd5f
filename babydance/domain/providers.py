"""The servers that draw, as data: where each is, and how far it speaks the OpenAI images protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from babydance.domain.models import ImageModelSpec


class EditsBy(StrEnum):
    """How pictures to work from are sent."""

    FORM = "form"  # multipart, as OpenAI takes them
    JSON = "json"  # data URLs in a JSON body
    NOTHING = "nothing"  # it makes no pictures from pictures


class AnswersBy(StrEnum):
    """How a finished picture comes."""

    ITSELF = "itself"  # in base64, without being asked to
    BASE64 = "b64_json"  # in base64, asked for by response_format
    URL = "url"  # as an address to fetch it from, asked for by response_format


@dataclass(frozen=True, slots=True)
class Provider:
    """A server that speaks the OpenAI images protocol, and its quirks; what it doesn't know is never sent to it."""

    id: str
    label: str
    base_url: str = ""  # empty: the vendor's own
    key_variable: str = ""  # the environment variable that holds its key
    edits: EditsBy = EditsBy.FORM
    answers: AnswersBy = AnswersBy.ITSELF
    answer_hosts: tuple[str, ...] = ()  # where its addresses may lead, besides its own
    takes_mask: bool = True
    can_stream: bool = True
    takes_size: bool = True
    takes_seed: bool = False
    negative_prompt: str = ""  # sent with every picture
    has_openai_usage: bool = True  # it reports tokens that our price table knows
    has_openai_safety: bool = True  # it takes ``moderation`` and ``safety_identifier``


OPENAI = Provider("openai", "OpenAI")

SANDBOX = Provider(
    "sandbox",
    "Second sandbox",
    edits=EditsBy.JSON,
    answers=AnswersBy.URL,
    takes_mask=False,
    can_stream=False,
    takes_seed=True,
    has_openai_usage=False,
    has_openai_safety=False,
)
SANDBOX_MODELS = (
    ImageModelSpec(
        "crayon-1",
        SANDBOX.id,
        "Crayon 1",
        "A second provider, played by the sandbox",
        {},
        default_quality="standard",
        prices={"standard": 20_000},
        formats=("jpeg",),
        backgrounds=("auto",),
        sizes=((1024, 1024), (1024, 1536), (1536, 1024)),
        can_stream=False,
        can_mask=False,
        max_references=3,
    ),
)
