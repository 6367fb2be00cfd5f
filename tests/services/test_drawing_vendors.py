"""Drawing with the real adapters against the sandbox, whatever it may do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from babydance.adapters.openai_images import OpenAIImageModel
from babydance.adapters.openai_moderation import OpenAIModeration
from babydance.domain.images import FAILURE_WORDS, Failure, Status
from tests.conftest import Run
from tests.sandbox_server import RunningSandbox, start_sandbox
from tests.studio import Studio, a_request


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(silence_seconds=5, fixed_bytes=30_000) as running:
        yield running


@pytest.mark.parametrize(
    ("trigger", "failure"),
    [
        ("moderation", Failure.REFUSED_TEXT),
        ("late-moderation", Failure.REFUSED_PICTURE),
        ("output-moderation", Failure.REFUSED_PICTURE),
        ("flag-text", Failure.REFUSED_TEXT),
        ("flag-minors", Failure.REFUSED_TEXT),
        ("moderation-down", Failure.UNCHECKED),
        ("rate-limit", None),
        ("rate-limit-always", Failure.BUSY),
        ("quota", Failure.QUOTA),
        ("403", Failure.FORBIDDEN),
        ("500", Failure.BROKEN),
        ("500-once", None),
        ("cut", Failure.CUT),
        ("no-completed", Failure.CUT),
        ("json", None),
        ("broken-frame", Failure.BROKEN),
        ("error-frame", Failure.BROKEN),
        ("undecodable", Failure.UNREADABLE),
        ("silence", Failure.SILENT),
        ("unknown-event", None),
        ("wrong-size", None),
    ],
)
def test_whatever_the_vendor_does_it_is_a_picture_or_a_refund(
    studio: Studio, run: Run, sandbox: RunningSandbox, trigger: str, failure: Failure | None
) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = OpenAIImageModel(sandbox.key, sandbox.url, silence_seconds=2.0)
        studio.drawing._moderation = OpenAIModeration(sandbox.key, sandbox.url)
        view = await studio.make(account, a_request(f"a baby, sandbox:{trigger}", width=816, height=816))
        await studio.model.close()
        await studio.drawing._moderation.close()
        if failure is None:
            assert view.status is Status.DONE, view
        else:
            assert view.words == f"{FAILURE_WORDS[failure]} Nothing was charged."
            await studio.assert_refunded(account)

    run(story())
