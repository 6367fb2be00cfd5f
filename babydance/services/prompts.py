"""Prompts beyond the one in the box: a better one on request, those that were used, those that were saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.folding import fold
from babydance.domain.ids import is_id, new_id
from babydance.domain.images import FAILURE_WORDS, MAX_PROMPT, DrawingError, Failure, clean_prompt
from babydance.domain.ports import Clock, Moderation, PromptWriter, RateLimits
from babydance.domain.prompts import (
    MAX_SAVED,
    MAX_TO_IMPROVE,
    KnownPrompt,
    PromptHelpError,
    Suggestion,
    search_words,
    word_difference,
)
from babydance.domain.tokens import pseudonym
from babydance.store import credits, prompts
from babydance.store.database import Database
from babydance.store.prompts import SavedPromptRow

_LOOKED_THROUGH = 1_000  # runs, the newest ones
_MAX_PAGE = 50
_LIMITS = ("6/minute", "100/day")
_IS_OFF = "Prompt help is switched off in this studio."
_IS_BEST = "This description is clear already; there is nothing to suggest."


class PromptService:
    """Asks for better words only when told to, and remembers the words of an account; others' are not found."""

    def __init__(
        self,
        database: Database,
        writer: PromptWriter | None,
        moderation: Moderation,
        *,
        rates: RateLimits,
        clock: Clock,
        secret_key: str,
    ) -> None:
        self._database = database
        self._writer = writer
        self._moderation = moderation
        self._rates = rates
        self._clock = clock
        self._secret_key = secret_key

    @property
    def offers_help(self) -> bool:
        """Tell whether ``suggest`` may be asked."""
        return self._writer is not None

    async def suggest(self, account_id: str, prompt: str) -> Suggestion:
        """Send ``prompt`` to the text model and return what it would write, beside the difference; free of charge.

        Raises ``InvalidInputError``, ``TooManyRequestsError`` or ``PromptHelpError``.
        """
        if self._writer is None:
            raise PromptHelpError(_IS_OFF)
        asked = clean_prompt(prompt)
        if len(asked) > MAX_TO_IMPROVE:
            raise InvalidInputError(
                f"Prompt help takes up to {MAX_TO_IMPROVE:,} characters; this description has {len(asked):,}.",
                field="prompt",
            )
        await self._count(account_id)
        await self._check(asked)
        answer = await self._writer.improve(asked, safety_identifier=pseudonym(self._secret_key, account_id))
        better = _usable(answer)
        if fold(better) == fold(asked):
            raise PromptHelpError(_IS_BEST)
        return Suggestion(better, await asyncio.to_thread(word_difference, asked, better))

    async def history(self, account_id: str, search: str = "", *, limit: int = 20) -> list[KnownPrompt]:
        """Return the different prompts of the account's last thousand runs, newest first, that hold all words."""
        words = search_words(search)
        async with self._database.reading() as session:
            used = await prompts.used_prompts(session, account_id, limit=_LOOKED_THROUGH)
        return await asyncio.to_thread(_first, _different(used), words, _page(limit))

    async def used(self, account_id: str, run_id: str) -> str:
        """Return the whole prompt of a run."""
        _check_id(run_id)
        async with self._database.reading() as session:
            prompt = await prompts.used_prompt(session, account_id, run_id)
        if prompt is None:
            raise NotFoundError("There is no such prompt.")
        return prompt

    async def saved(self, account_id: str, search: str = "", *, limit: int = 20) -> list[KnownPrompt]:
        """Return the prompts that the account saved, newest first, that hold all words."""
        words = search_words(search)
        async with self._database.reading() as session:
            rows = await prompts.saved_prompts(session, account_id)
        found = [KnownPrompt(row.id, row.prompt) for row in rows if all(word in row.words for word in words)]
        return found[: _page(limit)]

    async def saved_prompt(self, account_id: str, prompt_id: str) -> str:
        """Return a whole saved prompt."""
        _check_id(prompt_id)
        async with self._database.reading() as session:
            row = await prompts.saved_prompt(session, account_id, prompt_id)
        if row is None:
            raise NotFoundError("There is no such prompt.")
        return row.prompt

    async def save(self, account_id: str, prompt: str) -> str:
        """Keep a prompt for another day and return its id; one that is saved already is kept once."""
        text = clean_prompt(prompt)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            rows = await prompts.saved_prompts(session, account_id)
            for row in rows:
                if row.prompt == text:
                    return row.id
            if len(rows) >= MAX_SAVED:
                raise InvalidInputError(f"You have saved {MAX_SAVED} prompts; delete one to save another.")
            made = SavedPromptRow(
                id=new_id(), account_id=account_id, prompt=text, words=fold(text), created_at=self._clock()
            )
            session.add(made)
            return made.id

    async def delete(self, account_id: str, prompt_id: str) -> str:
        """Delete a saved prompt and return its words, so that it can be saved again."""
        _check_id(prompt_id)
        async with self._database.transaction() as session:
            await credits.lock(session, account_id)
            row = await prompts.saved_prompt(session, account_id, prompt_id)
            if row is None:
                raise NotFoundError("There is no such prompt.")
            await session.delete(row)
            return row.prompt

    async def _count(self, account_id: str) -> None:
        for limit in _LIMITS:
            wait = await self._rates.hit(limit, "prompt-help", account_id)
            if wait:
                when = "in a minute" if limit.endswith("/minute") else "tomorrow"
                raise TooManyRequestsError(f"You asked for many suggestions. Ask again {when}.", retry_after=wait)

    async def _check(self, asked: str) -> None:
        """Let nothing through to the text model that a picture could not be made of."""
        try:
            verdict = await self._moderation.check_text(asked)
        except DrawingError as error:
            raise PromptHelpError(
                "The safety check could not be reached, so nothing was sent. Try again in a minute."
            ) from error
        if not verdict.is_allowed:
            raise PromptHelpError(FAILURE_WORDS[Failure.REFUSED_TEXT])


def _usable(answer: str) -> str:
    """Take the answer as any prompt is taken: it goes into the same box."""
    try:
        return clean_prompt(answer[:MAX_PROMPT])
    except InvalidInputError as error:
        raise PromptHelpError(_IS_BEST) from error


def _different(used: Iterable[KnownPrompt]) -> Iterator[KnownPrompt]:
    seen: set[str] = set()
    for known in used:
        if known.prompt not in seen:
            seen.add(known.prompt)
            yield known


def _first(known: Iterable[KnownPrompt], words: Sequence[str], limit: int) -> list[KnownPrompt]:
    """Fold one prompt after the other until enough are found."""
    found: list[KnownPrompt] = []
    for one in known:
        if len(found) == limit:
            break
        folded = fold(one.prompt) if words else ""
        if all(word in folded for word in words):
            found.append(one)
    return found


def _page(limit: int) -> int:
    return max(1, min(limit, _MAX_PAGE))


def _check_id(text: str) -> None:
    if not is_id(text):
        raise NotFoundError("There is no such prompt.")
