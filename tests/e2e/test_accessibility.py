"""Axe finds nothing on any page, by day and by night, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.visitors import (
    Visitor,
    create,
    create_button,
    expect_preview,
    expect_status,
    open_settings,
    open_sheet,
    pictures,
    tiles,
)

DESK = {"viewport": {"width": 1280, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PUBLIC = ("/", "/privacy/", "/terms/", "/sign-up/", "/sign-in/", "/verify/?token=nothing", "/forgot/", "/reset/")
AXE = Axe()


@pytest.fixture(scope="module")
def newcomer(backstage: Backstage) -> Member:
    """Somebody without pictures and credits whose address is not confirmed."""
    return backstage.member(name="Newcomer", is_verified=False)


@pytest.fixture(scope="module")
def painter(backstage: Backstage) -> Member:
    """Somebody with a few pictures in the gallery."""
    member = backstage.member(name="Painter")
    backstage.seed(member, 9)
    return member


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def window(request: pytest.FixtureRequest) -> dict[str, object]:
    return request.param


def test_the_public_pages(visit: Visit, window: dict[str, object]) -> None:
    visitor = visit(reduced_motion="reduce", **window)
    visitor.expect_fault("/nowhere")
    found = {path: violations(visitor.go(path)) for path in (*PUBLIC, "/nowhere/")}
    found["errors"] = violations(_wrong_sign_up(visitor))
    found["wrong password"] = violations(_wrong_sign_in(visitor))
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_the_pages_of_members(visit: Visit, painter: Member, newcomer: Member, window: dict[str, object]) -> None:
    empty = visit(newcomer, reduced_motion="reduce", **window)
    found = {f"empty {path}": violations(empty.go(path)) for path in ("/studio/", "/gallery/", "/credits/")}
    full = visit(painter, reduced_motion="reduce", **window)
    found |= {path: violations(full.go(path)) for path in ("/gallery/", "/credits/", "/account/")}
    pictures(full.go("/gallery/")).first.click()
    expect(open_sheet(full.page)).to_be_visible()
    found["open picture"] = violations(full.page)
    full.page.keyboard.press("Escape")
    found |= _gallery_at_work(full.page)
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_the_edit_page(visit: Visit, backstage: Backstage, window: dict[str, object]) -> None:
    member = backstage.member(name="Painter")
    [picture] = backstage.seed(member, 1)
    page = visit(member, reduced_motion="reduce", **window).go(f"/edit/?picture={picture}")
    page.get_by_role("button", name="Use this mask").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_text("Keys", exact=True).click()
    found = {"painting": violations(page)}
    page.goto(f"/edit/?picture={picture}&mode=crop")
    page.get_by_role("button", name="Save as a new picture").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["cropping"] = violations(page)
    page.get_by_role("button", name="Before and after").click()
    expect(page.get_by_label("Where before ends and after begins")).to_be_attached()
    found["comparing"] = violations(page)
    page.goto(f"/edit/?picture={'0' * 32}")
    expect(page.get_by_role("heading", name="This picture isn't there")).to_be_visible()
    found["not there"] = violations(page)
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_the_studio_at_work(visit: Visit, backstage: Backstage, window: dict[str, object]) -> None:
    visitor = visit(backstage.member(), reduced_motion="reduce", **window)
    page = visitor.go("/studio/")
    open_settings(page)
    create_button(page).click()
    expect(page.get_by_text("Describe the picture first, in a few words.")).to_be_visible()
    found = {"settings and an error": violations(page)}
    expect_status(create(page, "A baby sandbox:403"), "failed")
    expect_status(create(page, "A baby"), "done")
    expect_preview(create(page, "A baby sandbox:slow"))
    found["done and preview"] = violations(page)
    tiles(page).first.get_by_role("button", name=re.compile("^Stop")).click()
    expect_status(tiles(page).first, "cancelled")
    assert {path: parts for path, parts in found.items() if parts} == {}


def _gallery_at_work(page: Page) -> dict[str, list[str]]:
    """Look at what the gallery shows while somebody works in it."""
    found = {}
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    found["filters"] = violations(page)
    page.get_by_role("dialog", name="Filters").get_by_role("radio", name="Portrait").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("list", name="Filters")).to_be_visible()
    pictures(page).first.focus()
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar", name="Selected pictures")).to_be_visible()
    found["filtered and marked"] = violations(page)
    for name, title in (("Move", "Move to"), ("Tag", "Tags")):
        page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
        found[title] = violations(page)
        page.keyboard.press("Escape")
    page.goto("/gallery/?trash=1")
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    found["trash"] = violations(page)
    return found


# One that was paused or taken off its element never tells that it has finished; all of ours have by then.
_AT_REST = """() => Promise.race([
  Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  new Promise((resolve) => setTimeout(resolve, 1500)),
])"""


def violations(page: Page) -> list[str]:
    """Return what axe objects to, by day and by night, a line for each place."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        expect(page.locator("html")).to_have_class(re.compile(scheme))
        page.evaluate(_AT_REST)
        for rule in AXE.run(page).response["violations"]:
            found += [f"{scheme} {rule['id']}: {node['target']} {node['html'][:160]}" for node in rule["nodes"]]
    return found


def _wrong_sign_up(visitor: Visitor) -> Page:
    page = visitor.go("/sign-up/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail").fill("ada@nowhere")
    page.get_by_label("Password", exact=True).fill("password")
    expect(page.get_by_role("meter")).to_be_visible()
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_text("This doesn't look like a mail address.")).to_be_visible()
    return page


def _wrong_sign_in(visitor: Visitor) -> Page:
    page = visitor.go("/sign-in/")
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("wrong wrong wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The address or the password is wrong.")).to_be_visible()
    return page
