"""Three small calls as the studio makes them, and the shapes of what is answered on the wire."""

from __future__ import annotations

import io
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

import httpx2
from openai import AsyncOpenAI
from PIL import Image, ImageDraw

from babydance.adapters.openai_images import OpenAIImageModel
from babydance.adapters.openai_moderation import OpenAIModeration
from babydance.domain.images import Drawing, DrawingJob, Preview
from babydance.domain.models import IMAGE_MODELS, expected_micro_usd
from tests.live.shapes import Shape, shape_of

MODEL = IMAGE_MODELS[0]
EDGE = 816  # pixels; about the smallest square that a model takes
QUALITY = "low"
PREVIEWS = 1
WORDS = "A baby in a yellow raincoat, drawn with few lines"
EDIT_WORDS = "Give the circle a red hat"
WHO = "shape-test"


def expected_cost() -> int:
    """Return what the three calls should cost, in millionths of a US dollar; moderation is free."""
    drawn = expected_micro_usd(
        MODEL, quality=QUALITY, width=EDGE, height=EDGE, prompt=WORDS, previews=PREVIEWS, references=0
    )
    edited = expected_micro_usd(
        MODEL, quality=QUALITY, width=EDGE, height=EDGE, prompt=EDIT_WORDS, previews=0, references=1
    )
    return drawn + edited


@dataclass
class Wire:
    """Keeps the shape of every good answer that a client of the SDK receives, as it came over the wire."""

    shapes: list[Shape] = field(default_factory=list)

    def listen(self, client: AsyncOpenAI) -> AsyncOpenAI:
        client._client.event_hooks = {"request": [], "response": [self._keep]}
        return client

    async def _keep(self, response: httpx2.Response) -> None:
        body = await response.aread()  # the reader gets the same bytes afterwards
        if response.is_success:
            assert response.headers.get("x-request-id")
            self.shapes.append(shape_of(body, response.headers["content-type"]))


async def shapes(api_key: str, base_url: str) -> dict[str, Shape]:
    """Make one streamed generation, one edit and one moderation; return the shape of each answer."""
    wire = Wire()
    async with AsyncExitStack() as stack:
        model = OpenAIImageModel(api_key, base_url, silence_seconds=180)
        stack.push_async_callback(model.close)
        wire.listen(model._clients.here())
        await _generate(model)

        client = AsyncOpenAI(api_key=api_key, base_url=base_url or None, max_retries=0, timeout=180)
        stack.push_async_callback(client.close)
        await _edit(wire.listen(client))

        moderation = OpenAIModeration(api_key, base_url)
        stack.push_async_callback(moderation.close)
        wire.listen(moderation._clients.here())
        assert (await moderation.check_text(WORDS)).is_allowed
    return dict(zip(("generation", "edit", "moderation"), wire.shapes, strict=True))


async def _generate(model: OpenAIImageModel) -> None:
    job = DrawingJob(
        prompt=WORDS,
        model=MODEL.id,
        width=EDGE,
        height=EDGE,
        quality=QUALITY,
        background="auto",
        output_format="jpeg",
        previews=PREVIEWS,
        safety_identifier=WHO,
    )
    async with aclosing(model.draw(job)) as drawing:
        made = [one async for one in drawing]
    assert [type(one) for one in made] == [Preview, Drawing]
    assert made[-1].usage is not None


async def _edit(client: AsyncOpenAI) -> None:
    answer = await client.images.edit(
        model=MODEL.id,
        prompt=EDIT_WORDS,
        image=("photo.png", _photo(), "image/png"),
        size=f"{EDGE}x{EDGE}",
        quality=QUALITY,
        output_format="jpeg",
        safety_identifier=WHO,
        extra_body={"moderation": "auto"},  # the API takes it, the SDK has no name for it here
    )
    assert answer.data
    assert answer.data[0].b64_json


def _photo() -> bytes:
    photo = Image.new("RGB", (EDGE, EDGE), "#f4ede4")
    ImageDraw.Draw(photo).ellipse((EDGE // 4, EDGE // 4, EDGE * 3 // 4, EDGE * 3 // 4), fill="#7fb79a")
    file = io.BytesIO()
    photo.save(file, "PNG")
    return file.getvalue()
