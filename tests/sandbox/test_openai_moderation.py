"""The moderation endpoint of the sandbox."""

import base64

import openai
import pytest

from tests.sandbox.asking import photo


class TestModeration:
    def test_harmless_words_pass_with_low_scores(self, client):
        answer = client.moderations.create(input="a baby dances")
        (judged,) = answer.results
        assert answer.model == "omni-moderation-latest"
        assert not judged.flagged
        assert max(judged.category_scores.to_dict().values()) < 0.01
        assert judged == client.moderations.create(input="a baby dances").results[0]

    def test_flagged_words(self, client):
        violent, minors = client.moderations.create(input=["sandbox:flag-text", "sandbox:flag-minors"]).results
        assert violent.flagged
        assert violent.categories.violence
        assert violent.category_scores.violence > 0.9
        assert minors.categories.sexual_minors
        assert not minors.categories.violence

    def test_text_and_image_together_get_one_judgement(self, client):
        url = "data:image/png;base64," + base64.b64encode(photo()[1]).decode()
        answer = client.moderations.create(
            input=[{"type": "text", "text": "a photo"}, {"type": "image_url", "image_url": {"url": url}}]
        )
        (judged,) = answer.results
        assert judged.category_applied_input_types.violence == ["text", "image"]
        assert judged.category_applied_input_types.hate == ["text"]

    def test_moderation_can_be_down(self, client):
        with pytest.raises(openai.InternalServerError):
            client.moderations.create(input="sandbox:moderation-down")

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ([], "invalid_type"),
            ([{"type": "audio"}], "invalid_value"),
            ([{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}], "invalid_image_url"),
            ([{"type": "image_url", "image_url": {"url": "data:image/png;base64,?"}}], "invalid_base64"),
        ],
    )
    def test_other_input_is_refused(self, client, given, code):
        with pytest.raises(openai.BadRequestError) as caught:
            client.moderations.create(input=given)
        assert caught.value.code == code
