"""Who is there: one tab in two hands, pages that watch, sessions that end, notices."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Self

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.errors import NotSignedInError
from babydance.ui.pages.credits.state import CreditsState
from babydance.ui.pages.entrance.state import SignUpState
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState, held_by, principal_of, signed_in_account
from tests.conftest import Run
from tests.services.people import EMAIL
from tests.site import House
from tests.ui.conftest import ROOT, Desk, Tab

PROMPT = "a secret plan of Ada's"


def test_a_page_shows_who_is_there(adas: Tab) -> None:
    adas.open("/account/")
    shown = {name: adas.shown(SessionState, name) for name in ("is_signed_in", "is_verified", "name", "email")}
    assert shown == {"is_signed_in": True, "is_verified": True, "name": "Ada", "email": EMAIL}
    assert (adas.shown(SessionState, "available"), adas.shown(SessionState, "in_use")) == (20, 0)
    assert adas.shown(SessionState, "is_sandbox") is True


def test_another_person_with_the_same_token_gets_nothing_of_the_first(adas: Tab, eve: SignedIn) -> None:
    adas.open("/studio/")
    adas.send(StudioState.take(PROMPT))
    adas.hang_up()
    eves = replace(adas, who=eve, page={}, deltas=[], events=[])
    eves.send(StudioState.choose_count("2"))
    assert eves.shown(SessionState, "stale") is True
    assert PROMPT not in str(eves.deltas)
    assert "Ada" not in str(eves.deltas)
    assert eves.state(StudioState).count == 1


def test_the_other_person_starts_with_an_empty_page(adas: Tab, eve: SignedIn) -> None:
    adas.open("/studio/")
    adas.send(StudioState.take(PROMPT))
    adas.hang_up()
    eves = replace(adas, who=eve, page={}, deltas=[], events=[])
    eves.open("/studio/")
    assert eves.shown(StudioState, "prompt") == ""
    assert eves.shown(SessionState, "email") == "eve@example.com"
    assert PROMPT not in str(eves.deltas)
    assert EMAIL not in str(eves.deltas)
    assert eves.state(SessionState)._bound == f"{eve.account_id}|{eve.session_hash}"


def test_the_first_person_has_to_load_the_page_anew_after_that(adas: Tab, ada: SignedIn, eve: SignedIn) -> None:
    adas.open("/studio/")
    adas.who = eve
    adas.open("/studio/")
    adas.who = ada
    adas.send(StudioState.take(PROMPT))
    assert adas.shown(SessionState, "stale") is True
    assert adas.state(StudioState)._prompt == ""


def test_a_stranger_who_takes_the_tab_of_a_member_sees_an_empty_page(adas: Tab) -> None:
    adas.open("/studio/")
    adas.send(StudioState.take(PROMPT))
    adas.who = None
    adas.send(SessionState.dismiss("n1"))
    assert adas.shown(SessionState, "stale") is True
    adas.deltas.clear()
    adas.open("/sign-in/")
    assert PROMPT not in str(adas.deltas)
    assert EMAIL not in str(adas.deltas)
    assert adas.shown(SessionState, "is_signed_in") is False


def test_the_same_person_with_another_session_starts_anew(adas: Tab, house: House, run: Run) -> None:
    adas.open("/studio/")
    adas.send(StudioState.take(PROMPT))
    adas.who = run(house.enter())[1]
    adas.send(StudioState.choose_count("2"))
    assert adas.shown(SessionState, "stale") is True


def test_a_state_that_was_lost_asks_for_a_new_page(adas: Tab, desk: Desk) -> None:
    adas.open("/studio/")
    desk.manager.states.clear()  # an hour idle, or another process
    adas.send(StudioState.choose_count("2"))
    assert adas.shown(SessionState, "stale") is True
    adas.open("/studio/")
    assert adas.shown(SessionState, "available") == 20
    assert adas.shown(StudioState, "price") > 0


def test_a_page_whose_state_is_lost_under_its_watcher_asks_for_a_new_one(
    adas: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    adas.open("/studio/")
    adas.desk.manager.states.clear()
    run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: adas.shown(SessionState, "stale") is True)
    adas.open("/studio/")
    adas.wait_for(lambda: adas.shown(SessionState, "in_use") == 1)
    assert adas.shown(SessionState, "stale") is False


def test_a_page_hears_of_changes_made_elsewhere(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    adas.open("/studio/")
    generation = run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: adas.shown(SessionState, "in_use") == 1)
    adas.wait_for(lambda: adas.shown(StudioState, "status") == {generation: "queued"})
    run(house.drawing.work(generation))
    adas.wait_for(lambda: adas.shown(StudioState, "status") == {generation: "done"})
    adas.wait_for(lambda: (adas.shown(SessionState, "available"), adas.shown(SessionState, "in_use")) == (19, 0))


def test_two_tabs_show_the_same(adas: Tab, desk: Desk, run: Run, house: House, ada: SignedIn) -> None:
    other = Tab(desk, run, token="tab-2", who=ada)
    adas.open("/studio/")
    other.open("/credits/")
    run(house.drawing.queue(ada.account_id))
    other.wait_for(lambda: other.shown(SessionState, "in_use") == 1)
    adas.wait_for(lambda: adas.shown(SessionState, "in_use") == 1)


def test_nobody_elses_changes_wake_a_page(adas: Tab, house: House, run: Run, eve: SignedIn) -> None:
    adas.open("/studio/")
    run(asyncio.sleep(0.1))
    sent = len(adas.deltas)
    run(house.drawing.queue(eve.account_id))
    run(asyncio.sleep(0.1))
    assert len(adas.deltas) == sent


def test_leaving_a_page_ends_its_watcher(adas: Tab, desk: Desk, house: House) -> None:
    for place in ("/studio/", "/gallery/", "/credits/", "/account/", "/studio/"):
        adas.go(place) if adas.page else adas.open(place)
        adas.wait_for(lambda: desk.watchers == 1)
    adas.hang_up()
    assert desk.watchers == 0
    assert house.changes.watched == 0


@pytest.mark.parametrize("steps", range(5))
def test_leaving_a_page_in_the_moment_of_a_change_ends_its_watcher_too(
    adas: Tab, desk: Desk, house: House, run: Run, steps: int
) -> None:
    adas.open("/studio/")

    async def change_and_leave() -> None:
        await asyncio.sleep(0.15)  # the poller has seen the new watcher, so that it rests
        for changed in [event for events in house.changes._watchers.values() for event in events]:
            changed.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        desk.processor._on_disconnect(adas.token)
        await asyncio.sleep(0.1)

    run(change_and_leave())
    assert desk.watchers == 0


def test_signing_out_elsewhere_leaves_the_page_without_a_word(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    adas.open("/studio/")
    run(house.people.accounts.leave(ada.session_hash))
    adas.wait_for(lambda: adas.shown(SessionState, "gone") is True)
    adas.wait_for(lambda: adas.desk.watchers == 0)
    assert adas.notices == []


def test_a_session_that_expires_ends_the_page(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    adas.open("/gallery/")
    house.people.clock.move(days=15)
    run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: adas.shown(SessionState, "gone") is True)
    assert adas.shown(SessionState, "in_use") == 0


def test_background_work_of_one_person_writes_nothing_into_the_page_of_the_next(
    adas: Tab, house: House, run: Run, *, ada: SignedIn, eve: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    adas.open("/studio/")
    assert adas.desk.watchers == 1
    adas.desk.processor._superseded.clear()  # so that loading the page anew does not end the watcher by itself
    adas.who = eve
    adas.open("/sign-in/")  # no watcher of Eve's own
    adas.deltas.clear()
    run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: adas.desk.watchers == 0)
    assert adas.shown(SessionState, "email") == "eve@example.com"
    assert adas.shown(SessionState, "in_use") == 0
    assert not adas.shown(SessionState, "gone")
    assert adas.notices == []
    assert not any(StudioState.get_full_name() in delta for delta in adas.deltas)
    assert "crash" not in caplog.text


def test_a_held_state_is_refused_to_the_past(adas: Tab, eve: SignedIn, ada: SignedIn, house: House, run: Run) -> None:
    class Borrowed:
        """A state as a background task holds it."""

        def __init__(self, session: SessionState) -> None:
            self.session, self.router = session, session.router

        async def __aenter__(self) -> Self:
            return self

        async def __aexit__(self, *_: object) -> None: ...

        async def get_state(self, _: object) -> SessionState:
            return self.session

    async def hold(principal: str) -> str:
        async with held_by(Borrowed(adas.state(SessionState)), principal):
            return "held"

    adas.open("/account/")
    principal = principal_of(adas.state(SessionState))
    assert run(hold(principal)) == "held"
    with pytest.raises(NotSignedInError):
        run(hold(f"{eve.account_id}|{eve.session_hash}"))
    adas.state(SessionState)._bound = f"{eve.account_id}|{eve.session_hash}"  # bound to Eve, last heard of Ada
    for claimed in (principal, adas.state(SessionState)._bound):
        with pytest.raises(NotSignedInError):
            run(hold(claimed))
    adas.state(SessionState)._bound = principal
    run(house.people.accounts.leave(ada.session_hash))
    with pytest.raises(NotSignedInError):
        run(hold(principal))


def test_a_database_that_is_away_for_a_while_costs_a_page_nothing(
    adas: Tab, house: House, run: Run, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("babydance.ui.session._AFTER_TROUBLE", 0.02)

    class Away:
        def __init__(self) -> None:
            self.asked = 0

        async def is_alive(self, *_: str) -> bool:
            self.asked += 1
            raise ConnectionError("no route to the database")

    adas.open("/studio/")
    away = Away()
    usual = house.studio.accounts
    object.__setattr__(house.studio, "accounts", away)
    run(house.drawing.queue(ada.account_id))
    adas.wait_for(lambda: away.asked > 3)
    object.__setattr__(house.studio, "accounts", usual)
    adas.wait_for(lambda: adas.shown(SessionState, "in_use") == 1)
    assert adas.notices == []


def test_a_crash_in_the_guard_itself_is_told_once(adas: Tab, house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Away:
        async def is_alive(self, *_: str) -> bool:
            raise ConnectionError("no route to the database")

    adas.open("/sign-in/")
    object.__setattr__(house.studio, "accounts", Away())
    adas.send(StudioState.choose_count("2"))
    assert len(adas.notices) == 1
    assert caplog.text.count("crash ") == 1


def test_only_a_member_has_an_account(tab: Tab) -> None:
    tab.open("/")
    with pytest.raises(NotSignedInError):
        signed_in_account(tab.state(SessionState))


def test_at_most_four_notices_are_kept_and_each_can_be_dismissed(tab: Tab) -> None:
    tab.open("/sign-up/")
    session = tab.state(SessionState)
    for number in range(7):
        session.say(f"word {number}")
    assert [notice.words for notice in session.notices] == ["word 3", "word 4", "word 5", "word 6"]
    assert len({notice.id for notice in session.notices}) == 4
    tab.send(SessionState.dismiss(session.notices[1].id))
    assert tab.notices == ["word 3", "word 5", "word 6"]
    tab.send(SessionState.dismiss("no such notice"))
    assert tab.notices == ["word 3", "word 5", "word 6"]


def test_a_stranger_may_be_told_things_and_stays_where_he_is(tab: Tab) -> None:
    tab.open("/sign-up/")
    tab.state(SignUpState).sent_to = "ada@example.com"
    for _ in range(6):
        tab.send(SignUpState.send_again)
    assert "Too many tries" in tab.notices[-1]
    assert not tab.shown(SessionState, "gone")


@pytest.mark.parametrize("state", [SessionState, StudioState, GalleryState, CreditsState, SignUpState])
def test_what_a_state_keeps_to_itself_is_never_sent(adas: Tab, state: type) -> None:
    adas.open("/studio/")
    assert not any(name.startswith("_") for values in adas.page.values() for name in values)
    assert state.get_full_name() in adas.page


def test_the_identity_is_not_sent_with_the_headers(adas: Tab, ada: SignedIn) -> None:
    adas.open("/studio/")
    headers = adas.page[ROOT]["rx_router_headers_rx_state_"]
    from reflex.utils.format import json_dumps

    assert ada.session_hash not in json_dumps(headers)
