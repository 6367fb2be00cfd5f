"""The rules for names, passwords, networks and browsers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from babydance.domain.accounts import (
    MAX_PASSWORD,
    NewSession,
    Strength,
    check_password,
    clean_agent,
    clean_name,
    network_of,
)
from babydance.domain.errors import InvalidInputError


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ada \n Lovelace ", "Ada Lovelace"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("\u200b Ada \u202e\x00 L\ud800", "Ada L"),
        ("李 小龙", "李 小龙"),
    ],
)
def test_a_name_is_one_line_of_visible_characters(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize("typed", ["", " \t", "\u200b", "x" * 81])
def test_a_name_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        clean_name(typed)
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    ("password", "score", "words"),
    [
        ("x" * 9, 4, "at least 10"),
        ("x" * (MAX_PASSWORD + 1), 4, "at most 200"),
        ("x" * 10, 1, "easy to guess"),
    ],
)
def test_a_password_that_protects_nothing_is_refused(password: str, score: int, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        check_password(password, Strength(score))


def test_a_good_password_passes() -> None:
    check_password("x" * 10, Strength(2))
    check_password("x" * MAX_PASSWORD, Strength(4))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_a_network_tells_less_than_an_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_limits_may_look_closer() -> None:
    assert network_of("203.0.113.77", ipv4_bits=32) == "203.0.113.77/32"
    assert network_of("2001:db8:1:2:3::4", ipv6_bits=64) == "2001:db8:1:2::/64"


def test_a_browser_is_named_briefly_and_printably() -> None:
    assert clean_agent("Fire\x00fox\n" + "x" * 300) == "Firefox" + "x" * 193


def test_a_new_session_does_not_print_its_secret() -> None:
    assert "secret" not in repr(NewSession("secret", datetime(2026, 1, 1, tzinfo=UTC)))
