"""What the tests of the OpenAI-speaking sandbox share: a quick artist, a server, a strict client."""

from collections.abc import Iterator

import pytest
from openai import OpenAI
from PIL import Image, ImageDraw, ImageFilter

from tests.sandbox_server import RunningSandbox, start_sandbox

SIZE = "816x816"
MODEL = "gpt-image-2.5-flare"


class QuickArtist:
    """Draw a disc in the colour of the seed; keep what a mask keeps."""

    def draw(self, prompt, *, width, height, seed=None, transparent=False, reference=None, mask=None, more=()):
        picture = Image.new("RGBA", (width, height), (255, 255, 255, 0 if transparent else 255))
        colour = tuple((seed or 0).to_bytes(8, "big")[-3:])
        pen = ImageDraw.Draw(picture)
        pen.ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill=(*colour, 255))
        for x in range(0, width, 16):
            pen.line((x, height // 3, x, height // 2), fill=(0, 0, 0, 255), width=4)
        if reference is not None:
            base = reference.resize((width, height))
            changed = mask.getchannel("A").resize((width, height)).point(lambda a: 255 - a) if mask else None
            base.paste(picture, (0, 0), changed or picture.getchannel("A"))
            picture = base
        return picture if transparent else picture.convert("RGB")

    def partial(self, picture, index, total):
        return picture.filter(ImageFilter.GaussianBlur(6 * (total - index)))


def strict_client(sandbox: RunningSandbox, **more) -> OpenAI:
    return OpenAI(
        base_url=sandbox.url,
        api_key=sandbox.key,
        max_retries=0,
        timeout=10,
        _strict_response_validation=True,
        **more,
    )


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[RunningSandbox]:
    with start_sandbox(
        artist=QuickArtist(),
        check_contract=True,
        silence_seconds=20,
        slow_seconds=0.6,
        shutdown_dates={"gpt-image-2": "2027-03-01"},
    ) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox) -> Iterator[RunningSandbox]:
    """A sandbox that, after the test, has seen and said nothing outside the contract."""
    shared_sandbox.clear()
    yield shared_sandbox
    assert shared_sandbox.violations() == []


@pytest.fixture(scope="session")
def shared_client(shared_sandbox) -> Iterator[OpenAI]:
    with strict_client(shared_sandbox) as client:
        yield client


@pytest.fixture
def client(sandbox, shared_client) -> OpenAI:
    return shared_client
