"""The sheet with the link of a picture."""

from __future__ import annotations

import pytest
from sqlmodel import col, update

from babydance.domain.accounts import SignedIn
from babydance.domain.shares import MAX_LIVING, PEOPLE_STAY_PRIVATE
from babydance.store.images import ImageRow
from babydance.store.shares import ShareRow
from babydance.ui.pages.gallery.picture import PictureState
from babydance.ui.pages.gallery.sharing_state import SharingState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.studio import now
from tests.ui.conftest import Tab


@pytest.fixture
def picture(adas: Tab, house: House, run: Run, ada: SignedIn) -> str:
    made = run(house.picture(ada.account_id))
    adas.open("/gallery/")
    return made


def shown(tab: Tab, name: str) -> object:
    return tab.shown(SharingState, name)


def test_a_link_is_made_only_when_asked_for(adas: Tab, picture: str, house: House, run: Run, ada: SignedIn) -> None:
    adas.send(SharingState.show(picture))
    assert shown(adas, "is_open") is True
    assert not shown(adas, "token")
    assert run(house.studio.shares.links(ada.account_id, picture)) == []
    adas.send(SharingState.choose_end("7"))
    adas.send(SharingState.choose_words(True))
    assert run(house.studio.shares.links(ada.account_id, picture)) == []
    adas.send(SharingState.make)
    link = run(house.studio.shares.links(ada.account_id, picture))[0]
    assert shown(adas, "token") == link.token
    assert (shown(adas, "ends"), shown(adas, "shows_words"), link.shows_words) == ("7", True, True)
    assert str(shown(adas, "until")).startswith("It works until ")
    assert shown(adas, "seen") == "Nobody has opened it yet."


def test_a_link_that_works_is_changed_at_once(adas: Tab, picture: str, house: House, run: Run, ada: SignedIn) -> None:
    adas.send(SharingState.show(picture))
    adas.send(SharingState.make)
    token = shown(adas, "token")
    adas.send(SharingState.choose_end("30"))
    ends_at = run(house.studio.shares.links(ada.account_id, picture))[0].expires_at
    assert ends_at is not None
    adas.send(SharingState.choose_words(True))
    link = run(house.studio.shares.links(ada.account_id, picture))[0]
    assert (link.expires_at, link.shows_words, link.token) == (ends_at, True, token)
    adas.send(SharingState.choose_end("never"))
    assert run(house.studio.shares.links(ada.account_id, picture))[0].expires_at is None
    assert shown(adas, "until") == "It works until you end it."


def test_ending_asks_nothing_and_says_what_happened(
    adas: Tab, picture: str, house: House, run: Run, ada: SignedIn
) -> None:
    adas.send(SharingState.show(picture))
    adas.send(SharingState.make)
    adas.send(SharingState.revoke)
    assert shown(adas, "said") == "The link doesn't work any more."
    assert shown(adas, "token") == ""
    assert run(house.studio.shares.links(ada.account_id, picture)) == []
    adas.send(SharingState.revoke)  # a second click
    adas.send(SharingState.make)
    assert shown(adas, "token")
    assert shown(adas, "said") == ""


def test_how_often_it_was_opened_is_told(adas: Tab, picture: str, house: House, run: Run) -> None:
    adas.send(SharingState.show(picture))
    adas.send(SharingState.make)
    token = str(shown(adas, "token"))
    for words in ("Opened once.", "Opened 2 times."):
        run(house.studio.shares.open(token, is_visit=True))
        adas.send(SharingState.close)
        assert shown(adas, "is_open") is False
        adas.send(SharingState.show(picture))
        assert shown(adas, "seen") == words


def test_a_link_that_was_ended_elsewhere_is_not_made_again_by_a_change(
    adas: Tab, picture: str, house: House, run: Run, ada: SignedIn
) -> None:
    for change in (SharingState.choose_end("7"), SharingState.choose_words(True)):
        adas.send(SharingState.show(picture))
        adas.send(SharingState.make)
        link = run(house.studio.shares.links(ada.account_id, picture))[0]
        run(house.studio.shares.revoke(ada.account_id, link.id))
        adas.send(change)
        assert shown(adas, "problem") == "This link doesn't work any more."
        assert shown(adas, "token") == ""
        assert run(house.studio.shares.links(ada.account_id, picture)) == []


def test_pictures_of_people_say_why_not(adas: Tab, picture: str, house: House, run: Run) -> None:
    async def declare() -> None:
        async with house.database.transaction() as session:
            await session.exec(update(ImageRow).where(col(ImageRow.id) == picture).values(has_people=True))

    run(declare())
    adas.send(PictureState.open(picture))
    assert adas.shown(PictureState, "picture").has_people is True
    adas.send(SharingState.show(picture))
    assert shown(adas, "may_share") is False
    assert shown(adas, "problem") == PEOPLE_STAY_PRIVATE
    adas.send(SharingState.make)
    assert shown(adas, "token") in {None, ""}
    assert shown(adas, "problem") == PEOPLE_STAY_PRIVATE


def test_too_many_links_are_refused_in_the_sheet(
    adas: Tab, picture: str, house: House, run: Run, ada: SignedIn
) -> None:
    other = run(house.picture(ada.account_id))

    async def share_often() -> None:
        async with house.database.transaction() as session:
            for _ in range(MAX_LIVING):
                session.add(ShareRow(id=nobodys_id(), account_id=ada.account_id, image_id=other, created_at=now()))

    run(share_often())
    adas.send(SharingState.show(picture))
    adas.send(SharingState.make)
    assert "100 links that work" in str(shown(adas, "problem"))
    assert shown(adas, "token") in {None, ""}


def test_somebody_elses_picture_is_none(adas: Tab, picture: str, house: House, run: Run, eve: SignedIn) -> None:
    theirs = run(house.picture(eve.account_id))
    for wanted in (theirs, nobodys_id()):
        adas.send(SharingState.show(wanted))
        adas.send(SharingState.make)
    assert adas.notices == ["There is no such picture."] * 2
    assert not shown(adas, "is_open")
    assert run(house.studio.shares.links(eve.account_id, theirs)) == []


@pytest.mark.parametrize("ends", ["", "0", "8", "none", "7 "])
def test_an_end_that_is_not_offered_changes_nothing(adas: Tab, picture: str, ends: str) -> None:
    adas.send(SharingState.show(picture))
    adas.send(SharingState.make)
    adas.send(SharingState.choose_end(ends))
    assert shown(adas, "until") == "It works until you end it."
    assert adas.state(SharingState).ends == "never"
