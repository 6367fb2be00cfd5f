"""`python -m babydance.sandbox`: serve the OpenAI-speaking sandbox on this machine."""

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

from babydance.sandbox.openai_options import KEY, SandboxOptions, options_from
from babydance.sandbox.openai_server import create_app
from babydance.sandbox.serving import serving

_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m babydance.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    parser.add_argument("--seconds", type=float, help="how long a picture takes")
    parser.add_argument("--until-stdin-closes", action="store_true", help="stop when the parent is gone")
    asked = parser.parse_args(arguments)
    if os.environ.get("BABYDANCE_ENV") == "production":
        return _refuse("The sandbox does not run in production: BABYDANCE_ENV says production.")
    try:
        options = options_from(os.environ)
        if asked.seconds is not None:
            options = replace(options, seconds=asked.seconds)
        asyncio.run(_serve(options, asked.host, asked.port, asked.until_stdin_closes))
    except (ValueError, OSError) as error:
        return _refuse(str(error))
    sys.stdout.flush()
    os._exit(0)  # a connection that someone still holds open must not keep the server's threads alive


async def _serve(options: SandboxOptions, host: str, port: int, until_stdin_closes: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    if until_stdin_closes:
        threading.Thread(target=_watch_stdin, args=(loop, stopped), daemon=True).start()
    async with serving(create_app(options), host=host, port=port) as address:
        print(json.dumps({"url": f"{address}/v1", "other_url": f"{address}/other/v1", "key": KEY}), flush=True)  # noqa: T201 - for the parent
        await stopped.wait()


def _watch_stdin(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stopped.set)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - a command says why it refuses
    return _REFUSED


if __name__ == "__main__":
    sys.exit(main())
