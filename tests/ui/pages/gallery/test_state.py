"""The gallery page: the view that its address names, batches of cards, and news."""

from __future__ import annotations

import json

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.gallery import Selection, View
from babydance.ui.pages.gallery.picture import PictureState
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.pages.gallery.state import MANY, PAGE, GalleryState
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


def test_an_empty_gallery_says_so_and_leads_to_the_studio(gallery: Tab) -> None:
    assert gallery.shown(GalleryState, "is_empty") is True
    assert gallery.shown(GalleryState, "is_loaded") is True
    assert gallery.shown(GalleryState, "batch").is_last is True
    assert gallery.shown(GalleryState, "nothing").title == "Your pictures will hang here"


def test_pictures_come_in_batches_newest_first(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    house.drawing.model = ScriptedModel([a_drawing()])
    run(house.drawing.account())  # somebody else, with nothing to see
    made = [run(house.picture(ada.account_id)) for _ in range(3)]
    adas.open("/gallery/")
    assert _ids(adas) == made[::-1]
    assert adas.shown(GalleryState, "is_empty") is False
    assert adas.shown(GalleryState, "counted") == "3 pictures"
    adas.send(GalleryState.more(made[1], False))
    batch = adas.shown(GalleryState, "batch")
    assert [card.id for card in batch.cards] == [made[0]]
    assert (batch.is_first, batch.is_last, batch.before) == (False, True, made[1])
    adas.send(GalleryState.more(made[2], True))
    assert len(_ids(adas)) == 2
    assert (PAGE, MANY) == (24, 96)


def test_the_address_names_the_view(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    fox, owl = (run(house.drawing.make(ada.account_id, a_request(f"A baby {one}"))).image_id for one in ("fox", "owl"))
    run(house.studio.selections.favourite(ada.account_id, Selection(ids=(owl,)), is_on=True))
    adas.open("/gallery/", q="FÓX")
    assert _ids(adas) == [fox]
    assert [chip.label for chip in adas.shown(GalleryState, "chips")] == ["“FÓX”"]
    assert adas.shown(GalleryState, "counted") == "1 picture"
    adas.go("/gallery/", fav="1")
    assert _ids(adas) == [owl]
    assert (adas.shown(GalleryState, "title"), adas.shown(GalleryState, "place")) == ("Favourites", "favourites")
    adas.go("/gallery/", q="hippo")
    assert adas.shown(GalleryState, "is_empty") is True
    assert adas.shown(GalleryState, "nothing").act == "Clear the filters"
    adas.go("/gallery/", sort="oldest")
    assert _ids(adas) == [fox, owl]


def test_more_comes_from_the_view_that_is_shown(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    made = [run(house.picture(ada.account_id)) for _ in range(3)]
    adas.open("/gallery/", sort="oldest")
    adas.send(GalleryState.more(made[0], False))
    assert _ids(adas) == made[1:]
    assert adas.shown(GalleryState, "batch").view == "sort=oldest"


def test_a_new_picture_appears_by_itself(gallery: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    gallery.wait_for(lambda: _ids(gallery) == [picture])
    assert gallery.shown(GalleryState, "is_empty") is False
    assert gallery.shown(GalleryState, "batch").epoch == 0  # nobody who has scrolled down is sent up


def test_what_leaves_far_below_has_the_list_gathered_anew(
    adas: Tab, house: House, run: Run, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("babydance.ui.pages.gallery.state.PAGE", 1)
    old, new = run(house.picture(ada.account_id)), run(house.picture(ada.account_id))
    adas.open("/gallery/")
    run(house.studio.selections.trash(ada.account_id, Selection(ids=(old,))))
    adas.wait_for(lambda: adas.shown(GalleryState, "batch").epoch == 1)
    assert _ids(adas) == [new]
    assert adas.shown(GalleryState, "counted") == "1 picture"


def test_folders_and_tags_are_listed_and_follow(gallery: Tab, house: House, run: Run, ada: SignedIn) -> None:
    outer = run(house.studio.folders.create(ada.account_id, "Holidays", colour="mint"))
    run(house.studio.folders.create(ada.account_id, "Beach", parent_id=outer.id))
    gallery.wait_for(lambda: len(gallery.shown(ShelfState, "folders") or []) == 2)
    lines = [(line.path, line.depth, line.colour) for line in gallery.shown(ShelfState, "folders")]
    assert lines == [("Holidays", 0, "mint"), ("Holidays / Beach", 1, "")]
    gallery.go("/gallery/", folder=outer.id)
    assert (gallery.shown(GalleryState, "title"), gallery.shown(GalleryState, "place")) == ("Holidays", outer.id)


def test_somebody_elses_picture_folder_and_tag_are_none(
    gallery: Tab, house: House, run: Run, eve: SignedIn, ada: SignedIn
) -> None:
    theirs = run(house.picture(eve.account_id))
    folder = run(house.studio.folders.create(eve.account_id, "Secret"))
    run(house.studio.selections.tag(eve.account_id, Selection(ids=(theirs,)), label="secret", is_on=True))
    tag = run(house.studio.folders.tags(eve.account_id))[0]
    gallery.send(GalleryState.more(theirs, False))
    assert _ids(gallery) == []
    for query in ({"folder": folder.id}, {"tag": tag.id}, {"q": "baby"}, {"picture": theirs}):
        gallery.go("/gallery/", **query)
        assert _ids(gallery) == []
        assert "Secret" not in json.dumps(gallery.page, default=repr)
        assert "secret" not in json.dumps(gallery.page, default=repr)
    assert gallery.notices == ["There is no such picture."]


def test_more_after_an_unknown_picture_is_harmless(gallery: Tab) -> None:
    gallery.send(GalleryState.more(nobodys_id(), False))
    assert _ids(gallery) == []
    assert not gallery.shown(SessionState, "gone")


def test_an_address_may_name_a_picture(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    adas.open("/gallery/", picture=picture)
    assert adas.shown(PictureState, "picture").id == picture
    adas.go("/gallery/")
    assert adas.shown(PictureState, "picture").id == ""


@pytest.mark.parametrize("picture", ["x", "../..", "0" * 32])
def test_an_address_that_names_none_is_said_so(adas: Tab, picture: str) -> None:
    adas.open("/gallery/", picture=picture)
    assert adas.notices == ["There is no such picture."]
    assert adas.shown(PictureState, "missing") == picture


def test_the_trash_is_emptied_after_a_question(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    from babydance.ui.pages.gallery.selecting import SelectionState

    keep, go = run(house.picture(ada.account_id)), run(house.picture(ada.account_id))
    run(house.studio.selections.trash(ada.account_id, Selection(ids=(go,))))
    adas.open("/gallery/", trash="1")
    assert _ids(adas) == [go]
    adas.send(GalleryState.ask_to_empty)
    assert adas.shown(GalleryState, "asks_to_empty") is True
    adas.send(SelectionState.empty_trash)
    assert adas.shown(GalleryState, "asks_to_empty") is False
    assert adas.notices == ["1 picture is deleted for good."]
    assert _ids(adas) == []
    assert [card.id for card in run(house.studio.gallery.page(ada.account_id, View()))] == [keep]
