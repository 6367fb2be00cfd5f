"""The built front end: when it is built anew, and what a build leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from babydance.front_end import inline_hashes, inputs_digest, is_built, mark_built


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project."""
    for name in ("assets/styles.css", "babydance/ui/pages/a.py", "babydance/domain/b.py", "babydance/services/c.py"):
        _write(tmp_path / name, name)
    for name in ("babydance/babydance.py", "babydance/front_end.py", "requirements.txt", "rxconfig.py"):
        _write(tmp_path / name, name)
    _write(tmp_path / "reflex.lock/package.json", "{}")
    (tmp_path / ".web").mkdir()
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def test_a_second_start_builds_nothing(root: Path) -> None:
    assert not is_built(root)
    mark_built(root)
    assert is_built(root)


@pytest.mark.parametrize(
    "name",
    ["assets/styles.css", "babydance/ui/pages/a.py", "babydance/domain/b.py", "requirements.txt", "rxconfig.py"],
)
def test_a_change_of_what_pages_are_made_from_builds_anew(root: Path, name: str) -> None:
    mark_built(root)
    _write(root / name, "something else")
    assert not is_built(root)


def test_a_new_a_renamed_and_a_deleted_page_build_anew(root: Path) -> None:
    page = root / "babydance/ui/pages/a.py"
    digests = [inputs_digest(root)]
    _write(root / "babydance/ui/pages/new.py", "")
    digests.append(inputs_digest(root))
    (root / "babydance/ui/pages/new.py").unlink()
    page.rename(page.with_name("z.py"))
    digests.append(inputs_digest(root))
    page.with_name("z.py").unlink()
    digests.append(inputs_digest(root))
    assert len(set(digests)) == 4


@pytest.mark.parametrize(
    "name",
    [
        "babydance/services/c.py",
        "babydance/ui/__pycache__/a.cpython-311.pyc",
        "assets/external/linked.jsx",
        "tests/test_x.py",
        "data/studio.db",
        ".web/anything",
    ],
)
def test_a_change_of_anything_else_builds_nothing(root: Path, name: str) -> None:
    mark_built(root)
    _write(root / name, "something else")
    assert is_built(root)


def test_what_moves_from_one_file_to_the_next_is_noticed(root: Path) -> None:
    _write(root / "assets/a", "xy")
    _write(root / "assets/b", "z")
    before = inputs_digest(root)
    _write(root / "assets/a", "x")
    _write(root / "assets/b", "yz")
    assert inputs_digest(root) != before


def test_without_a_build_no_inline_script_is_allowed(root: Path) -> None:
    assert inline_hashes(root) == ([], [])


def test_the_hashes_of_a_build_are_read_back(root: Path) -> None:
    _write(root / ".web/csp-hashes.json", '{"script": ["\'sha256-a\'"], "style": []}')
    assert inline_hashes(root) == (["'sha256-a'"], [])
