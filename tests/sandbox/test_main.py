"""`python -m babydance.sandbox` as a process of its own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, which only Linux has")


def command(*arguments):
    return [sys.executable, "-m", "babydance.sandbox", *arguments]


@contextlib.contextmanager
def started(*arguments):
    with subprocess.Popen(command(*arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_it_tells_its_address_and_key_and_leaves_when_stdin_closes():
    with started("--until-stdin-closes", "--seconds", "0") as (process, told):
        request = urllib.request.Request(f"{told['url']}/models", headers={"authorization": f"Bearer {told['key']}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert json.load(answer)["object"] == "list"
        assert told["url"].startswith("http://127.0.0.1:")
        process.stdin.close()
        assert process.wait(10) == 0


@on_linux
def test_it_is_a_single_process_that_ends_on_sigterm():
    with started() as (process, _):
        assert not Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@on_linux
def test_it_does_not_outlive_a_killed_parent():
    script = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({command('--until-stdin-closes')!r}, stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        lines = [parent.stdout.readline() for _ in range(2)]
        child = int(next(line for line in lines if not line.startswith("{")))
        parent.kill()
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        ((), {"BABYDANCE_ENV": "production"}, "production"),
        ((), {"BABYDANCE_SANDBOX_SECONDS": "soon"}, "BABYDANCE_SANDBOX_SECONDS"),
        (("--host", "0.0.0.0"), {}, "this machine only"),
        (("--host", "example.com"), {}, "this machine only"),
    ],
)
def test_it_refuses_in_one_sentence(arguments, environment, word):
    finished = subprocess.run(
        command(*arguments),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert finished.returncode == 2
    assert word in finished.stderr
    assert finished.stderr.count("\n") == 1


def test_a_port_is_not_shared_with_another_sandbox():
    with started("--port", "0") as (_, told):
        port = told["url"].split(":")[2].removesuffix("/v1")
        second = subprocess.run(command("--port", port), capture_output=True, text=True, timeout=20, check=False)
    assert second.returncode == 2
    assert "in use" in second.stderr
