"""How log lines look: one line an event, with ids; never prompts, addresses, tokens or keys."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from typing import Any

import structlog

# These tell what people typed, or every request; our own lines say what is needed.
_QUIET = {"reflex": logging.ERROR, "reflex_base": logging.ERROR, "httpx2": logging.WARNING, "openai": logging.WARNING}
_QUIET |= {"dbos": logging.WARNING, "engineio": logging.WARNING, "socketio": logging.WARNING}

# These repeat whole events in their errors, with the headers and all that was typed.
_TALKATIVE = {"reflex", "reflex_base", "socketio", "engineio", "asyncio", "granian", "_granian"}
_QUOTING = re.compile(r"[\[({<'\"\n]")
_FROM_BROWSER = "[Reflex Frontend Exception]"
_ENOUGH = 300  # characters of what went wrong in a browser


def set_up_logs(*, level: str, as_json: bool) -> None:
    """Send the records of every logger through one formatter to the standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.contextvars.merge_contextvars,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # the rich one prints local variables: prompts, keys
        )
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        last.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler()
    handler.addFilter(_discreet)
    handler.addFilter(_is_news)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*last, renderer]))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        if name.partition(".")[0] in _TALKATIVE:  # some bring a handler of their own
            logging.getLogger(name).handlers.clear()
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))


def _discreet(record: logging.LogRecord) -> bool:
    """Keep where and what kind, and drop the words, of what the frameworks report."""
    if record.name.partition(".")[0] in _TALKATIVE:
        words = _without_quotes(record.getMessage())
        if record.exc_info and record.exc_info[0]:
            frames = "".join(traceback.format_tb(record.exc_info[2], limit=-3))
            words = f"{words} ({record.exc_info[0].__name__})\n{frames}".rstrip()
        record.msg, record.args, record.exc_info, record.exc_text = words, (), None, None
    return True


def _without_quotes(message: str) -> str:
    if message.startswith(_FROM_BROWSER):
        return " ".join(message.split())[:_ENOUGH]
    return _QUOTING.split(message, maxsplit=1)[0].strip()


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out that a page which was left while it read gave its connection back early: the pool takes a new one."""
    error = record.exc_info[1] if record.exc_info else None
    return not (record.name.startswith("sqlalchemy.pool") and isinstance(error, asyncio.CancelledError))
