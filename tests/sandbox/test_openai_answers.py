"""Pictures and streams of the sandbox, through the vendor's own SDK."""

import asyncio
import base64
import time

import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types import ImageGenStreamEvent
from pydantic import TypeAdapter

from tests.sandbox.asking import drawn, opened, sharpness, streamed
from tests.sandbox.conftest import MODEL, SIZE, QuickArtist
from tests.sandbox_server import start_sandbox


class TestPictures:
    @pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
    @pytest.mark.parametrize("size", ["816x816", "1024x640", "640x1024"])
    def test_format_and_size_are_as_asked(self, client, output_format, size):
        answer = drawn(client, size=size, output_format=output_format)
        picture = opened(answer.data[0].b64_json)
        assert f"{picture.width}x{picture.height}" == size == answer.size
        assert picture.format.lower() == output_format == answer.output_format
        assert answer.background == "opaque"

    def test_auto_size_is_square(self, client):
        assert drawn(client, size="auto").size == "1024x1024"

    @pytest.mark.parametrize("output_format", ["png", "webp"])
    def test_transparent_background_is_transparent(self, client, output_format):
        answer = drawn(client, background="transparent", output_format=output_format)
        assert answer.background == "transparent"
        assert opened(answer.data[0].b64_json).convert("RGBA").getpixel((0, 0))[3] == 0

    def test_each_picture_of_a_prompt_differs_and_a_fresh_sandbox_draws_the_same_series(self):
        def series():
            with start_sandbox(artist=QuickArtist()) as fresh:
                client = OpenAI(base_url=fresh.url, api_key=fresh.key, max_retries=0)
                answers = [drawn(client, prompt="two babies", n=n) for n in (2, 1)]
                return [one.b64_json for answer in answers for one in answer.data]

        first = series()
        assert len(set(first)) == 3
        assert first == series()

    def test_every_picture_says_that_no_model_drew_it(self, client):
        for output_format in ("png", "jpeg", "webp"):
            data = base64.b64decode(drawn(client, output_format=output_format).data[0].b64_json)
            assert b"AI Baby Dance sandbox artist; not an AI model" in data

    def test_compression_makes_a_smaller_file(self, client):
        small, large = (
            drawn(client, output_format="jpeg", output_compression=percent).data[0].b64_json for percent in (10, 90)
        )
        assert len(small) < len(large)

    def test_usage_follows_the_published_prices(self, client):
        usage = drawn(client, prompt="a baby!!!", size="1024x1024", quality="medium", n=2).usage
        assert usage.input_tokens_details.text_tokens == usage.input_tokens == 3
        assert usage.output_tokens == 2 * 439
        assert usage.total_tokens == usage.input_tokens + usage.output_tokens

    def test_the_request_has_an_id(self, client, sandbox):
        assert drawn(client)._request_id == sandbox.calls()[-1]["request_id"]

    def test_a_safety_identifier_comes_back(self, client):
        assert drawn(client, safety_identifier="abc").safety_identifier == "abc"


class TestStreams:
    def test_previews_are_pictures_that_get_sharper(self, client):
        events = streamed(client, partial_images=3)
        for event in events:
            TypeAdapter(ImageGenStreamEvent).validate_python(event.to_dict())
        *previews, completed = events
        assert [event.partial_image_index for event in previews] == [0, 1, 2]
        assert completed.type == "image_generation.completed"
        sharp = [sharpness(opened(event.b64_json)) for event in events]
        assert sharp == sorted(sharp)
        assert sharp[0] < sharp[-1]

    def test_each_preview_costs_a_hundred_tokens(self, client):
        spent = [streamed(client, partial_images=number)[-1].usage.output_tokens for number in (0, 2)]
        assert spent[1] - spent[0] == 200

    def test_the_stream_ends_with_the_picture_that_json_would_hold(self):
        pictures = []
        for ask in (lambda client: drawn(client, output_format="webp").data[0], lambda client: streamed(client)[-1]):
            with start_sandbox(artist=QuickArtist()) as fresh:
                pictures.append(ask(OpenAI(base_url=fresh.url, api_key=fresh.key, max_retries=0)).b64_json)
        assert pictures[0] == pictures[1]

    def test_a_batch_numbers_the_previews_not_the_pictures(self, client):
        events = streamed(client, n=2, partial_images=1)
        assert [getattr(event, "partial_image_index", None) for event in events] == [0, None, 1, None]

    def test_the_asynchronous_client_streams_too(self, sandbox):
        async def types():
            async with AsyncOpenAI(base_url=sandbox.url, api_key=sandbox.key, max_retries=0) as client:
                stream = await client.images.generate(
                    model=MODEL, prompt="a baby", size=SIZE, stream=True, partial_images=1
                )
                return [event.type async for event in stream]

        assert asyncio.run(types()) == ["image_generation.partial_image", "image_generation.completed"]

    def test_drawing_takes_the_time_it_is_told_to_take(self, client):
        begun = time.monotonic()
        times = []
        for _ in drawn(client, prompt="sandbox:slow", stream=True, partial_images=2, output_format="webp"):
            times.append(time.monotonic() - begun)  # noqa: PERF401 - the clock is read as events come
        for due, seen in zip((0.2, 0.4, 0.6), times, strict=True):
            assert due <= seen < due + 0.4
