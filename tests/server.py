"""The studio as people run it: a process of its own on a free port, which may be stopped, killed and started again."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babydance.settings import PREFIX
from tests.databases import create_tables

ROOT = Path(__file__).parent.parent
_NO_PAGES = {"__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "false"}
_FAMILIAR = ("OPENAI_", PREFIX, "REFLEX_", "__REFLEX_")  # what a developer may have set is not for the tests
_STARTING = 60.0  # seconds that a start may take
_STOPPING = 20.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class StudioServer:
    """A studio whose data and log lie in ``folder``; ``variables`` are those of the settings, with their prefix.

    ``database_url`` names a database that has all tables; without it there is a SQLite file of its own.
    ``has_pages=False`` serves routes and events alone, and then nothing needs to be built.
    """

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    database_url: str = ""
    sandbox_seconds: float = 0.2
    has_pages: bool = False
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """The one origin that it takes for its own."""
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        """Where database, media, mail and secrets lie."""
        return self.folder / "data"

    @property
    def log(self) -> str:
        """Everything that it wrote, of every start."""
        return self._log_file.read_text() if self._log_file.exists() else ""

    @property
    def studio_database(self) -> str:
        """The URL of the studio's own database."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'studio.db'}"

    @property
    def pid(self) -> int:
        """The process, which is also its process group."""
        assert self._process is not None, "not started"
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self.data.mkdir(parents=True, exist_ok=True)
        if not self.database_url and not (self.data / "studio.db").exists():
            create_tables(self.studio_database)
        with self._log_file.open("ab") as words:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "babydance.serve"],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self._wait_until_ready()

    def stop(self) -> int:
        """Ask it to end, as a supervisor would, and return its exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self._gone()

    def kill(self) -> None:
        """End it between two lines, its sandbox too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._gone()

    def close(self) -> None:
        """Leave nothing running."""
        if self._process is not None:
            self.kill()

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text at ``path``."""
        try:
            with urllib.request.urlopen(f"{self.origin}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def post(self, path: str, form: dict[str, str], *, cookie: str = "") -> http.client.HTTPResponse:
        """Post a form as a page of the studio does, and return the answer as it came."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        headers = {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Cookie": cookie} if cookie else {}
        connection.request("POST", path, urllib.parse.urlencode(form), headers)
        with contextlib.closing(connection):
            answer = connection.getresponse()
            answer.read()
        return answer

    @property
    def _log_file(self) -> Path:
        return self.folder / "studio.log"

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(_FAMILIAR)}
        studio = {
            f"{PREFIX}PORT": str(self.port),
            f"{PREFIX}DATA_DIR": str(self.data),
            f"{PREFIX}DATABASE_URL": self.database_url,
            f"{PREFIX}SANDBOX_SECONDS": str(self.sandbox_seconds),
            f"{PREFIX}BCRYPT_COST": "4",
        }
        return own | studio | ({} if self.has_pages else _NO_PAGES) | self.variables

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + _STARTING
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"the studio ended with {self._process.returncode}:\n{self.log}")
            with contextlib.suppress(OSError):
                if self.get("/readyz")[0] == 200:
                    return
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the studio did not start:\n{self.log}")
            time.sleep(0.05)

    def _gone(self) -> int:
        assert self._process is not None
        try:
            return self._process.wait(_STOPPING)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait(_STOPPING)
            raise


@contextlib.contextmanager
def studio_server(folder: Path, **options: object) -> Iterator[StudioServer]:
    """Serve a studio inside the block; the options are the fields of ``StudioServer``."""
    server = StudioServer(folder, **options)
    try:
        server.start()
        yield server
    finally:
        server.close()
