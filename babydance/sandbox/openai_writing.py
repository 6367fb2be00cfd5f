"""Answers of the sandbox's text endpoint: a description with more in it, the same each time."""

import hashlib
import re
import time
from typing import Any

from babydance.sandbox.openai_errors import (
    invalid_type,
    invalid_value,
    missing_parameter,
    unknown_model,
    unknown_parameter,
)
from babydance.sandbox.openai_models import TEXT_MODELS
from babydance.sandbox.triggers import triggers

_PARAMETERS = {"input", "instructions", "max_output_tokens", "model", "safety_identifier", "store", "stream"}
_LIGHTS = (
    "in soft morning light",
    "in golden evening light",
    "under a clear blue sky",
    "by the glow of lanterns",
)
_LOOKS = ("with a wide smile", "with round, curious eyes", "with rosy cheeks", "with a thoughtful little frown")
_VIEWS = ("seen at eye level", "close up, the background softly blurred", "seen from a little below, full of pride")
_BABY = re.compile(r"\bbaby\b", re.IGNORECASE)


def write(given: dict[str, Any], *, request_id: str) -> dict[str, Any]:
    """Answer one request for words, or refuse it."""
    _check(given)
    words = _answer(given["input"])
    refused = "refuse-words" in triggers(given["input"])
    part = {"type": "refusal", "refusal": "I can't help with that."} if refused else _text(words)
    cost_in, cost_out = _tokens(given["input"]), _tokens(words)
    return {
        "id": request_id.replace("req_", "resp_"),
        "object": "response",
        "created_at": int(time.time()),
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": given.get("instructions"),
        "metadata": {},
        "model": given["model"],
        "output": [
            {
                "type": "message",
                "id": request_id.replace("req_", "msg_"),
                "status": "completed",
                "role": "assistant",
                "content": [part],
            }
        ],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "safety_identifier": given.get("safety_identifier"),
        "usage": {
            "input_tokens": cost_in,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": cost_out,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": cost_in + cost_out,
        },
    }


def _check(given: dict[str, Any]) -> None:
    for name in given:
        if name not in _PARAMETERS:
            raise unknown_parameter(name)
    for name in ("model", "input"):
        if name not in given:
            raise missing_parameter(name)
    if given["model"] not in TEXT_MODELS:
        raise unknown_model(str(given["model"]))
    if not isinstance(given["input"], str):
        raise invalid_type("input", "a string")
    if given.get("stream"):
        raise invalid_value("stream", "the sandbox writes its answers in one piece.")


def _answer(prompt: str) -> str:
    """Say more of the same picture: what, seeded by the prompt itself."""
    words = triggers(prompt)
    if "no-words" in words:
        return ""
    if "same-words" in words:
        return prompt
    seed = hashlib.sha256(prompt.encode()).digest()
    look, light, view = (kind[byte % len(kind)] for kind, byte in zip((_LOOKS, _LIGHTS, _VIEWS), seed, strict=False))
    text, found = _BABY.subn(lambda match: f"{match[0]} {look}", prompt.strip().rstrip("."), count=1)
    return f"{text}, {light}, {view}" if found else f"{text}, {look}, {light}, {view}"


def _text(words: str) -> dict[str, Any]:
    return {"type": "output_text", "text": words, "annotations": []}


def _tokens(text: str) -> int:
    return len(text) // 4 + 1
