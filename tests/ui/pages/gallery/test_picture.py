"""The open picture: its whole story, and what its owner says about it."""

from __future__ import annotations

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.gallery import Selection
from babydance.domain.styles import STYLES
from babydance.ui.pages.gallery.picture import PictureState
from tests.conftest import Run
from tests.site import House
from tests.studio import a_request
from tests.ui.conftest import Tab


@pytest.fixture
def opened(adas: Tab, house: House, run: Run, ada: SignedIn) -> str:
    """The id of a picture that is open."""
    picture = run(house.drawing.make(ada.account_id, a_request(style=STYLES[0]))).image_id
    adas.open("/gallery/", picture=picture)
    return picture


def test_the_open_picture_tells_its_whole_story(adas: Tab, opened: str) -> None:
    shown = adas.shown(PictureState, "picture")
    assert (shown.id, shown.prompt, shown.style_fragment) == (opened, "a baby that dances", STYLES[0].fragment)
    assert (shown.requested_size, shown.actual_size) == ("1024 × 1024", "96 × 64")
    assert (shown.held, shown.settled, shown.released) == (1, 1, 0)
    assert shown.tokens == "12 text, 0 picture, 500 out"
    assert shown.request_id == "req_1"
    assert shown.is_sandbox is True
    assert (shown.goes, shown.folder_id, shown.is_favourite) == ("", "", False)


def test_it_gets_a_name_a_note_tags_and_a_folder(adas: Tab, house: House, run: Run, ada: SignedIn, opened: str) -> None:
    folder = run(house.studio.folders.create(ada.account_id, "Holidays"))
    adas.send(PictureState.rename(opened, "  The first   dance "))
    adas.send(PictureState.annotate(opened, "For grandma"))
    adas.send(PictureState.add_tag({"label": "Summer"}))
    adas.send(PictureState.add_tag({"label": "   "}))
    adas.send(PictureState.move(opened, folder.id))
    shown = adas.shown(PictureState, "picture")
    assert (shown.title, shown.note, shown.folder_id) == ("The first dance", "For grandma", folder.id)
    assert [tag.label for tag in adas.shown(PictureState, "tags")] == ["Summer"]
    adas.send(PictureState.tag(opened, "Summer", False))
    assert adas.shown(PictureState, "tags") == []


def test_in_the_trash_it_says_when_it_goes_and_asks_before_it_is_deleted(
    adas: Tab, house: House, run: Run, ada: SignedIn, opened: str
) -> None:
    run(house.studio.selections.trash(ada.account_id, Selection(ids=(opened,))))
    adas.wait_for(lambda: adas.shown(PictureState, "picture").goes != "")
    adas.send(PictureState.ask_to_delete)
    assert adas.shown(PictureState, "asks_to_delete") is True
    adas.send(PictureState.open(opened))
    assert adas.shown(PictureState, "asks_to_delete") is False


def test_a_picture_that_is_deleted_elsewhere_closes(
    adas: Tab, house: House, run: Run, ada: SignedIn, opened: str
) -> None:
    run(house.studio.selections.trash(ada.account_id, Selection(ids=(opened,))))
    run(house.studio.selections.empty_trash(ada.account_id))
    adas.wait_for(lambda: adas.shown(PictureState, "missing") == opened)
    assert adas.shown(PictureState, "picture").id == ""


def test_somebody_elses_picture_is_none(adas: Tab, house: House, run: Run, eve: SignedIn, opened: str) -> None:
    theirs = run(house.picture(eve.account_id))
    for event in (
        PictureState.open(theirs),
        PictureState.rename(theirs, "Mine"),
        PictureState.annotate(theirs, "Mine"),
        PictureState.tag(theirs, "mine", True),
        PictureState.move(theirs, ""),
    ):
        adas.send(event)
    assert set(adas.notices) == {"There is no such picture."}
    detail = run(house.studio.gallery.detail(eve.account_id, theirs))
    assert (detail.title, detail.note, detail.tags) == ("", "", ())


@pytest.mark.parametrize("title", ["x" * 121, "x" * 301])
def test_a_name_that_is_too_long_changes_nothing(adas: Tab, opened: str, title: str) -> None:
    adas.send(PictureState.rename(opened, title))
    assert adas.shown(PictureState, "picture").title == ""
