"""A server that speaks the OpenAI images, moderations, responses and models API, with an artist instead of a model."""

import hashlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from babydance.sandbox.calls import Call, CallBook, CallRecorder
from babydance.sandbox.openai_answers import Answers
from babydance.sandbox.openai_drawing import Drawing
from babydance.sandbox.openai_errors import (
    Refusal,
    invalid_key,
    moderation_blocked,
    not_verified,
    out_of_quota,
    rate_limited,
    server_error,
)
from babydance.sandbox.openai_forms import (
    EDIT_LIMIT,
    JSON_LIMIT,
    MODERATION_LIMIT,
    check_edit,
    parse_json,
    read_body,
    read_edit,
)
from babydance.sandbox.openai_models import model_entry, model_list
from babydance.sandbox.openai_moderation import moderate
from babydance.sandbox.openai_options import SandboxOptions
from babydance.sandbox.openai_requests import PictureRequest, read_request
from babydance.sandbox.openai_writing import write
from babydance.sandbox.other_server import OtherServer
from babydance.sandbox.triggers import triggers

if TYPE_CHECKING:
    from babydance.sandbox.contract import Contract

_log = logging.getLogger(__name__)
_RATE_LIMITED_CALLS = 2
_REMEMBERED_PROMPTS = 10_000
_Handler = Callable[[Request], Awaitable[Response]]


def create_app(options: SandboxOptions | None = None) -> Starlette:
    """Build the server; its routes are the vendor's, and /_sandbox for those who watch it."""
    server = _Server(options or SandboxOptions())
    routes = [
        Route("/v1/images/generations", server.guarded(server.generate), methods=["POST"]),
        Route("/v1/images/edits", server.guarded(server.edit), methods=["POST"]),
        Route("/v1/moderations", server.guarded(server.moderate), methods=["POST"]),
        Route("/v1/responses", server.guarded(server.write), methods=["POST"]),
        Route("/v1/models", server.guarded(server.models), methods=["GET"]),
        Route("/v1/models/{model}", server.guarded(server.model), methods=["GET"]),
        Route("/_sandbox/calls", server.calls, methods=["GET", "DELETE"]),
        Route("/_sandbox/violations", server.violations, methods=["GET", "DELETE"]),
        *server.other.routes(server.guarded),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(CallRecorder, book=server.book)],
        exception_handlers={Refusal: _refuse, HTTPException: _refuse_path, Exception: _fail},
    )


