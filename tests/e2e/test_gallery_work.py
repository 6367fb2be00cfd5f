"""Keeping order in the gallery: search, marked pictures, folders, places that are kept, the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.visitors import grid, open_sheet, pictures

MANY = 320


@pytest.fixture(scope="module")
def collector(backstage: Backstage) -> Member:
    """Somebody whose many pictures stay as they are."""
    member = backstage.member(name="Collector")
    backstage.seed(member, MANY)
    return member


@pytest.fixture
def ada(backstage: Backstage) -> Member:
    member = backstage.member()
    backstage.seed(member, 12)
    return member


def _card(page: Page, number: int) -> Locator:
    return page.get_by_role("button", name=f"Seeded baby number {number}", exact=True)


def _bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected pictures")


def test_a_search_and_a_filter_stand_in_the_address_and_back_takes_them_away(visit: Visit, collector: Member) -> None:
    visitor = visit(collector)
    page = visitor.go("/gallery/")
    page.get_by_label("Search your pictures").press_sequentially("NUMBER 31")
    expect(page).to_have_url(re.compile(r"\?q=NUMBER\+31$"))
    expect(grid(page)).to_have_attribute("data-count", "13")  # 31, 131, 231 and 310 to 319
    expect(page.get_by_text("13 pictures", exact=True)).to_be_visible()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("radio", name="Landscape").check()
    expect(page).to_have_url(re.compile("shape=landscape"))
    page.keyboard.press("Escape")
    chips = page.get_by_role("list", name="Filters").get_by_role("link")
    expect(chips).to_have_count(3)  # two filters, and all of them
    bookmark = visitor.go(page.url, visitor.tab())
    expect(grid(bookmark)).to_have_attribute("data-count", grid(page).get_attribute("data-count") or "")
    expect(bookmark.get_by_label("Search your pictures")).to_have_value("NUMBER 31")
    bookmark.get_by_role("link", name="Remove filter “NUMBER 31”").click()
    expect(bookmark).to_have_url(re.compile(r"\?shape=landscape$"))
    expect(bookmark.get_by_label("Search your pictures")).to_have_value("")
    page.go_back()
    expect(chips).to_have_count(2)
    page.go_back()
    expect(page.get_by_text(f"{MANY} pictures", exact=True)).to_be_visible()
    expect(page.get_by_label("Search your pictures")).to_have_value("")


def test_a_range_is_marked_deleted_and_brought_back(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/gallery/")
    page.get_by_role("checkbox", name="Select Seeded baby number 10").click()
    _card(page, 7).click(modifiers=["Shift"])
    _card(page, 9).click(modifiers=["Control"])
    expect(_bar(page)).to_contain_text("3 selected")
    _bar(page).get_by_role("button", name="Delete").click()
    expect(_bar(page)).to_be_hidden()
    expect(pictures(page)).to_have_count(9)
    expect(page.get_by_text("9 pictures", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(pictures(page)).to_have_count(12)
    names = pictures(page).locator("img").evaluate_all("images => images.map((image) => image.alt)")
    assert names == [f"Seeded baby number {number}" for number in reversed(range(12))]


def test_all_that_match_are_marked_but_one_and_taken_home(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/gallery/")
    page.get_by_role("checkbox", name="Select Seeded baby number 3").click()
    _bar(page).get_by_role("button", name="Select all 12").click()
    expect(_bar(page)).to_contain_text("12 selected")
    _card(page, 5).click()
    expect(_bar(page)).to_contain_text("11 selected")
    with page.expect_download() as coming:
        _bar(page).get_by_role("button", name="Download").click()
    assert coming.value.suggested_filename.endswith(".zip")
    _bar(page).get_by_role("button", name="Delete").click()
    expect(pictures(page)).to_have_count(1)
    expect(_card(page, 5)).to_be_visible()


def test_pictures_are_carried_into_a_folder_and_a_frame_marks_them(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/gallery/")
    page.get_by_role("button", name="New folder").click()
    page.get_by_role("dialog", name="New folder").get_by_label("Name", exact=True).fill("Holidays")
    page.get_by_role("radio", name="Mint").check()
    page.get_by_role("button", name="Make the folder").click()
    expect(page.get_by_role("heading", name="Holidays")).to_be_visible()
    expect(page.get_by_text("Nothing in here yet")).to_be_visible()
    page.get_by_role("link", name="All pictures", exact=True).click()
    expect(pictures(page)).to_have_count(12)
    _drag(page, grid(page), (-12, 30), grid(page), (60, 60))  # a frame over the first card
    expect(_bar(page)).to_contain_text("1 selected")
    _card(page, 9).click(modifiers=["Control"])
    _drag(page, _card(page, 9), (90, 90), page.get_by_role("link", name="Holidays"), (40, 12))
    expect(page.get_by_text("2 pictures are in “Holidays” now.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Holidays")).click()
    expect(page).to_have_url(re.compile("folder="))
    expect(pictures(page)).to_have_count(2)


def test_back_leads_to_the_very_place_from_another_page_and_after_loading_anew(visit: Visit, collector: Member) -> None:
    page = visit(collector).go("/gallery/")
    wanted = _card(page, 30)
    while not wanted.count():
        page.evaluate("scrollBy({ top: innerHeight, behavior: 'instant' })")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
    wanted.evaluate("card => card.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.wait_for_function("() => sessionStorage.getItem('gallery-place:')?.includes('tops')")
    before = _until_at_rest(wanted)
    page.get_by_role("link", name="Studio", exact=True).click()
    expect(page).to_have_url(re.compile("/studio"))
    page.go_back()
    expect(wanted).to_be_in_viewport()
    assert _until_at_rest(wanted) == pytest.approx(before, abs=2)
    page.reload()
    expect(wanted).to_be_in_viewport()
    assert _until_at_rest(wanted) == pytest.approx(before, abs=2)
    wanted.click()
    expect(open_sheet(page)).to_be_visible()
    page.go_back()
    expect(open_sheet(page)).to_be_hidden()
    expect(wanted).to_be_focused()
    assert _until_at_rest(wanted) == pytest.approx(before, abs=2)


def test_arrows_lead_through_the_lightbox_and_the_focus_comes_back(visit: Visit, collector: Member) -> None:
    page = visit(collector).go("/gallery/")
    _card(page, MANY - 2).click()
    expect(open_sheet(page).get_by_role("img", name=f"Seeded baby number {MANY - 2}", exact=True)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(open_sheet(page)).to_contain_text(f"Seeded baby number {MANY - 3}")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(open_sheet(page)).to_contain_text(f"Seeded baby number {MANY - 1}")
    expect(open_sheet(page).get_by_role("button", name="Previous picture")).to_have_count(0)
    page.keyboard.press("+")
    expect(open_sheet(page).locator("[data-zoomed]")).to_have_count(1)
    page.keyboard.press("0")
    expect(open_sheet(page).locator("[data-zoomed]")).to_have_count(0)
    page.keyboard.press("i")
    expect(open_sheet(page).get_by_text("Receipt")).to_be_hidden()
    page.keyboard.press("i")
    expect(open_sheet(page).get_by_text("Receipt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(open_sheet(page)).to_be_hidden()
    expect(_card(page, MANY - 1)).to_be_focused()


def test_two_pictures_stand_side_by_side_and_zoom_together(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/gallery/")
    page.get_by_role("checkbox", name="Select Seeded baby number 11").click()
    page.get_by_role("checkbox", name="Select Seeded baby number 8").click()
    _bar(page).get_by_role("button", name="Compare").click()
    expect(open_sheet(page).get_by_role("img", name=re.compile("Seeded baby number (11|8)$"))).to_have_count(2)
    open_sheet(page).get_by_role("button", name="Zoom in").click()
    moved = open_sheet(page).locator("[data-zoom]").evaluate_all("parts => parts.map((part) => part.style.transform)")
    assert len(moved) == 2
    assert all("scale(1.5)" in part for part in moved)
    page.keyboard.press("Escape")
    expect(_bar(page)).to_contain_text("2 selected")


def test_the_keyboard_alone_finds_loves_names_deletes_and_restores(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/gallery/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.grid-card')"):
            break
    expect(_card(page, 11)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(_card(page, 10)).to_be_focused()
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Favourite Seeded baby number 10")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowRight")
    expect(_bar(page)).to_contain_text("2 selected")
    page.keyboard.press("Escape")
    expect(_bar(page)).to_be_hidden()
    page.keyboard.press("Enter")
    open_sheet(page).get_by_label("Name", exact=True).fill("My fox")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="My fox", exact=True)).to_be_focused()
    page.keyboard.press("Delete")
    expect(pictures(page)).to_have_count(11)
    expect(_card(page, 8)).to_be_focused()
    page.goto("/gallery/?trash=1")
    page.get_by_role("button", name="My fox", exact=True).focus()
    page.keyboard.press("Enter")
    expect(open_sheet(page)).to_contain_text("It goes for good on")
    open_sheet(page).get_by_role("button", name="Restore").press("Enter")
    expect(page.get_by_text("The trash is empty")).to_be_visible()


def test_a_long_press_marks_and_the_finger_goes_on(visit: Visit, ada: Member) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = visit(ada, **phone).go("/gallery/")
    from_box, to_box = _card(page, 11).bounding_box(), _card(page, 8).bounding_box()
    assert from_box
    assert to_box
    touch = page.context.new_cdp_session(page)
    at = {"x": from_box["x"] + 20, "y": from_box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(_bar(page)).to_contain_text("1")
    to = {"x": to_box["x"] + 20, "y": to_box["y"] + 20}
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [to]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(_bar(page)).to_contain_text("4")
    expect(open_sheet(page)).to_have_count(0)


def _drag(page: Page, one: Locator, at: tuple[int, int], other: Locator, to: tuple[int, int]) -> None:
    start, end = one.bounding_box(), other.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + at[0], start["y"] + at[1])
    page.mouse.down()
    page.mouse.move(start["x"] + at[0] + 10, start["y"] + at[1] + 10)
    page.mouse.move(end["x"] + to[0], end["y"] + to[1], steps=3)
    page.mouse.up()


def _until_at_rest(card: Locator) -> float:
    """Wait until a card stays where it is, and return where."""
    return card.evaluate(
        """card => new Promise((done) => {
          let last = null;
          const look = () => {
            const top = card.getBoundingClientRect().top;
            if (top === last) return done(top);
            last = top;
            setTimeout(look, 300);
          };
          look();
        })"""
    )
