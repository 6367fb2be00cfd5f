"""Drawing again: after a crash at any line, after too many of them, and what the sweeps find."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count
from typing import Any

import pytest
from sqlmodel import update

from babydance.domain.images import FAILURE_WORDS, MAX_ATTEMPTS, DrawingError, Failure, Preview, Status
from babydance.store import credits
from babydance.store.database import AsyncSession
from tests.conftest import Run
from tests.studio import REFUSED, ScriptedModel, Studio, a_drawing, a_picture, now


class CrashError(BaseException):
    """The process is gone: nothing runs after it."""


@contextmanager
def crashing(studio: Studio, *, at: int) -> Iterator[Callable[[], bool]]:
    """Raise ``CrashError`` before or after a file operation or a commit: the ``at``-th such moment."""
    left = at

    def step() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise CrashError

    def risky(do: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def done(*args: Any, **named: Any) -> Any:
            step()
            result = await do(*args, **named)
            step()
            return result

        return done

    transaction = studio.database.transaction

    @asynccontextmanager
    async def risky_transaction() -> AsyncIterator[AsyncSession]:
        step()
        async with transaction() as session:
            yield session
        step()

    with pytest.MonkeyPatch.context() as patch:
        for name in ("put", "move", "delete", "get", "size", "keys"):
            patch.setattr(studio.media, name, risky(getattr(studio.media, name)), raising=False)
        patch.setattr(studio.database, "transaction", risky_transaction)
        yield lambda: left <= 0


@pytest.mark.parametrize("ending", ["done", "refused", "cut"])
def test_a_crash_between_any_two_lines_changes_nothing_in_the_end(studio: Studio, run: Run, ending: str) -> None:
    """Crash at the first thing that reaches outside, at the second, and so on, until a run needs none."""

    async def story() -> None:
        account = await studio.account(500)
        for crash_at in count(1):
            if ending == "refused":
                studio.moderation.picture = REFUSED
            last = DrawingError(Failure.CUT) if ending == "cut" else a_drawing()
            studio.model = ScriptedModel([Preview(0, a_picture()), last])
            generation_id = await studio.queue(account)
            held = (await studio.balance(account)).held
            with crashing(studio, at=crash_at) as has_crashed, suppress(CrashError):
                await studio.work(generation_id)
            await studio.work(generation_id)  # what the reaper brings about
            view = await studio.generation.generation(account, generation_id)
            files = [key for key in await studio.files() if generation_id in key]
            assert view.status is (Status.DONE if ending == "done" else Status.FAILED), (crash_at, view)
            assert len(files) == (3 if ending == "done" else 0), (crash_at, files)
            assert (await studio.balance(account)).held == held - view.credits
            assert len(studio.model.jobs) <= 2
            if not has_crashed():
                break
        assert crash_at > 8
        await studio.assert_books()

    run(story())


def test_a_delivered_picture_is_not_bought_again(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        work = await studio.drawing.begin(generation_id)
        assert work is not None
        assert await studio.drawing.draw(work)
        await studio.work(generation_id)
        assert (await studio.generation.generation(account, generation_id)).status is Status.DONE
        assert len(studio.model.jobs) == 1

    run(story())


def test_after_three_attempts_it_is_given_up_and_refunded(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        for number in range(1, MAX_ATTEMPTS + 1):
            work = await studio.drawing.begin(generation_id)
            assert work is not None
            assert work.number == number
        assert await studio.drawing.begin(generation_id) is None
        view = await studio.generation.generation(account, generation_id)
        assert view.words.startswith(FAILURE_WORDS[Failure.GAVE_UP])
        await studio.assert_refunded(account)

    run(story())


def test_a_delivered_picture_gets_more_attempts_but_not_for_ever(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        work = await studio.drawing.begin(generation_id)
        assert work is not None
        assert await studio.drawing.draw(work)
        for _ in range(2 * MAX_ATTEMPTS - 1):
            assert await studio.drawing.begin(generation_id) is not None
        assert await studio.drawing.begin(generation_id) is None
        await studio.assert_refunded(account)

    run(story())


def test_an_attempt_that_was_overtaken_has_no_say(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        stalled = await studio.drawing.begin(generation_id)
        latest = await studio.drawing.begin(generation_id)
        assert stalled is not None
        assert latest is not None
        studio.model = ScriptedModel([DrawingError(Failure.CUT)], [Preview(0, a_picture()), 30.0], [a_drawing()])
        assert not await studio.drawing.draw(stalled)  # its failure fails nothing
        assert not await studio.drawing.draw(stalled)  # its preview shows nothing
        row = await studio.row(generation_id)
        assert (row.status, row.preview_count) == ("running", 0)
        assert await studio.drawing.draw(latest)
        await studio.drawing.finish(stalled)
        assert (await studio.row(generation_id)).status == "running"
        await studio.drawing.finish(latest)
        view = await studio.generation.generation(account, generation_id)
        assert view.status is Status.DONE
        assert len(await studio.files()) == 3

    run(story())


def test_an_unknown_generation_is_nobodys_work(studio: Studio, run: Run) -> None:
    assert run(studio.drawing.begin("0" * 32)) is None
    run(studio.drawing.fail("0" * 32, Failure.BROKEN))


def test_the_sweep_deletes_files_of_final_and_unknown_generations_only(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        alive, gone = await studio.queue(account), await studio.queue(account)
        await studio.generation.cancel(account, gone)
        for owner in (alive, gone, "0" * 32):
            await studio.media.put(f"quarantine/{owner}", b"x")
            await studio.media.put(f"preview/{owner}/1", b"x")
        assert await studio.drawing.sweep_files() == 4
        assert await studio.files() == [f"preview/{alive}/1", f"quarantine/{alive}"]

    run(story())


def test_the_sweep_gives_back_holds_that_outlived_their_drawing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(50)
        await studio.queue(account)
        async with studio.database.transaction() as session:
            await session.exec(update(credits.CreditHold).values(expires_at=now()))
            await credits.reserve(session, account, 3, op_key=f"generation:{'0' * 32}", now=now(), expires_at=now())
        assert await studio.drawing.sweep_holds() == 2
        await studio.assert_refunded(account, before=50)
        assert await studio.drawing.sweep_holds() == 0

    run(story())
