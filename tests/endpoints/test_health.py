"""What a supervisor and a load balancer ask."""

from __future__ import annotations

from babydance.domain.errors import StorageError
from tests.endpoints.conftest import Web


def test_a_process_that_runs_is_alive(web: Web) -> None:
    answer = web.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_everything_answers(web: Web) -> None:
    answer = web.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": True, "media": True})


def test_it_is_not_ready_without_its_files(web: Web) -> None:
    class AwayMedia:
        async def size(self, _key: str) -> int | None:
            raise StorageError("The disk is gone.")

    object.__setattr__(web.house.studio, "media", AwayMedia())
    answer = web.client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "database": True, "media": False})


def test_it_is_not_ready_without_its_database(web: Web) -> None:
    class AwayDatabase:
        async def is_up(self) -> bool:
            return False

    object.__setattr__(web.house.studio, "database", AwayDatabase())
    assert web.client.get("/readyz").json()["database"] is False
    assert web.client.get("/healthz").status_code == 200  # restarting it would not help


def test_neither_needs_a_session_nor_tells_a_version(web: Web) -> None:
    for path in ("/healthz", "/readyz"):
        headers = web.client.get(path).headers
        assert "server" not in headers
        assert "set-cookie" not in headers
