"""The guard: nothing runs that has no rule, no session when it needs one, or a payload that does not fit."""

from __future__ import annotations

from typing import Any

import pytest
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

from babydance.domain.accounts import SignedIn
from babydance.ui.guard import _REFLEX_OWN
from babydance.ui.pages.credits.state import CreditsState
from babydance.ui.pages.entrance.state import SignInState, SignUpState
from babydance.ui.pages.gallery.picture import PictureState
from babydance.ui.pages.gallery.selecting import SelectionState
from babydance.ui.pages.gallery.sharing_state import SharingState
from babydance.ui.pages.gallery.shelf import ShelfState
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.pages.studio.recipe import RecipeState
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import Policy, rule_of
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House
from tests.ui.conftest import ROOT, Tab

SOME_ID = "0" * 32
OURS = "babydance___ui___"


def _handlers() -> dict[str, Any]:
    return {name: found.handler for name, found in RegistrationContext.get().event_handlers.items()}


def _name(state: type, handler: str) -> str:
    return f"{state.get_full_name()}.{handler}"


def test_every_handler_of_ours_has_a_rule_but_the_setters() -> None:
    ours = {name: handler for name, handler in _handlers().items() if OURS in name}
    assert len(ours) > 30
    without = {name.rpartition(".")[2] for name, handler in ours.items() if rule_of(handler.fn) is None}
    assert without <= {"setvar"}


def test_every_handler_of_reflex_is_either_needed_or_denied() -> None:
    theirs = {name for name in _handlers() if OURS not in name}
    needed = {name.rpartition(".")[2] for name in theirs & set(_REFLEX_OWN)}
    assert set(_REFLEX_OWN) <= theirs
    assert needed == {
        "hydrate", "hydrate_and_load", "set_is_hydrated", "on_load_internal", "handle_frontend_exception"
    }  # fmt: skip


def test_a_rule_names_exactly_the_arguments_of_its_handler() -> None:
    for name, handler in _handlers().items():
        rule = rule_of(handler.fn)
        if rule and rule.policy.is_open:
            arguments = list(handler.fn.__code__.co_varnames[1 : handler.fn.__code__.co_argcount])
            assert list(rule.payload.model_fields) == arguments, name


def test_background_work_is_never_open_to_browsers() -> None:
    for name, handler in _handlers().items():
        rule = rule_of(handler.fn)
        if rule and handler.is_background:
            assert rule.policy is Policy.INTERNAL, name


@pytest.mark.parametrize("state", [SessionState, StudioState, GalleryState, SignInState])
def test_setting_a_var_by_name_is_denied(adas: Tab, state: type) -> None:
    adas.open("/studio/")
    before = dict(adas.state(state).dict())
    for var, value in (("is_signed_in", True), ("price", 0), ("ticket", "x"), ("available", 9999)):
        adas.raw(_name(state, "setvar"), {"var_name": var, "value": value})
    assert adas.state(state).dict() == before


@pytest.mark.parametrize(
    "name",
    [
        f"{ROOT}.setvar",
        f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal",
        f"{ROOT}.reflex___state____on_load_internal_state.setvar",
    ],
)
def test_handlers_of_reflex_that_nobody_needs_are_denied(adas: Tab, name: str) -> None:
    adas.open("/studio/")
    adas.raw(name, {"vars": {f"{SessionState.get_full_name()}.available": 999}})
    adas.raw(name, {"var_name": "is_hydrated", "value": False})
    assert adas.state(SessionState).available == 20
    assert adas.page[ROOT]["is_hydrated_rx_state_"] is True


def test_what_only_our_own_handlers_may_start_is_denied_to_browsers(adas: Tab) -> None:
    adas.open("/studio/")
    adas.raw(_name(SessionState, "tell"), {"words": "You have won!", "tone": "done"})
    adas.raw(_name(SessionState, "end_if_over"))
    assert adas.notices == []
    for state in (SessionState, StudioState, GalleryState, CreditsState):
        for _ in range(3):
            adas.raw(_name(state, "watch"))
    assert adas.desk.watchers == 1  # the page's own


def test_a_browser_cannot_open_a_page_past_reflex_and_so_pile_up_watchers(adas: Tab) -> None:
    adas.open("/studio/")
    for state, handler in (
        (StudioState, "load"),
        (GalleryState, "load"),
        (CreditsState, "load"),
        (SessionState, "arrive"),
    ):
        adas.raw(_name(state, handler))
    assert adas.desk.watchers == 1
    for _ in range(5):
        adas.go("/studio/")
        adas.go("/gallery/")
    adas.wait_for(lambda: adas.desk.watchers == 1)


@pytest.mark.parametrize(
    ("state", "handler", "payload"),
    [
        (StudioState, "create", {"form_data": {"prompt": "a baby", "submit_key": "k"}}),
        (StudioState, "choose_count", {"value": "2"}),
        (StudioState, "cancel", {"generation": SOME_ID}),
        (GalleryState, "more", {"before": SOME_ID, "is_many": False}),
        (SelectionState, "trash", {"picked": {"ids": [SOME_ID], "is_all": False, "view": "", "number": 1}}),
        (PictureState, "open", {"picture": SOME_ID}),
        (ShelfState, "delete", {"folder": SOME_ID}),
        (SessionState, "undo", {"change": SOME_ID}),
        (SharingState, "show", {"picture": SOME_ID}),
        (SharingState, "make", {}),
        (RecipeState, "take", {"recipe": '{"babydance": 1, "prompt": "a baby"}'}),
        (CreditsState, "more", {}),
    ],
)
def test_a_stranger_is_sent_away(tab: Tab, state: type, handler: str, payload: dict[str, Any]) -> None:
    tab.open("/")
    before = tab.state(state).dict()
    tab.raw(_name(state, handler), payload)
    assert tab.shown(SessionState, "gone") is True
    assert tab.state(SessionState).gone is False  # only that browser is told
    assert tab.state(state).dict() == before


