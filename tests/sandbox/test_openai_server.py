"""The sandbox over HTTP as the vendor's own SDK sees it: models, calls, other sandboxes."""

import base64
import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor

import openai
import pytest

from tests.sandbox.asking import drawn, opened, photo, streamed
from tests.sandbox.conftest import MODEL, SIZE, QuickArtist, strict_client
from tests.sandbox_server import start_sandbox


class TestModels:
    def test_models_are_listed_with_their_last_day(self, client):
        models = {model.id: model for model in client.models.list()}
        assert {"gpt-image-2", "gpt-image-2.5-sunburst", "gpt-image-2.6-flare"} <= set(models)
        assert models["gpt-image-2"].shutdown_date == "2027-03-01"
        assert models[MODEL].shutdown_date is None
        assert client.models.retrieve(MODEL) == models[MODEL]

    def test_an_unknown_model_is_not_found(self, client):
        with pytest.raises(openai.NotFoundError) as caught:
            client.models.retrieve("dall-e-2")
        assert caught.value.code == "model_not_found"


class TestBookOfCalls:
    def test_a_call_is_written_down_without_its_prompt(self, client, sandbox):
        streamed(client, prompt="a secret baby")
        (call,) = sandbox.calls()
        assert call["prompt_sha256"] == hashlib.sha256(b"a secret baby").hexdigest()
        assert (call["path"], call["model"], call["status"]) == ("/v1/images/generations", MODEL, 200)
        assert call["stream"] is True
        assert call["is_complete"] is True
        assert call["bytes"] > 1000
        assert call["started"] <= call["finished"] <= time.time() + 1
        assert "secret" not in json.dumps(call)

    def test_the_count_goes_on_and_clearing_starts_anew(self, client, sandbox):
        client.models.list()
        with pytest.raises(openai.BadRequestError):
            drawn(client, n=0)
        report = sandbox.ask("calls")
        assert [call["status"] for call in report["calls"]] == [200, 400]
        assert report["count"] == 2
        sandbox.clear()
        assert sandbox.ask("calls") == {"count": 0, "open": 0, "calls": []}


class TestOtherSandboxes:
    def test_fixed_bytes_pads_every_format_and_draws_once(self):
        artist = CountingArtist()
        with start_sandbox(artist=artist, fixed_bytes=300_000) as sandbox, strict_client(sandbox) as client:
            for output_format in ("png", "jpeg", "webp"):
                for prompt in ("one", "two"):
                    b64 = drawn(client, prompt=prompt, output_format=output_format).data[0].b64_json
                    assert len(base64.b64decode(b64)) == pytest.approx(300_000, rel=0.01)
                    assert opened(b64).size == (816, 816)
        assert artist.drawings == 3

    def test_stopping_does_not_wait_for_an_open_stream(self):
        with start_sandbox(artist=QuickArtist()) as sandbox, strict_client(sandbox) as client:
            stream = drawn(client, prompt="sandbox:silence", stream=True)
            stopping = time.monotonic()
        assert time.monotonic() - stopping < 3
        with pytest.raises(openai.APIConnectionError):
            next(iter(stream))

    def test_a_failing_artist_is_a_server_error_that_is_logged(self, caplog):
        with start_sandbox(artist=FailingArtist()) as sandbox, strict_client(sandbox) as client:
            with pytest.raises(openai.InternalServerError):
                drawn(client)
            with pytest.raises(openai.APIConnectionError):
                streamed(client)
        assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError, OSError]

    def test_several_callers_are_served_at_once(self):
        with start_sandbox(artist=QuickArtist(), seconds=0.5) as sandbox, strict_client(sandbox) as client:
            begun = time.monotonic()
            with ThreadPoolExecutor(6) as callers:
                answers = list(callers.map(lambda number: drawn(client, prompt=f"baby {number}"), range(6)))
            assert 0.5 <= time.monotonic() - begun < 2
        assert len({answer.data[0].b64_json for answer in answers}) == 6

    def test_the_artist_of_the_sandbox_is_the_default(self):
        pytest.importorskip("babydance.sandbox.artist", exc_type=ModuleNotFoundError)
        with start_sandbox(check_contract=True) as sandbox, strict_client(sandbox) as client:
            events = streamed(client, prompt="a baby in a red hat", partial_images=1)
            assert [opened(event.b64_json).size for event in events] == [(816, 816)] * 2
            edited = client.images.edit(model=MODEL, prompt="a hat", image=photo(), size=SIZE)
            assert opened(edited.data[0].b64_json).size == (816, 816)
            assert sandbox.violations() == []


class CountingArtist(QuickArtist):
    def __init__(self):
        self.drawings = 0

    def draw(self, prompt, **more):
        self.drawings += 1
        return super().draw(prompt, **more)


class FailingArtist(QuickArtist):
    def draw(self, prompt, **more):
        raise OSError("no paper")
