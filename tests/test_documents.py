"""The documents keep up with the code: every dependency has its reason, every command and every path is real."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([A-Za-z0-9_-]+)(?:\[\w+\])?==", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
CODE = re.compile(r"`((?:domain|store|services|ui|endpoints|workflows|sandbox|adapters)/[\w./]+)`")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/decisions.md", "docs/operations.md")
MADE_LATER = ("docs/pictures/", "docs/figures.md")  # by make screenshots, and from make bench


def test_every_pinned_package_has_an_entry_in_the_decisions() -> None:
    named = _names(re.findall(r"\*\*([\w-]+)\*\*", (ROOT / "docs/decisions.md").read_text()))
    pinned = _names(
        name for file in ("requirements.txt", "requirements-dev.txt") for name in PIN.findall((ROOT / file).read_text())
    )
    parts_of_reflex = {name for name in pinned if name.startswith("reflex-")}
    assert pinned - parts_of_reflex - named == set()


def test_the_readme_lists_every_command() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}
    assert targets == set(re.findall(r"^\| `make ([a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_paths_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text()
    links = [((ROOT / document).parent / link).resolve().relative_to(ROOT) for link in LINK.findall(text)]
    assert [link for link in links if not link.as_posix().startswith(MADE_LATER) and not (ROOT / link).exists()] == []
    assert [path for path in CODE.findall(text) if not (ROOT / "babydance" / path).exists()] == []


def _names(found: Iterable[str]) -> set[str]:
    return {name.lower().replace("_", "-") for name in found}
