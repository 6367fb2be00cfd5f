"""Prompt help, the prompts that were used, and those that were saved."""

from __future__ import annotations

import pytest

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.ids import new_id
from babydance.domain.images import DrawingError, Failure
from babydance.domain.prompts import MAX_SAVED, MAX_TO_IMPROVE, Change, PromptHelpError
from babydance.services.prompts import PromptService
from babydance.store.prompts import SavedPromptRow
from tests.conftest import Run
from tests.studio import REFUSED, Studio, a_request, now


def _texts(known: list) -> list[str]:
    return [one.prompt for one in known]


def test_a_suggestion_comes_with_its_difference_and_names_the_account_only_by_pseudonym(
    studio: Studio, run: Run
) -> None:
    async def story() -> None:
        account = await studio.account()
        made = await studio.prompts.suggest(account, "  a baby that dances\x00 ")
        assert made.text == "a cheerful baby that dances in the rain"
        assert [piece.text.strip() for piece in made.pieces if piece.change is Change.ADDED] == [
            "cheerful",
            "in the rain",
        ]
        ((asked, who),) = studio.writer.asked
        assert asked == "a baby that dances"
        assert who != account
        assert len(who) == 64
        assert (await studio.balance(account)).available == 20

    run(story())


def test_words_that_the_safety_check_refuses_are_not_sent(studio: Studio, run: Run) -> None:
    studio.moderation.text = REFUSED
    with pytest.raises(PromptHelpError, match="safety check refused"):
        run(studio.prompts.suggest(new_id(), "something cruel"))
    assert studio.writer.asked == []


def test_without_a_safety_check_nothing_is_sent(studio: Studio, run: Run) -> None:
    studio.moderation.failures = [DrawingError(Failure.UNCHECKED)]
    with pytest.raises(PromptHelpError, match="nothing was sent"):
        run(studio.prompts.suggest(new_id(), "a baby"))
    assert studio.writer.asked == []


@pytest.mark.parametrize("prompt", ["", " \n", "x" * (MAX_TO_IMPROVE + 1)])
def test_a_prompt_without_words_or_with_too_many_is_refused_before_it_counts(
    studio: Studio, run: Run, prompt: str
) -> None:
    for _ in range(10):
        with pytest.raises(InvalidInputError):
            run(studio.prompts.suggest("account", prompt))
    assert studio.writer.asked == []


@pytest.mark.parametrize("answer", ["A  baby that DANCES", "\u200b", "\x00"])
def test_an_answer_that_adds_nothing_is_no_suggestion(studio: Studio, run: Run, answer: str) -> None:
    studio.writer.words = answer
    with pytest.raises(PromptHelpError, match="nothing to suggest"):
        run(studio.prompts.suggest(new_id(), "a baby that dances"))


def test_an_answer_that_is_too_long_is_cut_to_what_the_box_takes(studio: Studio, run: Run) -> None:
    studio.writer.words = "word " * 5_000
    assert len(run(studio.prompts.suggest(new_id(), "a baby")).text) <= 4_000


def test_each_account_may_ask_so_often_a_minute(studio: Studio, run: Run) -> None:
    async def story() -> None:
        for _ in range(6):
            await studio.prompts.suggest("ada", "a baby that dances")
        with pytest.raises(TooManyRequestsError, match="in a minute"):
            await studio.prompts.suggest("ada", "a baby that dances")
        await studio.prompts.suggest("eve", "a baby that dances")
        assert len(studio.writer.asked) == 7

    run(story())


def test_help_that_is_switched_off_refuses(studio: Studio, run: Run) -> None:
    off = PromptService(studio.database, None, studio.moderation, rates=None, clock=now, secret_key="x" * 32)
    assert not off.offers_help
    assert studio.prompts.offers_help
    with pytest.raises(PromptHelpError, match="switched off"):
        run(off.suggest("ada", "a baby"))


def test_the_history_has_each_prompt_once_newest_first_and_nobody_elses(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada, eve = await studio.account(), await studio.account()
        for prompt in ("a baby in Café Éclair", "a baby on the moon", "a baby in Café Éclair"):
            await studio.queue(ada, a_request(prompt))
        await studio.queue(eve, a_request("Eve's secret"))
        assert _texts(await studio.prompts.history(ada)) == ["a baby in Café Éclair", "a baby on the moon"]
        assert _texts(await studio.prompts.history(ada, "ECLAIR cafe")) == ["a baby in Café Éclair"]
        assert _texts(await studio.prompts.history(ada, "moon eclair")) == []
        assert _texts(await studio.prompts.history(ada, limit=1)) == ["a baby in Café Éclair"]

    run(story())


@pytest.mark.parametrize("search", ["%", "_", "'", '"', "\\", "); DROP TABLE run; --"])
def test_signs_of_the_database_are_searched_for_as_they_stand(studio: Studio, run: Run, search: str) -> None:
    async def story() -> None:
        ada = await studio.account()
        await studio.queue(ada, a_request("a baby"))
        await studio.prompts.save(ada, "a baby")
        assert await studio.prompts.history(ada, search) == []
        assert await studio.prompts.saved(ada, search) == []

    run(story())


def test_a_search_that_is_too_long_is_refused(studio: Studio, run: Run) -> None:
    for asked in (studio.prompts.history, studio.prompts.saved):
        with pytest.raises(InvalidInputError):
            run(asked("ada", "x" * 10_000))


def test_a_saved_prompt_is_kept_once_found_folded_and_deleted(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        first = await studio.prompts.save(ada, "  Ein Bär auf der Straße ")
        assert await studio.prompts.save(ada, "Ein Bär auf der Straße") == first
        second = await studio.prompts.save(ada, "a boat")
        assert [one.id for one in await studio.prompts.saved(ada)] == [second, first]
        assert [one.id for one in await studio.prompts.saved(ada, "BAR strasse")] == [first]
        assert await studio.prompts.saved_prompt(ada, first) == "Ein Bär auf der Straße"
        assert await studio.prompts.delete(ada, first) == "Ein Bär auf der Straße"
        assert _texts(await studio.prompts.saved(ada)) == ["a boat"]
        with pytest.raises(NotFoundError):
            await studio.prompts.delete(ada, first)

    run(story())


def test_only_so_many_prompts_are_kept(studio: Studio, run: Run) -> None:
    async def story() -> None:
        ada = await studio.account()
        async with studio.database.transaction() as session:
            session.add_all(
                SavedPromptRow(id=new_id(), account_id=ada, prompt=f"p{n}", words=f"p{n}", created_at=now())
                for n in range(MAX_SAVED)
            )
        with pytest.raises(InvalidInputError, match="delete one"):
            await studio.prompts.save(ada, "one more")
        assert await studio.prompts.save(ada, "p7")
        assert len(await studio.prompts.saved(ada, limit=1_000)) == 50

    run(story())


@pytest.mark.parametrize("number", [0, 1])
def test_somebody_elses_prompts_are_not_found(studio: Studio, run: Run, number: int) -> None:
    async def story() -> None:
        ada, eve = await studio.account(), await studio.account()
        generation = await studio.queue(eve, a_request("Eve's secret"))
        theirs = (await studio.generation.generation(eve, generation)).run_id, await studio.prompts.save(eve, "secret")
        asked = (theirs[number], "", "x", "'", new_id())
        for id_ in asked:
            for act in (studio.prompts.used, studio.prompts.saved_prompt, studio.prompts.delete):
                with pytest.raises(NotFoundError):
                    await act(ada, id_)
        assert _texts(await studio.prompts.saved(eve)) == ["secret"]

    run(story())
