"""What is under way, stopping all of it, and batches that are submitted whole or not at all."""

from __future__ import annotations

import asyncio

import pytest

from babydance.domain.errors import InvalidInputError, NotEnoughCreditsError, TooManyRequestsError
from babydance.domain.images import RunView, Status
from babydance.domain.queue import MAX_BATCH, Stopped
from tests.conftest import Run
from tests.studio import Studio, a_request


def _batch(*prompts: str) -> list:
    return [a_request(prompt) for prompt in prompts]


def _first(runs: list[RunView]) -> list[str]:
    return [run.generations[0].id for run in runs]


def test_the_queue_has_those_that_are_drawn_first_then_the_line(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada, eve = await studio.account(), await studio.account()
        first = await studio.queue(ada, a_request("first"))
        await studio.queue(eve, a_request("Eve's"))
        await studio.generation.submit(ada, a_request("pair", count=2), submit_key="pair")
        last = await studio.queue(ada, a_request("last"))
        await studio.drawing.begin(last)
        queue = await studio.generation.queue(ada)
        assert [(one.prompt, one.place) for one in queue.pictures] == [
            ("last", 0),
            ("first", 1),
            ("pair", 2),
            ("pair", 3),
        ]
        assert (queue.drawn, queue.waiting, queue.kept_by_stopping, queue.at_once) == (1, 3, 0, 4)
        assert queue.pictures[0].since >= queue.pictures[1].since
        short = await studio.generation.queue(ada, limit=2)
        assert [one.id for one in short.pictures] == [last, first]
        assert (short.drawn, short.waiting) == (1, 3)

    run(story())


def test_what_is_final_is_in_no_queue(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        await studio.make(ada)
        await studio.generation.cancel(ada, await studio.queue(ada))
        queue = await studio.generation.queue(ada)
        assert (queue.pictures, queue.drawn, queue.waiting) == ((), 0, 0)

    run(story())


def test_stopping_all_keeps_the_price_of_previews_and_leaves_others_alone(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada, eve = await studio.account(), await studio.account()
        shown, waiting = await studio.queue(ada), await studio.queue(ada)
        done = await studio.make(ada)
        theirs = await studio.queue(eve)
        studio.model.scripts = [[studio.model.scripts[0][0], 5.0]]
        drawing = asyncio.create_task(studio.work(shown))
        await studio.until_preview(ada, shown)
        price = (await studio.generation.generation(ada, shown)).credits
        queue = await studio.generation.queue(ada)
        assert queue.kept_by_stopping == price
        assert queue.pictures[0].has_preview
        before = await studio.balance(ada)
        assert await studio.generation.cancel_all(ada) == Stopped(2, price)
        assert await studio.generation.cancel_all(ada) == Stopped(0, 0)
        drawing.cancel()
        await asyncio.wait({drawing})
        for generation in (shown, waiting):
            assert (await studio.generation.generation(ada, generation)).status is Status.CANCELLED
        assert (await studio.generation.generation(ada, done.id)).status is Status.DONE
        assert (await studio.generation.generation(eve, theirs)).status is Status.QUEUED
        after = await studio.balance(ada)
        assert (after.available, after.held) == (before.available + before.held - price, 0)
        await studio.assert_books()

    run(story())


def test_a_batch_makes_a_run_of_each_line_in_its_order(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        made = await studio.generation.submit_batch(ada, _batch("one", "two", "three"), submit_key="k")
        assert [view.prompt for view in made] == ["one", "two", "three"]
        assert studio.jobs.started == _first(made) == sorted(_first(made))
        assert [view.prompt for view in await studio.generation.stage(ada)] == ["one", "two", "three"]
        assert [one.prompt for one in (await studio.generation.queue(ada)).pictures] == ["one", "two", "three"]
        assert (await studio.balance(ada)).held == sum(view.credits for view in made)
        await studio.assert_books()

    run(story())


def test_the_same_press_again_is_the_same_batch_whatever_it_says(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        made = await studio.generation.submit_batch(ada, _batch("one", "two"), submit_key="k")
        again = await studio.generation.submit_batch(ada, _batch("one", "two"), submit_key="k")
        other = await studio.generation.submit_batch(ada, _batch("three", "four", "five"), submit_key="k")
        single = await studio.generation.submit(ada, a_request("six"), submit_key="k")
        assert [view.id for view in again] == [view.id for view in other] == [view.id for view in made]
        assert single.id == made[0].id
        assert len(studio.jobs.started) == 2

    run(story())


def test_two_presses_at_once_are_one_batch(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        both = await asyncio.gather(
            *[studio.generation.submit_batch(ada, _batch("one", "two"), submit_key="k") for _ in range(2)]
        )
        assert [view.id for view in both[0]] == [view.id for view in both[1]]
        assert len(await studio.generation.stage(ada)) == 2

    run(story())


def test_a_batch_that_cannot_be_paid_starts_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account(3)
        requests = [a_request(f"picture {number}", quality="high") for number in range(4)]
        with pytest.raises(NotEnoughCreditsError):
            await studio.generation.submit_batch(ada, requests, submit_key="k")
        assert await studio.generation.stage(ada) == []
        balance = await studio.balance(ada)
        assert (balance.available, balance.held) == (3, 0)
        assert studio.jobs.started == []
        await studio.assert_books()

    run(story())


def test_a_batch_that_has_no_room_starts_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account(100)
        await studio.generation.submit_batch(ada, _batch(*["x"] * MAX_BATCH), submit_key="first")
        with pytest.raises(TooManyRequestsError, match="20 pictures under way"):
            await studio.generation.submit_batch(ada, _batch(*["y"] * 5), submit_key="second")
        await studio.generation.submit_batch(ada, _batch(*["y"] * 4), submit_key="second")
        assert len(await studio.generation.stage(ada, limit=50)) == 24

    run(story())


@pytest.mark.parametrize("count", [0, MAX_BATCH + 1])
def test_a_batch_of_none_or_too_many_is_refused(studio: Studio, run: Run, count: int) -> None:
    with pytest.raises(InvalidInputError):
        run(studio.generation.submit_batch("ada", _batch(*["x"] * count), submit_key="k"))


@pytest.mark.parametrize("key", ["", "k.2", "x" * 61, "a b"])
def test_a_key_that_could_be_taken_for_another_is_refused(studio: Studio, run: Run, key: str) -> None:
    with pytest.raises(InvalidInputError):
        run(studio.generation.submit_batch("ada", _batch("x"), submit_key=key))


def test_a_batch_whose_start_fails_is_left_to_the_sweep(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        studio.jobs.is_down = True
        made = await studio.generation.submit_batch(ada, _batch("one", "two"), submit_key="k")
        assert [(await studio.row(id_)).enqueued_at for id_ in _first(made)] == [None, None]

    run(story())
