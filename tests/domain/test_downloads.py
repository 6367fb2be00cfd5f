"""Names, lists and archives that are taken home."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.downloads import ArchiveWriter, FileNames, ListWriter, file_stem, harmless

MADE = datetime(2026, 5, 1, 12, 30, 20, tzinfo=UTC)


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["jpeg", "png", "webp"])), max_size=20))
def test_names_are_different_safe_and_short(wanted: list[tuple[str, str]]) -> None:
    names = FileNames()
    given_names = [names.name(words, kind) for words, kind in wanted]
    assert len({name.casefold() for name in given_names}) == len(wanted)
    for name in given_names:
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert not name.startswith((".", "-"))
        assert len(name.encode("utf-8", "replace")) <= 255


@pytest.mark.parametrize("words", ["con", "NUL", "com1", "Lpt9"])
def test_names_of_devices_are_not_used(words: str) -> None:
    assert file_stem(words) == f"{words.lower()}-picture"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n@x", "＝1", "＋", "－", "＠"])
def test_nothing_in_the_list_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a = b", "it's", "1 - 1"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.lists(st.binary(max_size=50), min_size=1, max_size=3), max_size=5))
def test_an_archive_sent_in_parts_reads_back_whole(files: list[list[bytes]]) -> None:
    writer, sent = ArchiveWriter(), b""
    for number, parts in enumerate(files):
        sent += writer.begin(f"{number}.png", made_at=MADE, size=sum(map(len, parts)))
        for part in parts:
            sent += writer.write(part)
        sent += writer.end()
    lines = ListWriter()
    lines.add(("a", "b\ud800"))
    sent += writer.close(lines.data(), made_at=MADE)
    archive = zipfile.ZipFile(io.BytesIO(sent))
    assert archive.testzip() is None
    assert [archive.read(f"{number}.png") for number in range(len(files))] == [b"".join(parts) for parts in files]
    assert archive.infolist()[-1].date_time == (2026, 5, 1, 12, 30, 20)
