"""Acts on marked pictures: what is sent, what is answered, how it is undone, how long the messages are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.gallery import View
from babydance.ui.pages.gallery.selecting import SelectionState
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.ui.conftest import Tab

SHORT = 5_000  # bytes


def picked(*ids: str, is_all: bool = False, view: str = "", number: int = 1) -> dict[str, Any]:
    return {"ids": list(ids), "is_all": is_all, "view": view, "number": number}


@pytest.fixture
def three(adas: Tab, house: House, run: Run, ada: SignedIn) -> list[str]:
    """Three pictures, newest first, in an open gallery."""
    made = [run(house.picture(ada.account_id)) for _ in range(3)][::-1]
    adas.open("/gallery/")
    return made


def _left(house: House, run: Run, ada: SignedIn, **view: Any) -> list[str]:
    return [card.id for card in run(house.studio.gallery.page(ada.account_id, View(**view)))]


def test_marked_pictures_go_into_the_trash_and_come_back(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    adas.send(SelectionState.trash(picked(*three[:2], number=7)))
    answer = adas.shown(SelectionState, "answer")
    assert (answer.number, answer.leaves) == (7, True)
    assert adas.notices == ["2 pictures are in the trash."]
    assert [card.id for card in adas.shown(GalleryState, "batch").cards] == three[2:]
    assert adas.shown(GalleryState, "counted") == "1 picture"
    adas.send(SessionState.undo(adas.shown(SessionState, "notices")[0].undo))
    adas.wait_for(lambda: len(adas.shown(GalleryState, "batch").cards) == 3)
    assert adas.shown(GalleryState, "batch").epoch == 1
    assert adas.notices == ["2 pictures are as they were."]
    assert _left(house, run, ada) == three


def test_everything_but_the_exceptions_is_meant_when_all_are_marked(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    adas.send(SelectionState.trash(picked(three[1], is_all=True)))
    assert _left(house, run, ada) == [three[1]]
    assert [card.id for card in adas.shown(GalleryState, "batch").cards] == [three[1]]
    adas.go("/gallery/", trash="1")
    adas.send(SelectionState.restore(picked(is_all=True, view="trash=1")))
    assert _left(house, run, ada) == three


def test_all_that_match_are_those_of_the_view_that_was_sent(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    adas.send(SelectionState.favourite(picked(three[0]), True))
    adas.send(SelectionState.trash(picked(is_all=True, view="fav=1")))
    assert _left(house, run, ada) == three[1:]


def test_one_heart_is_quiet_and_many_are_told(adas: Tab, three: list[str]) -> None:
    adas.send(SelectionState.favourite(picked(three[0]), True))
    assert adas.notices == []
    assert adas.shown(SelectionState, "answer").heart == "on"
    adas.send(SelectionState.favourite(picked(*three), True))
    assert adas.notices == ["2 pictures are favourites."]
    adas.send(SelectionState.favourite(picked(*three), False))
    assert adas.notices == ["3 pictures are no favourites any more."]  # only the newest can be undone


def test_what_is_moved_leaves_the_folder_that_is_shown(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    folder = run(house.studio.folders.create(ada.account_id, "Holidays"))
    adas.send(SelectionState.move(picked(*three), folder.id))
    assert adas.shown(SelectionState, "answer").leaves is False
    adas.go("/gallery/", folder=folder.id)
    adas.send(SelectionState.move(picked(three[0], view=f"folder={folder.id}"), ""))
    assert adas.shown(SelectionState, "answer").leaves is True
    assert _left(house, run, ada, folder="none") == [three[0]]


def test_a_tag_goes_on_and_off(adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]) -> None:
    adas.send(SelectionState.tag(picked(*three), "Summer", True))
    tag = run(house.studio.folders.tags(ada.account_id))[0]
    assert (tag.label, tag.count) == ("Summer", 3)
    adas.go("/gallery/", tag=tag.id)
    adas.send(SelectionState.tag(picked(three[0], view=f"tag={tag.id}"), "Summer", False))
    assert adas.shown(SelectionState, "answer").leaves is True
    assert _left(house, run, ada, tag=tag.id) == three[1:]


def test_only_what_is_in_the_trash_is_deleted_for_good(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    adas.send(SelectionState.trash(picked(three[0])))
    adas.send(SelectionState.delete(picked(*three[:2], view="trash=1")))
    assert _left(house, run, ada) == three[1:]
    assert _left(house, run, ada, trash=True) == []


def test_somebody_elses_pictures_are_none(adas: Tab, house: House, run: Run, eve: SignedIn, ada: SignedIn) -> None:
    theirs = run(house.picture(eve.account_id))
    folder = run(house.studio.folders.create(eve.account_id, "Secret"))
    adas.open("/gallery/")
    mine = run(house.picture(ada.account_id))
    for event in (
        SelectionState.trash(picked(theirs)),
        SelectionState.favourite(picked(theirs), True),
        SelectionState.tag(picked(theirs), "x", True),
        SelectionState.move(picked(theirs), ""),
        SelectionState.restore(picked(theirs)),
        SelectionState.delete(picked(theirs)),
        SelectionState.move(picked(mine), folder.id),
    ):
        adas.send(event)
    adas.send(SelectionState.trash(picked(is_all=True)))
    assert [card.id for card in run(house.studio.gallery.page(eve.account_id, View()))] == [theirs]
    assert not run(house.studio.gallery.page(eve.account_id, View(favourites=True)))
    assert not run(house.studio.gallery.page(eve.account_id, View(folder=folder.id)))


def test_somebody_elses_change_cannot_be_undone(
    adas: Tab, house: House, run: Run, eve: SignedIn, three: list[str]
) -> None:
    from babydance.domain.gallery import Selection

    theirs = run(house.picture(eve.account_id))
    change = run(house.studio.selections.trash(eve.account_id, Selection(ids=(theirs,))))
    adas.send(SessionState.undo(change.id))
    assert adas.notices == ["There is nothing to undo any more."]
    assert run(house.studio.gallery.page(eve.account_id, View(trash=True)))


@pytest.mark.parametrize("view", ["kind", "fav=maybe", "people=perhaps", "since=soon", "colour=red"])
def test_a_view_that_makes_no_sense_means_nothing(adas: Tab, three: list[str], view: str) -> None:
    adas.send(SelectionState.trash(picked(is_all=True, view=view)))
    assert adas.notices == ["This view of the gallery can't be read."]
    assert adas.shown(GalleryState, "counted") == f"{len(three)} pictures"


@pytest.mark.parametrize(
    "payload",
    [
        {},
        picked("x"),
        picked(number=-1),
        picked() | {"extra": 1},
        picked() | {"is_all": "yes"},
        picked() | {"ids": "0" * 32},
        picked(*["0" * 32] * 2_001),
        picked(view="q=" + "x" * 4_000),
        [],
        None,
    ],
)
def test_a_selection_that_does_not_fit_is_dropped(adas: Tab, three: list[str], payload: Any) -> None:
    adas.raw(f"{SelectionState.get_full_name()}.trash", {"picked": payload})
    assert adas.notices == []
    assert adas.shown(GalleryState, "counted") == "3 pictures"


def test_thousands_are_marked_with_a_short_message_and_a_short_answer(
    adas: Tab, house: House, run: Run, ada: SignedIn, three: list[str]
) -> None:
    ids = [nobodys_id() for _ in range(1_000)]
    adas.deltas.clear()
    adas.send(SelectionState.favourite(picked(*three, *ids[3:]), True))
    assert adas.notices == ["3 pictures are favourites."]
    assert _length(adas) < SHORT
    adas.deltas.clear()
    everything = picked(three[0], is_all=True)
    assert len(json.dumps(everything)) < SHORT
    adas.send(SelectionState.trash(everything))
    assert _length(adas) < SHORT


def _length(tab: Tab) -> int:
    return sum(len(json.dumps(delta, default=_plain)) for delta in tab.deltas)


def _plain(value: Any) -> Any:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
