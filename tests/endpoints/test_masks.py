"""Masks over HTTP: signed in, for one's own picture, and never more bytes than a mask may have."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.masks import MAX_MASK_BYTES, NOT_A_MASK, TOO_LARGE
from tests.endpoints.conftest import Web
from tests.services.test_masks import a_mask
from tests.site import nobodys_id


@pytest.fixture
def picture(web: Web) -> str:
    """The id of a picture of somebody who is signed in."""
    return web.run(web.house.picture, web.sign_in().account_id)


def _post(web: Web, picture: str, data: Any) -> Any:
    return web.post(f"/api/mask/{picture}", content=data)


def test_a_mask_is_answered_with_its_id(web: Web, picture: str) -> None:
    answer = _post(web, picture, a_mask())
    assert answer.status_code == 200
    assert web.run(web.house.drawing.media.size, f"mask/{answer.json()['id']}")
    assert answer.headers["cache-control"] == "no-store"


def test_without_a_session_nothing_is_kept(web: Web, picture: str) -> None:
    web.client.cookies.clear()
    assert _post(web, picture, a_mask()).status_code == 401
    assert web.run(web.house.drawing.media.keys, "mask") == []


def test_a_foreign_page_is_turned_away(web: Web, picture: str) -> None:
    answer = web.client.post(f"/api/mask/{picture}", content=a_mask(), headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_somebody_elses_picture_looks_like_none(web: Web, picture: str) -> None:
    web.sign_in("eve@example.com")
    theirs, none = _post(web, picture, a_mask()), _post(web, nobodys_id(), a_mask())
    assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, "There is no such picture.")


@pytest.mark.parametrize("is_streamed", [False, True])
def test_too_many_bytes_are_cut_off_with_words(web: Web, picture: str, is_streamed: bool) -> None:
    data = (bytes(100_000) for _ in range(MAX_MASK_BYTES // 100_000 + 5)) if is_streamed else bytes(MAX_MASK_BYTES)
    answer = _post(web, picture, data)
    assert (answer.status_code, answer.text) == (400, TOO_LARGE)


def test_what_is_no_mask_is_told_why(web: Web, picture: str) -> None:
    answer = _post(web, picture, b"GIF89a")
    assert (answer.status_code, answer.text) == (400, NOT_A_MASK)


def test_masks_are_not_fetched(web: Web, picture: str) -> None:
    assert web.client.get(f"/api/mask/{picture}").status_code == 404
