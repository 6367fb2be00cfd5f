"""What the benchmarks share: sandbox and studio in processes of their own, members, and a tab without a browser."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from simple_websocket import AioClient

from babydance.domain.credits import LotKind
from babydance.domain.ids import new_id
from babydance.domain.tokens import new_token, token_hash
from babydance.store import accounts, credits
from babydance.store.database import Database

ROOT = Path(__file__).parent.parent
EVENTS = "/_event"
ROOT_STATE = "reflex___state____state"
STUDIO = f"{ROOT_STATE}.babydance___ui___pages___studio___state____studio_state"
GALLERY = f"{ROOT_STATE}.babydance___ui___pages___gallery___state____gallery_state"
_PATIENCE = 90.0  # seconds for anything to start


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A vendor's server in a process of its own."""

    url: str
    key: str

    def calls(self) -> list[dict[str, Any]]:
        """Return its book of calls: started and finished are seconds since 1970."""
        return self._ask("GET")["calls"]

    def forget(self) -> None:
        """Empty the book."""
        self._ask("DELETE")

    def _ask(self, method: str) -> Any:
        request = urllib.request.Request(f"{self.url.removesuffix('/v1')}/_sandbox/calls", method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")


@dataclass(frozen=True, slots=True)
class Member:
    """A verified account with credits and a session."""

    account_id: str
    session_token: str


@dataclass(frozen=True, slots=True)
class Studio:
    """A studio that serves."""

    origin: str
    port: int
    pid: int
    worker_pid: int | None
    database_url: str

    async def members(self, count: int, *, credits_each: int = 2_000) -> list[Member]:
        """Put people into the database as if they had signed up, confirmed their address and bought credits."""
        database, now = Database(self.database_url), datetime.now(UTC)
        made = []
        for _ in range(count):
            member = Member(new_id(), new_token())
            async with database.transaction() as session:
                await _add_member(session, member, now=now, credits_each=credits_each)
            made.append(member)
        await database.close()
        return made


class Tab:
    """One page on a websocket, as the browser would speak: sends events, keeps what the deltas say."""

    def __init__(self, socket_: AioClient) -> None:
        self._socket = socket_
        self._news = asyncio.Event()
        self.vars: dict[str, dict[str, Any]] = {}
        self.sizes: list[int] = []  # bytes of each message from the server
        self.finals = 0  # events that the server said it was done with
        self._reading = asyncio.create_task(self._read())

    @classmethod
    @asynccontextmanager
    async def open(cls, studio: Studio, member: Member, path: str) -> AsyncIterator[Tab]:
        """Load a page and wait until it is hydrated."""
        tab = cls(
            await AioClient.connect(
                f"ws://127.0.0.1:{studio.port}{EVENTS}/?token={secrets.token_hex(16)}&EIO=4&transport=websocket",
                headers={"origin": studio.origin, "cookie": f"session={member.session_token}"},
                receive_bytes=65_536,
            )
        )
        tab._router_data = {"pathname": path, "asPath": path}
        await tab._socket.send(f"40{EVENTS},{json.dumps({'event': tab._event(f'{ROOT_STATE}.hydrate_and_load', {})})}")
        try:
            yield tab
        finally:
            tab._reading.cancel()
            await tab._socket.close()

    _router_data: dict[str, str] = {}

    async def send(self, name: str, **payload: Any) -> None:
        """Send an event."""
        await self._socket.send(f"42{EVENTS},{json.dumps(['event', self._event(name, payload)])}")

    async def until(self, holds: Callable[[Tab], bool], *, seconds: float = _PATIENCE) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(seconds):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    async def round_trip(self, name: str, **payload: Any) -> float:
        """Send an event and return the seconds until the server answered it."""
        before, sent_at = self.finals, time.perf_counter()
        await self.send(name, **payload)
        await self.until(lambda tab: tab.finals > before)
        return time.perf_counter() - sent_at

    def get(self, state: str, name: str, default: Any = None) -> Any:
        """Return a Var as the browser has it."""
        return self.vars.get(state, {}).get(f"{name}_rx_state_", default)

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        return {"name": name, "payload": payload, "router_data": self._router_data}

    async def _read(self) -> None:
        while True:
            message = await self._socket.receive()
            if message == "2":
                await self._socket.send("3")
            elif isinstance(message, str) and message.startswith(f"42{EVENTS},"):
                self.sizes.append(len(message.encode()))
                kind, update = json.loads(message.removeprefix(f"42{EVENTS},"))
                if kind == "event":
                    self._take(update)

    def _take(self, update: dict[str, Any]) -> None:
        for state, changed in (update.get("delta") or {}).items():
            self.vars.setdefault(state, {}).update(changed)
        self.finals += bool(update.get("final", True))
        self._news.set()


@contextmanager
def sandbox_process(*, seconds: float, picture_bytes: int = 1_500_000) -> Iterator[Sandbox]:
    """Serve the sandbox; its pictures are drawn once and have a fixed length, so that it costs little."""
    with _process(
        ["-m", "babydance.sandbox", "--seconds", str(seconds), "--until-stdin-closes"],
        {"BABYDANCE_SANDBOX_FIXED_BYTES": str(picture_bytes)},
        stdout=subprocess.PIPE,
    ) as process:
        if process.stdout is None:
            raise RuntimeError("no pipe")
        said = json.loads(process.stdout.readline())
        yield Sandbox(said["url"], said["key"])


@contextmanager
def studio_process(sandbox: Sandbox, *, with_worker: bool = False, **settings: object) -> Iterator[Studio]:
    """Serve a real studio with fresh data; ``settings`` are variables without their prefix, in small letters."""
    with tempfile.TemporaryDirectory(prefix="babydance-bench-") as folder:
        port = free_port()
        environment = {
            "BABYDANCE_PORT": str(port),
            "BABYDANCE_DATA_DIR": folder,
            "BABYDANCE_LOG_LEVEL": "ERROR",
            "BABYDANCE_CONNECTIONS_PER_ADDRESS": "1000",
            "BABYDANCE_EMBEDDED_WORKER": str(not with_worker).lower(),
            "OPENAI_API_KEY": sandbox.key,
            "OPENAI_BASE_URL": sandbox.url,
            **{f"BABYDANCE_{name.upper()}": str(value) for name, value in settings.items()},
        }
        with _process(["-m", "babydance", "run"], environment, stdout=subprocess.DEVNULL) as web:
            _wait_until_ready(port, web)
            if with_worker:
                with _process(["-m", "babydance.worker"], environment, stdout=subprocess.DEVNULL) as worker:
                    time.sleep(3)  # it takes its lease and its queue
                    yield _studio(port, folder, web.pid, worker_pid=worker.pid)
            else:
                time.sleep(2)  # the thread that looks at the queue appears within a second
                yield _studio(port, folder, web.pid, worker_pid=None)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def handler(state: str, name: str) -> str:
    """Return the full name of an event handler."""
    return f"{state}.{name}"


def form_data(**fields: str) -> dict[str, Any]:
    """Return a form as the browser sends it."""
    return {"__reflex_form_data__": [[name, value] for name, value in fields.items()]}


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns, the first one left-aligned."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    for row in cells:
        print(row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)))


