"""Bodies of requests to the sandbox: read within a limit, JSON or multipart, with the pictures in them."""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from PIL import Image
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from babydance.sandbox.openai_errors import (
    Refusal,
    invalid_type,
    invalid_value,
    missing_parameter,
    too_large,
)
from babydance.sandbox.openai_models import MODELS
from babydance.sandbox.openai_requests import MAX_REFERENCES, PictureRequest, read_request
from babydance.sandbox.pictures import UnreadablePictureError, open_picture, within_working_size

JSON_LIMIT = 1_000_000
EDIT_LIMIT = 60_000_000
MODERATION_LIMIT = 28_000_000
Files = dict[str, list[tuple[str, bytes]]]
"""Files by the name of their field, each with its media type."""
_DRAIN_LIMIT = 400_000_000
_MASK_LIMIT = 4_000_000
_INTEGERS = frozenset({"n", "output_compression", "partial_images", "frame_count", "frame_duration_ms"})
_FORM_FILES = frozenset({"image", "image[]", "mask", "markup"})
_MIMETYPES = frozenset({"image/png", "image/jpeg", "image/webp"})


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes; swallow a longer one, so that the refusal is heard."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > _DRAIN_LIMIT:
            break
        else:
            parts.clear()
    if size > limit:
        raise too_large(limit)
    return b"".join(parts)


def parse_json(body: bytes) -> dict[str, Any]:
    """Parse a JSON object, or refuse; half characters (lone surrogates) count as broken."""
    try:
        given = json.loads(body)
        if b"\\ud" in body.lower():
            json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        message = "We could not parse the JSON body of your request."
        raise Refusal(400, message) from error
    if not isinstance(given, dict):
        raise Refusal(400, "The JSON body must be an object.")
    return given


async def read_edit(request: Request) -> tuple[dict[str, Any], Files]:
    """Read the body of an edit, multipart or JSON: its parameters, and its files by name."""
    body = await read_body(request, EDIT_LIMIT)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _read_multipart(request, body)
    given = parse_json(body)
    return given, json_files(given)


def check_edit(given: dict[str, Any], files: Files) -> PictureRequest:
    """Open the pictures of an edit and check all of it; this takes a while."""
    sent = files.get("image", [])
    if not sent:
        raise missing_parameter("image")
    if len(sent) > MAX_REFERENCES:
        raise invalid_value("image", f"at most {MAX_REFERENCES} images.")
    references = [_opened("image", *file) for file in sent]
    mask = _overlay("mask", files, references[0])
    markup = _overlay("markup", files, references[0])
    if markup is not None:
        _check_markup(given, mask)
        references[0] = Image.alpha_composite(references[0], markup)
    references = [within_working_size(reference) for reference in references]
    return read_request(given, references=tuple(references), mask=mask)


async def _read_multipart(request: Request, body: bytes) -> tuple[dict[str, Any], Files]:
    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    given: dict[str, Any] = {}
    files: Files = {}
    try:
        async with Request(request.scope, replay).form(max_files=20, max_fields=40) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    if name not in _FORM_FILES:
                        raise invalid_type(name, "text, not a file")
                    files.setdefault(name.removesuffix("[]"), []).append((value.content_type or "", await value.read()))
                else:
                    given[name] = _form_value(name, value)
    except MultiPartException as error:
        raise Refusal(400, f"Could not parse multipart form: {error.message}") from error
    for name, several in files.items():
        given[name] = [data for _, data in several] if len(several) > 1 else several[0][1]
    return given, files


def _form_value(name: str, value: str) -> Any:
    if name in _FORM_FILES:
        raise invalid_type(name, "a file")
    if name == "stream":
        return {"true": True, "false": False}.get(value.lower(), value)
    if name in _INTEGERS:
        try:
            return int(value)
        except ValueError as error:
            raise invalid_type(name, "an integer") from error
    return value


def json_files(given: dict[str, Any]) -> Files:
    """Find the pictures of a JSON body: `images` (or `image`), `mask` and `markup`, as base64 data URLs."""
    files: Files = {}
    for name in ("images", "image", "mask", "markup"):
        value = given.get(name)
        if value is None:
            continue
        several = value if isinstance(value, list) else [value]
        kind = "image" if name == "images" else name
        files.setdefault(kind, []).extend(_data_url(name, item) for item in several)
    return files


def _data_url(name: str, item: Any) -> tuple[str, bytes]:
    match item:
        case {"image_url": str(url)} | {"url": str(url)} | str(url):
            head, _, data = url.partition(";base64,")
        case {"file_id": str()}:
            raise invalid_value(name, "the sandbox keeps no files, send a base64 data URL.")
        case _:
            raise invalid_type(name, "an object with image_url")
    if not head.startswith("data:") or not data:
        raise invalid_value(name, "the sandbox fetches nothing, send a base64 data URL.")
    try:
        return head.removeprefix("data:"), base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise invalid_value(name, "broken base64.") from error


def _opened(name: str, mimetype: str, data: bytes) -> Image.Image:
    if mimetype not in _MIMETYPES:
        raise Refusal(
            400,
            f"Invalid file '{name}': unsupported mimetype ('{mimetype}'). "
            "Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
            code="unsupported_file_mimetype",
            param=name,
        )
    return _open(name, lambda: open_picture(data))


def _overlay(name: str, files: Files, first: Image.Image) -> Image.Image | None:
    """Open the mask or the markup: a PNG with transparency, of the first image's size."""
    if name not in files:
        return None
    mimetype, data = files[name][0]
    if mimetype != "image/png":
        message = f"Invalid file '{name}': it must be a PNG, not '{mimetype}'."
        raise Refusal(400, message, code="unsupported_file_mimetype", param=name)
    if len(data) > _MASK_LIMIT:
        raise invalid_value(name, f"at most {_MASK_LIMIT:,} bytes.")
    overlay = _open(name, lambda: open_picture(data, formats=("PNG",)))
    if overlay.size != first.size:
        raise invalid_value(name, "it must have the size of the first image.")
    if overlay.getchannel("A").getextrema()[0] == 255:  # noqa: PLR2004 - opaque
        raise invalid_value(name, "it has no transparent pixels.")
    return overlay


def _check_markup(given: dict[str, Any], mask: Image.Image | None) -> None:
    if mask is not None:
        raise invalid_value("markup", "it cannot be combined with mask.")
    model = MODELS.get(str(given.get("model")))
    if model is not None and not model.may_mark_up:
        raise invalid_value("markup", "this model understands no markup.")


def _open(name: str, work: Callable[[], Image.Image]) -> Image.Image:
    try:
        return work()
    except UnreadablePictureError as error:
        message = f"Invalid image file or mode for '{name}', please check your image file."
        raise Refusal(400, message, code="invalid_image_file", param=name) from error
