"""Share links over HTTP: anybody with the address sees the picture, and nothing about whose it is."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image
from sqlmodel import update

from babydance.domain.ids import new_id
from babydance.domain.shares import Share
from babydance.store.images import ImageRow
from tests.endpoints.conftest import OpenWeb, Web
from tests.services.people import EMAIL
from tests.studio import ScriptedModel, a_drawing, a_picture, a_request

PROMPT = 'a baby <script>alert("called Charlotte Windsor")</script>'
PEOPLE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


@dataclass
class Shared:
    """A picture of Ada's that is shared, and a browser of nobody."""

    web: Web
    account: str
    picture: str
    share: Share

    @property
    def path(self) -> str:
        return f"/s/{self.share.token}"

    def open(self, path: str = "", method: str = "GET", **headers: str) -> Any:
        sent = {"user-agent": PEOPLE} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.web.client.request(method, self.path + path, headers=sent)

    def views(self) -> int:
        return self.web.run(self.web.house.studio.shares.links, self.account, self.picture)[0].views

    def share_again(self, **wishes: object) -> None:
        self.web.run(lambda: self.web.house.studio.shares.share(self.account, self.picture, days=None, **wishes))


@pytest.fixture
def shared(web: Web) -> Shared:
    return share_one(web)


def share_one(web: Web) -> Shared:
    account = web.sign_in().account_id
    web.house.drawing.model = ScriptedModel([a_drawing(a_picture(2000, 1500))])
    picture = web.run(web.house.drawing.make, account, a_request(PROMPT)).image_id
    share = web.run(lambda: web.house.studio.shares.share(account, picture, days=None))
    web.client.cookies.clear()
    return Shared(web, account, picture, share)


def test_a_stranger_sees_the_picture_with_its_label(shared: Shared) -> None:
    answer = shared.open()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<img src="{shared.path}/picture"' in answer.text
    assert "AI-generated" in answer.text
    assert "Sandbox" in answer.text
    assert '<a class="made" href="/">' in answer.text
    assert "Made with AI Baby Dance" in answer.text


def test_the_page_is_neither_found_kept_nor_followed(shared: Shared) -> None:
    for path in ("", "/picture", "/card"):
        headers = shared.open(path).headers
        assert "noindex" in headers["x-robots-tag"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] in {"no-store", "private, no-cache"}
        assert "unsafe" not in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "set-cookie" not in headers
    assert '<meta name="robots" content="noindex, nofollow">' in shared.open().text


def test_nothing_tells_whose_picture_it_is(shared: Shared) -> None:
    told = [shared.open().text, *(shared.open(path).content.decode("latin-1") for path in ("/picture", "/card"))]
    told += [str(shared.open(path).headers) for path in ("", "/picture", "/card")]
    for secret in ("Ada", EMAIL, EMAIL.lower(), "Charlotte", "Windsor", shared.account, shared.picture):
        assert not any(secret in text for text in told), secret


def test_the_words_are_shown_when_the_owner_wants_and_are_only_words(shared: Shared) -> None:
    shared.share_again(shows_words=True)
    page = shared.open().text
    assert "called Charlotte Windsor" in page
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 3  # the words, the alternative text, the card


def test_the_card_names_an_absolute_picture_of_its_size(open_web: OpenWeb) -> None:
    shared = share_one(open_web(origin="https://studio.example"))
    card = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', shared.open().text))
    assert card["og:image"] == f"https://studio.example{shared.path}/card"
    assert card["og:url"] == f"https://studio.example{shared.path}"
    assert (card["og:image:width"], card["og:image:height"]) == ("1200", "630")
    assert card["twitter:card"] == "summary_large_image"
    answer = shared.open("/card")
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert b"trainedAlgorithmicMedia" in answer.content


