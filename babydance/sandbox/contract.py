"""The contract check: what is asked and answered, compared with the types of the vendor's SDK.

Imported only where options ask for the check: the SDK is heavy, and the sandbox needs it for nothing else.
"""

from collections.abc import Mapping
from typing import Any, Literal

from openai.types import (
    ImageEditStreamEvent,
    ImageGenStreamEvent,
    ImagesResponse,
    ModerationCreateParams,
    ModerationCreateResponse,
)
from openai.types.image_edit_params import ImageEditParamsNonStreaming, ImageEditParamsStreaming
from openai.types.image_generate_params import ImageGenerateParamsNonStreaming, ImageGenerateParamsStreaming
from openai.types.responses import Response
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

_WITH_FILES = ConfigDict(arbitrary_types_allowed=True)


@with_config(_WITH_FILES)
class _Edit(ImageEditParamsNonStreaming):
    """The parameters of an edit, open files among their types."""


@with_config(_WITH_FILES)
class _StreamedEdit(ImageEditParamsStreaming):
    """The parameters of a streamed edit, open files among their types."""


_REQUESTS: Mapping[tuple[str, bool], TypeAdapter[Any]] = {
    ("/v1/images/generations", False): TypeAdapter(ImageGenerateParamsNonStreaming),
    ("/v1/images/generations", True): TypeAdapter(ImageGenerateParamsStreaming),
    ("/v1/images/edits", False): TypeAdapter(_Edit),
    ("/v1/images/edits", True): TypeAdapter(_StreamedEdit),
    ("/v1/moderations", False): TypeAdapter(ModerationCreateParams),
    ("/v1/responses", False): TypeAdapter(ResponseCreateParamsNonStreaming),
}
_ANSWERS: Mapping[str, TypeAdapter[Any]] = {
    "pictures": TypeAdapter(ImagesResponse),
    "image_generation": TypeAdapter(ImageGenStreamEvent),
    "image_edit": TypeAdapter(ImageEditStreamEvent),
    "moderation": TypeAdapter(ModerationCreateResponse),
    "words": TypeAdapter(Response),
}


class Contract:
    """Collect every difference between the traffic and the SDK's types."""

    def __init__(self) -> None:
        self.violations: list[str] = []

    def request(self, path: str, given: Mapping[str, Any]) -> None:
        """Check the parameters of an accepted request."""
        given = dict(given)
        if path == "/v1/images/edits":
            given.pop("moderation", None)  # the API takes it, the SDK has no name for it
            for name in {"images", "image", "mask", "markup"} & given.keys():
                is_json = isinstance(given[name], dict | str) or name == "images"
                if is_json:  # the form of the body that the SDK does not speak
                    given[name.removesuffix("s")] = str(given.pop(name)).encode()
        self._check(f"request to {path}", _REQUESTS[path, given.get("stream") is True], given)

    def answer(self, kind: Literal["pictures", "moderation", "words"], answer: Mapping[str, Any]) -> None:
        """Check a whole answer."""
        self._check(f"answer with {kind}", _ANSWERS[kind], answer)

    def event(self, event: Mapping[str, Any]) -> None:
        """Check one event of a stream."""
        kind = str(event["type"])
        self._check(f"event {kind}", _ANSWERS[kind.partition(".")[0]], event)

    def _check(self, what: str, adapter: TypeAdapter[Any], value: Mapping[str, Any]) -> None:
        try:
            adapter.validate_python(value, extra="forbid")
        except ValidationError as error:
            problems = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            self.violations.append(f"{what}: {'; '.join(problems)}")
