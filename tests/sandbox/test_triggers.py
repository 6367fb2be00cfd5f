"""What each trigger word does, as the SDK sees it."""

import json
import time

import openai
import pytest

from tests.sandbox.asking import drawn, opened, photo, streamed, until_error
from tests.sandbox.conftest import MODEL, SIZE


class TestTriggerWords:
    @pytest.mark.parametrize("stream", [False, True])
    def test_moderation(self, client, stream):
        with pytest.raises(openai.BadRequestError) as caught:
            drawn(client, prompt="sandbox:moderation", stream=stream)
        assert caught.value.code == "moderation_blocked"
        details = caught.value.body["moderation_details"]
        assert details == {"moderation_stage": "input", "categories": ["violence"]}

    def test_late_moderation_comes_in_the_stream(self, client):
        events, error = until_error(client, "sandbox:late-moderation")
        assert events == ["image_generation.partial_image"]
        assert type(error) is openai.APIError
        assert error.code == "moderation_blocked"
        assert error.body["moderation_details"]["moderation_stage"] == "output"

    def test_rate_limit_lets_the_third_call_through(self, client):
        for _ in range(2):
            with pytest.raises(openai.RateLimitError) as caught:
                drawn(client, prompt="sandbox:rate-limit once more")
            assert caught.value.code == "rate_limit_exceeded"
            assert caught.value.response.headers["retry-after"] == "1"
            assert caught.value.response.headers["retry-after-ms"] == "1"
        assert drawn(client, prompt="sandbox:rate-limit once more").data

    def test_rate_limit_always(self, client):
        for _ in range(4):
            with pytest.raises(openai.RateLimitError):
                drawn(client, prompt="sandbox:rate-limit-always")

    def test_quota(self, client):
        with pytest.raises(openai.RateLimitError) as caught:
            drawn(client, prompt="sandbox:quota")
        assert caught.value.code == "insufficient_quota"
        assert "retry-after" not in caught.value.response.headers

    def test_403_has_no_code(self, client):
        with pytest.raises(openai.PermissionDeniedError) as caught:
            drawn(client, prompt="sandbox:403")
        assert caught.value.code is None

    def test_500_stays_and_500_once_goes(self, client):
        for prompt in ("sandbox:500", "sandbox:500", "sandbox:500-once"):
            with pytest.raises(openai.InternalServerError):
                drawn(client, prompt=prompt)
        assert drawn(client, prompt="sandbox:500-once").data

    def test_cut_is_a_connection_error_after_the_first_preview(self, client):
        events, error = until_error(client, "sandbox:cut")
        assert events == ["image_generation.partial_image"]
        assert type(error) is openai.APIConnectionError
        with pytest.raises(openai.APIConnectionError):
            drawn(client, prompt="sandbox:cut")

    def test_no_completed_just_ends(self, client):
        events = streamed(client, prompt="sandbox:no-completed")
        assert [event.type for event in events] == ["image_generation.partial_image"] * 2
        assert drawn(client, prompt="sandbox:no-completed").data == []

    def test_json_for_a_stream_gives_no_events_and_no_error(self, client):
        assert streamed(client, prompt="sandbox:json") == []

    def test_a_broken_frame_is_a_raw_json_error(self, client):
        events, error = until_error(client, "sandbox:broken-frame")
        assert events == ["image_generation.partial_image"]
        assert type(error) is json.JSONDecodeError

    def test_an_error_frame_is_a_bare_api_error(self, client):
        events, error = until_error(client, "sandbox:error-frame")
        assert events == ["image_generation.partial_image"]
        assert type(error) is openai.APIError
        assert error.code == "server_error"

    def test_an_unknown_event_is_a_preview_without_a_picture(self, sandbox):
        with openai.OpenAI(base_url=sandbox.url, api_key=sandbox.key, max_retries=0) as lenient:
            first, *others = streamed(lenient, prompt="sandbox:unknown-event")
        assert first.type == "image_generation.brush_cleaned"
        assert first.b64_json is None
        assert [event.type.partition(".")[2] for event in others] == [
            "partial_image",
            "partial_image",
            "completed",
        ]

    def test_undecodable_is_base64_of_no_picture(self, client):
        with pytest.raises(OSError, match="cannot identify image file"):
            opened(drawn(client, prompt="sandbox:undecodable").data[0].b64_json)

    def test_wrong_size_says_what_it_drew(self, client):
        answer = drawn(client, prompt="sandbox:wrong-size")
        assert answer.size == "1024x1024" != SIZE
        assert opened(answer.data[0].b64_json).size == (1024, 1024)

    @pytest.mark.parametrize("stream", [False, True])
    def test_silence_lasts_until_the_caller_leaves(self, client, sandbox, stream):
        with pytest.raises(openai.APITimeoutError):
            list(drawn(client, prompt="sandbox:silence", stream=stream, timeout=0.3))
        deadline = time.monotonic() + 5
        while sandbox.ask("calls")["open"] and time.monotonic() < deadline:
            time.sleep(0.02)
        assert sandbox.ask("calls")["open"] == 0
        assert sandbox.calls()[-1]["is_complete"] is False

    def test_output_moderation_marks_the_picture_for_the_moderation_endpoint(self, client):
        for output_format in ("png", "jpeg", "webp"):
            for prompt, is_flagged in (("sandbox:output-moderation", True), ("a baby", False)):
                b64 = drawn(client, prompt=prompt, output_format=output_format).data[0].b64_json
                url = f"data:image/{output_format};base64,{b64}"
                judged = client.moderations.create(
                    model="omni-moderation-latest", input=[{"type": "image_url", "image_url": {"url": url}}]
                ).results[0]
                assert judged.flagged is is_flagged
                assert judged.categories.sexual is is_flagged
                assert judged.category_applied_input_types.sexual_minors == []

    def test_words_work_in_edits_and_in_capitals(self, client):
        with pytest.raises(openai.BadRequestError) as caught:
            client.images.edit(model=MODEL, prompt="Sandbox:Moderation.", image=photo())
        assert caught.value.code == "moderation_blocked"
