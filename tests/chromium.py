"""Finds the browser for the journeys: a setting, the PATH, Playwright's own, then the system's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "No Chromium found: install it (for example 'apt-get install chromium' or '.venv/bin/playwright install "
    "chromium'), name one with BABYDANCE_CHROMIUM, or let this run install it with BABYDANCE_INSTALL_CHROMIUM=1."
)


def find_chromium() -> str | None:
    """Return the path of a browser, or None."""
    named = os.environ.get("BABYDANCE_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or _playwrights_own()


def install_chromium() -> None:
    """Ask the system's package manager for it."""
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def main() -> int:
    if find_chromium():
        return 0
    may_install = os.environ.get("BABYDANCE_INSTALL_CHROMIUM") and shutil.which("apt-get") and os.geteuid() == 0
    if may_install:
        print("Installing Chromium from the system's packages.", flush=True)
        install_chromium()
    if find_chromium():
        return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
