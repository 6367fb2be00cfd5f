"""The gallery with hundreds of pictures, and one picture beside it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.visitors import grid, open_sheet, pictures

MANY = 300
_NOTE_SHIFTS = """
window.shift = 0;
const isInGrid = (part) => part.node?.parentElement?.closest("[aria-label='Your pictures']");
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.sources.some(isInGrid)) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_SEEN = """() => [...document.querySelectorAll("[aria-label='Your pictures'] img")].map((picture) => {
  const box = picture.closest("button").getBoundingClientRect();
  return {
    name: picture.alt, top: Math.round(box.top + scrollY), left: Math.round(box.left),
    asked: picture.width / picture.height, given: box.width / box.height,
  };
})"""


@pytest.fixture(scope="module")
def collector(backstage: Backstage) -> Member:
    member = backstage.member(name="Collector")
    backstage.seed(member, MANY)
    return member


@pytest.mark.parametrize("width", [390, 1280])
def test_three_hundred_pictures_come_in_order_without_gaps_or_doubles(
    visit: Visit, collector: Member, width: int
) -> None:
    visitor = visit(collector, viewport={"width": width, "height": 860})
    visitor.context.add_init_script(_NOTE_SHIFTS)
    page = visitor.go("/gallery/")
    places: dict[str, tuple[int, int]] = {}
    oldest = MANY - 1
    most = 0
    while "Seeded baby number 0" not in places:
        page.wait_for_function("known => document.querySelector(`img[alt='Seeded baby number ${known}']`)", arg=oldest)
        seen = page.evaluate(_SEEN)
        most = max(most, len(seen))
        for picture in seen:
            assert picture["given"] == pytest.approx(picture["asked"], rel=0.02)
            places[picture["name"]] = (picture["top"], picture["left"])
        oldest = MANY - 1 - len(places)
        page.evaluate("scrollBy(0, innerHeight)")
    order = sorted(places, key=lambda name: places[name])
    assert order == [f"Seeded baby number {number}" for number in reversed(range(MANY))]
    assert most < 120, "the page keeps too many pictures in its tree"
    assert page.evaluate("window.shift") < 0.01, "pictures moved while they loaded"

    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("button", name=f"Seeded baby number {MANY - 1}", exact=True)).to_be_visible()


def test_a_picture_opens_beside_the_grid_and_gives_the_focus_back(visit: Visit, collector: Member) -> None:
    page = visit(collector).go("/gallery/")
    opener = page.get_by_role("button", name=f"Seeded baby number {MANY - 3}", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(open_sheet(page)).to_contain_text(f"Seeded baby number {MANY - 3}")
    page.keyboard.press("Escape")
    expect(open_sheet(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_picture_that_is_deleted_in_one_tab_leaves_the_other(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    backstage.seed(ada, 3)
    visitor = visit(ada)
    page, other = visitor.go("/gallery/"), visitor.go("/gallery/", visitor.tab())
    expect(pictures(other)).to_have_count(3)
    _delete(page, "Seeded baby number 2")
    expect(pictures(page)).to_have_count(2)
    expect(pictures(other)).to_have_count(2)


def test_a_picture_in_the_middle_can_be_deleted_and_the_others_stay(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    backstage.seed(ada, 3)
    visitor = visit(ada)
    page, other = visitor.go("/gallery/"), visitor.go("/gallery/", visitor.tab())
    _delete(page, "Seeded baby number 1")
    expect(page.get_by_text("1 picture is in the trash.")).to_be_visible()
    for tab in (page, other):
        expect(pictures(tab)).to_have_count(2)
        names = pictures(tab).locator("img").evaluate_all("images => images.map((image) => image.alt)")
        assert names == ["Seeded baby number 2", "Seeded baby number 0"]


def test_pictures_that_were_finished_out_of_turn_are_all_there_once(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    backstage.seed(ada, 60, pace=37)
    page = visit(ada).go("/gallery/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(grid(page)).to_have_attribute("data-count", "60")
    expect(page.get_by_role("button", name="Seeded baby number 0", exact=True)).to_have_count(1)
    names = [f"Seeded baby number {number * 37 % 60}" for number in range(60)]
    oldest = [picture["name"] for picture in page.evaluate(_SEEN)][-1]
    assert names.index(oldest) == 0
    assert page.evaluate("document.querySelectorAll('#main img').length") <= 60


def test_who_deletes_far_below_stays_there(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    backstage.seed(ada, 60)
    page = visit(ada).go("/gallery/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(grid(page)).to_have_attribute("data-count", "60")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    _delete(page, "Seeded baby number 1")
    expect(grid(page)).to_have_attribute("data-count", "59")
    expect(page.get_by_role("button", name="Seeded baby number 0", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Seeded baby number 1", exact=True)).to_have_count(0)


def test_an_address_that_names_a_picture_opens_it(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    newest = backstage.seed(ada, 2)[0]
    page = visit(ada).go(f"/gallery/?picture={newest}")
    expect(open_sheet(page)).to_contain_text("Seeded baby number 1")
    open_sheet(page).get_by_role("button", name="Close").click()
    expect(open_sheet(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("/gallery/"))


def _delete(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    open_sheet(page).get_by_role("button", name="Delete").click()
    expect(open_sheet(page).get_by_role("img", name=name, exact=True)).to_have_count(0)
    open_sheet(page).get_by_role("button", name="Close").click()
    expect(open_sheet(page)).to_be_hidden()