def _studio(port: int, folder: str, pid: int, *, worker_pid: int | None) -> Studio:
    url = f"sqlite+aiosqlite:///{Path(folder) / 'studio.db'}"
    return Studio(f"http://localhost:{port}", port, pid, worker_pid, url)


async def _add_member(session: Any, member: Member, *, now: datetime, credits_each: int) -> None:
    email = f"{member.account_id}@example.com"
    row = accounts.AccountRow(
        id=member.account_id,
        name="Ada",
        email=email,
        email_key=email,
        password_hash="none",
        verified_at=now,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    await credits.grant(
        session,
        member.account_id,
        credits_each,
        kind=LotKind.PROMO,
        source_key=f"bench:{member.account_id}",
        expires_at=None,
        now=now,
    )
    opened = accounts.SessionRow(
        token_hash=token_hash(member.session_token),
        account_id=member.account_id,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(days=1),
        agent="A benchmark",
        network="127.0.0.0/24",
    )
    await accounts.add_session(session, opened)


@contextmanager
def _process(words: Sequence[str], environment: dict[str, str], *, stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run this Python until the block ends; show what it complained about only if the block fails."""
    with tempfile.TemporaryFile() as complaints:
        try:
            yield from _running(words, environment, stdout=stdout, stderr=complaints)
        except BaseException:
            complaints.seek(0)
            print(complaints.read()[-4_000:].decode(errors="replace"), file=sys.stderr)
            raise


def _running(
    words: Sequence[str], environment: dict[str, str], *, stdout: int, stderr: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            **environment,
        },
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr,
    )
    try:
        yield process
    finally:
        if process.stdin:
            process.stdin.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        if process.poll() is not None:
            raise RuntimeError("the studio did not start")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
