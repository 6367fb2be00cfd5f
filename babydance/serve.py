"""``python -m babydance.serve``: pages, endpoints and, when embedded, the jobs, in this one process."""

from __future__ import annotations

import asyncio
import os
import signal

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from reflex_base.environment import environment

from babydance.cli import REFLEX
from babydance.settings import Settings, load_settings


async def _serve(settings: Settings) -> None:
    os.environ.update(REFLEX | {"REFLEX_ENV_MODE": "prod"})  # any other mode tells browsers of crashes
    environment.REFLEX_SKIP_COMPILE.set(value=True)
    if not environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.is_set():  # false when a proxy serves the pages
        environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(value=True)
    from babydance.babydance import app  # noqa: PLC0415  it reads the lines above

    server = Server(
        app(), address=settings.host, port=settings.port, interface=Interfaces.ASGI, log_level=LogLevels.error
    )
    loop = asyncio.get_running_loop()
    greeting = asyncio.create_task(_greet(settings))
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, server.stop)
    await server.serve()
    greeting.cancel()


async def _greet(settings: Settings) -> None:
    """Say where the studio is, and what in it is not real, as soon as it answers."""
    while True:
        try:
            _, writer = await asyncio.open_connection(settings.host, settings.port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            break
    _say(f"\nAI Baby Dance is at {settings.origin}")
    if not settings.draws_in_sandbox:
        _say("  Pictures are drawn by the real model and cost real money.")
    if settings.draws_in_sandbox:
        _say("  Sandbox: our own artist draws, no AI model (set OPENAI_API_KEY for the real one).")
    if settings.mails_to_outbox:
        _say(f"  Sandbox: mail stays in {settings.origin}/admin/outbox (set BABYDANCE_SMTP_HOST to send it).")
    _say("  Stop with Ctrl+C.\n")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  the person who started it is watching


if __name__ == "__main__":
    asyncio.run(_serve(load_settings()))
