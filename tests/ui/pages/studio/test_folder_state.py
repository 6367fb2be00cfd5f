"""The folder that is chosen before creating."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.accounts import SignedIn
from babydance.ui.pages.studio.folder_state import FolderState
from babydance.ui.pages.studio.state import StudioState
from tests.conftest import Run
from tests.site import House
from tests.studio import a_request
from tests.ui.conftest import Tab


@pytest.fixture
def folders(house: House, run: Run, ada: SignedIn) -> list[str]:
    """Ada's folders: Zoo, and Birthdays with First inside."""
    service = house.drawing.folders
    made = [run(service.create(ada.account_id, name)).id for name in ("Zoo", "Birthdays")]
    return [*made, run(service.create(ada.account_id, "First", parent_id=made[1])).id]


def _create(tab: Tab) -> None:
    form = {"prompt": "a baby", "submit_key": tab.shown(StudioState, "submit_key")}
    tab.raw(f"{StudioState.get_full_name()}.create", {"form_data": form})


def _runs(house: House, run: Run, who: SignedIn) -> list[Any]:
    return run(house.drawing.generation.stage(who.account_id))


def test_folders_are_offered_with_those_around_them(adas: Tab, folders: list[str]) -> None:
    adas.open("/studio/")
    names = [choice.name for choice in adas.shown(FolderState, "folders")]
    assert names == ["Birthdays", "Birthdays / First", "Zoo"]
    assert adas.shown(FolderState, "folder") == ""


def test_pictures_go_into_the_chosen_folder(
    adas: Tab, folders: list[str], house: House, run: Run, ada: SignedIn
) -> None:
    adas.open("/studio/")
    adas.send(FolderState.choose(folders[2]))
    _create(adas)
    (made,) = _runs(house, run, ada)
    assert made.folder_id == folders[2]
    run(house.drawing.work(made.generations[0].id))
    inside = {folder.id: folder.count for folder in run(house.drawing.folders.folders(ada.account_id))}
    assert inside[folders[2]] == 1


def test_an_address_and_an_earlier_run_bring_their_folder(
    adas: Tab, folders: list[str], house: House, run: Run, ada: SignedIn
) -> None:
    adas.open("/studio/", folder=folders[0])
    assert adas.shown(FolderState, "folder") == folders[0]
    run(house.drawing.queue(ada.account_id, a_request(folder_id=folders[1])))
    adas.send(StudioState.reuse(_runs(house, run, ada)[0].id))
    assert adas.shown(FolderState, "folder") == folders[1]


def test_a_folder_that_is_gone_is_said_so_and_nothing_is_charged(
    adas: Tab, folders: list[str], house: House, run: Run, ada: SignedIn
) -> None:
    adas.open("/studio/")
    adas.send(FolderState.choose(folders[0]))
    run(house.drawing.folders.delete(ada.account_id, folders[0]))
    _create(adas)
    assert adas.notices == ["This folder isn't there any more. Choose another one."]
    assert adas.shown(FolderState, "folder") == ""
    assert _runs(house, run, ada) == []
    _create(adas)
    assert len(_runs(house, run, ada)) == 1


@pytest.mark.parametrize("value", ["", "x", "0" * 32])
def test_a_folder_that_is_none_is_no_choice(adas: Tab, folders: list[str], value: str) -> None:
    adas.open("/studio/")
    adas.send(FolderState.choose(folders[0]))
    adas.send(FolderState.choose(value))
    assert adas.shown(FolderState, "folder") == ""


def test_somebody_elses_folder_is_no_choice(adas: Tab, house: House, run: Run, eve: SignedIn) -> None:
    theirs = run(house.drawing.folders.create(eve.account_id, "Eve's secret")).id
    adas.open("/studio/", folder=theirs)
    adas.send(FolderState.choose(theirs))
    assert adas.shown(FolderState, "folder") == ""
    assert "secret" not in str(adas.deltas)
