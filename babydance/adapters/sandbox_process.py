"""Starts the sandbox beside the studio, as the separate server that a vendor's would be."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_STARTING = 30.0  # seconds it may take


@dataclass(frozen=True, slots=True)
class SandboxAddress:
    """Where the sandbox listens, and a key that it takes."""

    url: str
    other_url: str  # of its second personality
    key: str


@asynccontextmanager
async def sandbox_running(*, seconds: float) -> AsyncIterator[SandboxAddress]:
    """Serve the sandbox until the block ends; it also ends by itself when this process dies."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "babydance.sandbox",
        "--seconds",
        str(seconds),
        "--until-stdin-closes",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the sandbox has no pipes")
    try:
        line = await asyncio.wait_for(process.stdout.readline(), _STARTING)
        if not line:
            raise RuntimeError("the sandbox did not start")
        yield SandboxAddress(**json.loads(line))
    finally:
        process.stdin.close()
        await process.wait()
