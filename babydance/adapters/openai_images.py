"""Pictures from the OpenAI images API: the official SDK's transport, our own reading of the stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from openai import AsyncAPIResponse, AsyncOpenAI
from openai.types import ImagesResponse

from babydance.adapters.openai_calls import form_edit_call, generation_call, json_edit_body
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
from babydance.domain.providers import OPENAI, AnswersBy, EditsBy, Provider

log = logging.getLogger(__name__)

_PREVIEWS = {"image_generation.partial_image", "image_edit.partial_image"}
_COMPLETED = {"image_generation.completed", "image_edit.completed"}
_OK = 200
_MAX_FETCHED = 50_000_000  # bytes of a picture behind an address
_RAW = {"X-Stainless-Raw-Response": "stream"}  # hands the answer over unread, as with_streaming_response does


class OpenAIImageModel:
    """Draws through ``base_url`` (empty: the vendor's own) with ``api_key``, minding the quirks of ``provider``.

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
        provider: Provider = OPENAI,
        models: Sequence[ImageModelSpec] = IMAGE_MODELS,
    ) -> None:
        self._provider = provider
        self._base_url = base_url
        self._silence_seconds = silence_seconds
        self._whole_seconds = whole_seconds
        self._total_seconds = total_seconds
        self._models = {spec.id: spec for spec in models}
        self._clients = ClientPerLoop(api_key, base_url, _timeout(silence_seconds))

    async def draw(self, job: DrawingJob) -> AsyncIterator[Preview | Drawing]:
        """Yield previews as they come, then one ``Drawing``; raise ``DrawingError`` otherwise."""
        request_id = ""
        clock = asyncio.get_running_loop().time
        deadline = clock() + self._total_seconds
        try:
            async with self._asked(job) as response:
                request_id = response.request_id or ""
                answer = _answer(response, request_id)
                async for chunk in response.iter_bytes():
                    for made in answer.feed(chunk):
                        yield self._known(made)
                        if isinstance(made, Drawing):
                            return
                    if clock() > deadline:
                        raise DrawingError(Failure.SILENT, request_id=request_id)
                finished = answer.finish()
            drawing = await self._fetched(finished) if isinstance(finished, _Elsewhere) else finished
            yield self._known(drawing)
        except openai.APIError as error:
            raise failure_before_answer(error) from error
        except httpx2.RequestError as error:
            raise failure_in_answer(error, request_id=request_id) from error
        except BrokenEventError as error:
            raise DrawingError(Failure.BROKEN, request_id=request_id) from error

    async def close(self) -> None:
        """Close the connections of the running loop."""
        await self._clients.close()

    def _asked(self, job: DrawingJob) -> AbstractAsyncContextManager[AsyncAPIResponse[Any]]:
        """Send the job in the form that the provider takes."""
        spec = self._models.get(job.model)
        if spec is None:
            raise DrawingError(Failure.BAD_REQUEST)
        client, provider = self._clients.here(), self._provider
        if not job.sources:
            call = generation_call(job, spec, provider)
            return client.images.with_streaming_response.generate(**self._patiently(call))
        if provider.edits is EditsBy.FORM:
            call = form_edit_call(job, spec, provider)
            return client.images.with_streaming_response.edit(**self._patiently(call))
        if provider.edits is EditsBy.JSON:
            return _posted(client, json_edit_body(job, spec, provider), patience=_timeout(self._whole_seconds))
        raise DrawingError(Failure.BAD_REQUEST)

    def _patiently(self, call: dict[str, Any]) -> dict[str, Any]:
        """Wait longer for an answer that comes in one piece."""
        return call if call.get("stream") else call | {"timeout": _timeout(self._whole_seconds)}

    def _known(self, made: Preview | Drawing) -> Preview | Drawing:
        """Leave out token counts that our price table can't price."""
        if isinstance(made, Drawing) and not self._provider.has_openai_usage:
            return replace(made, usage=None)
        return made

    async def _fetched(self, elsewhere: _Elsewhere) -> Drawing:
        """Fetch a picture from the address that the provider gave, if it is one that it may give."""
        request_id = elsewhere.drawing.request_id
        if self._provider.answers is not AnswersBy.URL:
            raise DrawingError(Failure.CUT, request_id=request_id)
        if not _may_lead_to(elsewhere.url, self._base_url, self._provider.answer_hosts):
            host = urlsplit(elsewhere.url).hostname
            log.error("provider %s: its answer leads to %s, which is not an answer host", self._provider.id, host)
            raise DrawingError(Failure.BROKEN, request_id=request_id)
        data = bytearray()
        async with (
            httpx2.AsyncClient(timeout=_timeout(self._silence_seconds)) as client,
            client.stream("GET", elsewhere.url) as response,
        ):
            if response.status_code != _OK:
                raise DrawingError(Failure.CUT, request_id=request_id)
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > _MAX_FETCHED:
                    raise BrokenEventError("the picture is too large")
        return replace(elsewhere.drawing, data=bytes(data))


