"""Names of files."""

from __future__ import annotations

import pytest

from babydance.domain.media import download_name, told_media_type


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A baby, dancing!", "a-baby-dancing.jpg"),
        ("../../etc/passwd", "etc-passwd.jpg"),
        ("Bébé à la plage", "bebe-a-la-plage.jpg"),
        ("赤ちゃん", "picture.jpg"),
        ('x"; filename="evil.exe\r\nSet-Cookie: a=b', "x-filename-evil-exe-set-cookie.jpg"),
        ("one two three four five six seven", "one-two-three-four-five-six.jpg"),
        ("w" * 500, "w" * 60 + ".jpg"),
    ],
)
def test_a_download_has_a_plain_name(prompt: str, name: str) -> None:
    assert download_name(prompt, "jpeg") == name


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPrest", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVErest", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_what_a_picture_claims_to_be(data: bytes, media_type: str | None) -> None:
    assert told_media_type(data) == media_type
