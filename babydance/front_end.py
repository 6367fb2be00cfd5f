"""The built front end: when it must be built anew, and what a build leaves behind for the web server."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

WEB = Path(".web")
HASHES_FILE = WEB / "csp-hashes.json"
STAMP_FILE = WEB / "built-from.txt"

_INPUTS = (
    "assets",
    "babydance/babydance.py",
    "babydance/domain",
    "babydance/front_end.py",
    "babydance/ui",
    "reflex.lock",
    "requirements.txt",
    "rxconfig.py",
)


def inputs_digest(root: Path = Path()) -> str:
    """Return one hash of everything that a build depends on."""
    digest = hashlib.sha256()
    for name in _INPUTS:
        place = root / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts and "external" not in file.parts:
                digest.update(f"{file.relative_to(root)}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_built(root: Path = Path()) -> bool:
    """Tell whether the last build was made from just these inputs."""
    stamp = root / STAMP_FILE
    return stamp.exists() and stamp.read_text() == inputs_digest(root)


def mark_built(root: Path = Path()) -> None:
    """Remember what the build was made from."""
    (root / STAMP_FILE).write_text(inputs_digest(root))


def inline_hashes(root: Path = Path()) -> tuple[list[str], list[str]]:
    """Return the hashes of the inline scripts and of the inline styles of the build."""
    file = root / HASHES_FILE
    if not file.exists():
        return [], []
    found = json.loads(file.read_text())
    return found["script"], found["style"]
