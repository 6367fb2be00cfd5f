"""Answers of the sandbox's moderation endpoint: deterministic, flagged by trigger words only."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Any

from babydance.sandbox.openai_errors import (
    Refusal,
    invalid_type,
    invalid_value,
    missing_parameter,
    server_error,
    unknown_model,
    unknown_parameter,
)
from babydance.sandbox.triggers import IN_PICTURES, triggers

CATEGORIES = {
    "harassment": ("text",),
    "harassment/threatening": ("text",),
    "hate": ("text",),
    "hate/threatening": ("text",),
    "illicit": ("text",),
    "illicit/violent": ("text",),
    "self-harm": ("text", "image"),
    "self-harm/intent": ("text", "image"),
    "self-harm/instructions": ("text", "image"),
    "sexual": ("text", "image"),
    "sexual/minors": ("text",),
    "violence": ("text", "image"),
    "violence/graphic": ("text", "image"),
}
_MODELS = (
    "omni-moderation-latest",
    "omni-moderation-2024-09-26",
    "text-moderation-latest",
    "text-moderation-stable",
)
_MAX_IMAGE_BYTES = 20_000_000


def moderate(body: dict[str, Any], *, request_id: str) -> dict[str, Any]:
    """Judge the input of one moderation request, or refuse it."""
    for name in body:
        if name not in {"input", "model"}:
            raise unknown_parameter(name)
    if "input" not in body:
        raise missing_parameter("input")
    model = body.get("model", _MODELS[0])
    if model not in _MODELS:
        raise unknown_model(str(model))
    results = [_judge(texts, pictures) for texts, pictures in _inputs(body["input"])]
    return {"id": request_id.replace("req_", "modr-"), "model": model, "results": results}


def _inputs(given: Any) -> Iterable[tuple[list[str], list[bytes]]]:
    if isinstance(given, str):
        return [([given], [])]
    if not isinstance(given, list) or not given:
        raise invalid_type("input", "a string, an array of strings or an array of objects")
    if all(isinstance(item, str) for item in given):
        return [([item], []) for item in given]
    texts: list[str] = []
    pictures: list[bytes] = []
    for place, item in enumerate(given):
        _read_part(item, f"input[{place}]", texts, pictures)
    return [(texts, pictures)]


def _read_part(item: Any, name: str, texts: list[str], pictures: list[bytes]) -> None:
    match item:
        case {"type": "text", "text": str(text), **rest} if not rest:
            texts.append(text)
        case {"type": "image_url", "image_url": {"url": str(url), **more}, **rest} if not rest and not more:
            pictures.append(_picture_bytes(url, name))
        case {"type": "text" | "image_url"}:
            raise invalid_type(name, "an object with its text or its image_url")
        case _:
            raise invalid_value(name, "supported types are 'text' and 'image_url'.")


def _picture_bytes(url: str, name: str) -> bytes:
    head, comma, data = url.partition(",")
    if not (head.startswith("data:image/") and head.endswith(";base64") and comma):
        message = "The sandbox fetches nothing: send the image as a base64 data URL."
        raise Refusal(400, message, code="invalid_image_url", param=name)
    try:
        picture = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise Refusal(400, "Invalid base64 image.", code="invalid_base64", param=name) from error
    if len(picture) > _MAX_IMAGE_BYTES:
        message = f"The image is larger than {_MAX_IMAGE_BYTES:,} bytes."
        raise Refusal(400, message, code="image_too_large", param=name)
    return picture


def _judge(texts: list[str], pictures: list[bytes]) -> dict[str, Any]:
    words = triggers(" ".join(texts))
    if "moderation-down" in words:
        raise server_error()
    flagged: set[str] = set()
    if "flag-text" in words:
        flagged.add("violence")
    if "flag-minors" in words:
        flagged |= {"sexual", "sexual/minors"}
    if any(mark.encode() in picture for picture in pictures for mark in IN_PICTURES):
        flagged.add("sexual")
    given = {kind for kind, inputs in (("text", texts), ("image", pictures)) if inputs}
    noise = hashlib.sha256("\0".join(texts).encode() + b"".join(pictures)).digest()
    return {
        "flagged": bool(flagged),
        "categories": {name: name in flagged for name in CATEGORIES},
        "category_scores": {
            name: 0.97 if name in flagged else round((1 + noise[place]) * 1e-6, 9)
            for place, name in enumerate(CATEGORIES)
        },
        "category_applied_input_types": {
            name: [kind for kind in kinds if kind in given] for name, kinds in CATEGORIES.items()
        },
    }
