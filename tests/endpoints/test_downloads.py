"""Downloads over HTTP: archives of selections, and copies in other formats, to their owner only."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from PIL import Image

from babydance.domain.ids import new_id
from tests.endpoints.conftest import Web
from tests.studio import a_picture


@pytest.fixture
def ids(web: Web) -> list[str]:
    """Two pictures of somebody who is signed in."""
    owner = web.sign_in().account_id
    return [web.run(web.house.picture, owner) for _ in range(2)]


def _selection(*ids: str, is_all: bool = False, view: str = "") -> str:
    return json.dumps({"ids": ids, "is_all": is_all, "view": view})


def _post(web: Web, selection: str, **fields: str) -> Any:
    return web.post("/download/zip", data={"selection": selection, **fields})


def _opened(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200, answer.text
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive


def test_the_archive_has_the_originals_and_a_list_of_them(web: Web, ids: list[str]) -> None:
    answer = _post(web, _selection(*ids))
    archive = _opened(answer)
    assert archive.namelist() == ["a-baby-that-dances.jpg", "a-baby-that-dances_2.jpg", "pictures.csv"]
    assert archive.read("a-baby-that-dances.jpg") == a_picture()
    rows = list(csv.DictReader(io.StringIO(archive.read("pictures.csv").decode("utf-8-sig"))))
    assert [row["file"] for row in rows] == archive.namelist()[:2]
    assert [(row["description"], row["size"]) for row in rows] == [("a baby that dances", "96x64")] * 2
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith('attachment; filename="baby-dance-')
    assert answer.headers["cache-control"] == "private, no-store"


def test_all_that_match_but_some_go_along(web: Web, ids: list[str]) -> None:
    assert len(_opened(_post(web, _selection(ids[0], is_all=True, view="q=dances"))).namelist()) == 2
    assert len(_opened(_post(web, _selection(is_all=True))).namelist()) == 3
    assert _post(web, _selection(is_all=True, view="q=elephant")).status_code == 404


@pytest.mark.parametrize(("file_format", "kind"), [("png", "PNG"), ("webp", "WEBP"), ("jpeg", "JPEG")])
def test_pictures_can_be_converted_on_the_way(web: Web, ids: list[str], file_format: str, kind: str) -> None:
    archive = _opened(_post(web, _selection(ids[0]), format=file_format))
    [name, _] = archive.namelist()
    with Image.open(io.BytesIO(archive.read(name))) as picture:
        assert (picture.format, picture.size) == (kind, (96, 64))
    answer = web.client.get(f"/media/converted/{ids[0]}/{file_format}")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == (kind, (96, 64))
    assert answer.headers["content-type"] == f"image/{file_format}"
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "selection",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"ids": [], "is_all": 1, "view": ""}',
        '{"ids": "x", "is_all": false, "view": ""}',
        '{"ids": [1], "is_all": false, "view": ""}',
        '{"ids": [], "is_all": true, "view": "q=a", "more": 1}',
        '{"ids": [], "is_all": true, "view": "nonsense"}',
        '{"ids": [], "is_all": true, "view": "since=yesterday"}',
        '{"ids": [], "is_all": true, "view": "shape=round"}',
        '{"ids": [], "is_all": true, "view": "fav=maybe"}',
        _selection(is_all=True, view="q=" + "a" * 10_000),
        _selection(*(new_id() for _ in range(2_001))),
    ],
)
def test_a_selection_that_makes_no_sense_is_refused_in_words(web: Web, ids: list[str], selection: str) -> None:
    answer = _post(web, selection)
    assert answer.status_code == 400
    assert answer.text.endswith(".")


@pytest.mark.parametrize("view", ["q=%00", "kind=%00", "folder=%00", "q=%ED%A0%80", "tag='", "until=9999-12-31"])
def test_a_strange_view_breaks_nothing(web: Web, ids: list[str], view: str) -> None:
    assert _post(web, _selection(is_all=True, view=view)).status_code in {200, 404}


def test_somebody_elses_pictures_look_like_none(web: Web, ids: list[str]) -> None:
    web.sign_in("eve@example.com")
    for answer in (
        _post(web, _selection(ids[0])),
        _post(web, _selection(new_id())),
        _post(web, _selection(is_all=True)),
        web.client.get(f"/media/converted/{ids[0]}/png"),
        web.client.get(f"/media/converted/{new_id()}/png"),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("path", ["{id}/gif", "{id}/", "{id}/PNG", "x/png", "..%2f{id}/png"])
def test_what_is_no_picture_or_no_format_is_not_found(web: Web, ids: list[str], path: str) -> None:
    assert web.client.get(f"/media/converted/{path.format(id=ids[0])}").status_code in {400, 404}


def test_only_own_pages_and_living_sessions_get_an_archive(web: Web, ids: list[str]) -> None:
    form = {"selection": _selection(*ids)}
    assert web.client.post("/download/zip", data=form).status_code == 403
    assert web.client.post("/download/zip", data=form, headers={"origin": "https://evil.example"}).status_code == 403
    assert web.client.get("/download/zip").status_code in {404, 405}
    web.client.cookies.clear()
    assert web.post("/download/zip", data=form).status_code == 401
