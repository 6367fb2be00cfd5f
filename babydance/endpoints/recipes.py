"""Recipes over HTTP: downloads for the owner of a picture, and reading a file that somebody opens."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from babydance.domain.errors import InvalidInputError
from babydance.domain.recipes import MAX_PNG_HEAD, RecipeFile
from babydance.endpoints.auth_session import signed_in
from babydance.wiring import studio


async def recipe(request: Request) -> Response:
    """Send a picture's recipe as a file to save."""
    who = await signed_in(request)
    return _file(await studio().recipes.recipe(who.account_id, request.path_params["picture"]))


async def recipe_copy(request: Request) -> Response:
    """Send a copy of the picture that carries its recipe, as a file to save."""
    who = await signed_in(request)
    return _file(await studio().recipes.copy_with_recipe(who.account_id, request.path_params["picture"]))


async def read_recipe(request: Request) -> Response:
    """Return the recipe in the file that was sent, or in the beginning of it; nothing of it is kept."""
    await signed_in(request)
    text = await studio().recipes.text_of(await _capped_body(request))
    return Response(text, media_type="application/json", headers={"cache-control": "no-store"})


def _file(file: RecipeFile) -> Response:
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="{file.name}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-robots-tag": "noindex",
    }
    return Response(file.data, headers=headers, media_type=file.media_type)


async def _capped_body(request: Request) -> bytes:
    """Return the body; refuse a long one after reading no more of it than may be kept."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_PNG_HEAD:
                raise InvalidInputError("This file is too large to be a recipe.", field="recipe")
    except ClientDisconnect:
        raise InvalidInputError("The file didn't arrive whole. Try again.", field="recipe") from None
    return bytes(body)
