"""A second provider with habits of its own: no streams, pictures behind addresses, edits in JSON."""

import base64
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from babydance.sandbox.openai_drawing import Drawing
from babydance.sandbox.openai_errors import Refusal, invalid_value, moderation_blocked, unknown_parameter
from babydance.sandbox.openai_forms import EDIT_LIMIT, JSON_LIMIT, check_edit, json_files, parse_json, read_body
from babydance.sandbox.openai_requests import PictureRequest, read_request

MODEL = "crayon-1"
PREFIX = "/other/v1"
_SIZES = ("1024x1024", "1024x1536", "1536x1024")
_KNOWN = frozenset({"model", "prompt", "n", "size", "response_format", "seed", "negative_prompt"})
_MOST_REFERENCES = 3
_KEPT = 64  # pictures that wait to be fetched
_STYLE = "\n\nA crayon drawing."

Handler = Callable[[Request], Awaitable[Response]]


class OtherServer:
    """Answers like a vendor that took over the protocol without all of it."""

    def __init__(self, drawing: Drawing, check: Callable[[Request, dict[str, Any], PictureRequest], None]) -> None:
        self._drawing = drawing
        self._check = check
        self._files: OrderedDict[str, bytes] = OrderedDict()

    def routes(self, guarded: Callable[[Handler], Handler]) -> list[Route]:
        """Give its routes; a picture's address is its own key."""
        return [
            Route(f"{PREFIX}/images/generations", guarded(self.generate), methods=["POST"]),
            Route(f"{PREFIX}/images/edits", guarded(self.edit), methods=["POST"]),
            Route("/other/files/{name}", self.file, methods=["GET"]),
        ]

    async def generate(self, request: Request) -> Response:
        """Answer a request for pictures."""
        given = parse_json(await read_body(request, JSON_LIMIT))
        return await self._answer(request, given, read_request(_in_vendor_terms(given)))

    async def edit(self, request: Request) -> Response:
        """Answer a request for pictures made from pictures, which must come as JSON."""
        body = await read_body(request, EDIT_LIMIT)
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise Refusal(415, "Edits are taken as JSON only.", code="unsupported_media_type")
        given = parse_json(body)
        images = given.get("images")
        if not isinstance(images, list) or not 0 < len(images) <= _MOST_REFERENCES:
            raise invalid_value("images", f"a list of 1 to {_MOST_REFERENCES} pictures.")
        files = json_files({"images": images})
        terms = _in_vendor_terms({name: value for name, value in given.items() if name != "images"})
        asked = await self._drawing.easel.run(lambda: check_edit(terms, files))
        return await self._answer(request, given, asked)

    async def file(self, request: Request) -> Response:
        """Serve a picture that was made a while ago."""
        data = self._files.get(request.path_params["name"])
        if data is None:
            raise Refusal(404, "There is no such file.")
        return Response(data, media_type="image/jpeg")

    async def _answer(self, request: Request, given: dict[str, Any], asked: PictureRequest) -> Response:
        self._check(request, given, asked)
        if "late-moderation" in asked.words:
            raise moderation_blocked("output", request.scope["call"].request_id)
        made = [await self._told(request, given, sheet.b64) async for sheet in self._drawing.sheets(asked)]
        return JSONResponse({"created": 0, "data": [] if "no-completed" in asked.words else made})

    async def _told(self, request: Request, given: Mapping[str, Any], b64: str) -> dict[str, str]:
        told = {"revised_prompt": f"{given['prompt']}, in wax crayon"}
        if given.get("response_format") == "b64_json":
            return told | {"b64_json": b64}
        name = f"{secrets.token_hex(16)}.jpg"
        self._files[name] = base64.b64decode(b64)
        while len(self._files) > _KEPT:
            self._files.popitem(last=False)
        return told | {"url": f"{request.base_url}other/files/{name}"}


def _in_vendor_terms(given: Mapping[str, Any]) -> dict[str, Any]:
    """Say what is asked in the words of the first personality; refuse what this one doesn't know."""
    for name in given:
        if name not in _KNOWN:
            raise unknown_parameter(name)
    if given.get("model") != MODEL:
        raise Refusal(404, f"The model '{given.get('model')}' does not exist.", code="model_not_found")
    size = given.get("size", _SIZES[0])
    if size not in _SIZES:
        raise invalid_value("size", f"supported sizes are {', '.join(_SIZES)}.")
    if given.get("response_format", "url") not in {"url", "b64_json"}:
        raise invalid_value("response_format", "supported values are url and b64_json.")
    prompt = given.get("prompt")
    return {
        "model": "gpt-image-2",
        "prompt": f"{prompt}{_STYLE}" if isinstance(prompt, str) else prompt,
        "n": given.get("n"),
        "size": size,
        "output_format": "jpeg",
        "output_compression": 88,
    }
