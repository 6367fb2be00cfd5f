"""The text endpoint of the sandbox."""

import openai
import pytest

MODEL = "gpt-5.4-mini"


def written(client, prompt, **more):
    return client.responses.create(model=MODEL, input=prompt, instructions="Write more.", **more)


class TestWriting:
    def test_a_description_comes_back_with_more_in_it_and_the_same_each_time(self, client, sandbox):
        answer = written(client, "A baby in a boat.", store=False, safety_identifier="me", max_output_tokens=500)
        assert answer.status == "completed"
        assert answer.output_text.startswith("A baby with")
        assert " in a boat, " in answer.output_text
        assert answer.output_text == written(client, "A baby in a boat.").output_text
        assert answer.output_text != written(client, "A baby in a car.").output_text
        assert sandbox.calls()[0]["safety_identifier"] == "me"

    def test_words_without_a_baby_get_more_too(self, client):
        assert written(client, "twins").output_text.startswith("twins, with ")

    def test_a_refusal_has_no_words(self, client):
        answer = written(client, "sandbox:refuse-words")
        assert answer.output_text == ""
        assert answer.output[0].content[0].type == "refusal"

    def test_an_answer_may_be_empty_or_the_question(self, client):
        assert written(client, "sandbox:no-words").output_text == ""
        assert written(client, "a baby sandbox:same-words").output_text == "a baby sandbox:same-words"

    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("500", openai.InternalServerError),
            ("quota", openai.RateLimitError),
            ("rate-limit-always", openai.RateLimitError),
            ("403", openai.PermissionDeniedError),
        ],
    )
    def test_trigger_words_fail_as_they_do_for_pictures(self, client, word, kind):
        with pytest.raises(kind):
            written(client, f"a baby sandbox:{word}")

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"input": "a"}, "missing_required_parameter"),
            ({"model": MODEL}, "missing_required_parameter"),
            ({"model": "gpt-image-2", "input": "a"}, "model_not_found"),
            ({"model": MODEL, "input": ["a"]}, "invalid_type"),
            ({"model": MODEL, "input": "a", "stream": True}, "invalid_value"),
            ({"model": MODEL, "input": "a", "magic": 1}, "unknown_parameter"),
        ],
    )
    def test_other_questions_are_refused(self, client, given, code):
        with pytest.raises(openai.BadRequestError) as caught:
            client.post("/responses", cast_to=object, body=given)
        assert caught.value.code == code
