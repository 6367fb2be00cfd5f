"""Creating beyond one prompt: a batch, prompt help, templates, the prompts of the past, the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import DESK, PHONE, violations
from tests.e2e.visitors import (
    PATIENCE,
    create_button,
    describe,
    expect_pill,
    expect_status,
    open_settings,
    prompt_box,
    sideways,
    tab_to,
    tiles,
)

LINES = ("A baby on a swing", "A baby on a slide", "A baby on the moon")


def test_a_batch_of_three_is_asked_for_once_and_comes_one_by_one(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    visitor = visit(ada)
    page, other = visitor.go("/studio/"), visitor.go("/studio/", visitor.tab())
    box = _for_each_line(page)
    box.fill("\n\n".join(LINES))
    expect(create_button(page)).to_contain_text("6 credits")
    create_button(page).click()
    question = page.get_by_role("dialog", name="Create them all?")
    expect(question).to_contain_text("3 pictures, 6 credits. You have 20.")
    question.get_by_role("button", name="Not yet").click()
    expect(question).to_be_hidden()
    expect(box).to_have_value("\n\n".join(LINES))
    create_button(page).click()
    question.get_by_role("button", name="Create").dblclick()
    expect(question).to_be_hidden()
    for tab in (page, other):
        expect(tiles(tab)).to_have_count(3)
        for tile in tiles(tab).all():
            expect_status(tile, "done", timeout=3 * PATIENCE)
        expect(tab.get_by_role("region", name="Under way")).to_contain_text("Nothing is under way.")
    assert page.locator(".run-prompt").all_inner_texts() == list(LINES)
    assert backstage.runs(ada) == 3
    expect_pill(page, 14)


def test_everything_under_way_is_stopped_after_one_question(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    _for_each_line(page).fill("\n".join(f"{line} sandbox:silence" for line in LINES))
    expect(create_button(page)).to_contain_text("6 credits")
    create_button(page).click()
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    under_way = page.get_by_role("region", name="Under way")
    expect(under_way).to_contain_text("3 being drawn")
    under_way.locator("summary").click()
    expect(under_way.get_by_role("listitem")).to_have_count(3)
    under_way.get_by_role("button", name="Stop this picture").first.click()
    expect(under_way).to_contain_text("2 being drawn")
    under_way.get_by_role("button", name="Stop all").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop all").click()
    expect(page.get_by_text("Stopped 2 pictures. Nothing was charged.")).to_be_visible()
    expect(under_way).to_contain_text("Nothing is under way.")
    expect_pill(page, 20)


def test_a_better_prompt_is_shown_as_a_difference_and_taken_only_when_accepted(
    visit: Visit, backstage: Backstage
) -> None:
    page = visit(backstage.member()).go("/studio/")
    ask = page.get_by_role("button", name="Suggest a better prompt")
    expect(ask).to_be_disabled()
    describe(page, "A baby in a red boat")
    ask.click()
    suggestion = page.get_by_role("region", name="Suggestion")
    expect(suggestion.locator("ins").first).to_be_visible()
    expect(prompt_box(page)).to_have_value("A baby in a red boat")
    suggestion.get_by_role("button", name="Dismiss").click()
    expect(suggestion).to_be_hidden()
    expect(prompt_box(page)).to_have_value("A baby in a red boat")
    ask.click()
    better = " ".join(suggestion.locator("p").inner_text().split())
    suggestion.get_by_role("button", name="Accept").click()
    expect(prompt_box(page)).to_have_value(better)
    assert better.startswith("A baby with")
    describe(page, "A baby sandbox:500")
    ask.click()
    expect(page.get_by_text("Prompt help isn't available right now.")).to_be_visible()
    expect(prompt_box(page)).to_have_value("A baby sandbox:500")


def test_a_template_is_filled_and_a_prompt_is_found_again(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    page.get_by_role("button", name="Templates").click()
    page.get_by_role("button", name=re.compile("^Birthday card")).click()
    sheet = page.get_by_role("dialog", name="Birthday card")
    sheet.get_by_label("Colours").fill("blue and white")
    sheet.get_by_label("Card text").fill("Two today")
    sheet.get_by_role("button", name="Put it in the box").click()
    expect(prompt_box(page)).to_have_value(re.compile("one candle, balloons in blue and white.+Two today"))
    create_button(page).click()
    expect_status(tiles(page).first, "done")
    describe(page, "Something else")
    page.get_by_role("button", name="Your prompts").click()
    sheet = page.get_by_role("dialog", name="Your prompts")
    sheet.get_by_role("button", name="Save this prompt").click()
    expect(sheet.get_by_role("status")).to_have_text("Saved.")
    sheet.get_by_label("Search").fill("BALLOONS two")
    sheet.get_by_role("button", name=re.compile("^Use: ")).click()
    expect(prompt_box(page)).to_have_value(re.compile("Two today"))


def test_another_one_like_this_has_the_same_settings(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    describe(page, "A baby on a rainbow")
    create_button(page).click()
    first = tiles(page).first
    expect_status(first, "done")
    first.hover()
    first.get_by_role("button", name="Another one like this").click()
    expect(tiles(page)).to_have_count(2)
    expect_status(tiles(page).first, "done")
    assert page.locator(".run-prompt").all_inner_texts() == ["A baby on a rainbow"] * 2
    expect_pill(page, 16)


def test_a_hidden_page_counts_what_is_ready_in_its_title(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    describe(page, "A baby on a boat")
    create_button(page).click()
    expect_status(tiles(page).first, re.compile("queued|running"))
    page.evaluate(_HIDE)
    expect(page).to_have_title(re.compile(r"^\(1\) Studio"))
    page.evaluate(_SHOW)
    expect(page).to_have_title(re.compile("^Studio"))


def test_a_picture_is_made_with_the_keyboard_alone(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Go to the description")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(prompt_box(page)).to_be_focused()
    page.keyboard.type("Why? A baby and/or a kitten")
    expect(prompt_box(page)).to_have_value("Why? A baby and/or a kitten")
    expect(keys).to_be_hidden()
    tab_to(page, page.get_by_role("button", name="Templates"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Start from a template")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Start from a template")).to_be_hidden()
    expect(page.get_by_role("button", name="Templates")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Control+Enter")
    expect_status(tiles(page).first, "done")


@pytest.mark.parametrize(
    ("window", "places"),
    [(DESK, {"templates", "blanks", "prompts"}), (PHONE, {"suggestion", "question", "queue"})],
    ids=["desk", "phone"],
)
def test_axe_finds_nothing_in_any_of_it(
    visit: Visit, backstage: Backstage, window: dict[str, object], places: set[str]
) -> None:
    page = visit(backstage.member(), reduced_motion="reduce", **window).go("/studio/")
    found: dict[str, list[str]] = {}

    def look(place: str) -> None:
        found[place] = sideways(page) + (violations(page) if place in places else [])

    describe(page, "A baby in a red boat")
    page.get_by_role("button", name="Suggest a better prompt").click()
    expect(page.get_by_role("region", name="Suggestion")).to_be_visible()
    look("suggestion")
    page.get_by_role("button", name="Templates").click()
    expect(page.get_by_role("button", name=re.compile("^Season"))).to_be_visible()
    look("templates")
    page.get_by_role("button", name=re.compile("^Season")).click()
    expect(page.get_by_label("Outfit")).to_be_visible()
    look("blanks")
    page.keyboard.press("Escape")
    _for_each_line(page).fill("\n".join(f"{line} sandbox:silence" for line in LINES))
    expect(create_button(page)).to_contain_text("6 credits")
    create_button(page).click()
    expect(page.get_by_role("dialog", name="Create them all?")).to_be_visible()
    look("question")
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    under_way = page.get_by_role("region", name="Under way")
    under_way.locator("summary").click()
    expect(under_way.get_by_role("listitem")).to_have_count(3)
    look("queue")
    page.get_by_role("button", name="Your prompts").click()
    expect(page.get_by_role("button", name=re.compile("^Use: "))).to_have_count(3)
    look("prompts")
    assert {place: parts for place, parts in found.items() if parts} == {}


def _for_each_line(page: Page) -> Locator:
    """Make each line a picture and return the box."""
    open_settings(page)
    page.get_by_text("One picture for each line").click()
    box = page.get_by_label("Describe one picture in each line")
    expect(box).to_be_visible()
    open_settings(page)
    return box


_HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
_SHOW = """() => {
  delete document.hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
