"""Submitting, cancelling, trying again, and showing pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from babydance.domain.errors import (
    InvalidInputError,
    NotEnoughCreditsError,
    NotFoundError,
    StudioError,
    TooManyRequestsError,
)
from babydance.domain.ids import new_id
from babydance.domain.images import Preview, Status
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import STYLES, Style
from babydance.store import generations
from tests.conftest import Run
from tests.studio import ScriptedModel, Studio, a_drawing, a_picture, a_request


def test_a_picture_goes_from_submit_to_done_and_costs_its_price(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        request = a_request()
        price = studio.generation.price(request)
        view = await studio.generation.submit(account, request, submit_key="k")
        tile = view.generations[0]
        assert (tile.status, tile.credits, view.credits) == (Status.QUEUED, price, price)
        assert studio.jobs.started == [tile.id]
        assert (await studio.balance(account)).held == price
        await studio.work(tile.id)
        done = await studio.generation.generation(account, tile.id)
        assert (done.status, done.image_id) == (Status.DONE, tile.id)
        balance = await studio.balance(account)
        assert (balance.available, balance.held) == (20 - price, 0)
        assert await studio.files() == [f"image/{tile.id}/{name}" for name in ("original", "w320", "w720")]

    run(story())


def test_each_picture_of_a_run_has_a_hold_of_its_own(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        request = a_request(count=4)
        price = studio.generation.price(request)
        view = await studio.generation.submit(account, request, submit_key="k")
        assert view.credits == 4 * price
        assert [tile.id for tile in view.generations] == sorted(tile.id for tile in view.generations)
        await studio.work(view.generations[2].id)
        await studio.generation.cancel(account, view.generations[0].id)
        balance = await studio.balance(account)
        assert (balance.available, balance.held) == (20 - 3 * price, 2 * price)
        await studio.assert_books()

    run(story())


def test_the_same_submit_twice_is_one_run(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        runs = await asyncio.gather(
            *(studio.generation.submit(account, a_request(), submit_key="same") for _ in range(4))
        )
        assert len({view.id for view in runs}) == 1
        assert len(studio.jobs.started) == 1
        assert (await studio.balance(account)).held == runs[0].credits

    run(story())


def test_two_accounts_may_use_the_same_submit_key(studio: Studio, run: Run) -> None:
    async def story() -> None:
        one, other = await studio.account(), await studio.account()
        first = await studio.generation.submit(one, a_request(), submit_key="same")
        second = await studio.generation.submit(other, a_request(), submit_key="same")
        assert first.id != second.id

    run(story())


def test_two_tabs_press_create_at_once_with_credits_for_one(studio: Studio, run: Run) -> None:
    async def story() -> None:
        price = studio.generation.price(a_request())
        account = await studio.account(price)
        outcomes = await asyncio.gather(
            *(studio.generation.submit(account, a_request(), submit_key=key) for key in ("a", "b")),
            return_exceptions=True,
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, NotEnoughCreditsError)]
        assert len(refused) == 1
        assert len(studio.jobs.started) == 1
        assert len(await studio.generation.stage(account)) == 1
        await studio.assert_books()

    run(story())


def test_a_run_that_cannot_be_paid_leaves_nothing_behind(studio: Studio, run: Run) -> None:
    async def story() -> None:
        price = studio.generation.price(a_request())
        account = await studio.account(2 * price)
        with pytest.raises(NotEnoughCreditsError):
            await studio.generation.submit(account, a_request(count=3), submit_key="k")
        assert await studio.generation.stage(account) == []
        assert (await studio.balance(account)).available == 2 * price

    run(story())


def test_somebody_without_any_credits_is_refused(studio: Studio, run: Run) -> None:
    with pytest.raises(NotEnoughCreditsError, match="none is available"):
        run(studio.generation.submit(new_id(), a_request(), submit_key="k"))


@pytest.mark.parametrize("count", [0, 99, -1])
def test_no_run_has_such_a_count(count: int) -> None:
    with pytest.raises(InvalidInputError):
        a_request(count=count)


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "a/b", "é"])
def test_a_submit_key_is_short_and_plain(studio: Studio, run: Run, key: str) -> None:
    with pytest.raises(InvalidInputError):
        run(studio.generation.submit(new_id(), a_request(), submit_key=key))


def test_a_hidden_or_departed_model_is_refused_at_submit(studio: Studio, run: Run) -> None:
    account = run(studio.account())
    hidden = next(spec for spec in IMAGE_MODELS if spec.id == "gpt-image-2")
    with pytest.raises(InvalidInputError, match="isn't available"):
        run(studio.generation.submit(account, a_request(model=hidden), submit_key="k"))


def test_an_account_may_have_so_many_pictures_under_way(studio: Studio, run: Run) -> None:
    async def story() -> None:
        studio.generation._queued_per_account = 3
        account = await studio.account(50)
        view = await studio.generation.submit(account, a_request(count=3), submit_key="k")
        with pytest.raises(TooManyRequestsError, match="3 pictures under way") as refusal:
            await studio.generation.submit(account, a_request(), submit_key="l")
        assert refusal.value.retry_after > 0
        await studio.work(view.generations[0].id)
        await studio.generation.submit(account, a_request(), submit_key="m")

    run(story())


def test_a_submit_whose_jobs_cannot_be_started_is_left_to_the_sweep(studio: Studio, run: Run) -> None:
    async def story() -> None:
        studio.jobs.is_down = True
        account = await studio.account()
        view = await studio.generation.submit(account, a_request(), submit_key="k")
        waiting = await studio.generation.unstarted()
        assert waiting == []  # it has a head start of a second
        studio.generation._clock = lambda: view.created_at + timedelta(seconds=5)
        waiting = await studio.generation.unstarted()
        assert [one.id for one in waiting] == [view.generations[0].id]
        await studio.generation.mark_enqueued([one.id for one in waiting])
        assert await studio.generation.unstarted() == []

    run(story())


def test_a_cancel_before_the_first_preview_gives_everything_back(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        generation_id = await studio.queue(account)
        view = await studio.generation.cancel(account, generation_id)
        tile = view.generations[0]
        assert (tile.status, tile.words) == (Status.CANCELLED, "Stopped. Nothing was charged.")
        assert (await studio.balance(account)).available == 20
        await studio.work(generation_id)  # the workflow comes too late
        assert studio.model.jobs == []
        assert (await studio.generation.generation(account, generation_id)).status is Status.CANCELLED
        await studio.assert_books()

    run(story())


def test_a_cancel_after_a_preview_keeps_the_price_and_says_so(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        generation_id = await studio.queue(account, a_request(quality="medium"))
        price = (await studio.generation.generation(account, generation_id)).credits
        studio.model = ScriptedModel([Preview(0, a_picture()), 30.0, a_drawing()])
        working = asyncio.create_task(studio.work(generation_id))
        await studio.until_preview(account, generation_id)
        view = await studio.generation.cancel(account, generation_id)
        were = "1 credit was" if price == 1 else f"{price} credits were"
        assert view.generations[0].words == f"Stopped. {were} kept, because the model had already drawn a preview."
        assert view.generations[0].preview == 0
        async with asyncio.timeout(1):  # cancelling works within a second
            await working
        assert studio.model.cancelled == 1
        assert await studio.files() == []
        balance = await studio.balance(account)
        assert (balance.available, balance.held) == (20 - price, 0)
        await studio.assert_books()

    run(story())


def test_cancelling_a_run_stops_what_is_not_final(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        request = a_request(count=3)
        view = await studio.generation.submit(account, request, submit_key="k")
        await studio.work(view.generations[1].id)
        stopped = await studio.generation.cancel_run(account, view.id)
        assert [tile.status for tile in stopped.generations] == [Status.CANCELLED, Status.DONE, Status.CANCELLED]
        assert (await studio.balance(account)).available == 20 - studio.generation.price(request)

    run(story())


def test_cancelling_what_is_final_changes_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        done = await studio.make(account)
        before = await studio.balance(account)
        view = await studio.generation.cancel(account, done.id)
        assert view.generations[0].status is Status.DONE
        assert await studio.balance(account) == before
        assert len(await studio.files()) == 3

    run(story())


def test_whoever_wins_cancel_or_finish_the_credits_move_once(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(100)
        studio.model = ScriptedModel([a_drawing()])
        for turn in range(12):
            generation_id = await studio.queue(account)
            work = await studio.drawing.begin(generation_id)
            assert work is not None
            assert await studio.drawing.draw(work)

            async def later(generation_id: str, seconds: float) -> None:
                await asyncio.sleep(seconds)
                await studio.generation.cancel(account, generation_id)

            await asyncio.gather(studio.drawing.finish(work), later(generation_id, turn * 0.004))
            view = await studio.generation.generation(account, generation_id)
            mine = [key for key in await studio.files() if generation_id in key]
            assert len(mine) == (3 if view.status is Status.DONE else 0)
        assert (await studio.balance(account)).held == 0
        await studio.assert_books()

    run(story())


def test_nothing_of_another_account_can_be_seen_or_touched(studio: Studio, run: Run) -> None:
    async def story() -> None:
        owner, stranger = await studio.account(), await studio.account()
        view = await studio.generation.submit(owner, a_request(), submit_key="k")
        generation_id = view.generations[0].id
        for attempt in (
            studio.generation.cancel(stranger, generation_id),
            studio.generation.cancel_run(stranger, view.id),
            studio.generation.generation(stranger, generation_id),
            studio.generation.retry(stranger, generation_id, submit_key="s"),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        assert await studio.generation.stage(stranger) == []
        assert (await studio.generation.generation(owner, generation_id)).status is Status.QUEUED

    run(story())


@pytest.mark.parametrize("junk", ["", "x", "../../etc/passwd", "0" * 31, "A" * 32, "0" * 33, "' OR 1=1 --", "\0" * 32])
def test_an_id_of_the_wrong_shape_is_not_found(studio: Studio, run: Run, junk: str) -> None:
    account = run(studio.account())
    for attempt in (
        studio.generation.cancel(account, junk),
        studio.generation.cancel_run(account, junk),
        studio.generation.generation(account, junk),
        studio.generation.retry(account, junk, submit_key="k"),
    ):
        with pytest.raises(StudioError):
            run(attempt)


def test_a_retry_sends_the_same_settings_once_at_todays_price(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        request = a_request(count=2, style=STYLES[3], background="opaque", output_format="png", width=1008, height=1792)
        view = await studio.generation.submit(account, request, submit_key="k")
        again = await studio.generation.retry(account, view.generations[0].id, submit_key="l")
        assert (again.style, again.width, again.height, again.output_format) == (STYLES[3].id, 1008, 1792, "png")
        assert (len(again.generations), again.credits) == (1, studio.generation.price(request))
        assert again.id != view.id

    run(story())


def test_a_retry_keeps_the_words_of_a_style_that_has_gone(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        gone = Style("gone", "Gone", "Style: as it was then.")
        generation_id = await studio.queue(account, a_request(style=gone))
        again = await studio.generation.retry(account, generation_id, submit_key="l")
        await studio.work(again.generations[0].id)
        assert studio.model.jobs[-1].prompt.endswith("Style: as it was then.")

    run(story())


def test_the_stage_shows_the_newest_runs_first(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        made = [await studio.generation.submit(account, a_request(), submit_key=f"k{n}") for n in range(4)]
        stage = await studio.generation.stage(account, limit=3)
        assert [view.id for view in stage] == [view.id for view in reversed(made[1:])]

    run(story())


def test_the_price_counts_previews_only_where_the_model_shows_them(studio: Studio) -> None:
    studio.generation._micro_usd_per_credit = 1
    with_previews = studio.generation.price(a_request())
    studio.generation._previews = 0
    assert with_previews - studio.generation.price(a_request()) == 2 * 100 * 30


def test_a_commit_tells_the_watching_pages(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        told: list[Mapping[str, int]] = []
        studio.database.on_commit(told.append)
        generation_id = await studio.queue(account)
        await studio.work(generation_id)
        assert sum(list(accounts) == [account] for accounts in told) >= 4  # submit, begin, preview, done

    run(story())


def test_open_generations_are_found_through_their_own_index(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(20)
        await studio.queue(account)
        async with studio.database.reading() as session:
            assert await generations.count_open(session, account) == 1
            if studio.database.is_sqlite:
                connection = await session.connection()
                plan = await connection.exec_driver_sql(
                    "EXPLAIN QUERY PLAN SELECT count(*) FROM generation WHERE account_id = ? "
                    "AND status IN ('queued', 'running')",
                    (account,),
                )
                assert "ix_generation_open" in str(plan.all())

    run(story())
