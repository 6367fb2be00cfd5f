"""The whole way, from the first page to a picture on one's own disk."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.backstage import PASSWORD, Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.mailbox import mailed_link
from tests.e2e.visitors import (
    Visitor,
    create,
    create_button,
    expect_pill,
    expect_status,
    note_sources,
    noted_sources,
    open_sheet,
    pictures,
    price_shown,
    prompt_box,
    tiles,
)

EMAIL = "grace.first@example.com"
PROMPT = "A laughing baby in a yellow raincoat jumping into a puddle"


def test_a_newcomer_makes_a_picture_keeps_it_and_leaves_nothing_behind(
    visit: Visit, backstage: Backstage, tmp_path: Path
) -> None:
    visitor = visit()
    page = visitor.page
    page.goto("/")
    page.get_by_role("link", name="Try it now").first.click()
    _sign_up(page, EMAIL)
    confirming = visitor.tab(mailed_link(page, EMAIL, subject="Confirm your address"))
    expect(confirming.get_by_text("Your address is confirmed, and 20 credits are yours.")).to_be_visible()
    confirming.get_by_role("link", name="Sign in").first.click()
    confirming.close()
    page.get_by_role("link", name="Sign in").first.click()
    _sign_in(page, EMAIL, PASSWORD)
    expect_pill(page, 20)

    price = price_shown(page)
    picture = _watch_it_sharpen(page, price)
    assert [name for name in backstage.files(picture) if "preview" in name] == []

    page.get_by_role("link", name="Gallery").click()
    expect(pictures(page)).to_have_count(1)
    pictures(page).first.click()
    _read_the_receipt(open_sheet(page), price)
    name, saved = _download(page, tmp_path)
    assert name == "a-laughing-baby-in-a-yellow.jpg"
    assert saved == backstage.original(picture)

    _create_again(page)
    _delete_the_newest(page)
    page.get_by_role("banner").get_by_role("link", name=re.compile("credit")).click()
    assert _sums_of_the_lines(page) == (20 - 2 * price, 0, 20 - 2 * price)
    _sign_out(visitor)
    visitor.expect_fault("401")
    assert page.request.get(f"/media/original/{picture}").status == 401


def test_a_picture_of_somebody_else_is_not_there(visit: Visit, backstage: Backstage) -> None:
    ada, eve = backstage.member(), backstage.member(name="Eve")
    (picture,) = backstage.seed(ada, 1)
    visitor = visit(eve)
    page = visitor.page
    page.goto(f"/gallery/?picture={picture}")
    expect(page.get_by_text("There is no such picture.")).to_be_visible()
    expect(page.get_by_text("Your pictures will hang here")).to_be_visible()
    assert page.request.get(f"/media/original/{picture}").status == 404
    assert page.request.get(f"/media/thumbnail/{picture}/320").status == 404


def test_the_credits_of_a_page_are_the_sum_of_its_lines_and_of_the_books(visit: Visit, backstage: Backstage) -> None:
    ada: Member = backstage.member()
    backstage.seed(ada, 7)
    page = visit(ada).go("/credits/")
    available, in_use, last = _sums_of_the_lines(page)
    balance = backstage.balance(ada)
    assert (available, in_use) == (balance.available, balance.held)
    assert last == balance.available
    expect_pill(page, balance.available)


def _sign_up(page: Page, email: str) -> None:
    page.get_by_label("Name").fill("Grace")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    expect(page.get_by_role("meter", name="Password strength")).to_have_attribute("aria-valuenow", re.compile("[34]"))
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_text("Look into your mail")).to_be_visible()
    expect(page.get_by_text(email)).to_be_visible()


def _sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/studio/")


def _watch_it_sharpen(page: Page, price: int) -> str:
    """Create, see the previews and then the picture; return its id."""
    note_sources(page)
    tile = create(page, PROMPT)
    expect_pill(page, 20 - price, price)
    expect_status(tile, "done")
    assert noted_sources(page) == ["preview 1", "preview 2", "thumbnail 720"]
    expect_pill(page, 20 - price)
    return str(tile.get_attribute("data-tile"))


def _read_the_receipt(sheet: Locator, price: int) -> None:
    expect(sheet.get_by_text(PROMPT)).to_be_visible()
    for words in ("AI-generated", "Flare 2.5 (gpt-image-2.5-flare)", "1024 × 1024", "JPEG"):
        expect(sheet.get_by_text(words, exact=True).first).to_be_visible()
    receipt = sheet.get_by_role("heading", name="Receipt").locator("xpath=..")
    expect(receipt).to_contain_text(re.compile(rf"Held\s*{price} credits?"))
    expect(receipt).to_contain_text(re.compile(rf"Settled\s*{price} credits?"))
    expect(receipt).to_contain_text(re.compile(r"Released\s*0 credits"))
    expect(receipt).to_contain_text(re.compile(r"Request\s*\S{8,}"))


def _download(page: Page, folder: Path) -> tuple[str, bytes]:
    with page.expect_download() as coming:
        open_sheet(page).get_by_role("link", name="Download").click()
    coming.value.save_as(folder / "saved")
    return coming.value.suggested_filename, (folder / "saved").read_bytes()


def _create_again(page: Page) -> None:
    open_sheet(page).get_by_role("link", name="Create again").click()
    expect(prompt_box(page)).to_have_value(PROMPT)
    expect(create_button(page)).to_be_enabled()
    create_button(page).click()
    expect(tiles(page)).to_have_count(2)
    expect_status(tiles(page).first, "done")


def _delete_the_newest(page: Page) -> None:
    tiles(page).first.get_by_role("link", name=re.compile("^Open")).click()
    sheet = open_sheet(page)
    sheet.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("1 picture is in the trash.")).to_be_visible()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()
    expect(pictures(page)).to_have_count(1)


def _sign_out(visitor: Visitor) -> None:
    """Leave; another open tab leaves by itself, and the button Back leads to nothing private."""
    page, other = visitor.page, visitor.go("/gallery/", visitor.tab())
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(other).to_have_url(re.compile("/sign-in/"))
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in/"))
    expect(page.get_by_text(EMAIL)).to_have_count(0)
    expect(page.get_by_text(PROMPT)).to_have_count(0)


def _sums_of_the_lines(page: Page) -> tuple[int, int, int]:
    """Add up the columns of the credits page; return the sums and the newest balance."""
    rows = page.get_by_role("table").locator("tbody tr")
    expect(rows.first).to_be_visible()
    cells = [row.get_by_role("cell").all_inner_texts() for row in rows.all()]
    figures = [[int((text or "0").replace("−", "-")) for text in texts[-3:]] for texts in cells]
    return sum(f[0] for f in figures), sum(f[1] for f in figures), figures[0][2]
