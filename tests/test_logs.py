"""The log: what a line holds, and what it never holds."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator

import pytest

from babydance.logs import set_up_logs

SECRET = "ada@example.com types a secret"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave the logging of the tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in list(root.manager.loggerDict)}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def _crash(prompt: str) -> None:
    password = prompt
    raise RuntimeError("a bug") if password else AssertionError


def _line(text: str) -> dict[str, str]:
    return json.loads(text.strip().splitlines()[-1])


def test_a_line_for_machines_tells_when_what_who_and_how_bad(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=True)
    logging.getLogger("babydance.test").info("generation %s done", "abc")
    line = _line(capsys.readouterr().err)
    assert line["event"] == "generation abc done"
    assert (line["level"], line["logger"]) == ("info", "babydance.test")
    assert line["timestamp"].endswith("Z")


def test_a_line_for_people_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=False)
    logging.getLogger("babydance.test").warning("two %s", "words")
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "two words" in written
    assert "\x1b" not in written  # no colours into a file


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_shows_where_but_no_local_variable(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    set_up_logs(level="INFO", as_json=as_json)
    try:
        _crash(SECRET)
    except RuntimeError as error:
        logging.getLogger("babydance.test").error("crash %s", "1234", exc_info=error)  # noqa: TRY400  as explain does
    written = capsys.readouterr().err
    assert "_crash" in written
    assert "a bug" in written
    assert SECRET not in written
    if as_json:
        assert "RuntimeError" in _line(written)["exception"]


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    "message",
    [
        f"Error processing event queue entry for Event(name='x', payload={{'password': '{SECRET}'}}) [txid=1]:",
        f"Failed to deserialize event data: {{'password': '{SECRET}'}}.",
        f'Task exception was never retrieved\nfuture: <Task exception=E("{SECRET}")>',
    ],
)
@pytest.mark.parametrize("name", ["reflex_base.event.processor.event_processor", "engineio.server", "asyncio"])
def test_frameworks_say_what_broke_but_not_what_was_typed(
    capsys: pytest.CaptureFixture[str], name: str, message: str, as_json: bool
) -> None:
    set_up_logs(level="INFO", as_json=as_json)
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger(name).exception(message)
    written = capsys.readouterr().err
    assert "secret" not in written
    assert "ValueError" in written
    assert "test_logs.py" in written


def test_a_framework_cannot_write_past_us(capsys: pytest.CaptureFixture[str]) -> None:
    theirs = logging.getLogger("engineio.test")
    theirs.addHandler(logging.StreamHandler())
    set_up_logs(level="INFO", as_json=True)
    theirs.error("Event(%s)", SECRET)
    assert SECRET not in capsys.readouterr().err


def test_a_crash_in_a_browser_is_one_short_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=False)
    logging.getLogger("reflex.app").error("[Reflex Frontend Exception]\n TypeError: x is null\n%s", "at y\n" * 9999)
    written = capsys.readouterr().err
    assert "TypeError: x is null" in written
    assert written.count("\n") == 1
    assert len(written) < 500


def test_what_libraries_tell_of_every_request_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="DEBUG", as_json=True)
    for name in ("httpx2", "openai", "dbos", "engineio.server", "socketio.server"):
        logging.getLogger(name.partition(".")[0]).info("POST %s", SECRET)
    logging.getLogger("reflex").warning("Received event data %s", SECRET)
    logging.getLogger("reflex_base").warning("Error transforming %s", SECRET)
    assert capsys.readouterr().err == ""


def test_the_least_told_is_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="WARNING", as_json=True)
    logging.getLogger("babydance.test").info("a detail")
    assert capsys.readouterr().err == ""


def test_setting_up_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=True)
    set_up_logs(level="INFO", as_json=True)
    logging.getLogger("babydance.test").info("once")
    assert capsys.readouterr().err.count("once") == 1


def test_the_words_of_a_failed_task_stay_out(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=True)

    async def forget() -> None:
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": "Task failed", "exception": ValueError(SECRET)})

    asyncio.run(forget())
    written = capsys.readouterr().err
    assert "Task failed" in written
    assert SECRET not in written


def test_a_page_left_while_it_read_is_no_news_but_a_pool_that_breaks_is(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(level="INFO", as_json=True)
    pool = logging.getLogger("sqlalchemy.pool.impl.AsyncAdaptedQueuePool")
    pool.error("Exception during reset or similar", exc_info=asyncio.CancelledError())
    assert capsys.readouterr().err == ""
    pool.error("Exception during reset or similar", exc_info=OSError("disk"))
    assert "Exception during reset" in capsys.readouterr().err
