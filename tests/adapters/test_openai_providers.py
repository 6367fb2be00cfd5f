"""Other providers over the same SDK: the second personality of the sandbox, and servers that lead astray."""

import asyncio
import io
import logging
from contextlib import aclosing
from dataclasses import replace

import pytest
from PIL import Image

from babydance.adapters.openai_calls import generation_call
from babydance.adapters.openai_images import OpenAIImageModel, _may_lead_to
from babydance.adapters.routed_images import RoutedImageModel
from babydance.domain.images import Drawing, DrawingError, DrawingJob, Failure
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.providers import SANDBOX, SANDBOX_MODELS, AnswersBy, EditsBy
from tests.adapters.test_openai_edits import GREEN, JOB, RED, mask_file
from tests.adapters.test_openai_images import PICTURE, Provider, whole

CRAYON = DrawingJob(
    prompt="a baby in a green romper",
    model="crayon-1",
    width=1024,
    height=1536,
    quality="standard",
    background="auto",
    output_format="jpeg",
    previews=2,
    safety_identifier="someone",
    seed="the generation",
)


async def gather(model, job):
    try:
        async with aclosing(model.draw(job)) as drawing:
            return [made async for made in drawing]
    finally:
        await model.close()


def draw(sandbox, job=CRAYON, **quirks):
    url = sandbox.url.replace("/v1", "/other/v1")
    provider = replace(SANDBOX, **quirks)
    return asyncio.run(gather(OpenAIImageModel(sandbox.key, url, provider=provider, models=SANDBOX_MODELS), job))


def refusal(sandbox, job, **quirks):
    with pytest.raises(DrawingError) as caught:
        draw(sandbox, job, **quirks)
    return caught.value


def test_a_picture_behind_an_address_is_fetched(sandbox):
    sandbox.clear()
    (drawing,) = draw(sandbox)
    assert isinstance(drawing, Drawing)
    assert Image.open(io.BytesIO(drawing.data)).size == (1024, 1536)
    assert drawing.actual_prompt == "a baby in a green romper, in wax crayon"
    assert drawing.usage is None  # no price table of ours knows its tokens
    (call,) = sandbox.calls()
    assert call["path"] == "/other/v1/images/generations"
    assert call["parameters"] == ["model", "n", "prompt", "response_format", "seed", "size"]


def test_what_a_provider_does_not_know_is_refused_by_it_and_so_never_sent(sandbox):
    assert refusal(sandbox, CRAYON, has_openai_safety=True).failure is Failure.BAD_REQUEST
    assert len(draw(sandbox, replace(CRAYON, background="transparent", quality="max"))) == 1


def test_base64_may_be_asked_for_instead(sandbox):
    (drawing,) = draw(sandbox, answers=AnswersBy.BASE64)
    assert drawing.data.startswith(b"\xff\xd8\xff")


def test_an_edit_in_json_carries_its_pictures(sandbox):
    sandbox.clear()
    (drawing,) = draw(sandbox, replace(CRAYON, sources=(GREEN, RED), mask=mask_file()))
    assert drawing.data.startswith(b"\xff\xd8\xff")
    (call,) = sandbox.calls()
    assert call["path"] == "/other/v1/images/edits"
    assert call["parameters"] == ["images", "model", "n", "prompt", "response_format", "seed", "size"]


def test_the_form_that_it_does_not_take_is_a_bad_request(sandbox):
    assert refusal(sandbox, replace(CRAYON, sources=(GREEN,)), edits=EditsBy.FORM).failure is Failure.BAD_REQUEST
    assert refusal(sandbox, replace(CRAYON, sources=(GREEN,)), edits=EditsBy.NOTHING).failure is Failure.BAD_REQUEST


def test_every_try_at_a_picture_has_the_same_seed():
    def seed(job):
        return generation_call(job, SANDBOX_MODELS[0], SANDBOX)["extra_body"]["seed"]

    assert seed(CRAYON) == seed(replace(CRAYON, prompt="another"))
    assert seed(CRAYON) != seed(replace(CRAYON, seed="another"))


def test_a_negative_prompt_goes_only_where_it_is_known():
    spec = SANDBOX_MODELS[0]
    known = replace(SANDBOX, negative_prompt="text, extra fingers")
    assert generation_call(CRAYON, spec, known)["extra_body"]["negative_prompt"] == "text, extra fingers"
    assert "extra_body" not in generation_call(CRAYON, spec, replace(SANDBOX, takes_seed=False))


@pytest.mark.parametrize(
    ("word", "failure"),
    [
        ("moderation", Failure.REFUSED_TEXT),
        ("late-moderation", Failure.REFUSED_PICTURE),
        ("quota", Failure.QUOTA),
        ("500", Failure.BROKEN),
        ("rate-limit-always", Failure.BUSY),
        ("no-completed", Failure.CUT),
    ],
)
@pytest.mark.parametrize("sources", [(), (GREEN,)], ids=["new", "edit"])
def test_failures_have_the_same_names_everywhere(sandbox, word, failure, sources):
    error = refusal(sandbox, replace(CRAYON, prompt=f"a baby sandbox:{word}", sources=sources))
    assert error.failure is failure