@pytest.mark.parametrize("place", ["/studio/", "/gallery/", "/credits/", "/account/"])
def test_a_stranger_does_not_get_into_the_pages_of_members(tab: Tab, place: str) -> None:
    tab.open(place)
    assert tab.shown(SessionState, "gone") is True
    assert tab.desk.watchers == 0


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"value": None},
        {"value": 2},
        {"value": ["2"]},
        {"value": {"a": "b"}},
        {"value": "2", "extra": "1"},
        {"self": "2"},
        {"value": "2", "self": "x"},
        {"value": "x" * 81},
        {"value": "\ud83d"},  # half a character: no database could keep it
        [],
        ["2"],
        "2",
        7,
    ],
)
def test_a_payload_that_does_not_fit_changes_nothing(adas: Tab, payload: Any, caplog: pytest.LogCaptureFixture) -> None:
    adas.open("/studio/")
    adas.raw(_name(StudioState, "choose_count"), payload)
    assert adas.state(StudioState).count == 1
    assert adas.notices == []
    assert "crash" not in caplog.text


def test_a_handler_without_arguments_takes_none(adas: Tab) -> None:
    adas.open("/credits/")
    adas.raw(_name(CreditsState, "more"), {"pages": 20})
    assert adas.state(CreditsState)._pages == 1
    adas.raw(_name(CreditsState, "more"), {})
    assert adas.state(CreditsState)._pages == 2


@pytest.mark.parametrize("picture", ["", "0" * 31, "0" * 33, "A" * 32, f"{SOME_ID}\n", "../../etc/passwd", "' OR 1=1"])
def test_an_id_that_is_none_does_not_reach_the_services(adas: Tab, picture: str) -> None:
    adas.open("/gallery/")
    adas.raw(_name(PictureState, "open"), {"picture": picture})
    assert adas.notices == []  # not even "there is no such picture"


FORM = {"email": "ada@example.com", "password": "wrong password"}


def _pairs(**values: Any) -> dict[str, Any]:
    return {FORM_DATA_ENTRIES_KEY: [[name, value] for name, value in values.items()]}


@pytest.mark.parametrize("form", [FORM, _pairs(**FORM)])
def test_a_form_comes_as_a_dict_or_as_pairs(tab: Tab, ada: SignedIn, form: dict[str, Any]) -> None:
    tab.open("/sign-in/")
    tab.raw(_name(SignInState, "submit"), {"form_data": form})
    assert tab.shown(SignInState, "error") == "The address or the password is wrong."


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "ada@example.com"},
        FORM | {"is_admin": "1"},
        FORM | {"password": 1},
        FORM | {"password": None},
        FORM | {"password": "x" * 40_001},
        FORM | {"email": "x" * 301},
        _pairs(email="ada@example.com"),
        _pairs(**FORM, is_admin="1"),
        _pairs(**FORM) | {"email": "x"},
        {FORM_DATA_ENTRIES_KEY: "x"},
        {FORM_DATA_ENTRIES_KEY: [["email"], ["password", "x"]]},
        {FORM_DATA_ENTRIES_KEY: [["email", {"a": 1}], ["password", "x"]]},
        {FORM_DATA_ENTRIES_KEY: [[["email"], "a"], ["password", "x"]]},
        [["email", "a"], ["password", "x"]],
        "email=a",
        None,
    ],
)
def test_a_form_with_a_missing_an_extra_or_an_odd_field_is_dropped(tab: Tab, ada: SignedIn, form: Any) -> None:
    tab.open("/sign-in/")
    tab.raw(_name(SignInState, "submit"), {"form_data": form})
    assert not tab.shown(SignInState, "error")
    assert not tab.shown(SignInState, "ticket")
    assert tab.notices == []


def test_a_width_is_taken_as_it_was_typed(adas: Tab) -> None:
    adas.open("/studio/")
    for value, width in (("1536", 1536), ("1008.5", 0), ("-16", 0), ("", 0), ("1e3", 0), ("\u00b2", 0)):
        adas.raw(_name(StudioState, "choose_width"), {"value": value})
        assert adas.state(StudioState).width == width
    for value in (1024, True, None, "9" * 81):
        adas.raw(_name(StudioState, "choose_width"), {"value": value})
        assert adas.state(StudioState).width == 0


def test_what_a_denied_event_carried_is_not_logged(tab: Tab, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "babydance")
    tab.open("/sign-up/")
    tab.raw(
        _name(SignUpState, "submit"), {"form_data": {"name": "Ada", "password": "seven tall giraffes", "mail": "a@b"}}
    )
    assert "denied" in caplog.text
    assert "giraffes" not in caplog.text
    assert "a@b" not in caplog.text


def test_a_session_that_is_ended_elsewhere_ends_here_at_the_next_event(
    adas: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    adas.open("/studio/")
    run(house.people.accounts.leave(ada.session_hash))
    adas.send(StudioState.choose_count("3"))
    assert adas.shown(SessionState, "gone") is True
    assert adas.state(StudioState).count == 1


def test_an_identity_made_of_two_people_is_nobody(adas: Tab, ada: SignedIn, eve: SignedIn) -> None:
    adas.who = SignedIn(account_id=ada.account_id, session_hash=eve.session_hash)
    adas.open("/studio/")
    assert adas.shown(SessionState, "gone") is True
    assert not adas.shown(SessionState, "name")
