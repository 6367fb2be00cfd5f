"""``kill -9`` at any moment: afterwards every picture is there and paid for, or refunded, and nothing else."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import select

from babydance.adapters.media_store import ObstoreMedia
from babydance.adapters.pillow_pictures import PillowPictures
from babydance.store.credits import CreditHold
from babydance.store.database import Database
from babydance.store.images import GenerationRow, ImageRow, RunRow
from tests.conftest import Run
from tests.ledger_checks import check_ledger
from tests.sandbox_server import start_sandbox
from tests.studio import Studio

KILLS = int(os.environ.get("BABYDANCE_SOAK_KILLS", "20"))
DANGER = 0.001
ACCOUNTS = 6
SETTLING_SECONDS = 60


@dataclass
class Player:
    """One process, and how long it may live once it is ready; some are not even given that long."""

    process: subprocess.Popen[bytes]
    words: Path
    life: float = field(default_factory=lambda: random.uniform(-0.5, 4.0))
    ready_at: float = 0.0

    def is_due(self) -> bool:
        if not self.ready_at and (self.life < 0 or "ready" in self.words.read_text()):
            self.ready_at = time.monotonic()
        return bool(self.ready_at) and time.monotonic() > self.ready_at + self.life


@dataclass
class Cast:
    """The processes on stage; every role is always played by somebody."""

    environment: dict[str, str]
    folder: Path
    accounts: list[str] = field(default_factory=list)
    playing: dict[str, Player] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)

    def enter(self, role: str, *, danger: float) -> None:
        command = [sys.executable, "-m", "tests.workflows.doomed", role, str(danger), *self.accounts]
        words = self.folder / f"{role}-{self.deaths[role]}.txt"
        with words.open("w") as said, (self.folder / "errors.txt").open("a") as errors:
            process = subprocess.Popen(command, env=self.environment, stdout=said, stderr=errors)
        self.playing[role] = Player(process, words)

    def kill_who_is_due(self) -> None:
        for player in self.playing.values():
            if player.is_due():
                player.process.kill()

    def replace_dead(self, *, danger: float) -> None:
        for role, player in list(self.playing.items()):
            if player.process.poll() is not None:
                assert player.process.returncode == -signal.SIGKILL, self.errors()
                self.deaths[role] += 1
                self.enter(role, danger=danger)

    def kill_all(self) -> None:
        for player in self.playing.values():
            player.process.kill()
            player.process.wait()
        self.playing.clear()

    def errors(self) -> str:
        return (self.folder / "errors.txt").read_text()[-5000:]


@pytest.fixture
def cast(database: Database, database_url: str, tmp_path: Path) -> Iterator[Cast]:
    with start_sandbox(seconds=0.3, fixed_bytes=40_000) as sandbox:
        environment = os.environ | {
            "OPENAI_API_KEY": sandbox.key,
            "OPENAI_BASE_URL": sandbox.url,
            "BABYDANCE_DATABASE_URL": database_url,
            "BABYDANCE_DATA_DIR": str(tmp_path),
            "BABYDANCE_QUEUED_PER_ACCOUNT": "500",
            "BABYDANCE_WORKER_SLOTS": "6",
        }
        if database.is_sqlite:
            environment["BABYDANCE_JOBS_DATABASE_URL"] = f"sqlite:///{tmp_path / 'jobs.db'}"
        players = Cast(environment, tmp_path)
        yield players
        players.kill_all()


@pytest.fixture
def studio(database: Database, tmp_path: Path) -> Iterator[Studio]:
    pictures = PillowPictures(threads=1)
    yield Studio(database, ObstoreMedia.in_folder(tmp_path / "media"), pictures=pictures)
    pictures.close()


@pytest.mark.kill
@pytest.mark.timeout(120 + 10 * KILLS)
def test_killed_at_random_every_picture_is_done_or_refunded_once(studio: Studio, cast: Cast, run: Run) -> None:
    cast.accounts += [run(studio.account(100_000)) for _ in range(ACCOUNTS)]
    for role in ("web", "worker"):
        cast.enter(role, danger=DANGER)
    while cast.deaths.total() < KILLS:
        time.sleep(0.1)
        cast.kill_who_is_due()
        cast.replace_dead(danger=DANGER)
    cast.kill_all()
    for helper in ("worker", "worker too"):
        cast.enter(helper, danger=0)
    try:
        run(everything_final(studio))
        run(check(studio))
    except AssertionError:
        print(cast.errors())
        raise
    print(f"\n{dict(cast.deaths)} died; {run(tally(studio))}")


async def everything_final(studio: Studio) -> None:
    deadline = time.monotonic() + SETTLING_SECONDS
    while True:
        is_open = {"queued", "running"} & set(await tally(studio))
        left = [key for key in await studio.files() if not key.startswith("image/")]
        if not is_open and not left:
            return
        assert time.monotonic() < deadline, (await tally(studio), left)
        await asyncio.sleep(0.5)


async def tally(studio: Studio) -> Counter[str]:
    async with studio.database.reading() as session:
        ends = await session.exec(select(GenerationRow.status, GenerationRow.failure))
        return Counter(f"{status} {failure}".strip() for status, failure in ends)


async def check(studio: Studio) -> None:
    async with studio.database.reading() as session:
        await check_ledger(session)
        runs = list(await session.exec(select(RunRow)))
        generations = list(await session.exec(select(GenerationRow)))
        holds = {hold.op_key: hold for hold in await session.exec(select(CreditHold))}
        images = {image.generation_id: image for image in await session.exec(select(ImageRow))}
    assert sum(run.count for run in runs) == len(generations) == len(holds)
    files = set(await studio.files())
    for generation in generations:
        hold = holds[f"generation:{generation.id}"]
        assert generation.status in {"done", "failed", "cancelled"}
        assert (generation.id in images) == (generation.status == "done")
        paid = {"done": hold.amount, "failed": 0, "cancelled": generation.kept}[generation.status]
        assert (hold.captured, hold.status) == (paid, "captured" if paid else "released")
        if generation.status == "done":
            files -= {f"image/{generation.id}/{name}" for name in ("original", "w320", "w720")}
            original = await studio.media.get(f"image/{generation.id}/original")
            assert original is not None
            assert len(original) == images[generation.id].byte_size
    assert not files, "files that belong to no picture"
