"""What the pages look like to people with small windows, other scripts, dark rooms, and those who need things still."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.visitors import (
    create,
    expect_pill,
    expect_status,
    open_settings,
    open_sheet,
    pictures,
    prompt_box,
    sideways,
    tiles,
)

PUBLIC = ("/", "/privacy/", "/terms/", "/sign-up/", "/sign-in/", "/verify/", "/forgot/", "/reset/")
MEMBERS = ("/studio/", "/gallery/", "/credits/", "/account/")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
ARABIC = "طفل صغير يرتدي معطفا أصفر ويقفز في بركة ماء " * 12
ENDLESS = "baby" * 400


@pytest.fixture(scope="module")
def painter(backstage: Backstage) -> Member:
    """Somebody with a few pictures in the gallery."""
    member = backstage.member(name="Painter")
    backstage.seed(member, 9)
    return member


@pytest.mark.parametrize(
    "window",
    [
        pytest.param({"viewport": {"width": 320, "height": 640}}, id="320 pixels"),
        pytest.param({"viewport": {"width": 640, "height": 430}, "device_scale_factor": 2}, id="zoom 200 %"),
    ],
)
def test_no_page_scrolls_sideways(visit: Visit, painter: Member, window: dict[str, object]) -> None:
    stranger, member = visit(**window), visit(painter, **window)
    found = {path: sideways(stranger.go(path)) for path in PUBLIC}
    stranger.expect_fault("/nowhere")
    found["/nowhere/"] = sideways(stranger.go("/nowhere/"))
    found |= {path: sideways(member.go(path)) for path in MEMBERS}
    pictures(member.go("/gallery/")).first.click()
    expect(open_sheet(member.page)).to_be_visible()
    found["open picture"] = sideways(member.page)
    open_settings(member.go("/studio/"))
    found["settings"] = sideways(member.page)
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_prompts_from_right_to_left_and_words_without_end_wrap_at_320_pixels(
    visit: Visit, backstage: Backstage
) -> None:
    ada = backstage.member(name="A" * 80)
    visitor = visit(ada, viewport={"width": 320, "height": 640})
    page = visitor.go("/studio/")
    for prompt in (ARABIC.strip(), ENDLESS):
        expect_status(create(page, prompt), "done")
    assert sideways(page) == []
    arabic = tiles(page).nth(1).locator("xpath=ancestor::li").get_by_text(re.compile("^طفل")).last
    assert arabic.evaluate("node => getComputedStyle(node).direction") == "rtl"
    visitor.go("/gallery/")
    for number in range(2):
        pictures(page).nth(number).click()
        expect(open_sheet(page)).to_be_visible()
        assert sideways(page) == []
        open_sheet(page).get_by_role("button", name="Close").click()
        expect(open_sheet(page)).to_be_hidden()
    assert sideways(visitor.go("/account/")) == []


def test_a_picture_is_made_with_a_thumb_on_a_phone(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada, **PHONE).go("/studio/")
    page.get_by_role("button", name="Rainy day").tap()
    expect(prompt_box(page)).to_have_value(re.compile("raincoat"))
    button = page.get_by_role("button", name=re.compile("^Create"))
    expect(button).to_be_in_viewport()
    button.tap()
    expect(tiles(page).first).to_be_in_viewport(ratio=0.9)
    expect_status(tiles(page).first, "done")
    expect_pill(page, 18)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Gallery").tap()
    pictures(page).first.tap()
    sheet = open_sheet(page)
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box
    assert box["width"] == pytest.approx(390, abs=2)
    sheet.get_by_role("button", name="Close").tap()
    expect(sheet).to_be_hidden()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Account").tap()
    expect(page.get_by_text(ada.email)).to_be_visible()


def test_what_is_pressed_on_a_phone_is_large_enough_for_a_thumb(visit: Visit, painter: Member) -> None:
    stranger, member = visit(**PHONE), visit(painter, **PHONE)
    small = {path: _too_small(stranger.go(path)) for path in PUBLIC}
    small |= {path: _too_small(member.go(path)) for path in MEMBERS}
    pictures(member.go("/gallery/")).first.click()
    expect(open_sheet(member.page)).to_be_visible()
    small["open picture"] = _too_small(member.page)
    open_settings(member.go("/studio/"))
    small["settings"] = _too_small(member.page)
    assert {path: parts for path, parts in small.items() if parts} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_follow_the_colours_of_the_device(visit: Visit, painter: Member, scheme: str) -> None:
    visitor = visit(painter, color_scheme=scheme)
    for path in ("/", "/studio/", "/gallery/"):
        paper, ink = _colours(visitor.go(path))
        assert (paper < ink) == (scheme == "dark")


def test_a_chosen_colour_outlasts_the_visit_and_beats_the_device(visit: Visit, painter: Member) -> None:
    visitor = visit(painter, color_scheme="light")
    page = visitor.go("/account/")
    page.get_by_role("radio", name="Dark").click()
    page.wait_for_function("document.documentElement.classList.contains('dark')")
    paper, ink = _colours(visitor.go("/gallery/"))
    assert paper < ink
    page.emulate_media(color_scheme="light")
    paper, ink = _colours(visitor.go("/"))
    assert paper < ink


def test_nothing_moves_for_people_who_asked_for_stillness(visit: Visit, backstage: Backstage) -> None:
    visitor = visit(backstage.member(), reduced_motion="reduce")
    moving = {path: _moving(visitor.go(path)) for path in ("/", "/studio/", "/gallery/")}
    create(visitor.go("/studio/"), "A baby in a hammock sandbox:slow")
    moving["drawing"] = _moving(visitor.page)
    assert {path: parts for path, parts in moving.items() if parts} == {}
    tiles(visitor.page).first.get_by_role("button", name=re.compile("^Stop")).click()
    expect_status(tiles(visitor.page).first, "cancelled")


def test_a_loop_dances_for_everybody_else(visit: Visit) -> None:
    assert _moving(visit().go("/"))


def _colours(page: Page) -> tuple[float, float]:
    """Return how light the page and its words are."""
    return page.evaluate(
        """() => {
          const light = (colour) => {
            const canvas = new OffscreenCanvas(1, 1).getContext("2d");
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part, 0);
          };
          const style = getComputedStyle(document.body);
          const root = getComputedStyle(document.documentElement);
          const paper = style.backgroundColor === "rgba(0, 0, 0, 0)" ? root.backgroundColor : style.backgroundColor;
          return [light(paper), light(style.color)];
        }"""
    )


def _moving(page: Page) -> list[str]:
    """Name what is animated for longer than a blink."""
    return page.evaluate(
        """() => document.getAnimations()
          .filter((a) => a.playState === "running" && a.effect.getComputedTiming().activeDuration > 50)
          .map((a) => `${a.effect.target.tagName} ${a.effect.target.getAttribute("class")} ${a.animationName}`)"""
    )


def _too_small(page: Page) -> list[str]:
    """Name what can be pressed and is less than 44 pixels wide or high, links within sentences apart."""
    return page.evaluate(
        """() => [...document.querySelectorAll("button, a, select, input, textarea, summary")]
          .filter((node) => node.checkVisibility() && !(node.tagName === "A" && node.closest("p, li p, dd, td")))
          .map((node) => node.matches("[type=radio], [type=checkbox]") ? node.closest("label, .check") ?? node : node)
          .map((node) => [node, node.getBoundingClientRect()])
          .filter(([node, box]) => box.width > 1 && box.height > 1 && (box.width < 43.5 || box.height < 43.5))
          .map(([node, box]) => `${node.tagName} ${(node.textContent || node.ariaLabel || node.name).slice(0, 30)} `
            + `${Math.round(box.width)} × ${Math.round(box.height)}`)"""
    )
