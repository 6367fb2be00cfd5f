"""The way in for pictures over HTTP: refused before a byte is read where possible, and never a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from babydance.domain.consent import CONSENT_MISSING
from babydance.domain.images import DrawingError, Failure
from babydance.domain.uploads import MAX_UPLOAD_BYTES, NO_PICTURE, TOO_MANY_BYTES, UNCHECKED
from babydance.endpoints.gate import SessionGate
from babydance.endpoints.routes import http_app
from tests.endpoints.conftest import OpenWeb, Web
from tests.foreign_files import SECRET, a_photo, encoded, heic, mutated, talkative
from tests.site import nobodys_id

NOBODY = {"x-upload-shows-people": "no"}
PEOPLE = {"x-upload-shows-people": "yes", "x-upload-consent": "yes"}


def send(web: Web, data: object = None, **headers: str) -> httpx.Response:
    told = web.origin | NOBODY | {name.replace("_", "-"): value for name, value in headers.items()}
    return web.client.post("/api/upload", content=encoded(a_photo()) if data is None else data, headers=told)


def kept(web: Web) -> list[str]:
    return web.run(web.house.drawing.sources)


def test_a_picture_is_taken_and_served_to_its_owner(web: Web) -> None:
    web.sign_in()
    answer = send(web, talkative("JPEG"), x_upload_name=quote("Our gärden.jpg"), **as_arguments(PEOPLE))
    told = answer.json()
    assert answer.status_code == 201
    assert (told["name"], told["width"], told["height"]) == ("Our gärden", 640, 480)
    assert told["warnings"] == ["Small: 640 × 480 pixels. Details may get lost."]
    assert (told["shows_people"], told["expires_at"] is not None) == (True, True)
    for variant, kind in (("original", "image/jpeg"), ("320", "image/webp")):
        got = web.client.get(f"/media/upload/{told['id']}/{variant}")
        assert (got.status_code, got.headers["content-type"]) == (200, kind)
        assert got.headers["cache-control"] == "private, no-cache"
        assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert got.headers["x-robots-tag"] == "noindex"
        assert SECRET.encode() not in got.content


def test_somebody_else_finds_nothing(web: Web) -> None:
    web.sign_in()
    upload = send(web).json()["id"]
    web.sign_in("eve@example.com")
    for variant in ("original", "320"):
        theirs = web.client.get(f"/media/upload/{upload}/{variant}")
        none = web.client.get(f"/media/upload/{nobodys_id()}/{variant}")
        assert (theirs.status_code, theirs.text) == (none.status_code, none.text) == (404, "There is no such file.")
    web.client.cookies.clear()
    assert web.client.get(f"/media/upload/{upload}/320").status_code == 401


@pytest.mark.parametrize("path", ["{}/w320", "{}/720", "{}/", "{}/..", "{}/original%00", "x/320", "..%2f..%2f{}/320"])
def test_addresses_that_we_never_made_lead_nowhere(web: Web, path: str) -> None:
    web.sign_in()
    upload = send(web).json()["id"]
    assert web.client.get("/media/upload/" + path.replace("{}", upload)).status_code == 404


def test_without_a_session_no_byte_is_read(web: Web) -> None:
    read = []

    def body() -> Iterator[bytes]:
        read.append(1)
        yield b"x"

    web.sign_in()
    web.client.cookies.clear()
    assert send(web, body()).status_code == 401
    assert kept(web) == []


def test_a_foreign_page_gets_nothing_in(web: Web) -> None:
    web.sign_in()
    assert send(web, origin="https://evil.example").status_code == 403
    assert kept(web) == []


def test_people_need_a_word(web: Web) -> None:
    web.sign_in()
    for headers in ({"x_upload_shows_people": "yes"}, {"x_upload_shows_people": ""}, {"x_upload_shows_people": "NO"}):
        answer = send(web, **headers)
        assert (answer.status_code, answer.text) == (400, CONSENT_MISSING)
    assert kept(web) == []


def test_an_upload_that_says_nothing_counts_as_showing_people(web: Web) -> None:
    web.sign_in()
    answer = web.client.post("/api/upload", content=encoded(a_photo()), headers=web.origin)
    assert (answer.status_code, answer.text) == (400, CONSENT_MISSING)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_file_that_is_too_long_is_cut_off(web: Web, is_told: bool) -> None:
    web.sign_in()
    sent = []

    def body() -> Iterator[bytes]:
        for _ in range(MAX_UPLOAD_BYTES // 500_000 + 20):
            sent.append(1)
            yield bytes(500_000)

    more = {"content_length": str(MAX_UPLOAD_BYTES + 1)} if is_told else {}
    answer = send(web, body(), **more)
    assert (answer.status_code, answer.text) == (413, TOO_MANY_BYTES)
    assert kept(web) == []


@pytest.mark.parametrize("length", ["-1", "x", "9" * 5000, "٣"])
def test_a_length_that_is_none_changes_nothing(web: Web, length: str) -> None:
    """The server in front refuses most of these; nothing here relies on it."""
    web.sign_in()
    assert post_raw(web, [encoded(a_photo())], ("content-length", length)) in {201, 413}


def test_a_browser_that_hangs_up_leaves_nothing(web: Web) -> None:
    web.sign_in()
    assert post_raw(web, [encoded(a_photo())[:2_000], None]) == 400
    assert kept(web) == []


def test_what_is_no_picture_has_its_own_status(web: Web) -> None:
    web.sign_in()
    answer = send(web, b"<svgx>", x_upload_name="baby.png", content_type="image/png")
    assert (answer.status_code, answer.text) == (415, NO_PICTURE)
    assert send(web, b"").status_code == 415
    assert send(web, encoded(a_photo())[:900]).status_code == 400
    assert kept(web) == []


def test_while_nobody_can_check_nothing_is_taken(web: Web) -> None:
    web.sign_in()
    web.house.drawing.moderation.picture_failures = [DrawingError(Failure.UNCHECKED)]
    answer = send(web)
    assert (answer.status_code, answer.text) == (503, UNCHECKED)
    assert kept(web) == []


def test_uploads_that_are_off_say_so(web: Web) -> None:
    web.sign_in()
    web.house.studio.uploads.is_open = False
    assert send(web).status_code == 403


def test_too_many_uploads_wait(web: Web) -> None:
    web.sign_in()
    answers = [send(web, b"").status_code for _ in range(45)]
    assert (answers[0], answers[-1]) == (415, 429)


class Unlimited:
    """Counts nothing, so that hundreds of files get as far as the decoder."""

    async def hit(self, limit: str, *parts: str) -> int:
        return 0


BASES = (*(encoded(a_photo(260, 256), kind) for kind in ("JPEG", "PNG", "WEBP")), heic(a_photo(260, 256)))
HEADS = (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x1cftypheic", b"GIF89a", b"<svg ")


def test_whatever_is_sent_is_taken_or_refused_in_words(open_web: OpenWeb) -> None:
    """Random bytes behind true beginnings, and hundreds of broken pictures."""
    web = open_web()
    web.sign_in()
    web.house.studio.uploads._rates = Unlimited()
    statuses = set()

    def check(data: bytes) -> None:
        answer = send(web, data)
        statuses.add(answer.status_code)
        assert answer.status_code in {201, 400, 413, 415}, answer.text
        if answer.status_code == 201:
            web.run(web.house.studio.uploads.delete, account_id(web), answer.json()["id"])
        else:
            assert answer.text.endswith((".", "256."))
        assert kept(web) == []

    @given(st.sampled_from(HEADS), st.binary(max_size=3_000))
    @example(b"\x89PNG\r\n\x1a\n", b"\0\0\0\rIHDR" + b"\xff" * 17)
    def with_random_bytes(head: bytes, tail: bytes) -> None:
        check(head + tail)

    with_random_bytes()
    for base in BASES:
        for seed in range(75):
            check(mutated(base, seed))
    assert statuses >= {201, 400, 415}


def account_id(web: Web) -> str:
    token = web.client.cookies[web.house.site.cookie_name]
    return web.run(web.house.studio.accounts.who, token).account_id


def as_arguments(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in headers.items()}


def post_raw(web: Web, chunks: list[bytes | None], *more: tuple[str, str]) -> int:
    """Speak to the application itself; None hangs up."""
    cookie = f"{web.house.site.cookie_name}={web.client.cookies[web.house.site.cookie_name]}"
    headers = [*web.origin.items(), *NOBODY.items(), ("cookie", cookie), *more]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": "/api/upload",
        "raw_path": b"/api/upload",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "server": ("localhost", 3000),
        "client": ("127.0.0.1", 50_000),
    }
    statuses: list[int] = []

    async def messages() -> AsyncIterator[dict[str, object]]:
        for place, chunk in enumerate(chunks):
            if chunk is None:
                yield {"type": "http.disconnect"}
            else:
                yield {"type": "http.request", "body": chunk, "more_body": place + 1 < len(chunks)}
        await asyncio.sleep(60)

    async def talk() -> None:
        coming = messages()

        async def receive() -> dict[str, object]:
            return await anext(coming)

        async def take(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(int(str(message["status"])))

        await SessionGate(http_app())(scope, receive, take)

    web.run(talk)
    return statuses[0]
