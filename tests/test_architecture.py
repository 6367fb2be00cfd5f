"""The shape of the code: its layers, and how long its parts may grow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST = 420  # lines
WHOLE_LEDGER = {Path("babydance/store/credits.py")}  # its laws are read together


def test_arrows_point_down() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    checked = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_no_module_is_too_long_to_be_read() -> None:
    lengths = {file.relative_to(ROOT): len(file.read_text().splitlines()) for file in ROOT.glob("babydance/**/*.py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in WHOLE_LEDGER} == {}


def test_every_module_says_what_is_in_it() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in ROOT.glob("babydance/**/*.py")
        if (text := file.read_text()) and not text.startswith('"""')
    ]
    assert silent == []
