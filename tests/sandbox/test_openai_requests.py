"""What the sandbox refuses, as the vendor does."""

import contextlib

import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.sandbox.openai_errors import Refusal
from babydance.sandbox.openai_moderation import moderate
from babydance.sandbox.openai_requests import EDIT_PARAMETERS, read_request
from tests.sandbox.asking import drawn
from tests.sandbox.conftest import MODEL, strict_client

WORDS = [
    "auto",
    "png",
    "webp",
    "high",
    "max",
    "1024x1024",
    "3840x2160",
    "16x9999",
    "transparent",
    "two",
    "type",
    "url",
]


class TestRefusals:
    @pytest.mark.parametrize(
        ("more", "code", "param"),
        [
            ({"extra_body": {"seed": 3}}, "unknown_parameter", "seed"),
            ({"response_format": "b64_json"}, "unknown_parameter", "response_format"),
            ({"style": "vivid"}, "unknown_parameter", "style"),
            ({"prompt": ""}, "missing_required_parameter", "prompt"),
            ({"prompt": "x" * 32_001}, "string_above_max_length", "prompt"),
            ({"model": "dall-e-3"}, "model_not_found", "model"),
            ({"model": "omni-moderation-latest"}, "model_not_found", "model"),
            ({"n": 11}, "invalid_value", "n"),
            ({"n": "two"}, "invalid_type", "n"),
            ({"size": "huge"}, "invalid_value", "size"),
            ({"size": "1000x1000"}, "invalid_value", "size"),
            ({"size": "512x512"}, "invalid_value", "size"),
            ({"size": "3200x1008"}, "invalid_value", "size"),
            ({"size": "3856x1600"}, "invalid_value", "size"),
            ({"size": "3840x2176"}, "invalid_value", "size"),
            ({"quality": "hd"}, "invalid_value", "quality"),
            ({"quality": "max", "model": "gpt-image-2"}, "invalid_value", "quality"),
            ({"background": "transparent", "output_format": "jpeg"}, "invalid_value", "background"),
            ({"output_compression": 50}, "invalid_value", "output_compression"),
            ({"output_format": "gif"}, "invalid_value", "output_format"),
            ({"frame_count": 4}, "invalid_value", "frame_count"),
            ({"stream": True, "partial_images": 4}, "invalid_value", "partial_images"),
            ({"moderation": "off"}, "invalid_value", "moderation"),
        ],
    )
    def test_what_the_vendor_refuses_is_refused(self, client, more, code, param):
        with pytest.raises(openai.BadRequestError) as caught:
            drawn(client, **more)
        assert (caught.value.code, caught.value.param) == (code, param)
        assert caught.value.type == "invalid_request_error"

    @pytest.mark.parametrize("authorization", ["Bearer sk-real", "Bearer", "Basic sk-sandbox-local", "Bearer sandbox"])
    def test_only_sandbox_keys_open(self, sandbox, authorization):
        answer = httpx2.get(f"{sandbox.url}/models", headers={"authorization": authorization})
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "invalid_api_key"
        assert "sk-real" not in answer.text

    def test_a_wrong_key_is_an_authentication_error_even_with_a_large_body(self, sandbox):
        with (
            strict_client(sandbox).with_options(api_key="sk-wrong") as client,
            pytest.raises(openai.AuthenticationError),
        ):
            client.images.edit(model=MODEL, prompt="x", image=("a.png", bytes(3_000_000), "image/png"))

    @pytest.mark.parametrize("body", [b"{", b"[]", b'"a"', b"[" * 100_000, b'{"prompt": "\\\\ud800"}'])
    def test_a_body_that_is_no_object_is_refused(self, sandbox, body):
        headers = {"authorization": f"Bearer {sandbox.key}"}
        answer = httpx2.post(f"{sandbox.url}/images/generations", content=body, headers=headers)
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "invalid_request_error"

    def test_a_body_over_the_limit_is_refused(self, client):
        with pytest.raises(openai.APIStatusError) as caught:
            drawn(client, prompt="x" * 1_000_001)
        assert caught.value.status_code == 413

    def test_an_unknown_path_is_told_in_the_envelope(self, client):
        with pytest.raises(openai.NotFoundError) as caught:
            client.post("/images/variations", body={}, cast_to=object)
        assert caught.value.code == "unknown_url"


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ax0:-é", max_size=9) | st.sampled_from(WORDS)
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from(WORDS), SCALARS, max_size=3)


@given(st.dictionaries(st.sampled_from(sorted(EDIT_PARAMETERS)), VALUES, max_size=6))
def test_any_object_is_a_request_or_refused(body):
    body = {"prompt": "a baby", "model": MODEL, **body}
    try:
        asked = read_request(body)
    except Refusal as refusal:
        assert 400 <= refusal.status < 500  # noqa: PT017 - most bodies are refused, and that is fine
    else:
        assert asked.output_tokens(previews=0) > 0
        assert asked.width * asked.height <= 3840 * 2160


@given(VALUES)
def test_any_moderation_input_is_judged_or_refused(value):
    with contextlib.suppress(Refusal):
        assert moderate({"input": value}, request_id="req_1")["results"]
