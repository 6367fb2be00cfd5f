"""Recipes over HTTP: downloads for the owner only, and files that anybody may have written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from babydance.domain.recipes import MAX_PNG_HEAD
from tests.endpoints.conftest import Web
from tests.site import nobodys_id
from tests.studio import a_picture


@pytest.fixture
def picture(web: Web) -> str:
    """The id of a picture of somebody who is signed in."""
    return web.run(web.house.picture, web.sign_in().account_id)


def send(web: Web, data: Any) -> Any:
    return web.post("/api/recipe", content=data)


def test_the_owner_saves_the_recipe_as_json(web: Web, picture: str) -> None:
    answer = web.client.get(f"/recipe/{picture}")
    assert answer.status_code == 200
    assert answer.json()["prompt"] == "a baby that dances"
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == 'attachment; filename="a-baby-that-dances.recipe.json"'
    assert answer.headers["cache-control"] == "private, no-store"


def test_the_owner_saves_a_copy_that_carries_it(web: Web, picture: str) -> None:
    answer = web.client.get(f"/recipe/{picture}/png")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == 'attachment; filename="a-baby-that-dances.recipe.png"'
    assert send(web, answer.content).json() == web.client.get(f"/recipe/{picture}").json()


@pytest.mark.parametrize("path", ["/recipe/{}", "/recipe/{}/png"])
def test_recipes_are_for_the_owner_only(web: Web, picture: str, path: str) -> None:
    web.sign_in("eve@example.com")
    theirs, none = (web.client.get(path.format(one)) for one in (picture, nobodys_id()))
    assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, "There is no such picture.")
    assert web.client.get(path.format("..%2fx")).status_code == 404
    web.client.cookies.clear()
    assert web.client.get(path.format(picture)).status_code == 401


def test_reading_a_recipe_needs_a_session_and_a_page_of_ours(web: Web) -> None:
    data = json.dumps({"babydance": 1, "prompt": "a baby"})
    assert send(web, data).status_code == 401
    web.sign_in()
    assert send(web, data).json()["prompt"] == "a baby"
    assert web.client.post("/api/recipe", content=data).status_code == 403
    assert web.client.get("/api/recipe").status_code in {404, 405}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This isn't a recipe of AI Baby Dance."),
        (b"<svg/>", "This isn't a recipe of AI Baby Dance."),
        (b"[" * 30_000, "This isn't a recipe of AI Baby Dance."),
        (b"[" * 40_000, "A recipe has at most 32 KB; this is something else."),
        (b"[" * (MAX_PNG_HEAD + 1), "This file is too large to be a recipe."),
        (b"x" * 10_000_000, "This file is too large to be a recipe."),
        (a_picture(8, 8, "PNG"), "There is no recipe in this picture."),
        (b'{"babydance": 1, "prompt": 5}', "This recipe can't be read: “prompt” in “recipe” must be a text."),
    ],
)
def test_what_is_no_recipe_is_refused_in_words(web: Web, data: bytes, words: str) -> None:
    web.sign_in()
    answer = send(web, data)
    assert (answer.status_code, answer.text) == (400, words)
