"""Recipes: written from a picture, read from anybody's file."""

from __future__ import annotations

import asyncio
from datetime import UTC

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.ids import is_id
from babydance.domain.images import DrawingError
from babydance.domain.media import MEDIA_TYPES, download_name, original_key
from babydance.domain.models import ModelTable
from babydance.domain.png_text import SIGNATURE, itxt_of
from babydance.domain.ports import Clock, Copies, MediaStore, RateLimits
from babydance.domain.recipes import (
    KEYWORD,
    MAX_BYTES,
    MAX_PNG_HEAD,
    FilledForm,
    Recipe,
    RecipeFile,
    RecipeSource,
    fill_form,
    parse_recipe,
)
from babydance.domain.sources import SourceKind
from babydance.store import recipes
from babydance.store.database import Database
from babydance.store.images import ImageRow, RunRow, RunSourceRow

_COPIES_LIMIT = "20/minute"


class RecipeService:
    """Gives an account the recipes of its own pictures, and fills its form from any recipe."""

    def __init__(
        self,
        database: Database,
        media: MediaStore,
        copies: Copies,
        *,
        rates: RateLimits,
        models: ModelTable,
        clock: Clock,
    ) -> None:
        self._database = database
        self._media = media
        self._copies = copies
        self._rates = rates
        self._models = models
        self._clock = clock

    async def recipe(self, account_id: str, image_id: str) -> RecipeFile:
        """Return the picture's recipe as JSON."""
        recipe = await self._written(account_id, image_id)
        return RecipeFile(recipe.as_json().encode(), "application/json", f"{_stem(recipe)}.recipe.json")

    async def copy_with_recipe(self, account_id: str, image_id: str) -> RecipeFile:
        """Return a PNG copy of the picture that carries its recipe; the stored bytes stay as they are."""
        recipe = await self._written(account_id, image_id)
        seconds = await self._rates.hit(_COPIES_LIMIT, "recipe-copy", account_id)
        if seconds:
            raise TooManyRequestsError("That was many copies at once. Wait a minute.", retry_after=seconds)
        data = await self._media.get(original_key(image_id))
        if data is None:
            raise NotFoundError("There is no such picture.")
        try:
            png = await self._copies.png_with(data, {KEYWORD: recipe.as_json()})
        except DrawingError as error:
            raise NotFoundError("There is no such picture.") from error
        return RecipeFile(png, MEDIA_TYPES["png"], f"{_stem(recipe)}.recipe.png")

    async def read(self, account_id: str, data: bytes) -> FilledForm:
        """Fill the form from a recipe in JSON, or from the beginning of a PNG that carries one.

        Raises ``InvalidInputError`` in words for whatever is no recipe.
        """
        recipe = await asyncio.to_thread(lambda: parse_recipe(_text_in(data)))
        hashes = [source.sha256 for source in recipe.sources]
        known = {}
        if hashes:
            async with self._database.reading() as session:
                known = await recipes.by_hash(session, account_id, hashes, now=self._clock())
        offered = self._models.offered(self._clock().date())
        return fill_form(recipe, offered, [known.get(sha256) for sha256 in hashes])

    async def text_of(self, data: bytes) -> str:
        """Return the recipe in a file as it is written there; raise ``InvalidInputError`` if none can be read."""
        text = _text_in(data)
        await asyncio.to_thread(parse_recipe, text)
        return text.decode("utf-8-sig")

    async def _written(self, account_id: str, image_id: str) -> Recipe:
        if not is_id(image_id):
            raise NotFoundError("There is no such picture.")
        async with self._database.reading() as session:
            found = await recipes.asked_for(session, account_id, image_id)
        if found is None:
            raise NotFoundError("There is no such picture.")
        return _recipe(*found)


def _text_in(data: bytes) -> bytes:
    if not data.startswith(SIGNATURE):
        return data
    text = itxt_of(data[:MAX_PNG_HEAD], KEYWORD, most=MAX_BYTES)
    if text is None:
        raise InvalidInputError("There is no recipe in this picture.", field="recipe")
    return text


def _stem(recipe: Recipe) -> str:
    return download_name(recipe.prompt, "png").removesuffix(".png")


def _recipe(image: ImageRow, run: RunRow, sources: list[RunSourceRow]) -> Recipe:
    return Recipe(
        prompt=run.prompt,
        model=run.model,
        width=run.width,
        height=run.height,
        quality=run.quality,
        background=run.background,
        output_format=run.output_format,
        count=run.count,
        style=run.style,
        fragment=run.fragment,
        edit=run.edit,
        canvas=run.canvas,
        has_mask=bool(run.mask_id),
        sources=tuple(RecipeSource(SourceKind(source.kind), source.sha256) for source in sources),
        picture=image.sha256,
        made_at=image.created_at.astimezone(UTC).isoformat(timespec="seconds"),
    )
