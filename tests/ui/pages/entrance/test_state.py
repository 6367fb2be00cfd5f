"""The pages before the studio: nobody learns who has an account, and no secret comes back to the page."""

from __future__ import annotations

import pytest

from babydance.domain.accounts import SignedIn
from babydance.ui.pages.entrance.state import ForgotState, ResetState, SignInState, SignUpState, VerifyState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.services.people import EMAIL, OTHER_PASSWORD, PASSWORD
from tests.site import House
from tests.ui.conftest import Tab

NEW = "grace@example.com"


def _sign_up(tab: Tab, name: str = "Grace", email: str = NEW, password: str = PASSWORD) -> None:
    form = {"name": name, "email": email, "password": password}
    tab.raw(f"{SignUpState.get_full_name()}.submit", {"form_data": form})


def _form(tab: Tab, state: type, **values: str) -> None:
    tab.raw(f"{state.get_full_name()}.submit", {"form_data": values})


def _errors(tab: Tab) -> dict[str, str]:
    names = ("name_error", "email_error", "password_error", "form_error")
    return {name: words for name in names if (words := tab.shown(SignUpState, name))}


def test_signing_up_and_confirming_brings_twenty_credits(tab: Tab, house: House, run: Run) -> None:
    tab.open("/sign-up/")
    _sign_up(tab)
    assert tab.shown(SignUpState, "sent_to") == NEW
    tab.open("/verify/", token=run(house.people.token()))
    assert tab.shown(VerifyState, "is_confirmed") is True
    assert "Grace" in tab.shown(VerifyState, "outcome")
    _, who = run(house.enter(NEW))
    assert run(house.drawing.balance(who.account_id)).available == 20


def test_a_known_address_looks_just_like_a_new_one(tab: Tab) -> None:
    pages = []
    for email in (NEW, EMAIL):
        tab.open("/sign-up/")
        _sign_up(tab, email=email)
        pages.append((tab.shown(SignUpState, "sent_to") == email, _errors(tab), tab.notices))
    assert pages[0] == pages[1] == (True, {}, [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name_error"),
        ({"name": "\u202e\x00"}, "name_error"),
        ({"name": "x" * 81}, "name_error"),
        ({"email": "no address"}, "email_error"),
        ({"email": "a@b\nbcc: eve@example.com"}, "email_error"),
        ({"password": "short"}, "password_error"),
        ({"password": "1234567890"}, "password_error"),
        ({"password": "x" * 40_000}, "password_error"),
    ],
)
def test_each_mistake_is_said_where_it_is(tab: Tab, wrong: dict[str, str], field: str) -> None:
    tab.open("/sign-up/")
    _sign_up(tab, **wrong)
    assert list(_errors(tab)) == [field]
    assert not tab.shown(SignUpState, "sent_to")
    _sign_up(tab)
    assert _errors(tab) == {}


def test_the_strength_is_shown_and_the_password_never_comes_back(tab: Tab) -> None:
    tab.open("/sign-up/")
    tab.send(SignUpState.judge("password"))
    weak = tab.shown(SignUpState, "score")
    tab.send(SignUpState.judge(PASSWORD))
    assert tab.shown(SignUpState, "score") > weak
    _sign_up(tab)
    assert PASSWORD not in str(tab.deltas)
    tab.send(SignUpState.judge(""))
    assert tab.shown(SignUpState, "score") == -1


