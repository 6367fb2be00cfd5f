"""The commands: what keeps the studio from starting is said in one sentence."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tests.server import ROOT


def test_a_port_that_is_taken_is_named_before_anything_is_done(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "babydance", "run"],
            cwd=ROOT,
            env={"PATH": "", "BABYDANCE_PORT": str(port), "BABYDANCE_DATA_DIR": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert f"Port {port} is taken" in result.stderr
    assert not (tmp_path / "data").exists()
