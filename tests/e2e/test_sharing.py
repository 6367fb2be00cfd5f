"""A link that a stranger opens until it is taken back, and a recipe that goes round."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.test_accessibility import AXE, violations
from tests.e2e.visitors import choose, create, describe, expect_status, open_settings, open_sheet, pictures, prompt_box
from tests.studio import a_picture

PROMPT = "A baby in a fox onesie in an autumn forest"
_DROP = """async ([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried });
  document.getElementById("stage").dispatchEvent(drop);
}"""
_TAKE_PICTURES = """() => document.getElementById("stage").addEventListener("drop", (event) => {
  event.preventDefault();
  window.taken = event.dataTransfer.files[0].name;
})"""


@pytest.fixture
def ada(backstage: Backstage) -> Member:
    return backstage.member()


def test_a_link_shows_the_picture_to_strangers_until_it_is_ended(
    visit: Visit, backstage: Backstage, ada: Member
) -> None:
    backstage.seed(ada, 1)
    page = visit(ada).go("/gallery/")
    pictures(page).first.click()
    open_sheet(page).get_by_role("button", name="Share").click()
    sheet = page.get_by_role("dialog", name="Share link")
    sheet.get_by_role("button", name="Make a link").click()
    field = sheet.get_by_label("Link", exact=True)
    expect(field).to_have_value(re.compile(r"^http://localhost:\d+/s/[\w-]{54}$"))
    assert violations(page) == []

    stranger = visit()
    link = field.input_value()
    assert stranger.page.goto(link).status == 200
    shown = stranger.page.get_by_role("img", name="A picture of a baby character, made with AI")
    expect(shown).to_be_visible()
    stranger.page.wait_for_function("document.querySelector('figure img').naturalWidth > 0")
    assert ada.name not in stranger.page.content()
    assert "Seeded" not in stranger.page.content()
    assert _faults(stranger.page) == []

    sheet.get_by_role("button", name="End this link").click()
    expect(sheet.get_by_text("The link doesn't work any more.")).to_be_visible()
    stranger.expect_fault("404")
    assert stranger.page.goto(link).status == 404
    expect(stranger.page.get_by_role("heading", name="This link doesn't work.")).to_be_visible()
    assert _faults(stranger.page) == []


def test_a_recipe_goes_from_the_gallery_back_into_the_studio(visit: Visit, ada: Member) -> None:
    visitor = visit(ada)
    page = visitor.go("/studio/")
    open_settings(page)
    choose(page, "Size", "Portrait")
    expect_status(create(page, PROMPT), "done")
    page = visitor.go("/gallery/")
    pictures(page).first.click()
    files = {}
    for name in ("Recipe", "Copy with recipe"):
        with page.expect_download() as download:
            open_sheet(page).get_by_role("link", name=name, exact=True).click()
        files[name] = (download.value.suggested_filename, download.value.path().read_bytes())
    assert files["Recipe"][0] == "a-baby-in-a-fox-onesie.recipe.json"
    assert files["Copy with recipe"][1].startswith(b"\x89PNG")

    page = visitor.go("/studio/")
    choose(page, "Size", "Square")
    _pick(page, *files["Recipe"])
    _expect_form(page)

    page = visitor.go("/studio/")
    describe(page, "something else")
    choose(page, "Size", "Square")
    _drop(page, *files["Copy with recipe"], "image/png")
    _expect_form(page)


def test_what_is_no_recipe_is_said_so(visit: Visit, ada: Member) -> None:
    visitor = visit(ada)
    visitor.expect_fault("400|/api/recipe")
    page = visitor.go("/studio/")
    _pick(page, "letter.json", b'{"dear": "Ada"}')
    expect(page.get_by_text("This isn't a recipe of AI Baby Dance.")).to_be_visible()
    expect(page.get_by_text("The recipe is in the form")).to_have_count(0)


def _faults(page: Page) -> list[str]:
    """Return what axe objects to on a plain page, by day and by night."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {rule['id']}" for rule in AXE.run(page).response["violations"]]
    return found


def test_a_picture_without_a_recipe_is_left_to_whoever_takes_pictures(visit: Visit, ada: Member) -> None:
    page = visit(ada).go("/studio/")
    page.evaluate(_TAKE_PICTURES)
    _drop(page, "photo.png", a_picture(8, 8, "PNG"), "image/png")
    page.wait_for_function("window.taken === 'photo.png'")
    expect(page.get_by_text("There is no recipe in this picture.")).to_have_count(0)


def _pick(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Recipe", exact=True).set_input_files({"name": name, "mimeType": "", "buffer": data})


def _drop(page: Page, name: str, data: bytes, kind: str) -> None:
    page.evaluate(_DROP, [name, kind, base64.b64encode(data).decode()])


def _expect_form(page: Page) -> None:
    expect(page.get_by_text("The recipe is in the form")).to_be_visible()
    expect(prompt_box(page)).to_have_value(PROMPT)
    expect(page.get_by_role("radio", name="Portrait")).to_be_checked()
