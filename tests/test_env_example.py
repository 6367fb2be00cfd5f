"""The example of an environment lists every setting in order, with words and default; typing errors are found."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from babydance.settings import PREFIX, Settings, SettingsError, load_settings, variable_names

EXAMPLE = Path(__file__).parent.parent / ".env.example"
ENTRY = re.compile(r"# (?P<words>.+)\n#(?P<name>[A-Z_]+)=(?P<value>.*)\n")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith((PREFIX, "OPENAI_")):
            monkeypatch.delenv(name)


def test_every_setting_is_listed_in_the_order_of_the_class_with_its_description() -> None:
    listed = {entry["name"]: entry["words"] for entry in ENTRY.finditer(EXAMPLE.read_text())}
    assert list(listed.items()) == list(variable_names().items())


def test_every_line_is_a_comment_so_that_a_copy_changes_nothing() -> None:
    assert [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")] == []


def test_the_values_are_the_defaults(tmp_path: Path) -> None:
    lines = [f"{entry['name']}={entry['value']}" for entry in ENTRY.finditer(EXAMPLE.read_text())]
    (tmp_path / "all.env").write_text("\n".join(lines))
    assert Settings(_env_file=tmp_path / "all.env") == Settings(_env_file=None)
    told = {entry["name"]: entry["value"] for entry in ENTRY.finditer(EXAMPLE.read_text())}
    for (name, field), variable in zip(Settings.model_fields.items(), told, strict=True):
        assert told[variable] == _written(field.default), name


def test_a_changed_value_in_the_file_counts_and_the_shell_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BABYDANCE_PORT=4000\nOPENAI_API_KEY=sk-from-the-file\nSOMETHING_ELSE=1\n")
    assert (load_settings().port, load_settings().openai_api_key) == (4000, "sk-from-the-file")
    monkeypatch.setenv("BABYDANCE_PORT", "5000")
    assert load_settings().port == 5000


def test_a_misspelt_name_in_the_file_stops_the_start() -> None:
    Path(".env").write_text("BABYDANCE_PROT=4000\n")
    with pytest.raises(SettingsError, match="BABYDANCE_PROT is not a setting"):
        load_settings()


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
