"""``python -m babydance ...``: set up and run the studio."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from babydance.front_end import is_built, mark_built
from babydance.settings import Settings, SettingsError, load_settings

REFLEX = {  # what Reflex reads from the environment, wherever it runs
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_USE_NPM": "1",
    "REFLEX_SOCKET_INTERVAL": "10",
    "REFLEX_SOCKET_TIMEOUT": "15",
    "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": "65536",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m babydance", description="AI Baby Dance")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="migrate, build if anything changed, and serve the studio")
    commands.add_parser("dev", help="serve with hot reload, for designers")
    commands.add_parser("build", help="build the front end if anything changed")
    commands.add_parser("migrate", help="bring the database up to date")
    command = parser.parse_args(arguments).command
    try:
        settings = load_settings()
    except SettingsError as error:
        print(f"The studio can't start.\n{error}", file=sys.stderr)  # noqa: T201  there is no log yet
        return 2
    os.environ.update(REFLEX | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"})
    return {"run": _run, "dev": _dev, "build": _build, "migrate": _migrate}[command](settings)


def _run(settings: Settings) -> int:
    if _is_taken(settings.host, settings.port):
        other = f"BABYDANCE_PORT={settings.port + 2} make run"
        print(f"Port {settings.port} is taken by another program. End that one, or choose: {other}", file=sys.stderr)  # noqa: T201
        return 2
    for step in (_migrate, _build):
        if code := step(settings):
            return code
    # The same interpreter takes over, without what migrating and building left in memory.
    return os.execve(sys.executable, [sys.executable, "-m", "babydance.serve"], os.environ)  # noqa: S606


def _dev(settings: Settings) -> int:
    if code := _migrate(settings):
        return code
    environment = os.environ | {
        "BABYDANCE_DEV_BACKEND_PORT": str(settings.port + 1),
        "REFLEX_HOT_RELOAD_OVERRIDE_PATHS": "babydance:assets",  # not data/, which changes all the time
    }
    return subprocess.call([sys.executable, "-m", "reflex", "run", "--env", "dev"], env=environment)


def _build(_settings: Settings) -> int:
    if is_built():
        return 0
    _say("Building the pages; this takes about half a minute, and only when something changed.")
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    result = subprocess.run(  # noqa: S603
        command, env=os.environ | {"REFLEX_ENV_MODE": "prod"}, capture_output=True, text=True, check=False
    )
    if result.returncode:
        print(result.stdout, result.stderr, sep="\n", file=sys.stderr)  # noqa: T201
        return result.returncode
    mark_built()
    return 0


def _migrate(settings: Settings) -> int:
    from alembic.config import Config  # noqa: PLC0415

    from alembic import command  # noqa: PLC0415  slow to import, and only needed here

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    command.upgrade(Config("alembic.ini"), "head")
    return 0


def _is_taken(host: str, port: int) -> bool:
    """Tell whether somebody listens there; the web server itself would share the port without a word."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  the person who started it is watching