class _Server:
    def __init__(self, options: SandboxOptions) -> None:
        self.book = CallBook()
        self._options = options
        self._contract = _contract() if options.check_contract else None
        self._drawing = Drawing(options)
        self._answers = Answers(self._drawing, self._contract, silence_seconds=options.silence_seconds)
        self.other = OtherServer(self._drawing, self._check_other)
        self._mishaps: Counter[tuple[str, str]] = Counter()

    def guarded(self, handler: _Handler) -> _Handler:
        """Let only callers with a sandbox key through."""

        async def guarded(request: Request) -> Response:
            scheme, _, key = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not key.startswith("sk-sandbox"):
                await read_body(request, EDIT_LIMIT)
                raise invalid_key(key)
            return await handler(request)

        return guarded

    async def generate(self, request: Request) -> Response:
        """Answer POST /v1/images/generations."""
        given = parse_json(await read_body(request, JSON_LIMIT))
        _note(request, given)
        return self._answer(request, given, read_request(given))

    async def edit(self, request: Request) -> Response:
        """Answer POST /v1/images/edits."""
        given, files = await read_edit(request)
        _note(request, given)
        asked = await self._drawing.easel.run(lambda: check_edit(given, files))
        return self._answer(request, given, asked)

    async def moderate(self, request: Request) -> Response:
        """Answer POST /v1/moderations."""
        given = parse_json(await read_body(request, MODERATION_LIMIT))
        _note(request, given)
        answer = moderate(given, request_id=_call(request).request_id)
        if self._contract is not None:
            self._contract.request(request.url.path, given)
            self._contract.answer("moderation", answer)
        return JSONResponse(answer)

    async def write(self, request: Request) -> Response:
        """Answer POST /v1/responses."""
        given = parse_json(await read_body(request, JSON_LIMIT))
        _note(request, given)
        answer = write(given, request_id=_call(request).request_id)
        if self._contract is not None:
            self._contract.request(request.url.path, given)
            self._contract.answer("words", answer)
        self._refuse_at_once(triggers(given["input"]), _call(request))
        return JSONResponse(answer)

    async def models(self, request: Request) -> Response:
        """Answer GET /v1/models."""
        del request
        return JSONResponse(model_list(self._options.shutdown_dates))

    async def model(self, request: Request) -> Response:
        """Answer GET /v1/models/{id}."""
        return JSONResponse(model_entry(request.path_params["model"], self._options.shutdown_dates))

    async def calls(self, request: Request) -> Response:
        """Show the book of calls, or clear it."""
        if request.method == "DELETE":
            self.book.clear()
            return Response(status_code=204)
        return JSONResponse(self.book.report())

    async def violations(self, request: Request) -> Response:
        """Show where a request or an answer left the contract, or forget it."""
        violations = [] if self._contract is None else self._contract.violations
        if request.method == "DELETE":
            violations.clear()
            return Response(status_code=204)
        return JSONResponse(violations)

    def _answer(self, request: Request, given: dict[str, Any], asked: PictureRequest) -> Response:
        call = _call(request)
        if self._contract is not None:
            self._contract.request(request.url.path, given)
        self._refuse_for(asked, call)
        if "wrong-size" in asked.words:
            asked = replace(asked, width=1024, height=1536 if asked.size == "1024x1024" else 1024)
        return self._answers.answer(asked, call.request_id)

    def _check_other(self, request: Request, given: dict[str, Any], asked: PictureRequest) -> None:
        """Note and refuse a call of the second personality as one of the first."""
        _note(request, given)
        self._refuse_for(asked, _call(request))

    def _refuse_for(self, asked: PictureRequest, call: Call) -> None:
        """Raise what a trigger word in the prompt asks for."""
        self._refuse_at_once(asked.words, call)
        if self._still_fails("rate-limit", asked, times=_RATE_LIMITED_CALLS):
            raise rate_limited(self._options.retry_after_ms)
        if self._still_fails("500-once", asked, times=1):
            raise server_error()

    def _refuse_at_once(self, words: frozenset[str], call: Call) -> None:
        refusals: dict[str, Callable[[], Refusal]] = {
            "moderation": lambda: moderation_blocked("input", call.request_id),
            "rate-limit-always": lambda: rate_limited(self._options.retry_after_ms),
            "quota": out_of_quota,
            "403": not_verified,
            "500": server_error,
        }
        for word, refusal in refusals.items():
            if word in words:
                raise refusal()

    def _still_fails(self, word: str, asked: PictureRequest, *, times: int) -> bool:
        """Count the calls with this prompt; only the first ones fail."""
        if word not in asked.words:
            return False
        if len(self._mishaps) >= _REMEMBERED_PROMPTS:
            self._mishaps.clear()
        key = (word, _digest(asked.prompt))
        self._mishaps[key] += 1
        return self._mishaps[key] <= times


def _contract() -> "Contract":
    return import_module("babydance.sandbox.contract").Contract()


def _call(request: Request) -> Call:
    return request.scope["call"]


def _note(request: Request, given: dict[str, Any]) -> None:
    """Write into the book what a call asked for, the prompt as a digest."""
    call = _call(request)
    call.parameters = sorted(given)
    call.stream = given.get("stream") is True
    for name, kind in (("model", str), ("safety_identifier", str), ("n", int)):
        if isinstance(given.get(name), kind):
            setattr(call, name, given[name])
    if isinstance(given.get("prompt"), str):
        call.prompt_sha256 = _digest(given["prompt"])


def _digest(prompt: str) -> str:
    return hashlib.sha256(prompt.encode()).hexdigest()


async def _refuse(request: Request, refusal: Exception) -> Response:
    del request
    assert isinstance(refusal, Refusal)  # noqa: S101 - registered for refusals only
    return refusal.response()


async def _refuse_path(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = f"Invalid URL ({request.method} {request.url.path})"
    return Refusal(status, message, code="unknown_url").response()


async def _fail(request: Request, error: Exception) -> Response:
    if not isinstance(error, ClientDisconnect):
        _log.error("the sandbox failed at %s", request.url.path, exc_info=error)
    return server_error().response()
