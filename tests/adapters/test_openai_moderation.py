"""Safety checks: anything flagged is refused, and whatever could not be checked is not let through."""

import asyncio
import json
import logging
import time
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from babydance.adapters import openai_moderation
from babydance.adapters.openai_moderation import OpenAIModeration
from babydance.domain.images import DrawingError, Failure, Verdict

CLEAN = {"flagged": False, "categories": {"sexual": False, "violence": False}, "category_scores": {}}


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(openai_moderation, "_PAUSE", 0.01)


def check(sandbox, *what, **options):
    async def story():
        moderation = OpenAIModeration(sandbox.key, sandbox.url, **options)
        try:
            return await (moderation.check_picture(*what) if len(what) > 1 else moderation.check_text(*what))
        finally:
            await moderation.close()

    return asyncio.run(story())


def test_harmless_words_are_allowed(sandbox):
    sandbox.clear()
    assert check(sandbox, "a baby dancing in the rain") == Verdict(is_allowed=True)
    assert len(sandbox.calls()) == 1
    assert sandbox.violations() == []


def test_flagged_words_are_refused_with_their_categories(sandbox):
    assert check(sandbox, "sandbox:flag-text") == Verdict(is_allowed=False, categories=("violence",))
    assert check(sandbox, "sandbox:flag-minors") == Verdict(is_allowed=False, categories=("sexual", "sexual/minors"))


def test_a_picture_is_judged_by_its_bytes(sandbox):
    assert check(sandbox, b"harmless picture", "image/png") == Verdict(is_allowed=True)
    flagged = check(sandbox, b"bytes with sandbox:flag-image inside", "image/webp")
    assert flagged == Verdict(is_allowed=False, categories=("sexual",))
    assert sandbox.violations() == []


def test_a_provider_that_is_down_lets_nothing_through(sandbox, caplog):
    sandbox.clear()
    with caplog.at_level(logging.DEBUG), pytest.raises(DrawingError) as caught:
        check(sandbox, "a heirloom rattle sandbox:moderation-down")
    assert (caught.value.failure, caught.value.is_passing) == (Failure.UNCHECKED, True)
    assert caught.value.request_id.startswith("req_")
    assert len(sandbox.calls()) == 2
    assert "status 500" in caplog.text
    assert "rattle" not in caplog.text


def test_a_wrong_key_lets_nothing_through(sandbox):
    with pytest.raises(DrawingError) as caught:
        check(SimpleNamespace(url=sandbox.url, key="sk-wrong"), "a baby")
    assert caught.value.failure is Failure.UNCHECKED


def test_a_provider_that_nobody_reaches_lets_nothing_through():
    with pytest.raises(DrawingError) as caught:
        check(SimpleNamespace(url="http://127.0.0.1:9/v1", key="sk-x"), b"picture", "image/png")
    assert (caught.value.failure, caught.value.is_passing) == (Failure.UNCHECKED, True)


@asynccontextmanager
async def provider(*answers):
    """Answer one call after the other with (status, body); None keeps silent."""
    left, talks = list(answers), []

    async def talk(reader, writer):
        talks.append(asyncio.current_task())
        head = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        await reader.readexactly(int(length[0].split(b":")[1]))
        answer = left.pop(0)
        if answer is None:
            await reader.read()
        else:
            status, body = answer
            data = json.dumps(body).encode()
            writer.write(f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\nconnection: close\r\n".encode())
            writer.write(f"content-length: {len(data)}\r\n\r\n".encode() + data)
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    moderation = OpenAIModeration(
        "sk-test", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", timeout_seconds=0.3
    )
    async with server:
        try:
            yield moderation, left
        finally:
            await moderation.close()
            await asyncio.wait_for(asyncio.gather(*talks), 5)


def verdict(*answers):
    async def story():
        async with provider(*answers) as (moderation, left):
            made = await moderation.check_text("a baby")
            return made, len(left)

    return asyncio.run(story())


def answer(*results):
    return 200, {"id": "modr-1", "model": "omni-moderation-latest", "results": list(results)}


def test_a_passing_trouble_is_tried_once_more():
    for trouble in ((500, {}), (429, {"error": {"code": "rate_limit_exceeded"}})):
        assert verdict(trouble, answer(CLEAN), answer(CLEAN)) == (Verdict(is_allowed=True), 1)


@pytest.mark.parametrize(
    "result",
    [
        {**CLEAN, "flagged": True},
        {**CLEAN, "categories": {"sexual": True}},
        {**CLEAN, "categories": {"a category of tomorrow": True}},
    ],
)
def test_whatever_is_flagged_is_refused(result):
    made, _ = verdict(answer(result))
    assert not made.is_allowed


@pytest.mark.parametrize(
    "answers",
    [
        [(400, {"error": {"code": "invalid_image_url"}})],
        [(403, {})],
        [(429, {"error": {"code": "insufficient_quota"}})],
        [answer()],
        [answer(CLEAN, CLEAN)],
        [(200, {})],
        [(200, [])],
        [(200, "fine")],
        [answer({})],
        [answer({"flagged": None, "categories": {}})],
        [(500, {}), (500, {})],
        [None],
    ],
)
def test_without_a_clear_answer_nothing_passes(answers):
    started = time.monotonic()
    with pytest.raises(DrawingError) as caught:
        verdict(*answers)
    assert (caught.value.failure, caught.value.is_passing) == (Failure.UNCHECKED, True)
    assert time.monotonic() - started < 2
