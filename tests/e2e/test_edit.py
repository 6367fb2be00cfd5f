"""The edit page: a mask painted by mouse, by finger and by keys, and a picture cropped into a new one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.backstage import Backstage, Member
from tests.e2e.conftest import Visit
from tests.e2e.visitors import create, expect_status, open_sheet, pictures, sideways
from tests.server import StudioServer

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STUDIO = re.compile(r"/studio/?\?from=([0-9a-f]{32})&mask=([0-9a-f]{32})")

Alpha = Callable[[Page], Image.Image]


@pytest.fixture
def ada(backstage: Backstage) -> Member:
    return backstage.member()


@pytest.fixture
def picture(backstage: Backstage, ada: Member) -> str:
    """A square picture of 1024 pixels that can be looked at and worked on."""
    [picture_id] = backstage.seed(ada, 1)
    backstage.paint(picture_id, 1024, 1024)
    return picture_id


@pytest.fixture
def used(server: StudioServer) -> Alpha:
    """Press "Use this mask", wait for the studio, and read what was kept: its alpha."""

    def use(page: Page) -> Image.Image:
        page.get_by_role("button", name="Use this mask").click()
        page.wait_for_url(STUDIO)
        found = STUDIO.search(page.url)
        assert found
        image = Image.open(io.BytesIO((server.data / "media" / "mask" / found[2]).read_bytes()))
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (1024, 1024))
        return image.getchannel("A")

    return use


def stage(page: Page) -> Locator:
    return page.get_by_role("application")


def share(page: Page) -> Locator:
    return page.locator("#easel-share")


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a pixel of the picture is in the window, while the whole of it is shown."""
    box = page.locator(".easel-stage img").bounding_box()
    assert box
    return box["x"] + box["width"] * x / 1024, box["y"] + box["height"] * y / 1024


def paint(page: Page, *points: tuple[float, float]) -> None:
    page.mouse.move(*place(page, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*place(page, *point), steps=5)
    page.mouse.up()


def clear_at(alpha: Image.Image, *points: tuple[int, int]) -> list[bool]:
    return [alpha.getpixel(point) == 0 for point in points]


def test_what_was_painted_undone_inverted_and_reloaded_is_the_mask(
    visit: Visit, ada: Member, picture: str, used: Alpha
) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}")
    expect(share(page)).to_have_text("Nothing will change yet")
    page.get_by_role("button", name="Use this mask").click()
    expect(page.get_by_role("alert")).to_have_text("Nothing is painted yet. Paint over the part that should change.")

    paint(page, (200, 200), (800, 200))
    expect(share(page)).to_have_text(re.compile(r"^[4-6] % of the picture will change$"))
    paint(page, (200, 700), (800, 700))
    expect(share(page)).to_have_text(re.compile(r"^(9|10|11) % of the picture will change$"))
    page.get_by_role("button", name="Undo").click()
    expect(share(page)).to_have_text(re.compile(r"^[4-6] %"))
    page.get_by_role("button", name="Redo").click()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()

    page.get_by_role("radio", name="Eraser").click()
    paint(page, (500, 100), (500, 300))
    page.get_by_role("button", name="Invert").click()
    expect(share(page)).to_have_text(re.compile(r"^9\d % of the picture will change$"))
    page.reload()
    expect(share(page)).to_have_text(re.compile(r"^9\d % of the picture will change$"))

    alpha = used(page)
    assert clear_at(alpha, (300, 200), (700, 200), (500, 200), (500, 700), (300, 320)) == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert alpha.getpixel((300, 200)) == 255


def test_zoomed_in_the_brush_paints_where_it_is_seen(visit: Visit, ada: Member, picture: str, used: Alpha) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}")
    expect(share(page)).to_be_visible()
    before = page.locator(".easel-stage img").bounding_box()
    page.mouse.move(*place(page, 256, 256))
    page.mouse.wheel(0, -900)
    page.wait_for_function(
        "wide => document.querySelector('.easel-stage img').getBoundingClientRect().width > 3 * wide",
        arg=before["width"] if before else 0,
    )
    x, y = place(page, 256, 256)  # the wheel keeps the point under it where it is
    paint(page, (256, 256), (290, 256))
    expect(share(page)).to_have_text(re.compile("1 % of the picture"))
    assert abs(x - place(page, 256, 256)[0]) < 1
    assert y
    page.get_by_role("button", name="Show the whole picture").click()
    assert clear_at(used(page), (256, 256), (290, 256), (600, 256)) == [True, True, False]


def test_a_finger_paints_and_two_zoom(visit: Visit, ada: Member, picture: str, used: Alpha) -> None:
    visitor = visit(ada, **PHONE)
    page = visitor.go(f"/edit/?picture={picture}")
    expect(share(page)).to_be_visible()
    assert sideways(page) == []
    wire = visitor.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", place(page, 300, 500))
    for x in range(340, 701, 40):
        touch("touchMove", place(page, x, 500))
    touch("touchEnd")
    expect(share(page)).to_have_text(re.compile(r"^[3-6] % of the picture will change$"))
    painted = share(page).inner_text()

    before = page.locator(".easel-stage img").bounding_box()
    left, right = place(page, 450, 500), place(page, 550, 500)
    touch("touchStart", left, right)
    for by in range(10, 81, 10):
        touch("touchMove", (left[0] - by, left[1]), (right[0] + by, right[1]))
    touch("touchEnd")
    page.wait_for_function(
        "wide => document.querySelector('.easel-stage img').getBoundingClientRect().width > 1.5 * wide",
        arg=before["width"] if before else 0,
    )
    expect(share(page)).to_have_text(painted)  # two fingers leave no paint
    assert clear_at(used(page), (320, 500), (690, 500), (500, 800)) == [True, True, False]


