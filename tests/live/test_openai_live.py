"""The sandbox against the real API: the same three calls must be answered in the same shapes.

``pytest -m live_openai`` runs it, with OPENAI_API_KEY set. It costs real money, as little as it can.
"""

from __future__ import annotations

import os

import pytest

from tests.conftest import Run
from tests.live.calls import expected_cost, shapes
from tests.live.shapes import differences
from tests.sandbox_server import start_sandbox

KEY = os.environ.get("OPENAI_API_KEY", "")
COST = f"about {expected_cost() / 1e6:.2f} USD a run"


@pytest.mark.live_openai
@pytest.mark.timeout(600)
@pytest.mark.skipif(not KEY, reason=f"OPENAI_API_KEY is not set; with one, this calls the real API for {COST}")
def test_the_real_api_answers_in_the_shapes_of_the_sandbox(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nCalling the real OpenAI API: one generation, one edit, one moderation, {COST}.")
    with start_sandbox(check_contract=True) as sandbox:
        expected = run(shapes(sandbox.key, sandbox.url))
        assert sandbox.violations() == []
    found = run(shapes(KEY, os.environ.get("OPENAI_BASE_URL", "")))
    told = {call: differences(expected[call], found[call]) for call in expected}
    assert not any(told.values()), told


def test_the_marker_states_what_a_run_costs(pytestconfig: pytest.Config) -> None:
    (marker,) = [line for line in pytestconfig.getini("markers") if line.startswith("live_openai")]
    assert COST in marker
