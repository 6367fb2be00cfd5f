"""A server that goes away and comes back; the page does what is right without being touched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Visit
from tests.e2e.visitors import create, create_button, describe, expect_pill, expect_preview, expect_status, tiles
from tests.server import StudioServer

OFFLINE = "The studio can’t be reached. Your work is safe; we keep trying."
COMING_BACK = 30_000  # milliseconds: the browser tries again after a while, and the server has to start


@pytest.fixture
def restarted(server: StudioServer) -> Iterator[StudioServer]:
    """The studio of all journeys, which runs again afterwards whatever happens."""
    yield server
    try:
        server.get("/healthz")
    except OSError:
        server.start()


def test_a_killed_server_comes_back_and_the_picture_arrives_by_itself(
    visit: Visit, backstage: Backstage, restarted: StudioServer
) -> None:
    ada = backstage.member()
    visitor = visit(ada)
    visitor.expect_fault("WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE")
    page = visitor.go("/studio/")
    tile = create(page, "A baby on a train sandbox:slow")
    expect_preview(tile)
    number = tile.get_attribute("data-tile")
    page.evaluate("window.isTheSamePage = true")

    restarted.kill()
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    restarted.start()
    expect(page.get_by_text(OFFLINE)).to_be_hidden(timeout=COMING_BACK)

    expect_status(tiles(page).first, "done", timeout=60_000)
    expect(tiles(page).first).to_have_attribute("data-tile", str(number))
    expect_pill(page, 18)
    assert page.evaluate("window.isTheSamePage")
    assert backstage.statuses(ada) == ["done"]
    assert (backstage.balance(ada).available, backstage.balance(ada).held) == (18, 0)

    again = create(page, "A baby on the same train")
    expect_status(again, "done", timeout=COMING_BACK)


def test_what_was_typed_survives_a_server_that_is_gone(
    visit: Visit, backstage: Backstage, restarted: StudioServer
) -> None:
    visitor = visit(backstage.member())
    visitor.expect_fault("WebSocket|ERR_CONNECTION|ERR_EMPTY_RESPONSE")
    page = visitor.go("/studio/")
    describe(page, "A baby with a kite")
    restarted.kill()
    expect(page.get_by_text(OFFLINE)).to_be_visible()
    restarted.start()
    expect(page.get_by_text(OFFLINE)).to_be_hidden(timeout=COMING_BACK)
    expect(page.get_by_label("Describe the picture")).to_have_value("A baby with a kite")
    expect(create_button(page)).to_be_enabled()
    create_button(page).click()
    expect_status(tiles(page).first, "done", timeout=COMING_BACK)