def test_with_keys_alone_a_mask_is_painted(visit: Visit, ada: Member, picture: str, used: Alpha) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}")
    expect(share(page)).to_be_visible()
    page.get_by_role("radio", name="Paint", exact=True).focus()
    page.keyboard.press("Tab")
    expect(stage(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Brush down. Arrow keys paint, Enter lifts it.")).to_be_attached()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(share(page)).to_have_text(re.compile(r"^[2-4] % of the picture will change$"))
    page.keyboard.press("i")
    expect(share(page)).to_have_text(re.compile(r"^9\d %"))
    page.keyboard.press("Control+z")
    assert clear_at(used(page), (512, 512), (700, 512), (512, 700), (300, 512)) == [True, True, False, False]


def test_a_mask_that_could_not_be_sent_is_still_there(visit: Visit, ada: Member, picture: str, used: Alpha) -> None:
    visitor = visit(ada)
    visitor.expect_fault("/api/mask/|ERR_FAILED")
    page = visitor.go(f"/edit/?picture={picture}")
    expect(share(page)).to_be_visible()
    paint(page, (200, 200), (800, 200))

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/api/mask/*", fail)
    page.get_by_role("button", name="Use this mask").click()
    expect(page.get_by_role("alert")).to_contain_text("What you painted is still here.")
    page.unroute("**/api/mask/*")
    assert clear_at(used(page), (500, 200), (500, 600)) == [True, False]


def test_a_cropped_and_turned_picture_hangs_beside_the_old_one(
    visit: Visit, ada: Member, picture: str, backstage: Backstage
) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}&mode=crop")
    expect(page.get_by_text("Keeps 1024 × 1024 pixels")).to_be_visible()
    page.get_by_role("button", name="Save as a new picture").click()
    expect(page.get_by_role("alert")).to_have_text("Nothing is changed yet.")

    page.get_by_role("button", name="Turn right").click()
    corner = page.get_by_role("button", name="Lower right corner").bounding_box()
    assert corner
    x, y = corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 150, y - 60, steps=6)
    page.mouse.up()
    expect(page.get_by_text("Keeps 1024 × 1024 pixels")).to_have_count(0)
    kept = re.search(r"Keeps (\d+) × (\d+) pixels, from 0, 0", page.locator("#crop-words").inner_text())
    assert kept
    page.get_by_role("button", name="Before and after").click()
    expect(page.get_by_role("img", name=re.compile("^After"))).to_be_visible()
    page.get_by_role("button", name="Save as a new picture").click()
    page.get_by_role("link", name="Open it").click()
    expect(open_sheet(page)).to_contain_text(f"{kept[1]} × {kept[2]}")
    page.keyboard.press("Escape")
    expect(pictures(page)).to_have_count(2)
    assert backstage.balance(ada).available == 20


def test_with_keys_alone_a_picture_is_cropped(visit: Visit, ada: Member, picture: str) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}&mode=crop")
    page.get_by_role("button", name="Right edge").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_text("Keeps 991 × 1024 pixels, from 0, 0")).to_be_visible()
    page.get_by_label("Width").fill("12.5")
    page.get_by_role("button", name="Save as a new picture").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Type the width as a whole number of pixels, such as 1200.")
    page.get_by_label("Width").fill("640")
    expect(page.get_by_label("Height")).to_have_value("661")
    page.get_by_role("button", name="Save as a new picture").press("Enter")
    expect(page.get_by_text("Saved as a new picture", exact=True)).to_be_visible()


def test_a_picture_that_is_none_of_ones_own_is_not_there(visit: Visit, backstage: Backstage, picture: str) -> None:
    page = visit(backstage.member(name="Eve")).go(f"/edit/?picture={picture}")
    expect(page.get_by_role("heading", name="This picture isn't there")).to_be_visible()
    page.get_by_role("link", name="Go to the gallery").click()
    expect(page.get_by_text("Your pictures will hang here")).to_be_visible()


def test_only_the_painted_part_changes_in_the_next_picture(
    visit: Visit, ada: Member, picture: str, backstage: Backstage, used: Alpha
) -> None:
    page = visit(ada).go(f"/edit/?picture={picture}")
    expect(share(page)).to_be_visible()
    paint(page, (300, 300), (700, 300), (700, 500), (300, 500))
    used(page)
    expect(page.get_by_role("button", name="Remove the mask")).to_be_visible()
    tile = create(page, "A baby with a balloon")
    expect_status(tile, "done", timeout=30_000)
    result = tile.get_attribute("data-tile")
    assert result
    was, became = [
        Image.open(io.BytesIO(backstage.original(one))).convert("L").resize((64, 64)) for one in (picture, result)
    ]
    places = [(x, y) for x in range(64) for y in range(57)]  # below is the sandbox's mark
    changed = [place for place in places if abs(was.getpixel(place) - became.getpixel(place)) > 24]
    assert changed
    assert all(14 <= x <= 48 and 14 <= y <= 36 for x, y in changed)
