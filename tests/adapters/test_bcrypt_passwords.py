"""Passwords: unreadable at rest, equal time for everybody, weak ones known with kind advice."""

import asyncio
import threading
import time

import bcrypt
import pytest

from babydance.adapters.bcrypt_passwords import BcryptPasswords
from babydance.domain.accounts import MAX_PASSWORD, Strength

KEY = b"k" * 32


@pytest.fixture
def passwords():
    return BcryptPasswords(4, KEY)


def test_the_right_password_matches_and_another_does_not(passwords):
    async def story():
        hashed = await passwords.hash("four green socks")
        return (
            hashed,
            await passwords.matches("four green socks", hashed),
            await passwords.matches("four green sock", hashed),
        )

    hashed, right, wrong = asyncio.run(story())
    assert (right, wrong) == (True, False)
    assert hashed.startswith("$2b$04$")
    assert "socks" not in hashed


def test_the_same_password_has_another_hash_each_time(passwords):
    async def story():
        return await passwords.hash("four green socks"), await passwords.hash("four green socks")

    first, second = asyncio.run(story())
    assert first != second


def test_a_long_password_counts_to_its_last_character(passwords):
    long = "ü" * (MAX_PASSWORD - 1)

    async def story():
        hashed = await passwords.hash(long + "a")
        return await passwords.matches(long + "a", hashed), await passwords.matches(long + "b", hashed)

    assert asyncio.run(story()) == (True, False)


def test_a_password_may_hold_any_character(passwords):
    async def story():
        hashed = await passwords.hash("a\0b😀 \n")
        return await passwords.matches("a\0b😀 \n", hashed), await passwords.matches("a", hashed)

    assert asyncio.run(story()) == (True, False)


def test_the_same_letters_match_however_a_keyboard_composes_them(passwords):
    async def story():
        return await passwords.matches("gru\u0308ne socken", await passwords.hash("gr\u00fcne socken"))

    assert asyncio.run(story())


def test_a_broken_character_is_a_character(passwords):
    async def story():
        return await passwords.matches("\ud800", await passwords.hash("\ud800")), await passwords.strength("\ud800", [])

    assert asyncio.run(story())[0] is True


def test_a_hash_is_worthless_under_another_pepper(passwords):
    async def story():
        hashed = await passwords.hash("four green socks")
        return await BcryptPasswords(4, b"o" * 32).matches("four green socks", hashed)

    assert asyncio.run(story()) is False


@pytest.mark.parametrize("hashed", ["", "!", "plain text", "$2b$04$tooshort", "$2b$99$" + "a" * 53])
def test_what_is_not_a_hash_matches_nothing(passwords, hashed):
    assert asyncio.run(passwords.matches("nobody", hashed)) is False


def test_an_unknown_account_takes_as_long_as_a_known_one():
    passwords = BcryptPasswords(9, KEY)

    async def took(hashed):
        started = time.thread_time(), time.perf_counter()
        await passwords.matches("four green socks", hashed)
        return time.perf_counter() - started[1]

    async def story():
        hashed = await passwords.hash("something else")
        await passwords.matches("warm up", "")
        known = min([await took(hashed) for _ in range(5)])
        unknown = min([await took("") for _ in range(5)])
        return known, unknown

    known, unknown = asyncio.run(story())
    assert 0.5 < unknown / known < 2


def test_old_hashes_of_another_cost_still_match(passwords):
    async def story():
        hashed = await BcryptPasswords(5, KEY).hash("four green socks")
        return await passwords.matches("four green socks", hashed)

    assert asyncio.run(story())


def test_at_most_two_passwords_are_worked_on_at_once(passwords, monkeypatch):
    busy, most, lock = 0, 0, threading.Lock()

    def slow_hash(*_args):
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        time.sleep(0.02)
        with lock:
            busy -= 1
        return b"$2b$"

    monkeypatch.setattr(bcrypt, "hashpw", slow_hash)

    async def story():
        await asyncio.gather(*(passwords.hash("x") for _ in range(8)))

    asyncio.run(story())
    asyncio.run(story())  # a second loop gets turns of its own
    assert most == 2


def judge(password, *own_words):
    return asyncio.run(BcryptPasswords(4, KEY).strength(password, own_words))


@pytest.mark.parametrize(
    ("password", "advice"),
    [
        ("password123", "Many people use this one"),
        ("qwertyuiop", "Many people use this one"),
        ("bvcxzasdfgh", "Keys that lie side by side"),
        ("abcabcabcabc", "Repeating something"),
        ("aaaaaaaaaaaa", "Repeating something"),
        ("abcdefghijk", "Rows like abc"),
        ("15/07/1988", "Dates and years"),
        ("jennifer", "Names are easy to guess"),
        ("", "A few unrelated words"),
    ],
)
def test_a_weak_password_gets_kind_advice(password, advice):
    strength = judge(password)
    assert strength.score <= 2
    assert strength.advice.startswith(advice)


def test_own_words_make_a_password_weak():
    alone = judge("Wanderdune7")
    known = judge("Wanderdune7", "Wanderdune Strom", "wanderdune.strom@example.org")
    assert alone.score > known.score
    assert known.advice == "Leave out your name and your address."


def test_a_strong_password_gets_no_advice():
    assert judge("four green socks dance on tuesday") == Strength(4, "")


def test_a_very_long_password_is_judged_quickly_by_its_first_characters():
    started = time.perf_counter()
    assert judge("a" * 5_000).score == 0
    assert judge("correct horse battery staple " * 7, "x" * 300).score == 4
    assert time.perf_counter() - started < 2
