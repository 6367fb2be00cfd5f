"""The gallery page: batches, the open picture, deleting."""

from __future__ import annotations

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.styles import STYLES
from babydance.ui.pages.gallery.state import PAGE, GalleryState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.studio import ScriptedModel, a_drawing, a_request
from tests.ui.conftest import Tab


@pytest.fixture
def gallery(adas: Tab) -> Tab:
    adas.open("/gallery/")
    return adas


def _ids(tab: Tab) -> list[str]:
    return [card.id for card in tab.shown(GalleryState, "batch").cards]


def test_an_empty_gallery_says_so(gallery: Tab) -> None:
    assert gallery.shown(GalleryState, "is_empty") is True
    assert gallery.shown(GalleryState, "is_loaded") is True
    assert gallery.shown(GalleryState, "batch").is_last is True


def test_pictures_come_in_batches_newest_first(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    house.drawing.model = ScriptedModel([a_drawing()])
    run(house.drawing.account())  # somebody else, with nothing to see
    made = [run(house.picture(ada.account_id)) for _ in range(3)]
    adas.open("/gallery/")
    assert _ids(adas) == made[::-1]
    assert adas.shown(GalleryState, "is_empty") is False
    adas.send(GalleryState.more(made[1]))
    batch = adas.shown(GalleryState, "batch")
    assert [card.id for card in batch.cards] == [made[0]]
    assert (batch.is_first, batch.is_last) == (False, True)
    assert PAGE == 24


def test_a_new_picture_appears_by_itself(gallery: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    gallery.wait_for(lambda: _ids(gallery) == [picture])
    assert gallery.shown(GalleryState, "is_empty") is False


def test_the_open_picture_tells_its_whole_story(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.drawing.make(ada.account_id, a_request(style=STYLES[0]))).image_id
    adas.open("/gallery/")
    adas.send(GalleryState.open(picture))
    shown = adas.shown(GalleryState, "open_picture")
    assert adas.shown(GalleryState, "is_open") is True
    assert (shown.id, shown.prompt, shown.style_fragment) == (picture, "a baby that dances", STYLES[0].fragment)
    assert (shown.requested_size, shown.actual_size) == ("1024 × 1024", "96 × 64")
    assert (shown.held, shown.settled, shown.released) == (1, 1, 0)
    assert shown.tokens == "12 text, 0 picture, 500 out"
    assert shown.request_id == "req_1"
    assert shown.is_sandbox is True
    adas.send(GalleryState.close)
    assert adas.shown(GalleryState, "is_open") is False


def test_an_address_may_name_a_picture(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    adas.open("/gallery/", picture=picture)
    assert adas.shown(GalleryState, "open_picture").id == picture


@pytest.mark.parametrize("picture", ["x", "../..", "0" * 32])
def test_an_address_that_names_none_is_said_so(adas: Tab, picture: str) -> None:
    adas.open("/gallery/", picture=picture)
    assert adas.notices == ["There is no such picture."]
    assert adas.shown(GalleryState, "is_open") is False


def test_somebody_elses_picture_is_none(gallery: Tab, house: House, run: Run, eve: SignedIn) -> None:
    theirs = run(house.picture(eve.account_id))
    gallery.send(GalleryState.open(theirs))
    gallery.send(GalleryState.delete(theirs))
    gallery.send(GalleryState.more(theirs))
    assert gallery.notices == ["There is no such picture."] * 2
    assert _ids(gallery) == []
    assert run(house.studio.gallery.detail(eve.account_id, theirs))


def test_deleting_asks_once_and_then_puts_the_picture_into_the_trash(
    adas: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    keep, go = run(house.picture(ada.account_id)), run(house.picture(ada.account_id))
    adas.open("/gallery/")
    adas.send(GalleryState.open(go))
    adas.send(GalleryState.ask_to_delete)
    assert adas.shown(GalleryState, "asks_to_delete") is True
    adas.send(GalleryState.delete(go))
    assert _ids(adas) == [keep]
    assert adas.shown(GalleryState, "is_open") is False
    assert adas.shown(GalleryState, "asks_to_delete") is False
    assert adas.notices == ["The picture is in the trash."]
    assert any(go in key for key in run(house.drawing.files()))
    adas.send(GalleryState.delete(go))  # a second click
    assert adas.notices[-1] == "There is no such picture."


def test_more_after_an_unknown_picture_is_harmless(gallery: Tab) -> None:
    gallery.send(GalleryState.more(nobodys_id()))
    assert _ids(gallery) == []
    assert not gallery.shown(SessionState, "gone")
