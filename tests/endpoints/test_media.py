"""Pictures over HTTP: to their owner only, in parts when asked, never kept for the next person."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from babydance.domain.images import Preview, Status
from tests.endpoints.conftest import Web
from tests.site import nobodys_id
from tests.studio import ScriptedModel, a_drawing, a_picture, a_request


@pytest.fixture
def picture(web: Web) -> str:
    """The id of a picture of somebody who is signed in."""
    return web.run(web.house.picture, web.sign_in().account_id)


@pytest.fixture
def data(picture: str) -> bytes:
    return a_picture()


def _original(web: Web, picture: str, **headers: str) -> Any:
    return web.client.get(f"/media/original/{picture}", headers={n.replace("_", "-"): v for n, v in headers.items()})


def test_the_owner_gets_the_bytes_as_the_provider_sent_them(web: Web, picture: str, data: bytes) -> None:
    answer = _original(web, picture)
    assert answer.status_code == 200
    assert answer.content == data
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-length"] == str(len(data))
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize("width", [320, 720])
def test_thumbnails_are_small_webps(web: Web, picture: str, width: int) -> None:
    answer = web.client.get(f"/media/thumbnail/{picture}/{width}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert answer.content[8:12] == b"WEBP"


@pytest.mark.parametrize("kind", ["original/{}", "thumbnail/{}/320", "preview/{}/1"])
def test_without_a_session_there_is_nothing(web: Web, picture: str, kind: str) -> None:
    web.client.cookies.clear()
    answer = web.client.get(f"/media/{kind.format(picture)}")
    assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", ["original/{}", "thumbnail/{}/320", "preview/{}/1"])
def test_somebody_elses_picture_looks_like_none(web: Web, picture: str, kind: str) -> None:
    web.sign_in("eve@example.com")
    theirs = web.client.get(f"/media/{kind.format(picture)}")
    none = web.client.get(f"/media/{kind.format(nobodys_id())}")
    assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, "There is no such file.")


NEVER_MADE = (
    "original/1",
    "original/{upper}",
    "original/{id}0",
    "original/{id}%00",
    "original/{id}%0a",
    "original/..%2f..%2fstudio.db",
    "original/%2e%2e/{id}",
    "original/{id}/../../quarantine/{id}",
    "original/..",
    "original/%ff",
    "original/'%20OR%201=1--",
    "thumbnail/{id}/321",
    "thumbnail/{id}/0320",
    "thumbnail/{id}/-320",
    "thumbnail/{id}/%D9%A3%D9%A2%D9%A0",
    "thumbnail/{id}/..",
    "thumbnail/{id}/" + "9" * 5000,
    "preview/{id}/1",
    "preview/{id}/" + "9" * 5000,
    "quarantine/{id}",
    "",
)


def test_addresses_that_we_never_made_lead_nowhere(web: Web, picture: str) -> None:
    for path in NEVER_MADE:
        answer = web.client.get("/media/" + path.replace("{id}", picture).replace("{upper}", picture.upper()))
        assert answer.status_code == 404, path


def test_a_picture_that_is_not_through_its_checks_is_not_served(web: Web) -> None:
    account = web.sign_in().account_id
    web.run(web.house.drawing.media.put, f"quarantine/{'a' * 32}", b"unchecked")
    generation = web.run(web.house.drawing.queue, account)
    for kind in ("original", "quarantine"):
        assert web.client.get(f"/media/{kind}/{generation}").status_code == 404
        assert web.client.get(f"/media/{kind}/{'a' * 32}").status_code == 404


def test_a_browser_that_has_it_is_told_so(web: Web, picture: str) -> None:
    etag = _original(web, picture).headers["etag"]
    for sent in (etag, f"W/{etag}", f'"other", {etag}'):
        again = _original(web, picture, if_none_match=sent)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == "private, no-cache"
    assert _original(web, picture, if_none_match='"other"').status_code == 200


def test_what_a_browser_has_is_not_confirmed_to_somebody_else(web: Web, picture: str) -> None:
    etag = _original(web, picture).headers["etag"]
    web.sign_in("eve@example.com")
    assert _original(web, picture, if_none_match=etag).status_code == 404
    web.client.cookies.clear()
    assert _original(web, picture, if_none_match=etag).status_code == 401


PARTS = (
    ("bytes=0-0", 0, 1),
    ("bytes=5-9", 5, 10),
    ("bytes=5-", 5, None),
    ("bytes=-7", -7, None),
    ("bytes=5-999999", 5, None),
    (f"bytes=5-{'9' * 18}", 5, None),
)


def test_a_part_is_sent_when_asked(web: Web, picture: str, data: bytes) -> None:
    for asked, start, end in PARTS:
        answer = _original(web, picture, range=asked)
        assert answer.status_code == 206, asked
        assert answer.content == data[start:end], asked
        first = start % len(data)
        last = (end or len(data)) - 1
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(data)}"
        assert answer.headers["content-length"] == str(len(answer.content))


SENSELESS = (
    "bytes=0-",
    "bytes=-999999",
    "bytes=-",
    "bytes=9-5",
    "bytes=0-1,4-5",
    "bytes=a-b",
    "bytes=1-2-3",
    "bytes=-1-2",
    "lines=1-2",
    "bytes=\u00b2-",
    f"bytes={'9' * 5000}-",
)


def test_a_range_that_makes_no_sense_gets_the_whole(web: Web, picture: str, data: bytes) -> None:
    for asked in SENSELESS:
        answer = web.client.get(f"/media/original/{picture}", headers={"range": asked.encode("latin-1")})
        assert (answer.status_code, answer.content) == (200, data), asked
        assert "content-range" not in answer.headers


def test_a_range_beyond_the_end_is_refused_with_the_size(web: Web, picture: str, data: bytes) -> None:
    for asked in ("bytes=999999-", f"bytes={'9' * 18}-", "bytes=-0"):
        answer = _original(web, picture, range=asked)
        assert (answer.status_code, answer.content) == (416, b""), asked
        assert answer.headers["content-range"] == f"bytes */{len(data)}"


def test_a_part_of_something_older_gets_the_whole(web: Web, picture: str, data: bytes) -> None:
    etag = _original(web, picture).headers["etag"]
    assert _original(web, picture, range="bytes=5-9", if_range=etag).content == data[5:10]
    for condition in ('"older"', "Wed, 21 Oct 2026 07:28:00 GMT"):
        answer = _original(web, picture, range="bytes=5-9", if_range=condition)
        assert (answer.status_code, answer.content) == (200, data)


def test_head_tells_all_but_the_bytes(web: Web, picture: str, data: bytes) -> None:
    answer = web.client.head(f"/media/original/{picture}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(data))
    part = web.client.head(f"/media/original/{picture}", headers={"range": "bytes=2-3"})
    assert (part.status_code, part.content, part.headers["content-length"]) == (206, b"", "2")


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A baby that dances on the moon", "a-baby-that-dances-on-the.jpg"),
        ('x"; filename="evil.exe\r\nset-cookie: a=b', "x-filename-evil-exe-set-cookie.jpg"),
        ("../../etc/passwd", "etc-passwd.jpg"),
        ("踊る赤ちゃん", "picture.jpg"),
        ("Bébé à l'école", "bebe-a-l-ecole.jpg"),
    ],
)
def test_a_download_is_named_after_the_description(web: Web, prompt: str, name: str) -> None:
    account = web.sign_in().account_id
    made = web.run(web.house.drawing.make, account, a_request(prompt))
    answer = web.client.get(f"/media/original/{made.image_id}?download")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert "set-cookie" not in answer.headers


def test_previews_are_there_while_it_is_drawn_and_gone_after_cancel(web: Web) -> None:
    account = web.sign_in().account_id
    drawing = web.house.drawing
    drawing.model = ScriptedModel([Preview(0, a_picture()), 30.0, a_drawing()])

    async def half_way() -> tuple[str, asyncio.Task[None]]:
        generation = await drawing.queue(account)
        work = asyncio.create_task(drawing.work(generation))
        with web.house.changes.watching(account) as changed:
            while (await drawing.generation.generation(account, generation)).preview < 1:
                await asyncio.wait_for(changed.wait(), 10)
                changed.clear()
        return generation, work

    generation, work = web.run(half_way)
    shown = web.client.get(f"/media/preview/{generation}/1")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert shown.headers["cache-control"] == "private, no-cache"
    assert web.client.get(f"/media/preview/{generation}/2").status_code == 404
    web.sign_in("eve@example.com")
    assert web.client.get(f"/media/preview/{generation}/1").status_code == 404
    web.carry(web.run(web.house.enter)[0].token)

    async def cancel() -> None:
        await drawing.generation.cancel(account, generation)
        await asyncio.wait_for(work, 10)

    web.run(cancel)
    assert web.client.get(f"/media/preview/{generation}/1").status_code == 404
    assert web.run(drawing.files) == []


def test_previews_are_gone_once_the_picture_is_there(web: Web, picture: str) -> None:
    assert web.client.get(f"/media/preview/{picture}/1").status_code == 404


def test_a_deleted_picture_is_gone_at_once(web: Web, picture: str) -> None:
    etag = _original(web, picture).headers["etag"]
    owner = web.run(web.house.people.accounts.who, web.client.cookies["session"])
    web.run(web.house.studio.gallery.delete, owner.account_id, picture)
    assert _original(web, picture).status_code == 200  # the trash is the owner's to look into
    web.run(web.house.studio.selections.empty_trash, owner.account_id)
    assert _original(web, picture).status_code == 404
    assert _original(web, picture, if_none_match=etag).status_code == 404


def test_a_file_that_is_lost_is_not_found(web: Web, picture: str) -> None:
    web.run(web.house.drawing.media.delete, [f"image/{picture}/original"])
    assert _original(web, picture).status_code == 404


def test_pictures_cannot_be_posted_to(web: Web, picture: str) -> None:
    assert web.post(f"/media/original/{picture}").status_code in {404, 405}
    assert web.run(web.house.drawing.generation.stage, _owner(web))[0].generations[0].status is Status.DONE


def _owner(web: Web) -> str:
    return web.run(web.house.people.accounts.who, web.client.cookies["session"]).account_id


def test_a_file_that_goes_while_it_is_asked_for_is_refused_and_not_cut_off(web: Web, picture: str) -> None:
    web.house.drawing.media.vanishing = f"image/{picture}"
    answer = _original(web, picture)
    assert answer.status_code == 503
    assert "gone" in answer.text
    web.house.drawing.media.vanishing = ""
    assert _original(web, picture).content == a_picture()
