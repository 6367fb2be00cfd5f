"""Takes the pictures of the README from a real studio with data of its own: ``make screenshots``."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from babydance.domain.images import PictureRequest
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import find_style
from tests.chromium import FLAGS, find_chromium
from tests.e2e.backstage import Backstage, Member
from tests.e2e.visitors import Visitor, create, expect_preview, expect_status, grid, open_sheet, pictures
from tests.server import studio_server

FOLDER = Path(__file__).parent / "pictures"
MOST_BYTES = 150_000
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PATIENCE = 240_000  # milliseconds for the whole gallery

SQUARE, TALL, WIDE = (1024, 1024), (1024, 1536), (1536, 1024)
GALLERY = (
    ("A laughing baby in a yellow raincoat jumping into a puddle, umbrella in hand", "", SQUARE),
    ("A baby astronaut floating over the moon, waving, with a tiny rocket", "", TALL),
    ("A baby in a bear onesie asleep under the stars, with a teddy", "storybook", WIDE),
    ("A baby chef in a kitchen, proud of a cake with strawberries", "", SQUARE),
    ("A baby in a tutu dancing on a stage", "watercolour", TALL),
    ("A baby pirate on the beach with a treasure chest", "", WIDE),
    ("A baby with a party hat, a birthday cake with one candle and balloons", "", SQUARE),
    ("A baby in dungarees in a garden full of sunflowers", "paper", SQUARE),
    ("A baby in a sparkling suit on a disco floor under a mirror ball", "", WIDE),
    ("A baby in a fox onesie in an autumn forest", "felt", TALL),
    ("A curly haired baby with headphones playing the drum", "comic", SQUARE),
    ("A baby in a knitted sweater and a bobble hat building a snowman in the snow", "", WIDE),
    ("A baby with sunglasses in a swimsuit at the pool", "", SQUARE),
    ("A baby superhero flying over the city at night", "neon", TALL),
    ("A baby in pyjamas reading a book in bed", "pastel", WIDE),
    ("A baby wizard with a magic wand in a castle", "", SQUARE),
    ("A baby in a bee onesie in a meadow of flowers", "claymation", SQUARE),
    ("A baby cowboy in the desert at sunset", "", WIDE),
    ("A baby in a bunny onesie with a basket, spring flowers", "crayon", TALL),
    ("A baby sailor on a boat at sea", "", SQUARE),
    ("A baby rock star with a guitar on a stage", "", WIDE),
    ("A baby in a dinosaur onesie in the jungle", "", SQUARE),
    ("A baby with a crown and a bunch of balloons in the park", "oil", TALL),
    ("A baby in a panda onesie with an ice cream", "", SQUARE),
)
NEXT = "A baby in a red raincoat with a balloon, jumping into a puddle in the park"


def main() -> None:
    """Serve a studio, fill it, take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        studio_server(
            Path(folder), sandbox_seconds=5, has_pages=True, variables={"BABYDANCE_QUEUED_PER_ACCOUNT": "100"}
        ) as server,
        _chromium() as browser,
    ):
        backstage = Backstage(server.data)
        member = backstage.member(credits_given=120, name="Ada")
        visitor = Visitor(browser, server.origin, member, **DESK)
        _landing(Visitor(browser, server.origin, **DESK))
        _fill(backstage, member, visitor)
        _gallery(visitor)
        _studio(visitor)
        _gallery(Visitor(browser, server.origin, member, color_scheme="dark", **DESK), name="gallery-dark")
        _phone(Visitor(browser, server.origin, member, **PHONE))


def _landing(visitor: Visitor) -> None:
    _keep(visitor.go("/"), "landing")


def _fill(backstage: Backstage, member: Member, visitor: Visitor) -> None:
    """Have the whole gallery drawn and wait for its last picture."""
    for prompt, style, (width, height) in reversed(GALLERY):
        request = PictureRequest(
            prompt=prompt,
            model=IMAGE_MODELS[0],
            width=width,
            height=height,
            quality="medium",
            style=find_style(style) if style else None,
        )
        backstage.queue(member, [request])
    page = visitor.go("/gallery/")
    expect(grid(page)).to_have_attribute("data-count", str(len(GALLERY)), timeout=PATIENCE)


def _gallery(visitor: Visitor, *, name: str = "gallery") -> None:
    page = visitor.go("/gallery/")
    _until_seen(page)
    _keep(page, name)
    if name == "gallery":
        pictures(page).first.click()
        expect(open_sheet(page)).to_be_visible()
        _until_seen(page)
        _keep(page, "detail")


def _studio(visitor: Visitor) -> None:
    page = visitor.go("/studio/")
    tile = create(page, NEXT)
    expect_preview(tile)
    _until_seen(page)
    _keep(page, "studio")
    expect_status(tile, "done", timeout=PATIENCE)
    _until_seen(page)
    _keep(page, "studio-finished")


def _phone(visitor: Visitor) -> None:
    page = visitor.go("/studio/")
    _until_seen(page)
    _keep(page, "phone")


def _until_seen(page: Page) -> None:
    """Wait until every picture in the window is loaded and nothing fades any more."""
    page.evaluate(
        """() => Promise.all([...document.images]
          .filter((image) => image.getBoundingClientRect().top < innerHeight)
          .map((image) => image.decode().catch(() => {})))"""
    )
    page.wait_for_load_state("networkidle")


def _keep(page: Page, name: str) -> None:
    """Save what the window shows as a small WebP."""
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    for quality in range(86, 20, -6):
        buffer = io.BytesIO()
        shot.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() < MOST_BYTES:
            break
    path = FOLDER / f"{name}.webp"
    path.write_bytes(buffer.getvalue())
    sys.stdout.write(f"{path.name}: {buffer.tell()} bytes\n")


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
