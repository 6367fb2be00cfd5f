"""Better prompts: what is sent, what comes back, and what is said when nothing does."""

import asyncio
import logging
from types import SimpleNamespace

import pytest

from babydance.adapters.openai_prompts import AWAY, BUSY, NO_WORDS, OpenAIPrompts
from babydance.domain.prompts import PromptHelpError


def improve(sandbox, prompt, *, model="gpt-5.4-mini"):
    async def story():
        prompts = OpenAIPrompts(sandbox.key, sandbox.url, model=model, timeout_seconds=5)
        try:
            return await prompts.improve(prompt, safety_identifier="someone")
        finally:
            await prompts.close()

    return asyncio.run(story())


def test_a_better_prompt_keeps_what_was_asked_for(sandbox):
    sandbox.clear()
    better = improve(sandbox, "A baby in a red boat")
    assert better.startswith("A baby with")
    assert "in a red boat" in better
    (call,) = sandbox.calls()
    assert (call["path"], call["safety_identifier"], call["stream"]) == ("/v1/responses", "someone", False)
    assert "store" in call["parameters"]
    assert sandbox.violations() == []


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("sandbox:no-words", NO_WORDS),
        ("sandbox:refuse-words", NO_WORDS),
        ("sandbox:rate-limit-always", BUSY),
        ("sandbox:quota", AWAY),
        ("sandbox:403", AWAY),
        ("sandbox:500", AWAY),
    ],
)
def test_without_a_suggestion_it_is_said_why_once_and_nothing_is_tried_again(sandbox, caplog, prompt, words):
    sandbox.clear()
    with caplog.at_level(logging.DEBUG), pytest.raises(PromptHelpError) as caught:
        improve(sandbox, f"a heirloom rattle {prompt}")
    assert caught.value.words == words
    assert len(sandbox.calls()) == 1
    assert "rattle" not in caplog.text


def test_an_unknown_model_is_told_as_absence(sandbox):
    with pytest.raises(PromptHelpError) as caught:
        improve(sandbox, "a baby", model="gpt-nothing")
    assert caught.value.words == AWAY


@pytest.mark.parametrize("place", [("http://127.0.0.1:9/v1", "sk-x"), None])
def test_a_provider_that_nobody_reaches_or_that_knows_us_not(sandbox, place):
    url, key = place or (sandbox.url, "sk-wrong")
    with pytest.raises(PromptHelpError) as caught:
        improve(SimpleNamespace(url=url, key=key), "a baby")
    assert caught.value.words == AWAY
