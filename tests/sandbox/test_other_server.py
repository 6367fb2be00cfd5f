"""The second personality of the sandbox: what it answers, and what it refuses."""

import base64
import json
import urllib.error
import urllib.request

import pytest

from tests.sandbox.asking import photo
from tests.sandbox_server import start_sandbox


@pytest.fixture(scope="module")
def sandbox():
    with start_sandbox(fixed_bytes=20_000) as running:
        yield running


def ask(sandbox, path="generations", *, key=None, media_type="application/json", **wishes):
    body = {"model": "crayon-1", "prompt": "a baby", **wishes}
    request = urllib.request.Request(
        sandbox.url.replace("/v1", f"/other/v1/images/{path}"),
        json.dumps(body).encode(),
        {"authorization": f"Bearer {key or sandbox.key}", "content-type": media_type},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)["error"]


def data_url():
    return f"data:image/png;base64,{base64.b64encode(photo()[1]).decode()}"


def test_it_answers_with_an_address_and_says_how_it_read_the_prompt(sandbox):
    status, answer = ask(sandbox)
    (made,) = answer["data"]
    assert (status, made["revised_prompt"]) == (200, "a baby, in wax crayon")
    with urllib.request.urlopen(made["url"], timeout=10) as file:
        assert file.read().startswith(b"\xff\xd8\xff")
        assert file.headers["content-type"] == "image/jpeg"


def test_an_address_that_nobody_was_given_leads_nowhere(sandbox):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(sandbox.url.replace("/v1", "/other/files/x.jpg"), timeout=10)
    with refused.value:
        assert refused.value.code == 404


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"stream": True}, "unknown_parameter"),
        ({"quality": "low"}, "unknown_parameter"),
        ({"moderation": "auto"}, "unknown_parameter"),
        ({"size": "2048x2048"}, "invalid_value"),
        ({"model": "gpt-image-2"}, "model_not_found"),
        ({"response_format": "svg"}, "invalid_value"),
        ({"prompt": None}, "missing_required_parameter"),
    ],
)
def test_it_does_not_know_all_of_the_protocol(sandbox, wishes, code):
    status, error = ask(sandbox, **wishes)
    assert (status // 100, error["code"]) == (4, code)


def test_edits_are_json_with_up_to_three_pictures(sandbox):
    picture = {"image_url": data_url()}
    assert ask(sandbox, "edits", images=[picture] * 3, response_format="b64_json")[1]["data"][0]["b64_json"]
    assert ask(sandbox, "edits", images=[picture] * 4)[1]["code"] == "invalid_value"
    assert ask(sandbox, "edits")[1]["code"] == "invalid_value"
    assert ask(sandbox, "edits", media_type="multipart/form-data; boundary=x")[0] == 415


def test_it_wants_a_key(sandbox):
    assert ask(sandbox, key="sk-other")[0] == 401
