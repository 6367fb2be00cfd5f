"""Secrets: long, different every time, stored as a hash."""

from __future__ import annotations

from babydance.domain.tokens import new_token, token_hash


def test_tokens_are_43_characters_that_never_repeat() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {43}


def test_a_hash_has_one_shape_whatever_was_sent() -> None:
    for text in ("", "x" * 100_000, "\ud800", "é", new_token()):
        assert len(token_hash(text)) == 64
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
