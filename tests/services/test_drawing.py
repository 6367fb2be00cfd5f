"""The drawing itself: what is shown and kept when, and what a failure costs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from typing import Any

import pytest

from babydance.domain.images import FAILURE_WORDS, DrawingError, Failure, Preview, Status
from babydance.domain.models import PRICE_TABLE_VERSION, reported_micro_usd
from babydance.store import credits, generations
from tests.conftest import Run
from tests.studio import REFUSED, SECRET, USAGE, ScriptedModel, Studio, a_drawing, a_picture, now


def test_previews_are_small_counted_and_gone_when_the_picture_is_there(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        seen = []

        async def look() -> None:
            view = await studio.generation.generation(account, generation_id)
            seen.append((view.preview, await studio.media.keys("preview")))

        big = a_picture(1024, 768)
        studio.model = ScriptedModel([Preview(0, big), look, Preview(1, big), look, a_drawing()])
        await studio.work(generation_id)
        keys = [f"preview/{generation_id}/{number}" for number in (1, 2)]
        assert seen == [(1, keys[:1]), (2, keys)]
        assert await studio.media.keys("preview") == []
        assert (await studio.generation.generation(account, generation_id)).preview == 0

    run(story())


def test_a_preview_has_at_most_512_pixels(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)

        async def look() -> None:
            data = await studio.media.get(f"preview/{generation_id}/1")
            facts = await studio.drawing._pictures.inspect(data)
            assert (facts.width, facts.height, facts.format) == (512, 384, "webp")

        studio.model = ScriptedModel([Preview(0, a_picture(1024, 768)), look, a_drawing()])
        await studio.work(generation_id)
        assert (await studio.row(generation_id)).status == "done"

    run(story())


def test_an_unreadable_or_homeless_preview_is_left_out(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.media.refused = {"preview": 1}
        studio.model = ScriptedModel(
            [Preview(0, b"no picture"), Preview(1, a_picture()), Preview(2, a_picture()), a_drawing()]
        )
        view = await studio.make(account)
        assert view.status is Status.DONE
        assert (await studio.row(view.id)).preview_count == 3

    run(story())


def test_the_receipt_holds_what_the_provider_said(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        view = await studio.make(account)
        row = await studio.row(view.id)
        assert (row.request_id, row.actual_size, row.actual_format) == ("req_1", "1024x1024", "jpeg")
        assert (row.text_tokens, row.image_tokens, row.output_tokens) == (12, 0, 500)
        assert row.reported_micro_usd == reported_micro_usd(text_tokens=12, image_tokens=0, output_tokens=500)
        assert (row.price_table_version, row.attempts) == (PRICE_TABLE_VERSION, 1)

    run(story())


def test_an_unknown_cost_is_null_and_never_zero(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([DrawingError(Failure.CUT)])
        row = await studio.row((await studio.make(account)).id)
        assert (row.reported_micro_usd, row.output_tokens, row.attempts) == (None, None, 1)

    run(story())


def test_the_job_names_the_account_only_by_a_digest(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        await studio.make(account)
        expected = hmac.new(SECRET.encode(), account.encode(), hashlib.sha256).hexdigest()
        assert studio.model.jobs[0].safety_identifier == expected
        assert account not in repr(studio.model.jobs[0])

    run(story())


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_refunds_says_why_and_leaves_no_files(studio: Studio, run: Run, failure: Failure) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([Preview(0, a_picture()), DrawingError(failure)])
        view = await studio.make(account)
        assert (view.status, view.words) == (Status.FAILED, f"{FAILURE_WORDS[failure]} Nothing was charged.")
        await studio.assert_refunded(account)

    run(story())


def test_a_passing_failure_is_tried_again_up_to_three_calls(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        busy = DrawingError(Failure.BUSY, is_passing=True, retry_after=0.01)
        studio.model = ScriptedModel([busy], [busy], [a_drawing()])
        assert (await studio.make(account)).status is Status.DONE
        assert len(studio.model.jobs) == 3
        studio.model = ScriptedModel([busy])
        assert (await studio.make(account)).words.startswith(FAILURE_WORDS[Failure.BUSY])
        assert len(studio.model.jobs) == 3

    run(story())


def test_the_provider_is_given_the_time_it_asks_for_but_not_more_than_thirty_seconds(
    studio: Studio, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        account = await studio.account()
        pauses: list[float] = []
        slept = asyncio.sleep

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)
            await slept(0)

        monkeypatch.setattr("babydance.services.drawing.asyncio.sleep", sleep)
        studio.model = ScriptedModel(
            [DrawingError(Failure.BUSY, is_passing=True, retry_after=7.5)],
            [DrawingError(Failure.BUSY, is_passing=True, retry_after=3600)],
            [a_drawing()],
        )
        assert (await studio.make(account)).status is Status.DONE
        assert [pause for pause in pauses if pause > 1] == [7.5, 30.0]

    run(story())


def test_words_that_the_safety_check_refuses_never_reach_the_model(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.moderation.text = REFUSED
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.REFUSED_TEXT])
        assert studio.model.jobs == []
        await studio.assert_refunded(account)

    run(story())


def test_without_a_verdict_nothing_is_drawn(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.moderation.failures = [DrawingError(Failure.UNCHECKED, is_passing=True)] * 3
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.UNCHECKED])
        assert studio.model.jobs == []
        await studio.assert_refunded(account)

    run(story())


def test_a_picture_that_the_safety_check_refuses_is_deleted_and_refunded(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.moderation.picture = REFUSED
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.REFUSED_PICTURE])
        assert (await studio.row(view.id)).output_tokens == USAGE.output_tokens  # the operator paid
        await studio.assert_refunded(account)

    run(story())


def test_an_undecodable_picture_is_deleted_and_refunded(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([a_drawing(b"\xff\xd8\xff not a picture at all")])
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.UNREADABLE])
        await studio.assert_refunded(account)

    run(story())


def test_a_stream_that_just_ends_is_a_failure(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([Preview(0, a_picture())])
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.CUT])
        await studio.assert_refunded(account)

    run(story())


def test_a_call_that_never_ends_is_ended(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.drawing._call_seconds = 0.1
        studio.model = ScriptedModel([60.0, a_drawing()])
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.SILENT])
        await studio.assert_refunded(account)

    run(story())


@pytest.mark.parametrize("place", ["quarantine", "image"])
def test_a_full_disk_is_tried_three_times_then_refunded(studio: Studio, run: Run, place: str) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.media.refused = {place: 2}
        assert (await studio.make(account)).status is Status.DONE
        for generation in await studio.media.keys("image"):
            await studio.media.delete([generation])
        before = (await studio.balance(account)).available
        studio.media.refused = {place: 1000}
        view = await studio.make(account)
        assert view.words.startswith(FAILURE_WORDS[Failure.STORAGE])
        await studio.assert_refunded(account, before=before)
        assert len(studio.model.jobs) == 2  # the picture was not bought twice

    run(story())


def test_a_cancel_by_another_process_is_noticed_within_a_second(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        studio.model = ScriptedModel([60.0])
        working = asyncio.create_task(studio.work(generation_id))
        await studio.until(account, generation_id, Status.RUNNING)
        async with studio.database.transaction() as session:  # as another process would: no signal here
            await credits.lock(session, account)
            await generations.cancel(session, generation_id, kept=0, now=now())
            await credits.settle(session, account, op_key=f"generation:{generation_id}", captured=0, now=now())
            session.info.clear()
        begun_at = time.monotonic()
        await working
        assert time.monotonic() - begun_at < 1
        assert studio.model.cancelled == 1

    run(story())


def test_a_cancel_during_the_safety_check_stops_before_the_model(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)

        async def slow_check(_text: str) -> Any:
            await asyncio.sleep(60)

        studio.moderation.check_text = slow_check
        working = asyncio.create_task(studio.work(generation_id))
        await studio.until(account, generation_id, Status.RUNNING)
        await studio.generation.cancel(account, generation_id)
        async with asyncio.timeout(1):
            await working
        assert studio.model.jobs == []
        await studio.assert_refunded(account)

    run(story())
