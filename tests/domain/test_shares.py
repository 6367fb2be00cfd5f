"""Share links: sealed tokens, and visits that are nobody's."""

from __future__ import annotations

import pytest

from babydance.domain.ids import new_id
from babydance.domain.shares import is_robot, seen_size, share_in, share_token

KEY = b"a key of the studio"


def test_a_token_leads_back_to_its_id_and_fits_into_an_address() -> None:
    share_id = new_id()
    token = share_token(share_id, KEY)
    assert share_in(token, KEY) == share_id
    assert token.startswith(share_id)
    assert len(token) == 54
    assert token.replace("-", "").replace("_", "").isalnum()


def test_changing_any_character_breaks_a_token() -> None:
    token = share_token(new_id(), KEY)
    for place, character in enumerate(token):
        other = "0" if character != "0" else "1"
        assert share_in(token[:place] + other + token[place + 1 :], KEY) is None


def test_another_key_opens_nothing() -> None:
    assert share_in(share_token(new_id(), b"another"), KEY) is None


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "  ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "TelegramBot (like TwitterBot)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "LinkedInBot/1.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 HeadlessChrome/140.0.0.0 Safari/537.36",
    ],
)
def test_robots_say_that_they_are(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    ],
)
def test_people_are_no_robots(agent: str) -> None:
    assert not is_robot(agent)


def test_what_is_seen_keeps_its_shape_and_never_grows() -> None:
    assert seen_size(96, 64) == (96, 64)
    assert seen_size(3840, 1920) == (1600, 800)
    assert seen_size(10, 100_000) == (1, 1600)
