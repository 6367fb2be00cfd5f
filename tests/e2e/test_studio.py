"""The studio page: pressing Create twice, stopping, failing, reloading, choosing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Visit
from tests.e2e.visitors import (
    choose,
    create,
    create_button,
    describe,
    expect_pill,
    expect_preview,
    expect_status,
    pictures,
    price_shown,
    prompt_box,
    tab_to,
    tiles,
)

FAILURES = {
    "sandbox:moderation": "The safety check refused this description. Change the words and try again.",
    "sandbox:flag-text": "The safety check refused this description. Change the words and try again.",
    "sandbox:output-moderation": "The finished picture didn't pass the safety check, so it was deleted.",
    "sandbox:quota": "The studio's account with the image model is used up. We have been told.",
    "sandbox:403": "The image model doesn't take the studio's requests right now. We have been told.",
    "sandbox:no-completed": "The connection to the image model broke before the picture was complete. Try again.",
    "sandbox:500": "The image model had a problem of its own. Try again.",
    "sandbox:undecodable": "What the image model sent was not a readable picture. Try again.",
}


def test_two_tabs_press_create_with_credits_for_one(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member(credits_given=2)
    visitor = visit(ada)
    first, second = visitor.go("/studio/"), visitor.go("/studio/", visitor.tab())
    assert price_shown(first) == 2
    for page in (first, second):
        describe(page, "A baby on a swing")
    for page in (first, second):
        create_button(page).dispatch_event("click")
    for page in (first, second):
        expect(tiles(page)).to_have_count(1)
        expect_status(tiles(page).first, "done")
        expect_pill(page, 0)
    assert backstage.runs(ada) == 1
    notices = [page.get_by_role("region", name="Notices").inner_text() for page in (first, second)]
    assert sorted(notices) == ["", "This needs 2 credits, and none is available."]


def test_a_double_click_on_create_makes_one_run(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    describe(page, "A baby with two balloons")
    create_button(page).dblclick()
    expect_status(tiles(page).first, "done")
    expect(tiles(page)).to_have_count(1)
    assert backstage.runs(ada) == 1


def test_stopping_before_the_first_preview_gives_everything_back(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    tile = create(page, "A baby asleep sandbox:silence")
    price = price_shown(page)
    expect_status(tile, "running")
    expect_pill(page, 20 - price, price)
    stop = tile.get_by_role("button", name="Stop")
    expect(stop).to_have_text("Stop")
    expect(stop).to_have_attribute("title", "Nothing is charged if you stop now.")
    stop.click()
    expect_status(tile, "cancelled", timeout=1_000)
    expect(tile).to_contain_text("Stopped. Nothing was charged.")
    expect_pill(page, 20)


def test_stopping_after_a_preview_keeps_the_price_and_says_so_before_and_after(
    visit: Visit, backstage: Backstage
) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    choose(page, "Quality", "High")
    expect(create_button(page)).to_contain_text("4 credits")
    tile = create(page, "A baby in a rocket sandbox:slow")
    expect_preview(tile)
    stop = tile.get_by_role("button", name="Stop · keeps 4 credits")
    expect(stop).to_have_attribute("title", "The model has already drawn a preview, so its price is kept.")
    stop.click()
    expect_status(tile, "cancelled", timeout=1_000)
    expect(tile).to_contain_text("Stopped. 4 credits were kept, because the model had already drawn a preview.")
    expect_pill(page, 16)
    assert not backstage.files(str(tile.get_attribute("data-tile")))


def test_a_failure_says_why_and_that_nothing_was_charged(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    for number, word in enumerate(FAILURES, start=1):
        describe(page, f"A baby {word}")
        create_button(page).click()
        expect(tiles(page)).to_have_count(number)
    for tile, words in zip(tiles(page).all(), reversed(FAILURES.values()), strict=True):
        expect_status(tile, "failed")
        expect(tile).to_contain_text(f"{words} Nothing was charged.")
        expect(tile.get_by_role("button", name="Try again")).to_be_enabled()
    expect_pill(page, 20)


def test_a_failed_picture_can_be_tried_again(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    tile = create(page, "A baby sandbox:403")
    expect_status(tile, "failed")
    tile.get_by_role("button", name="Try again").click()
    expect(tiles(page)).to_have_count(2)
    expect_status(tiles(page).first, "failed")
    tiles(page).first.get_by_role("button", name="Try again").click()
    expect(tiles(page)).to_have_count(3)
    expect_status(tiles(page).first, "failed")
    expect_pill(page, 20)


def test_a_mishap_that_passes_is_overcome_without_a_word(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    tile = create(page, "A baby on a pony sandbox:500-once")
    expect_status(tile, "done")


def test_a_page_that_is_loaded_anew_while_a_picture_is_drawn_goes_on_showing_it(
    visit: Visit, backstage: Backstage
) -> None:
    visitor = visit(backstage.member())
    page = visitor.go("/studio/")
    tile = create(page, "A baby at the piano sandbox:slow")
    expect_preview(tile)
    number = tile.get_attribute("data-tile")
    page.reload()
    again = tiles(page).first
    expect(again).to_have_attribute("data-tile", str(number))
    expect_preview(again)
    expect_status(again, "done")


def test_four_pictures_come_at_once_and_each_is_shown_when_it_is_ready(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    price = price_shown(page)
    choose(page, "How many", "4")
    expect(create_button(page)).to_contain_text(f"{4 * price} credits")
    expect(page.get_by_text(f"{price} credits each")).to_be_visible()
    create(page, "Four babies in four colours")
    expect(tiles(page)).to_have_count(4)
    for tile in tiles(page).all():
        expect_status(tile, "done", timeout=30_000)
    expect_pill(page, 20 - 4 * price)


def test_every_tab_shows_the_same_credits_and_pictures(visit: Visit, backstage: Backstage) -> None:
    visitor = visit(backstage.member())
    studio, account = visitor.go("/studio/"), visitor.go("/account/", visitor.tab())
    gallery = visitor.go("/gallery/", visitor.tab())
    create(studio, "A baby in the snow sandbox:slow")
    for page in (studio, account, gallery):
        expect_pill(page, 18, 2)
    expect_status(tiles(studio).first, "done")
    for page in (studio, account, gallery):
        expect_pill(page, 18)
    expect(pictures(gallery)).to_have_count(1)


def test_the_price_follows_every_choice(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    prices = []
    for group, option in (
        ("Quality", "Low"),
        ("Quality", "Best"),
        ("Size", "Large square"),
        ("How many", "3"),
    ):
        before = create_button(page).inner_text()
        choose(page, group, option)
        expect(create_button(page)).not_to_have_text(before)
        prices.append(price_shown(page))
    assert prices == sorted(set(prices))


def test_what_can_not_be_drawn_is_said_at_the_choice(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    choose(page, "Size", "Custom")
    size = page.get_by_role("group", name="Size")
    for width, height, words in (
        ("1000", "1024", "Width and height must be multiples of 16; the nearest is 992 × 1024."),
        ("4096", "2048", "The longest side may have 3840 pixels."),
        ("3200", "1024", "A side may be at most three times as long as the other."),
        ("512", "512", "A picture has 0.66 to 8.3 megapixels; 512 × 512 has 0.26."),
        ("", "1024", "Say width and height in whole pixels."),
    ):
        page.get_by_label("Width").fill(width)
        page.get_by_label("Height").fill(height)
        expect(size).to_contain_text(words)
        expect(create_button(page)).to_have_text("Create")
    page.get_by_label("Width").fill("1200")
    page.get_by_label("Height").fill("800")
    expect(create_button(page)).to_contain_text("credit")
    expect(size).not_to_contain_text("megapixels")
    tile = create(page, "A wide baby")
    expect_status(tile, "done")
    expect(page.get_by_text("1200 × 800 · Medium · 1 credit", exact=True)).to_be_visible()

    choose(page, "Background", "None")
    expect(page.get_by_role("radio", name="PNG")).to_be_checked()
    choose(page, "File", "JPEG")
    expect(page.get_by_role("group", name="File")).to_contain_text("A JPEG can't be transparent. Choose PNG or WebP.")


def test_an_empty_description_and_one_that_is_too_long_are_refused_in_words(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    create_button(page).click()
    expect(prompt_box(page)).to_have_accessible_description("Describe the picture first, in a few words.")
    prompt_box(page).fill("baby " * 801)
    expect(prompt_box(page)).to_have_accessible_description("The description has 4,004 characters; the most is 4,000.")
    create_button(page).click()
    expect(prompt_box(page)).to_have_attribute("aria-invalid", "true")
    expect(tiles(page)).to_have_count(0)
    expect_pill(page, 20)


def test_an_example_fills_the_form_and_a_style_is_sent_and_told(visit: Visit, backstage: Backstage) -> None:
    page = visit(backstage.member()).go("/studio/")
    page.get_by_role("button", name="Space walk").click()
    expect(prompt_box(page)).to_have_value(re.compile("astronaut"))
    choose(page, "Style", "Paper cut-out")
    expect(page.get_by_role("radio", name="Paper cut-out")).to_be_checked()
    create_button(page).click()
    tile = tiles(page).first
    expect_status(tile, "done")
    tile.get_by_role("link", name=re.compile("^Open")).click()
    expect(page.get_by_role("dialog", name="Picture")).to_contain_text(
        "Sent with it: Style: layered paper cut-out, crisp edges, small drop shadows."
    )


def test_the_keyboard_alone_is_enough(visit: Visit, backstage: Backstage) -> None:
    visitor = visit(backstage.member())
    page = visitor.go("/studio/")
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keys.press("Tab")
    expect(prompt_box(page)).to_be_focused()
    keys.type("A baby reading a book")
    expect(page.get_by_text(re.compile(r"^21 / 4,000"))).to_be_visible()
    tab_to(page, page.get_by_role("radio", name="No style"))
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Storybook")).to_be_checked()
    tab_to(page, page.locator("summary"))
    keys.press("Enter")
    tab_to(page, page.get_by_role("radio", name="Square", exact=True))
    keys.press("ArrowRight")
    expect(page.get_by_role("radio", name="Portrait")).to_be_checked()
    tab_to(page, create_button(page))
    keys.press("Enter")
    expect_status(tiles(page).first, "done")

    opener = tiles(page).first.get_by_role("link", name=re.compile("^Open"))
    opener.focus()
    keys.press("Enter")
    sheet = page.get_by_role("dialog", name="Picture")
    expect(sheet).to_be_visible()
    for _ in range(8):
        keys.press("Tab")
        assert page.evaluate(
            "!!document.activeElement.closest('[role=dialog]') || document.activeElement === document.body"
        )
    keys.press("Escape")
    expect(sheet).to_be_hidden()

    page.goto("/studio/")
    expect(create_button(page)).to_be_enabled()
    prompt_box(page).focus()
    keys.type("A second baby")
    keys.press("Control+Enter")
    expect(tiles(page)).to_have_count(2)
    expect_status(tiles(page).first, "done")
