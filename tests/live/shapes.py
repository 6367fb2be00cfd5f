"""The shape of what a server sends: every path in its JSON with the types found there, values left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Shape = frozenset[tuple[str, str]]
"""Pairs of a path such as ``data[].b64_json`` and a JSON type such as ``string``."""


def shape_of(body: bytes, media_type: str) -> Shape:
    """Return the shape of an answer; of a stream, each path begins with the type of its event."""
    if media_type.startswith("text/event-stream"):
        events = list(_events(body.decode()))
        return frozenset(pair for event in events for pair in _pairs(event, str(event.get("type", "?"))))
    return frozenset(_pairs(json.loads(body), ""))


def differences(expected: Shape, found: Shape) -> list[str]:
    """Say in one line each what is only on one side."""
    missing = [f"missing: {path or 'the whole'} ({kind})" for path, kind in sorted(expected - found)]
    return missing + [f"new: {path or 'the whole'} ({kind})" for path, kind in sorted(found - expected)]


def _events(text: str) -> Iterator[dict[str, Any]]:
    for block in text.replace("\r\n", "\n").split("\n\n"):
        data = "\n".join(line.removeprefix("data:").strip() for line in block.split("\n") if line.startswith("data:"))
        if data and data != "[DONE]":
            yield json.loads(data)


def _pairs(value: Any, path: str) -> Iterator[tuple[str, str]]:
    yield path, _kind(value)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _pairs(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, f"{path}[]")


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return {str: "string", dict: "object", list: "array", type(None): "null"}[type(value)]