def test_the_right_password_gives_a_ticket_that_opens_one_session(
    tab: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    tab.open("/sign-in/")
    _form(tab, SignInState, email=EMAIL, password=PASSWORD)
    ticket = tab.shown(SignInState, "ticket")
    session = run(house.people.enter(ticket))
    assert run(house.people.accounts.who(session.token)).account_id == ada.account_id
    assert session.token not in str(tab.deltas)


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com", "no address", ""])
def test_whatever_is_wrong_the_words_are_the_same(tab: Tab, email: str) -> None:
    tab.open("/sign-in/")
    _form(tab, SignInState, email=email, password="wrong")
    assert tab.shown(SignInState, "error") == "The address or the password is wrong."
    assert not tab.shown(SignInState, "ticket")


def test_a_ticket_that_was_too_slow_is_explained(tab: Tab) -> None:
    tab.open("/sign-in/", again="1")
    assert tab.shown(SignInState, "error") == "That took too long. Sign in once more."


def test_guessing_is_slowed_down(tab: Tab) -> None:
    tab.open("/sign-in/")
    for _ in range(11):
        _form(tab, SignInState, email=EMAIL, password="wrong")
    assert tab.shown(SignInState, "error").startswith("Too many tries.")
    _form(tab, SignInState, email=EMAIL, password=PASSWORD)
    assert not tab.shown(SignInState, "ticket")


@pytest.mark.parametrize("place", ["/sign-in/", "/sign-up/"])
def test_somebody_who_is_signed_in_goes_on_to_the_studio(adas: Tab, place: str) -> None:
    adas.open(place)
    assert [event.name for event in adas.events] == ["_redirect"]
    assert '"/studio/"' in str(adas.events[0].payload) or "/studio/" in str(adas.events[0].payload)


def test_a_link_works_once_and_then_says_why_not(tab: Tab, house: House, run: Run) -> None:
    tab.open("/sign-up/")
    _sign_up(tab)
    token = run(house.people.token())
    tab.open("/verify/", token=token)
    tab.open("/verify/", token=token)
    assert tab.shown(VerifyState, "is_confirmed") is False
    assert tab.shown(VerifyState, "outcome") == "Your address is already confirmed. Sign in."


@pytest.mark.parametrize("token", ["x", "x" * 5000, "' OR 1=1", "\x00", "😀"])
def test_a_link_that_we_never_sent_is_refused(tab: Tab, token: str) -> None:
    tab.open("/verify/", token=token)
    assert tab.shown(VerifyState, "outcome") == "This link doesn't work. Please ask for a new one."
    assert tab.notices == []


@pytest.mark.parametrize("email", [EMAIL, "nobody@example.com"])
def test_forgetting_a_password_says_the_same_to_everybody(tab: Tab, email: str) -> None:
    tab.open("/forgot/")
    _form(tab, ForgotState, email=email)
    assert tab.shown(ForgotState, "is_sent") is True
    assert not tab.shown(ForgotState, "error")


def test_a_new_password_ends_every_session(tab: Tab, house: House, run: Run, ada: SignedIn) -> None:
    tab.open("/forgot/")
    _form(tab, ForgotState, email=EMAIL)
    token = run(house.people.token())
    tab.open("/reset/", token=token)
    assert token not in str({name: values for name, values in tab.page.items() if "reset_state" in name})
    _form(tab, ResetState, password="short")
    assert tab.shown(ResetState, "error")
    _form(tab, ResetState, password=OTHER_PASSWORD)
    assert tab.shown(ResetState, "is_done") is True
    assert not run(house.people.accounts.is_alive(ada.account_id, ada.session_hash))
    _form(tab, ResetState, password=PASSWORD)
    assert tab.shown(ResetState, "error") == "This link has been used already. Please ask for a new one."


def test_an_unconfirmed_member_can_ask_for_another_link(tab: Tab) -> None:
    tab.open("/verify/")
    assert tab.shown(VerifyState, "is_loaded") is True
    tab.raw(f"{VerifyState.get_full_name()}.send_again", {"form_data": {"email": "nobody@example.com"}})
    assert tab.shown(VerifyState, "is_sent") is True
    assert not tab.shown(SessionState, "gone")


def test_typing_no_address_is_said_in_words(tab: Tab) -> None:
    tab.open("/verify/")
    tab.raw(f"{VerifyState.get_full_name()}.send_again", {"form_data": {"email": "no address"}})
    assert tab.notices == ["This doesn't look like a mail address."]
    tab.open("/forgot/")
    _form(tab, ForgotState, email="no address")
    assert tab.shown(ForgotState, "error") == "This doesn't look like a mail address."