def test_the_picture_is_a_copy_that_says_that_ai_made_it(shared: Shared) -> None:
    answer = shared.open("/picture")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-length"] == str(len(answer.content))
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (1600, 1200)
    assert b"trainedAlgorithmicMedia" in answer.content
    assert answer.content != a_picture(2000, 1500)
    head = shared.open("/picture", "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == answer.headers["content-length"]


def test_visits_are_counted_but_not_robots_questions_or_the_owner(shared: Shared) -> None:
    shared.open()
    assert shared.views() == 1
    shared.open(method="HEAD")
    shared.open("/picture")
    shared.open("/card")
    shared.open(sec_purpose="prefetch;prerender")
    shared.open(purpose="prefetch")
    for agent in ("", "curl/8.5.0", "facebookexternalhit/1.1", "Mozilla/5.0 (compatible; Googlebot/2.1)"):
        assert shared.open(user_agent=agent).status_code == 200
    shared.web.carry(shared.web.run(shared.web.house.enter)[0].token)
    shared.open()
    assert shared.views() == 1
    shared.web.sign_in("eve@example.com")
    shared.open()
    assert shared.views() == 2


def _dead(shared: Shared) -> dict[str, str]:
    """Open the page and its pictures, which must not be there; return what is answered, links apart."""
    answers = {path: shared.open(path) for path in ("", "/picture", "/card")}
    assert [answer.status_code for answer in answers.values()] == [404] * 3
    assert {answer.headers["cache-control"] for answer in answers.values()} == {"no-store"}
    return {path: answer.text for path, answer in answers.items()}


def test_guessed_revoked_and_trashed_look_the_same(shared: Shared) -> None:
    studio, run = shared.web.house.studio, shared.web.run
    shared.open("/picture")
    etag = shared.open("/card").headers["etag"]
    assert shared.open("/card", if_none_match=etag).status_code == 304
    run(studio.shares.revoke, shared.account, shared.share.id)
    assert shared.open("/card", if_none_match=etag).status_code == 404
    revoked = _dead(shared)
    assert "This link doesn&#39;t work." in revoked[""]
    shared.share = run(lambda: studio.shares.share(shared.account, shared.picture, days=7))
    assert shared.open().status_code == 200
    run(studio.gallery.delete, shared.account, shared.picture)
    assert _dead(shared) == revoked
    for token in (new_id() + shared.share.token[32:], "x", "9" * 5000, "%00", "%ff", new_id()):
        answers = [shared.web.client.get(f"/s/{token}{path}") for path in ("", "/picture", "/card")]
        assert [answer.status_code for answer in answers] == [404] * 3, token
        assert answers[0].text == revoked[""]


def test_nothing_else_of_the_picture_opens_with_the_link(shared: Shared) -> None:
    assert shared.web.client.get("/s/..%2f..").status_code == 404
    for path in ("/original", "/picture/../original", "/w320", "/quarantine", "//"):
        assert shared.open(path).status_code == 404
    assert shared.web.client.get(f"/media/original/{shared.picture}").status_code == 401
    assert shared.web.client.get(f"/media/original/{shared.share.id}").status_code == 401


def test_who_shows_a_card_may_read_the_page_and_nobody_may_read_the_studio() -> None:
    robots = RobotFileParser()
    robots.parse(Path("assets/robots.txt").read_text().splitlines())
    for path in ("/s/token", "/s/token/card", "/share.css"):
        assert robots.can_fetch("Twitterbot", path), path
    for path in ("/studio/", "/gallery/", "/media/original/1", "/recipe/1"):
        assert not robots.can_fetch("Twitterbot", path), path


def test_links_cannot_be_posted_to(shared: Shared) -> None:
    assert shared.web.post(shared.path).status_code in {404, 405}


def test_a_picture_that_turns_out_to_show_people_is_gone(shared: Shared) -> None:
    async def declare() -> None:
        async with shared.web.house.database.transaction() as session:
            await session.exec(update(ImageRow).values(has_people=True))

    shared.web.run(declare)
    _dead(shared)
