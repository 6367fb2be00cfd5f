"""Safety checks of words and pictures by the OpenAI moderation API; without a clear answer nothing passes."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from typing import Any

import httpx2
import openai
from openai.types import ModerationCreateResponse

from babydance.adapters.openai_clients import ClientPerLoop
from babydance.domain.images import DrawingError, Failure, Verdict

log = logging.getLogger(__name__)

MODEL = "omni-moderation-latest"
_PAUSE = 0.5  # seconds before the second try
_TRIES = 2
_TOO_MANY = 429
_SERVER_ERRORS = 500
_HERE = "the-picture"  # base64 needs no escaping, so megabytes of it need not pass through a JSON encoder


class OpenAIModeration:
    """Asks ``base_url`` (empty: the vendor's own); each try may take ``timeout_seconds``."""

    def __init__(self, api_key: str, base_url: str = "", *, timeout_seconds: float = 20.0) -> None:
        self._timeout = timeout_seconds
        self._clients = ClientPerLoop(api_key, base_url, httpx2.Timeout(timeout_seconds, connect=5.0))

    async def check_text(self, text: str) -> Verdict:
        """Judge ``text``; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        return await self._verdict(_body({"type": "text", "text": text}))

    async def check_picture(self, data: bytes, media_type: str) -> Verdict:
        """Judge a picture; raise ``DrawingError`` (unchecked) when no verdict could be had."""
        body = _body({"type": "image_url", "image_url": {"url": f"data:{media_type};base64,{_HERE}"}})
        return await self._verdict(base64.b64encode(data).join(body.split(_HERE.encode())))

    async def close(self) -> None:
        """Close the connections of the running loop."""
        await self._clients.close()

    async def _verdict(self, body: bytes) -> Verdict:
        for tries_left in reversed(range(_TRIES)):
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._ask(body)
            except Exception as error:  # whatever it is, nobody looked
                if not tries_left or not _is_passing(error):
                    log.error("safety check failed: %s", _described(error))  # noqa: TRY400  a traceback holds prompts
                    raise _unchecked(error) from error
            await asyncio.sleep(_PAUSE)
        raise DrawingError(Failure.UNCHECKED, is_passing=True)

    async def _ask(self, body: bytes) -> Verdict:
        answer = await self._clients.here().post(
            "/moderations",
            cast_to=ModerationCreateResponse,
            content=body,
            options={"headers": {"Content-Type": "application/json"}},
        )
        (result,) = answer.results
        if not isinstance(result.flagged, bool):
            raise TypeError("no verdict")
        found = tuple(sorted(name for name, is_found in result.categories.to_dict().items() if is_found))
        return Verdict(is_allowed=not (result.flagged or found), categories=found)


def _body(part: dict[str, Any]) -> bytes:
    return json.dumps({"model": MODEL, "input": [part]}).encode()


def _is_passing(error: Exception) -> bool:
    if isinstance(error, openai.APIStatusError):
        is_busy = error.status_code == _TOO_MANY and error.code != "insufficient_quota"
        return is_busy or error.status_code >= _SERVER_ERRORS
    return isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError)


def _described(error: Exception) -> str:
    """Say what went wrong without what was asked."""
    if isinstance(error, openai.APIStatusError):
        return f"status {error.status_code}, code {error.code or '-'}, request {error.request_id}"
    return type(error).__name__


def _unchecked(error: Exception) -> DrawingError:
    if isinstance(error, openai.APIStatusError):
        return DrawingError(
            Failure.UNCHECKED, is_passing=True, request_id=error.request_id or "", code=error.code or ""
        )
    return DrawingError(Failure.UNCHECKED, is_passing=True)
