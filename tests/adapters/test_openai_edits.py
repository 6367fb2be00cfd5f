"""Pictures made from pictures: the adapter against the sandbox, over real HTTP."""

import asyncio
import io
from contextlib import aclosing
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from babydance.adapters.openai_images import OpenAIImageModel
from babydance.domain.images import Drawing, DrawingError, DrawingJob, Failure, Preview
from babydance.domain.sources import SourceFile
from tests.sandbox_server import start_sandbox

SIZE = (1024, 1024)


def picture_file(colour="#2a9d4e", kind="PNG", size=SIZE):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def mask_file(size=SIZE):
    """Open the left half."""
    mask = Image.new("RGBA", size, (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    mask.save(buffer, "PNG")
    return buffer.getvalue()


GREEN = SourceFile(picture_file(), "image/png")
RED = SourceFile(picture_file("#c1121f", "JPEG"), "image/jpeg")
JOB = DrawingJob(
    prompt="a baby in a green romper",
    model="gpt-image-2.5-flare",
    width=1024,
    height=1024,
    quality="low",
    background="opaque",
    output_format="png",
    previews=1,
    safety_identifier="someone",
    sources=(GREEN,),
)


@pytest.fixture(scope="module")
def artist():
    """A sandbox that really draws."""
    with start_sandbox(check_contract=True) as running:
        yield running


def draw(sandbox, job):
    async def gather():
        model = OpenAIImageModel(sandbox.key, sandbox.url)
        try:
            async with aclosing(model.draw(job)) as drawing:
                return [made async for made in drawing]
        finally:
            await model.close()

    return asyncio.run(gather())


def opened(drawing):
    return Image.open(io.BytesIO(drawing.data)).convert("RGB")


def apart(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_an_edit_is_a_form_with_named_files_that_asks_for_moderation(sandbox):
    sandbox.clear()
    *previews, drawing = draw(sandbox, replace(JOB, sources=(GREEN, RED), mask=mask_file()))
    assert [type(preview) for preview in previews] == [Preview]
    assert isinstance(drawing, Drawing)
    assert drawing.usage.image_tokens == 2 * 1200
    (call,) = sandbox.calls()
    assert call["path"] == "/v1/images/edits"
    assert call["parameters"] == [
        "background", "image", "mask", "model", "moderation", "n", "output_format", "partial_images", "prompt",
        "quality", "safety_identifier", "size", "stream",
    ]  # fmt: skip
    assert (call["stream"], call["safety_identifier"]) == (True, "someone")
    assert sandbox.violations() == []


def test_without_previews_an_edit_comes_in_one_piece(sandbox):
    sandbox.clear()
    (drawing,) = draw(sandbox, replace(JOB, previews=0))
    assert drawing.data.startswith(b"\x89PNG")
    assert not sandbox.calls()[0]["stream"]
    assert "mask" not in sandbox.calls()[0]["parameters"]
    assert sandbox.violations() == []


def test_sixteen_pictures_are_sent_together(sandbox):
    (*_, drawing) = draw(sandbox, replace(JOB, sources=(GREEN, RED) * 8))
    assert drawing.usage.image_tokens == 16 * 1200


@pytest.mark.parametrize(
    ("word", "failure", "is_passing"),
    [
        ("moderation", Failure.REFUSED_TEXT, False),
        ("late-moderation", Failure.REFUSED_PICTURE, False),
        ("rate-limit-always", Failure.BUSY, True),
        ("500", Failure.BROKEN, True),
        ("cut", Failure.CUT, False),
        ("no-completed", Failure.CUT, False),
        ("broken-frame", Failure.BROKEN, False),
    ],
)
@pytest.mark.parametrize("previews", [0, 1])
def test_failures_of_an_edit_have_the_same_names(sandbox, word, failure, is_passing, previews):
    with pytest.raises(DrawingError) as caught:
        draw(sandbox, replace(JOB, prompt=f"a baby sandbox:{word}", previews=previews))
    assert (caught.value.failure, caught.value.is_passing) == (failure, is_passing)
    assert caught.value.request_id.startswith("req_")


def test_a_mask_of_the_wrong_size_is_a_bad_request(sandbox):
    with pytest.raises(DrawingError) as caught:
        draw(sandbox, replace(JOB, mask=mask_file((64, 64))))
    assert caught.value.failure is Failure.BAD_REQUEST


def test_the_picture_to_work_from_shows_in_the_result(artist):
    green, red = (opened(draw(artist, replace(JOB, sources=(one,)))[-1]) for one in (GREEN, RED))
    corner = (850, 40, 980, 150)  # where the artist pins a print of it
    assert apart(green.crop(corner), Image.new("RGB", SIZE, "#2a9d4e").crop(corner)) < 10
    assert apart(red.crop(corner), Image.new("RGB", SIZE, "#c1121f").crop(corner)) < 10


def test_outside_the_mask_nothing_changes(artist):
    made = opened(draw(artist, replace(JOB, mask=mask_file()))[-1])
    before = Image.new("RGB", SIZE, "#2a9d4e")
    right, left = (512, 0, 1024, 1024), (0, 0, 500, 1024)
    assert apart(made.crop(right), before.crop(right)) < 1
    assert apart(made.crop(left), before.crop(left)) > 10


def test_every_further_picture_shows_too(artist):
    sent = (GREEN, RED, SourceFile(picture_file("#1133cc"), "image/png"))
    made = opened(draw(artist, replace(JOB, sources=sent))[-1])
    for colour, place in (("#c1121f", (960, 355)), ("#1133cc", (960, 470))):
        spot = (place[0] - 10, place[1] - 10, place[0] + 10, place[1] + 10)
        assert apart(made.crop(spot), Image.new("RGB", (20, 20), colour)) < 10
