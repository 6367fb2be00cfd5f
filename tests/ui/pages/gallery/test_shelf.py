"""Folders: made, changed, put in order, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.gallery import Selection
from babydance.ui.pages.gallery.shelf import ShelfState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.ui.conftest import Tab


@pytest.fixture
def gallery(adas: Tab) -> Tab:
    adas.open("/gallery/")
    return adas


def _names(tab: Tab) -> list[str]:
    return [folder.path for folder in tab.shown(ShelfState, "folders") or []]


def _make(tab: Tab, name: str, **more: str) -> str:
    tab.send(ShelfState.edit(""))
    tab.send(ShelfState.save({"name": name, "colour": "", "parent": ""} | more))
    return next(folder.id for folder in tab.shown(ShelfState, "folders") if folder.name == name)


def test_a_folder_is_made_and_opened(gallery: Tab) -> None:
    made = _make(gallery, "Holidays", colour="mint")
    assert _names(gallery) == ["Holidays"]
    assert gallery.shown(ShelfState, "is_editing") is False
    assert f"/gallery/?folder={made}" in str(gallery.events[-1].payload)


def test_a_folder_is_changed(gallery: Tab) -> None:
    outer, inner = _make(gallery, "Holidays"), _make(gallery, "Beach")
    gallery.send(ShelfState.edit(inner))
    assert (gallery.shown(ShelfState, "name"), gallery.shown(ShelfState, "is_editing")) == ("Beach", True)
    gallery.send(ShelfState.save({"name": "Sea", "colour": "sky", "parent": outer}))
    assert _names(gallery) == ["Holidays", "Holidays / Sea"]
    assert gallery.shown(ShelfState, "folders")[1].colour == "sky"


def test_folders_are_put_in_order(gallery: Tab) -> None:
    _make(gallery, "One")
    two = _make(gallery, "Two")
    gallery.send(ShelfState.edit(two))
    gallery.send(ShelfState.shift(-1))
    gallery.send(ShelfState.shift(-1))  # there is nothing above
    assert _names(gallery) == ["Two", "One"]
    gallery.send(ShelfState.shift(1))
    assert _names(gallery) == ["One", "Two"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "x" * 61, "Holidays"])
def test_a_name_that_will_not_do_is_said_beside_it(gallery: Tab, name: str) -> None:
    _make(gallery, "Holidays")
    gallery.send(ShelfState.edit(""))
    gallery.send(ShelfState.save({"name": name, "colour": "", "parent": ""}))
    assert gallery.shown(ShelfState, "problem")
    assert gallery.shown(ShelfState, "is_editing") is True
    assert _names(gallery) == ["Holidays"]


def test_a_folder_cannot_be_put_into_itself(gallery: Tab) -> None:
    outer = _make(gallery, "Holidays")
    inner = _make(gallery, "Beach", parent=outer)
    gallery.send(ShelfState.edit(outer))
    gallery.send(ShelfState.save({"name": "Holidays", "colour": "", "parent": inner}))
    assert gallery.shown(ShelfState, "problem") == "A folder can't be put into itself."


def test_a_folder_is_deleted_and_its_pictures_stay(gallery: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture = run(house.picture(ada.account_id))
    folder = _make(gallery, "Holidays")
    run(house.studio.selections.move(ada.account_id, Selection(ids=(picture,)), folder_id=folder))
    gallery.send(ShelfState.edit(folder))
    gallery.send(ShelfState.ask_to_delete)
    assert gallery.shown(ShelfState, "asks_to_delete") is True
    gallery.send(ShelfState.delete(folder))
    assert _names(gallery) == []
    assert run(house.studio.gallery.detail(ada.account_id, picture)).folder_id == ""


def test_a_picture_stands_for_its_folder(gallery: Tab, house: House, run: Run, ada: SignedIn) -> None:
    old, new = run(house.picture(ada.account_id)), run(house.picture(ada.account_id))
    folder = _make(gallery, "Holidays")
    run(house.studio.selections.move(ada.account_id, Selection(ids=(old, new)), folder_id=folder))
    gallery.send(ShelfState.cover(folder, old))
    assert gallery.shown(ShelfState, "folders")[0].cover_id == old


def test_somebody_elses_folder_is_none(gallery: Tab, house: House, run: Run, eve: SignedIn) -> None:
    theirs = run(house.studio.folders.create(eve.account_id, "Secret"))
    gallery.send(ShelfState.edit(theirs.id))
    assert (gallery.shown(ShelfState, "editing"), gallery.shown(ShelfState, "name")) == ("", "")
    gallery.send(ShelfState.delete(theirs.id))
    gallery.send(ShelfState.cover(theirs.id, nobodys_id()))
    gallery.send(ShelfState.save({"name": "Inside", "colour": "", "parent": theirs.id}))
    assert [folder.name for folder in run(house.studio.folders.folders(eve.account_id))] == ["Secret"]
    assert _names(gallery) == []


@pytest.mark.parametrize(
    "form",
    [{}, {"name": 1}, {"name": "x", "extra": ""}, {"name": "x", "parent": "../.."}, {"name": "x" * 301}, [], None],
)
def test_a_form_that_does_not_fit_is_dropped(gallery: Tab, form: Any) -> None:
    gallery.raw(f"{ShelfState.get_full_name()}.save", {"form_data": form})
    assert _names(gallery) == []
    assert not gallery.shown(ShelfState, "problem")