@asynccontextmanager
async def _posted(
    client: AsyncOpenAI, body: Mapping[str, Any], *, patience: httpx2.Timeout
) -> AsyncIterator[AsyncAPIResponse[Any]]:
    """Send an edit as JSON, which the SDK has no method for."""
    response: Any = await client.post(
        "/images/edits", cast_to=ImagesResponse, body=body, options={"headers": _RAW, "timeout": patience}
    )
    try:
        yield response
    finally:
        await response.close()


def _answer(response: AsyncAPIResponse[Any], request_id: str) -> _StreamedAnswer | _WholeAnswer:
    """Choose by what was sent, not by what was asked for."""
    is_stream = response.headers.get("content-type", "").startswith("text/event-stream")
    return _StreamedAnswer(request_id) if is_stream else _WholeAnswer(request_id)


class _Elsewhere:
    """A finished picture that has yet to be fetched."""

    def __init__(self, url: str, drawing: Drawing) -> None:
        self.url = url
        self.drawing = drawing


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

    def finish(self) -> Drawing | _Elsewhere:
        """Return the picture or where it is, or refuse an answer without one."""
        event = read_event(self._body)
        told = event.fields.get("error")
        if isinstance(told, Mapping):
            raise failure_told(told, request_id=self._request_id)
        url = _said(_first(event.fields), "url")
        if event.picture or url:
            drawing = _drawing(event, self._request_id)
            return drawing if event.picture else _Elsewhere(url, drawing)
        raise DrawingError(Failure.CUT, request_id=self._request_id)


def _drawing(event: PictureEvent, request_id: str) -> Drawing:
    def said(name: str) -> str:
        return _said(event.fields, name)

    return Drawing(
        data=event.picture or b"",
        request_id=request_id,
        actual_size=said("size"),
        actual_quality=said("quality"),
        actual_background=said("background"),
        actual_format=said("output_format"),
        actual_prompt=_said(_first(event.fields), "revised_prompt") or said("revised_prompt"),
        usage=_usage(event.fields.get("usage")),
    )


def _first(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is told about the first picture of a whole answer."""
    data = fields.get("data")
    first = data[0] if isinstance(data, list) and data else None
    return first if isinstance(first, Mapping) else {}


def _said(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _may_lead_to(url: str, base_url: str, hosts: Sequence[str]) -> bool:
    """Tell whether a provider may send us there: to itself, or by HTTPS to a host that the operator allows."""
    try:
        place, own = urlsplit(url), urlsplit(base_url)
        if place.username or place.password:
            return False
        is_usual = place.scheme == "https" and place.port in {None, 443}
    except ValueError:  # a port that is no number
        return False
    is_own = own.netloc != "" and (place.scheme, place.netloc) == (own.scheme, own.netloc)
    return is_own or (is_usual and place.hostname in hosts)


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
