"""The engine, with real dbos on real databases: limits, fairness, stopping, sweeping, taking over."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from babydance.domain.ids import new_id
from babydance.domain.images import FAILURE_WORDS, DrawingError, Failure, Preview, Status
from babydance.workflows import generation, queues, upkeep
from babydance.workflows.queues import generation_workflow
from tests.conftest import Run
from tests.studio import ScriptedModel, Studio, a_drawing, a_picture, a_request, eventually
from tests.workflows.conftest import RecordedMail, Working


class CountingModel(ScriptedModel):
    """Takes its time, and remembers how many pictures it drew at once, and for whom in which order."""

    def __init__(self, seconds: float) -> None:
        self.now = self.most = 0
        self.ended: list[str] = []

        def enter() -> None:
            self.now += 1
            self.most = max(self.most, self.now)

        def leave() -> None:
            self.now -= 1
            self.ended.append(self.jobs[0].safety_identifier)

        super().__init__([enter, seconds, leave, a_drawing()])


def test_a_submitted_picture_is_drawn_without_further_ado(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        async with working():
            generation_id = await studio.queue(account)
            view = await studio.until(account, generation_id, Status.DONE)
            assert view.image_id == generation_id

    run(story())


def test_an_account_and_a_process_draw_so_many_at_once(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        one, other = await studio.account(50), await studio.account(50)
        studio.model = CountingModel(0.4)
        async with working(worker_slots=3, account_slots=2):
            ids = [await studio.queue(one) for _ in range(6)]
            await asyncio.gather(*(studio.until(one, id_, Status.DONE) for id_ in ids))
            assert studio.model.most == 2
            ids = [(account, await studio.queue(account)) for account in (one, other) for _ in range(3)]
            await asyncio.gather(*(studio.until(*which, Status.DONE) for which in ids))
            assert studio.model.most == 3

    run(story())


def test_a_light_user_does_not_wait_for_a_heavy_one(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        heavy, light = await studio.account(100), await studio.account()
        studio.model = CountingModel(0.3)
        async with working(worker_slots=4, account_slots=2):
            many = [await studio.queue(heavy) for _ in range(12)]
            begun_at = time.monotonic()
            await studio.until(light, await studio.queue(light), Status.DONE)
            waited = time.monotonic() - begun_at
            still_open = [id_ for id_ in many if (await studio.row(id_)).status in {"queued", "running"}]
            assert len(still_open) >= 4
            assert waited < 1.5
            await asyncio.gather(*(studio.until(heavy, id_, Status.DONE) for id_ in many))

    run(story())


def test_so_many_calls_start_in_a_minute(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        async with working(provider_per_minute=3):
            for _ in range(5):
                await studio.queue(account)
            await asyncio.sleep(3)
            assert len(studio.model.jobs) == 3

    run(story())


def test_a_cancel_stops_a_running_drawing_within_a_second(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([Preview(0, a_picture()), 60.0])
        async with working():
            generation_id = await studio.queue(account)
            await studio.until_preview(account, generation_id)
            await studio.generation.cancel(account, generation_id)
            await eventually(lambda: studio.model.cancelled == 1, seconds=1)
        assert await studio.files() == []

    run(story())


def test_without_work_of_its_own_a_process_only_queues(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        async with working(works=False):
            generation_id = await studio.queue(account)
            await asyncio.sleep(1)
            assert (await studio.generation.generation(account, generation_id)).status is Status.QUEUED
        async with working():
            await studio.until(account, generation_id, Status.DONE)

    run(story())


def test_stopping_lets_a_drawing_finish(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([1.0, a_drawing()])
        async with working(drain_seconds=5):
            generation_id = await studio.queue(account)
            await studio.until(account, generation_id, Status.RUNNING)
        assert (await studio.generation.generation(account, generation_id)).status is Status.DONE

    run(story())


def test_what_a_stopped_process_leaves_is_taken_up_at_once(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([60.0], [a_drawing()])
        async with working():
            generation_id = await studio.queue(account)
            await studio.until(account, generation_id, Status.RUNNING)
        begun_at = time.monotonic()
        async with working():
            await studio.until(account, generation_id, Status.DONE)
        assert time.monotonic() - begun_at < 6  # the lease was given back: nobody waited for silence
        assert (await studio.row(generation_id)).attempts == 2

    run(story())


def test_a_submit_that_died_before_starting_its_job_is_started_by_the_sweep(
    studio: Studio, working: Working, run: Run
) -> None:
    async def story() -> None:
        account = await studio.account()
        async with working():
            studio.jobs.is_down = True
            generation_id = await studio.queue(account)
            await studio.until(account, generation_id, Status.DONE)
            row = await studio.row(generation_id)
            assert row.started_at is not None
            assert row.started_at - row.created_at < timedelta(seconds=5)

    run(story())


def test_a_lost_workflow_is_started_again(
    studio: Studio, working: Working, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        monkeypatch.setattr(upkeep, "_LOST_AFTER", timedelta(0))
        account = await studio.account()
        async with working(works=False):
            generation_id = await studio.queue(account)
            await queues.delete([generation_workflow(generation_id)])
        async with working():
            await studio.until(account, generation_id, Status.DONE)

    run(story())


def test_a_workflow_that_cannot_even_begin_is_given_up_and_refunded(
    studio: Studio, working: Working, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        monkeypatch.setattr(generation, "_PAUSES", ())
        monkeypatch.setattr(upkeep, "_LOST_AFTER", timedelta(0))
        monkeypatch.setattr(upkeep, "_HOPELESS_AFTER", timedelta(seconds=1))

        async def broken(_generation_id: str) -> None:
            raise KeyError("a bug")

        monkeypatch.setattr(studio.drawing, "begin", broken)
        account = await studio.account()
        async with working():
            view = await studio.until(account, await studio.queue(account), Status.FAILED)
            assert view.words.startswith(FAILURE_WORDS[Failure.GAVE_UP])
        await studio.assert_refunded(account)

    run(story())


def test_a_drawing_that_always_breaks_is_given_up_after_three_attempts(
    studio: Studio, working: Working, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        monkeypatch.setattr(generation, "_PAUSES", (0.01, 0.01, 0.01))
        account = await studio.account()
        studio.model = ScriptedModel([KeyError("a bug")])
        async with working():
            view = await studio.until(account, await studio.queue(account), Status.FAILED)
            assert view.words.startswith(FAILURE_WORDS[Failure.GAVE_UP])
        assert len(studio.model.jobs) == 3
        await studio.assert_refunded(account)

    run(story())


def test_starting_a_job_twice_is_starting_it_once(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([0.3, a_drawing()])
        async with working() as engine:
            generation_id = await studio.queue(account)
            for _ in range(3):
                await engine.jobs.start_generations([generation_id], account_id=account)
            await studio.until(account, generation_id, Status.DONE)
            await engine.jobs.start_generations([generation_id], account_id=account)
            await asyncio.sleep(0.5)
        assert len(studio.model.jobs) == 1

    run(story())


def test_failures_in_a_run_do_not_touch_its_other_pictures(studio: Studio, working: Working, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([DrawingError(Failure.CUT)], [a_drawing()])
        async with working(account_slots=1):
            view = await studio.generation.submit(account, a_request(count=3), submit_key="k")
            for _ in range(500):
                (view,) = await studio.generation.stage(account)
                if all(tile.status.is_final for tile in view.generations):
                    break
                await asyncio.sleep(0.02)
        assert sorted(tile.status for tile in view.generations) == [Status.DONE, Status.DONE, Status.FAILED]

    run(story())


def test_old_workflows_are_pruned(studio: Studio, working: Working, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(upkeep, "_KEPT_FOR", timedelta(0))
        account = await studio.account()
        async with working() as engine:
            await studio.until(account, await studio.queue(account), Status.DONE)
            await eventually(lambda: engine._upkeep._leads)
            await asyncio.sleep(0.5)
            await engine._upkeep.prune()
            assert await queues.finished_before("2999-01-01T00:00:00", limit=5) == []

    run(story())


def test_a_mail_is_sent_and_tried_again_when_its_service_says_so(
    working: Working, mails: RecordedMail, run: Run
) -> None:
    async def story() -> None:
        mail_id = new_id()
        mails.pauses = [1]
        async with working() as engine:
            await engine.jobs.start_mails([mail_id])
            await engine.jobs.start_mails([mail_id])
            await eventually(lambda: len(mails.sent) == 2)
        assert mails.sent == [mail_id, mail_id]

    run(story())


def test_a_mail_that_was_not_sent_is_started_again_though_its_workflow_ended(
    working: Working, mails: RecordedMail, run: Run
) -> None:
    async def story() -> None:
        mail_id = new_id()
        async with working() as engine:
            await engine.jobs.start_mails([mail_id])
            await eventually(lambda: len(mails.sent) == 1)
            await asyncio.sleep(0.3)
            mails.waiting = [mail_id]
            await engine._upkeep.start_mails()
            await eventually(lambda: len(mails.sent) == 2)

    run(story())


def test_a_job_that_this_process_queues_does_not_wait_for_the_next_look(
    studio: Studio, working: Working, run: Run
) -> None:
    async def story() -> None:
        account = await studio.account()
        async with working(poll_seconds=60.0):
            async with asyncio.timeout(20):
                await studio.until(account, await studio.queue(account), Status.DONE)

    run(story())
