"""One studio and one browser for all journeys; a visitor of its own for each person in a test.

They end with the last journey: as long as Playwright runs, no other test of this process can run a loop of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from babydance.front_end import is_built
from tests.chromium import FLAGS, MISSING, find_chromium
from tests.e2e.backstage import Backstage
from tests.e2e.visitors import PATIENCE, Visitor
from tests.server import StudioServer, studio_server

Visit = Callable[..., Visitor]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a journey in the browser."""
    for item in items:
        if "tests/e2e/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioServer]:
    if not is_built():
        pytest.fail("The pages are not built: run 'python -m babydance build' first, as 'make test' does.")
    with studio_server(tmp_path_factory.mktemp("studio"), sandbox_seconds=1.2, has_pages=True) as running:
        yield running
        before, _, crash = running.log.partition("Traceback")
        assert not crash, before[-600:] + "Traceback" + crash[:3000]


@pytest.fixture(scope="package")
def backstage(server: StudioServer) -> Backstage:
    return Backstage(server.data)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, server: StudioServer) -> Iterator[Visit]:
    """Open a browser for a person: ``visit(member, color_scheme="dark")``; its faults fail the test."""
    visitors: list[Visitor] = []

    def open_browser(*args: object, **options: object) -> Visitor:
        visitor = Visitor(browser, server.origin, *args, **options)
        visitors.append(visitor)
        return visitor

    yield open_browser
    faults = [fault for visitor in visitors for fault in visitor.close()]
    assert not faults, "\n".join(faults)
