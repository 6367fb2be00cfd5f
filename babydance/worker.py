"""``python -m babydance.worker``: do the jobs beside the web process, or instead of it."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from babydance.logs import set_up_logs
from babydance.settings import SettingsError, load_settings
from babydance.wiring import studio_running

log = logging.getLogger(__name__)


def main() -> int:
    """Work until told to stop."""
    try:
        settings = load_settings()
    except SettingsError as error:
        print(f"The worker can't start.\n{error}", file=sys.stderr)  # noqa: T201  there is no log yet
        return 2
    set_up_logs(level=settings.log_level, as_json=settings.logs_as_json)
    asyncio.run(_work())
    return 0


async def _work() -> None:
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with studio_running(load_settings(), works=True):
        log.info("worker ready")
        await stopped.wait()


if __name__ == "__main__":
    sys.exit(main())
