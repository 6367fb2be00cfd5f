"""The comparison of shapes itself, offline: the sandbox is like itself, and a changed answer is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from babydance.sandbox import openai_answers
from tests.adapters.conftest import FlatArtist
from tests.conftest import Run
from tests.live.calls import shapes
from tests.live.shapes import differences, shape_of
from tests.sandbox_server import RunningSandbox, start_sandbox

ANSWER = {
    "created": 1,
    "data": [{"b64_json": "aGk="}],
    "usage": {"output_tokens": 5, "input_tokens_details": {"text_tokens": 2}},
    "flags": {"safe": False},
    "kinds": [],
    "nothing": None,
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(artist=FlatArtist(), fixed_bytes=20_000, check_contract=True) as running:
        yield running


def test_the_sandbox_answers_in_the_same_shapes_twice_within_the_contract(run: Run, sandbox: RunningSandbox) -> None:
    first = run(shapes(sandbox.key, sandbox.url))
    assert first == run(shapes(sandbox.key, sandbox.url))
    assert sandbox.violations() == []
    assert ("image_generation.partial_image.b64_json", "string") in first["generation"]
    assert ("image_generation.completed.usage.output_tokens", "number") in first["generation"]
    assert ("data[].b64_json", "string") in first["edit"]
    assert ("results[].categories.sexual/minors", "boolean") in first["moderation"]


def test_every_call_went_where_it_should(run: Run, sandbox: RunningSandbox) -> None:
    sandbox.clear()
    run(shapes(sandbox.key, sandbox.url))
    assert [call["path"] for call in sandbox.calls()] == [
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/moderations",
    ]


def test_a_sandbox_that_answers_otherwise_is_noticed(
    run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = run(shapes(sandbox.key, sandbox.url))
    usage = openai_answers._usage

    def told_otherwise(*args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**usage(*args, **kwargs), "total_tokens": "many", "seconds": 1}

    monkeypatch.setattr(openai_answers, "_usage", told_otherwise)
    with start_sandbox(artist=FlatArtist(), fixed_bytes=20_000) as changed:
        unusual = run(shapes(changed.key, changed.url))
    assert differences(usual["edit"], unusual["edit"]) == [
        "missing: usage.total_tokens (number)",
        "new: usage.seconds (number)",
        "new: usage.total_tokens (string)",
    ]
    assert len(differences(usual["generation"], unusual["generation"])) == 3
    assert differences(usual["moderation"], unusual["moderation"]) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda answer: answer.pop("created"), ["missing: created (number)"]),
        (lambda answer: answer.update(created="today"), ["missing: created (number)", "new: created (string)"]),
        (lambda answer: answer["data"][0].update(url="x"), ["new: data[].url (string)"]),
        (lambda answer: answer["flags"].update(safe=0), ["missing: flags.safe (boolean)", "new: flags.safe (number)"]),
        (lambda answer: answer["kinds"].append("text"), ["new: kinds[] (string)"]),
        (lambda answer: answer.update(nothing="some"), ["missing: nothing (null)", "new: nothing (string)"]),
        (lambda answer: answer.update(created=2.5, data=[{"b64_json": "eW8="}] * 2), []),
    ],
)  # fmt: skip
def test_a_changed_answer_differs_and_other_values_do_not(change: Callable[[Any], Any], told: list[str]) -> None:
    changed = json.loads(json.dumps(ANSWER))
    change(changed)
    assert differences(_shape(ANSWER), _shape(changed)) == told


def test_events_are_told_apart_by_their_type() -> None:
    stream = (
        b'event: a\r\ndata: {"type": "a", "b64_json": "x"}\r\n\r\n: ping\n\ndata: {"type": "b"}\n\ndata: [DONE]\n\n'
    )
    assert shape_of(stream, "text/event-stream; charset=utf-8") == {
        ("a", "object"),
        ("a.type", "string"),
        ("a.b64_json", "string"),
        ("b", "object"),
        ("b.type", "string"),
    }


def _shape(answer: dict[str, Any]) -> frozenset[tuple[str, str]]:
    return shape_of(json.dumps(answer).encode(), "application/json")
