"""Signing in and the links that come by mail, when something is wrong with them."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.backstage import PASSWORD, Backstage
from tests.e2e.conftest import Visit
from tests.e2e.mailbox import mailed_link
from tests.e2e.visitors import expect_pill

NEW_PASSWORD = "nine quiet lighthouses"


def test_a_forgotten_password_is_replaced_and_every_other_browser_is_signed_out(
    visit: Visit, backstage: Backstage
) -> None:
    ada = backstage.member()
    signed_in = visit(ada).go("/studio/")
    page = visit().page
    page.goto("/sign-in/")
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="New password")).to_be_visible()
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_role("button", name="Send a link").click()
    expect(page.get_by_text("If the address has an account, a link is on its way.")).to_be_visible()
    link = mailed_link(page, ada.email, subject="Choose a new password")

    page.goto(link)
    page.get_by_label("Password", exact=True).fill("12345")
    page.get_by_role("button", name="Save the new password").click()
    expect(page.get_by_role("alert")).to_contain_text("character")
    page.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save the new password").click()
    expect(page.get_by_text("Your password is changed, and every device was signed out.")).to_be_visible()
    expect(signed_in).to_have_url(re.compile("/sign-in/"))

    page.get_by_role("link", name="Sign in").click()
    _sign_in(page, ada.email, PASSWORD)
    expect(page.get_by_role("alert")).to_have_text("The address or the password is wrong.")
    _sign_in(page, ada.email, NEW_PASSWORD)
    page.wait_for_url("**/studio/")
    expect_pill(page, 20)

    page.goto(link)
    page.get_by_label("Password", exact=True).fill("eight loud trumpets")
    page.get_by_role("button", name="Save the new password").click()
    expect(page.get_by_role("alert")).to_have_text("This link has been used already. Please ask for a new one.")


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit().page
    page.goto("/sign-in/")
    for email, password in ((ada.email, "wrong wrong wrong"), ("nobody@example.com", PASSWORD)):
        _sign_in(page, email, password)
        expect(page.get_by_role("alert")).to_have_text("The address or the password is wrong.")
        expect(page.get_by_label("E-mail")).to_have_value(email)
        page.reload()


def test_too_many_tries_are_slowed_down_in_words(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit().page
    page.goto("/sign-in/")
    for _ in range(10):
        _sign_in(page, ada.email, "wrong wrong wrong")
        expect(page.get_by_role("alert")).to_have_text("The address or the password is wrong.")
        page.reload()
    _sign_in(page, ada.email, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text(re.compile(r"Too many tries. Please wait \d+ \w+ and try again."))


def test_a_link_that_is_unknown_used_or_too_old_says_so_and_offers_a_new_one(
    visit: Visit, backstage: Backstage
) -> None:
    ada = backstage.member(is_verified=False)
    page = visit().page
    page.goto("/verify/?token=nothing")
    expect(page.get_by_text("This link doesn't work. Please ask for a new one.")).to_be_visible()
    _ask_for_a_new_link(page, ada.email)
    link = mailed_link(page, ada.email, subject="Confirm your address")

    backstage.age_links(ada.email)
    page.goto(link)
    expect(page.get_by_text("This link is too old. Please ask for a new one.")).to_be_visible()
    assert backstage.balance(ada).available == 0

    _ask_for_a_new_link(page, ada.email)
    newer = mailed_link(page, ada.email, subject="Confirm your address", number=2)
    assert newer != link
    page.goto(newer)
    expect(page.get_by_text("Thank you, Ada.")).to_be_visible()
    page.goto(newer)
    expect(page.get_by_text("Your address is already confirmed. Sign in.")).to_be_visible()
    assert backstage.balance(ada).available == 20


def test_a_sign_up_that_can_not_be_says_at_each_field_why(visit: Visit) -> None:
    page = visit().page
    page.goto("/sign-up/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@nowhere")
    page.get_by_label("Password", exact=True).fill("password")
    expect(page.get_by_role("meter")).to_have_attribute("aria-valuenow", re.compile("[01]"))
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail")).to_have_accessible_description("This doesn't look like a mail address.")
    page.get_by_label("E-mail").fill("ada.short@example.com")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail")).to_have_attribute("aria-invalid", "false")


def test_a_stranger_is_led_to_the_entrance_and_a_member_past_it(visit: Visit, backstage: Backstage) -> None:
    stranger = visit().page
    for place in ("studio", "gallery", "credits"):
        stranger.goto(f"/{place}/")
        expect(stranger).to_have_url(re.compile("/sign-in/"))
    stranger.goto("/account/")
    expect(stranger).to_have_url(re.compile("/sign-in/"))
    member = visit(backstage.member()).page
    for place in ("sign-in", "sign-up"):
        member.goto(f"/{place}/")
        expect(member).to_have_url(re.compile("/studio/"))


def test_a_form_is_not_sent_by_the_browser_itself_before_the_page_listens(visit: Visit) -> None:
    """Otherwise the password would stand in the address."""
    visitor = visit(java_script_enabled=False)
    visitor.expect_fault("failed request: csp")  # what the browser says of scripts that it may not run
    page = visitor.page
    for place in ("sign-in", "sign-up", "forgot", "reset", "verify"):
        page.goto(f"/{place}/")
        for button in page.locator("form button[type=submit]").all():
            expect(button).to_be_disabled()


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def _ask_for_a_new_link(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send a new link").click()
    expect(page.get_by_text("If the address still needs confirming, a new link is on its way.")).to_be_visible()
