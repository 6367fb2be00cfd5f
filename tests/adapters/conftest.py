"""A sandbox for the adapters that talk to the image provider, with an artist who doesn't lose time."""

import pytest
from PIL import Image

from tests.sandbox_server import start_sandbox


class FlatArtist:
    """Draws one colour."""

    def draw(self, prompt, *, width, height, seed=None, transparent=False, reference=None, mask=None, more=()):
        return Image.new("RGBA" if transparent else "RGB", (width, height), "#88aa66")

    def partial(self, picture, index, total):
        return picture


@pytest.fixture(scope="session")
def sandbox():
    with start_sandbox(
        fixed_bytes=20_000, silence_seconds=3, slow_seconds=1.0, check_contract=True, artist=FlatArtist()
    ) as running:
        yield running
