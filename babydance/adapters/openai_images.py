"""Pictures from the OpenAI images API: the official SDK's transport, our own reading of the stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import httpx2
import openai
from openai import AsyncAPIResponse

from babydance.adapters.openai_clients import ClientPerLoop
from babydance.adapters.openai_events import (
    MAX_EVENT,
    BrokenEventError,
    EventReader,
    PictureEvent,
    read_event,
)
from babydance.adapters.openai_failures import failure_before_answer, failure_in_answer, failure_told
from babydance.domain.images import Drawing, DrawingError, DrawingJob, Failure, Preview, Usage
from babydance.domain.models import IMAGE_MODELS, ImageModelSpec

_PREVIEWS = {"image_generation.partial_image", "image_edit.partial_image"}
_COMPLETED = {"image_generation.completed", "image_edit.completed"}


class OpenAIImageModel:
    """Draws through ``base_url`` (empty: the vendor's own) with ``api_key``.

    ``silence_seconds`` is the longest pause in a stream, ``whole_seconds`` the longest wait for an answer that
    comes in one piece, ``total_seconds`` the most that a picture may take even when something keeps coming.
    Iterate with ``contextlib.aclosing``: closing the iterator or cancelling the task hangs up at once.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = "",
        *,
        silence_seconds: float = 60.0,
        whole_seconds: float = 300.0,
        total_seconds: float = 900.0,
        models: Sequence[ImageModelSpec] = IMAGE_MODELS,
    ) -> None:
        self._silence_seconds = silence_seconds
        self._whole_seconds = whole_seconds
        self._total_seconds = total_seconds
        self._whole_only = frozenset(spec.id for spec in models if not spec.can_stream)
        self._clients = ClientPerLoop(api_key, base_url, _timeout(silence_seconds))

    async def draw(self, job: DrawingJob) -> AsyncIterator[Preview | Drawing]:
        """Yield previews as they come, then one ``Drawing``; raise ``DrawingError`` otherwise."""
        request_id = ""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._total_seconds
        try:
            async with self._clients.here().images.with_streaming_response.generate(**self._call(job)) as response:
                request_id = response.request_id or ""
                answer = _answer(response, request_id)
                async for chunk in response.iter_bytes():
                    for made in answer.feed(chunk):
                        yield made
                        if isinstance(made, Drawing):
                            return
                    if clock() > deadline:
                        raise DrawingError(Failure.SILENT, request_id=request_id)
                yield answer.finish()
        except openai.APIError as error:
            raise failure_before_answer(error) from error
        except httpx2.RequestError as error:
            raise failure_in_answer(error, request_id=request_id) from error
        except BrokenEventError as error:
            raise DrawingError(Failure.BROKEN, request_id=request_id) from error

    async def close(self) -> None:
        """Close the connections of the running loop."""
        await self._clients.close()

    def _call(self, job: DrawingJob) -> dict[str, Any]:
        is_streamed = job.previews > 0 and job.model not in self._whole_only
        call: dict[str, Any] = {
            "prompt": job.prompt,
            "model": job.model,
            "n": 1,
            "size": f"{job.width}x{job.height}",
            "quality": job.quality,
            "background": job.background,
            "output_format": job.output_format,
            "moderation": "auto",
            "safety_identifier": job.safety_identifier,
        }
        if is_streamed:
            return call | {"stream": True, "partial_images": job.previews}
        return call | {"timeout": _timeout(self._whole_seconds)}


def _answer(response: AsyncAPIResponse[Any], request_id: str) -> _StreamedAnswer | _WholeAnswer:
    """Choose by what was sent, not by what was asked for."""
    is_stream = response.headers.get("content-type", "").startswith("text/event-stream")
    return _StreamedAnswer(request_id) if is_stream else _WholeAnswer(request_id)


class _StreamedAnswer:
    """An answer in events; what comes after the finished picture, or is unknown, is left alone."""

    def __init__(self, request_id: str) -> None:
        self._request_id = request_id
        self._reader = EventReader()

    def feed(self, chunk: bytes) -> Iterator[Preview | Drawing]:
        """Take the next bytes and yield the pictures that they complete."""
        for data in self._reader.feed(chunk):
            if data.startswith(b"[DONE]"):
                raise DrawingError(Failure.CUT, request_id=self._request_id)
            made = self._made(read_event(data))
            if made is not None:
                yield made

    def finish(self) -> Drawing:
        """Refuse a stream that ended without a finished picture."""
        raise DrawingError(Failure.CUT, request_id=self._request_id)

    def _made(self, event: PictureEvent) -> Preview | Drawing | None:
        told = event.fields.get("error")
        if told or event.kind == "error":
            raise failure_told(told if isinstance(told, Mapping) else event.fields, request_id=self._request_id)
        if not event.picture:
            return None
        if event.kind in _PREVIEWS:
            index = event.fields.get("partial_image_index")
            return Preview(index if isinstance(index, int) else 0, event.picture)
        return _drawing(event, self._request_id) if event.kind in _COMPLETED else None


class _WholeAnswer:
    """An answer in one JSON object; a finished picture in it counts, even where a stream was asked for."""

    def __init__(self, request_id: str) -> None:
        self._request_id = request_id
        self._body = bytearray()

    def feed(self, chunk: bytes) -> Iterator[Preview | Drawing]:
        """Take the next bytes."""
        self._body += chunk
        if len(self._body) > MAX_EVENT:
            raise BrokenEventError("the answer is too large")
        return iter(())

    def finish(self) -> Drawing:
        """Return the picture, or refuse an answer without one."""
        event = read_event(self._body)
        told = event.fields.get("error")
        if isinstance(told, Mapping):
            raise failure_told(told, request_id=self._request_id)
        if not event.picture:
            raise DrawingError(Failure.CUT, request_id=self._request_id)
        return _drawing(event, self._request_id)


def _drawing(event: PictureEvent, request_id: str) -> Drawing:
    def said(name: str) -> str:
        value = event.fields.get(name)
        return value if isinstance(value, str) else ""

    return Drawing(
        data=event.picture or b"",
        request_id=request_id,
        actual_size=said("size"),
        actual_quality=said("quality"),
        actual_background=said("background"),
        actual_format=said("output_format"),
        usage=_usage(event.fields.get("usage")),
    )


def _usage(told: object) -> Usage | None:
    """Return the tokens that were told; without details they were all text, without any the usage is unknown."""
    if not isinstance(told, Mapping):
        return None
    details = told.get("input_tokens_details")
    if not isinstance(details, Mapping):
        details = {"text_tokens": told.get("input_tokens")}
    text, image, output = details.get("text_tokens", 0), details.get("image_tokens", 0), told.get("output_tokens")
    if isinstance(text, int) and isinstance(image, int) and isinstance(output, int):
        return Usage(text_tokens=text, image_tokens=image, output_tokens=output)
    return None


def _timeout(silence_seconds: float) -> httpx2.Timeout:
    return httpx2.Timeout(silence_seconds, connect=5.0, write=60.0, pool=10.0)
