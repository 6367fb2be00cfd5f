"""Pictures to work from: several at once, with a guardian's word, used in a picture, and deleted now."""

from __future__ import annotations

import json

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.backstage import Backstage
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import violations
from tests.e2e.visitors import create, create_button, expect_status, price_shown, sideways
from tests.foreign_files import a_photo, animated, encoded, heic

CONSENT = "I’m the parent or guardian of every child shown, or have their permission."
DROP = """(name) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(window.picture)], "pasted.jpg", { type: "image/jpeg" }));
  const given = name === "paste" ? { clipboardData: files } : { dataTransfer: files };
  const kind = name === "paste" ? ClipboardEvent : DragEvent;
  const event = new kind(name, { bubbles: true, cancelable: true, ...given });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}"""


def a_file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def pick(page: Page, *files: FilePayload) -> None:
    page.get_by_label("Pictures to upload").set_input_files(list(files))


def tick(place: Page | Locator, words: str) -> None:
    """Press the words beside a box, as people do."""
    place.get_by_text(words, exact=True).click()


def chosen(page: Page) -> Locator:
    return page.get_by_role("list", name="Chosen pictures, in the order in which they are used").get_by_role("listitem")


def test_two_pictures_are_uploaded_used_and_deleted_now(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    page = visit(ada).go("/studio/")
    alone = price_shown(page)
    pick(page, a_file("Emma.heic", heic(a_photo())), a_file("garden.jpg", encoded(a_photo(900, 700))))
    question = page.get_by_role("region", name="Before the upload")
    send = question.get_by_role("button", name="Upload 2 pictures")
    expect(question.get_by_label(CONSENT)).not_to_be_checked()
    expect(send).to_be_disabled()
    tick(question.get_by_role("listitem").nth(1), "No people in it")
    expect(send).to_be_disabled()
    tick(question, CONSENT)
    send.click()
    expect(chosen(page)).to_have_count(2)
    expect(question).to_have_count(0)
    expect(chosen(page).nth(0)).to_contain_text("23 h")
    expect(chosen(page).nth(1)).not_to_contain_text("h")
    expect(create_button(page)).not_to_contain_text(f"{alone} credit")
    page.get_by_role("button", name="Move picture 2 earlier").click()
    expect(chosen(page).nth(1)).to_contain_text("23 h")
    expect_status(create(page, "A baby in the garden"), "done")
    page.get_by_role("button", name="Delete now", exact=True).click()
    expect(chosen(page)).to_have_count(1)
    expect(page.get_by_text("The upload is deleted.")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="My uploads").click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_have_count(1)


def test_drop_and_paste_and_files_that_are_refused(visit: Visit, backstage: Backstage) -> None:
    visitor = visit(backstage.member(), viewport={"width": 320, "height": 720})
    visitor.expect_fault("415")
    page = visitor.go("/studio/")
    page.evaluate(f"window.picture = {json.dumps(list(encoded(a_photo(300, 300))))}")
    for event in ("drop", "paste"):
        assert page.evaluate(DROP, event)
    pick(page, a_file("moves.png", animated("PNG")))
    question = page.get_by_role("region", name="Before the upload")
    for place in range(3):
        tick(question.get_by_role("listitem").nth(place), "No people in it")
    expect(question.get_by_label(CONSENT)).to_have_count(0)
    question.get_by_role("button", name="Upload 3 pictures").click()
    expect(chosen(page)).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_text("This picture moves. Save one frame of it as a still picture first.")
    expect(page.get_by_text("Picture 2: Small: 300 × 300 pixels. Details may get lost.")).to_be_visible()
    assert sideways(page) == []
    assert violations(page) == []
    page.get_by_role("button", name="Close moves.png").click()
    page.get_by_role("button", name="Remove picture 1").click()
    expect(chosen(page)).to_have_count(1)
    page.get_by_role("button", name="My uploads").click()
    expect(page.get_by_role("dialog").get_by_role("button", pressed=True)).to_have_count(1)
    assert violations(page) == []


def test_pictures_of_the_gallery_are_chosen_with_the_keyboard(visit: Visit, backstage: Backstage) -> None:
    ada = backstage.member()
    backstage.seed(ada, 2)
    page = visit(ada).go("/studio/")
    page.get_by_role("button", name="Gallery", exact=True).press("Enter")
    sheet = page.get_by_role("dialog", name="From your gallery")
    offered = sheet.get_by_role("list").get_by_role("button")
    expect(offered).to_have_count(2)
    for place in range(2):
        offered.nth(place).press("Enter")
    expect(offered.and_(page.get_by_role("button", pressed=True))).to_have_count(2)
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    expect(chosen(page)).to_have_count(2)
    page.get_by_role("button", name="Remove picture 1").press("Enter")
    expect(chosen(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Remove picture 1")).to_be_focused()