def test_each_picture_goes_to_the_provider_of_its_model(sandbox):
    async def story():
        first = OpenAIImageModel(sandbox.key, sandbox.url)
        second = OpenAIImageModel(
            sandbox.key, sandbox.url.replace("/v1", "/other/v1"), provider=SANDBOX, models=SANDBOX_MODELS
        )
        routed = RoutedImageModel({"openai": first, "sandbox": second}, (*IMAGE_MODELS, *SANDBOX_MODELS))
        made = [[one async for one in routed.draw(job)][-1] for job in (JOB, CRAYON)]
        with pytest.raises(DrawingError) as caught:
            routed.draw(replace(JOB, model="gone"))
        await first.close()
        await second.close()
        return made, caught.value

    sandbox.clear()
    made, error = asyncio.run(story())
    assert [one.data[:2] for one in made] == [b"\x89P", b"\xff\xd8"]
    assert [call["path"] for call in sandbox.calls()] == ["/v1/images/edits", "/other/v1/images/generations"]
    assert error.failure is Failure.BAD_REQUEST


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://api.example:8443/files/a.png", True),  # its own place
        ("https://cdn.example/a.png", True),
        ("https://cdn.example:443/a.png", True),
        ("http://cdn.example/a.png", False),
        ("https://cdn.example:8080/a.png", False),
        ("https://cdn.example.evil/a.png", False),
        ("https://user:pass@cdn.example/a.png", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("http://localhost/admin", False),
        ("https://api.example/files/a.png", False),
        ("file:///etc/passwd", False),
        ("https://cdn.example:port/a.png", False),
        ("https://[::1/a.png", False),
        ("", False),
        ("//cdn.example/a.png", False),
    ],
)
def test_an_answer_may_lead_to_itself_and_to_hosts_that_are_allowed(url, may):
    assert _may_lead_to(url, "https://api.example:8443/v1", ("cdn.example",)) is may


def test_without_a_place_of_its_own_only_the_list_counts():
    assert not _may_lead_to("https://api.openai.com/a.png", "", ())
    assert not _may_lead_to("file:///a", "", ())


def test_an_answer_that_leads_astray_is_not_followed_and_told_to_operators(caplog):
    server = Provider(whole({"data": [{"url": "http://169.254.169.254/latest"}]}))

    async def story():
        async with server.open(provider=SANDBOX, models=SANDBOX_MODELS) as model:
            return [one async for one in model.draw(CRAYON)]

    with caplog.at_level(logging.ERROR), pytest.raises(DrawingError) as caught:
        asyncio.run(story())
    assert (caught.value.failure, caught.value.request_id) == (Failure.BROKEN, "req_raw")
    assert "169.254.169.254" in caplog.text


class Turns(Provider):
    """Answers the first call with where the picture is, and the second with ``pieces``."""

    def __init__(self, *pieces):
        super().__init__()
        self.later = pieces

    async def _talk(self, reader, writer):
        if self.calls:
            self.calls += 1
            self.talks.append(asyncio.current_task())
            await reader.readuntil(b"\r\n\r\n")
            for piece in self.later:
                writer.write(piece)
            writer.close()
            return
        host = ":".join(map(str, writer.get_extra_info("sockname")))
        self.pieces = (whole({"data": [{"url": f"http://{host}/a.png"}]}),)
        await super()._talk(reader, writer)


def fetched(*pieces):
    server = Turns(*pieces)

    async def story():
        async with server.open(provider=SANDBOX, models=SANDBOX_MODELS, silence_seconds=2) as model:
            return [one async for one in model.draw(CRAYON)]

    return asyncio.run(story())


def test_the_bytes_behind_an_address_are_the_picture():
    (drawing,) = fetched(whole(PICTURE))
    assert (drawing.data, drawing.request_id) == (PICTURE, "req_raw")


@pytest.mark.parametrize(
    ("pieces", "failure"),
    [
        ((whole(PICTURE, "404 Not Found"),), Failure.CUT),
        ((whole(b"", "302 Found", "location: http://169.254.169.254/\r\n"),), Failure.CUT),
        ((whole(PICTURE)[:-5],), Failure.CUT),
        ((b"HTTP/1.1 200 OK\r\ncontent-length: 99000000\r\n\r\n", b"x" * 51_000_000), Failure.BROKEN),
        ((), Failure.CUT),
    ],
)
def test_what_is_not_there_or_too_large_is_no_picture(pieces, failure):
    with pytest.raises(DrawingError) as caught:
        fetched(*pieces)
    assert (caught.value.failure, caught.value.is_passing) == (failure, False)
