"""The image model adapter against the sandbox, and against servers that are worse than the sandbox."""

import asyncio
import base64
import contextlib
import json
import logging
import time
from contextlib import aclosing
from dataclasses import replace

import httpx2
import openai
import pytest

from babydance.adapters.openai_failures import _seconds_to_wait
from babydance.adapters.openai_images import OpenAIImageModel
from babydance.domain.images import Drawing, DrawingError, DrawingJob, Failure, Preview, Usage
from babydance.domain.models import IMAGE_MODELS
from tests.sandbox_server import start_sandbox

JOB = DrawingJob(
    prompt="a baby in a green romper",
    model="gpt-image-2.5-flare",
    width=1024,
    height=1024,
    quality="low",
    background="opaque",
    output_format="webp",
    previews=2,
    safety_identifier="someone",
)
PICTURE = b"\x89PNG picture" * 50
B64 = base64.b64encode(PICTURE).decode()
COMPLETED = {"type": "image_generation.completed", "b64_json": B64}
PARTIAL = {"type": "image_generation.partial_image", "b64_json": B64, "partial_image_index": 0}


async def gather(model, job):
    made = []
    try:
        async with aclosing(model.draw(job)) as drawing:
            async for one in drawing:
                made.append(one)  # noqa: PERF401  what came before an error counts
    finally:
        await model.close()
    return made


def draw(sandbox, job=JOB, **options):
    return asyncio.run(gather(OpenAIImageModel(sandbox.key, sandbox.url, **options), job))


def refusal(sandbox, job, **options):
    with pytest.raises(DrawingError) as caught:
        draw(sandbox, job, **options)
    return caught.value


def saying(words, **changes):
    return replace(JOB, prompt=f"a baby {words}", **changes)


def test_previews_come_first_and_the_picture_last(sandbox):
    sandbox.clear()
    *previews, drawing = draw(sandbox)
    assert [type(preview) for preview in previews] == [Preview, Preview]
    assert [preview.index for preview in previews] == [0, 1]
    assert all(preview.data.startswith(b"RIFF") for preview in previews)
    assert isinstance(drawing, Drawing)
    assert drawing.data.startswith(b"RIFF")
    assert (drawing.actual_size, drawing.actual_quality) == ("1024x1024", "low")
    assert (drawing.actual_background, drawing.actual_format) == ("opaque", "webp")
    assert isinstance(drawing.usage, Usage)
    assert drawing.usage.output_tokens > 200
    assert drawing.usage.text_tokens > 0
    assert drawing.request_id.startswith("req_")
    assert sandbox.violations() == []


def test_every_call_asks_for_moderation_and_names_nobody(sandbox):
    sandbox.clear()
    draw(sandbox)
    (call,) = sandbox.calls()
    assert call["parameters"] == [
        "background", "model", "moderation", "n", "output_format", "partial_images", "prompt", "quality",
        "safety_identifier", "size", "stream",
    ]  # fmt: skip
    assert (call["stream"], call["n"], call["safety_identifier"]) == (True, 1, "someone")


def test_without_previews_the_picture_comes_in_one_piece(sandbox):
    sandbox.clear()
    (drawing,) = draw(sandbox, replace(JOB, previews=0, output_format="png"))
    assert drawing.data.startswith(b"\x89PNG")
    assert drawing.actual_format == "png"
    assert drawing.usage.output_tokens > 0
    assert drawing.request_id.startswith("req_")
    (call,) = sandbox.calls()
    assert not call["stream"]
    assert "partial_images" not in call["parameters"]


def test_a_model_that_cannot_stream_is_not_asked_to(sandbox):
    sandbox.clear()
    plain = tuple(replace(spec, can_stream=False) for spec in IMAGE_MODELS)
    assert len(draw(sandbox, models=plain)) == 1
    assert not sandbox.calls()[0]["stream"]


@pytest.mark.parametrize(
    ("word", "failure", "is_passing"),
    [
        ("moderation", Failure.REFUSED_TEXT, False),
        ("late-moderation", Failure.REFUSED_PICTURE, False),
        ("rate-limit-always", Failure.BUSY, True),
        ("quota", Failure.QUOTA, False),
        ("403", Failure.FORBIDDEN, False),
        ("500", Failure.BROKEN, True),
        ("error-frame", Failure.BROKEN, False),
        ("broken-frame", Failure.BROKEN, False),
        ("cut", Failure.CUT, False),
        ("no-completed", Failure.CUT, False),
    ],
)
def test_every_failure_of_the_provider_has_its_name(sandbox, word, failure, is_passing):
    error = refusal(sandbox, saying(f"sandbox:{word}"))
    assert (error.failure, error.is_passing) == (failure, is_passing)
    assert error.request_id.startswith("req_")


@pytest.mark.parametrize(
    ("word", "failure", "is_passing"),
    [
        ("moderation", Failure.REFUSED_TEXT, False),
        ("late-moderation", Failure.REFUSED_PICTURE, False),
        ("500", Failure.BROKEN, True),
        ("broken-frame", Failure.BROKEN, False),
        ("cut", Failure.CUT, False),
        ("no-completed", Failure.CUT, False),
    ],
)
def test_failures_have_the_same_names_without_a_stream(sandbox, word, failure, is_passing):
    error = refusal(sandbox, saying(f"sandbox:{word}", previews=0))
    assert (error.failure, error.is_passing) == (failure, is_passing)


def test_a_busy_provider_says_how_long_to_wait():
    with start_sandbox(retry_after_ms=1500) as sandbox:
        error = refusal(sandbox, saying("sandbox:rate-limit-always"))
    assert error.retry_after == pytest.approx(1.5)
    assert error.code == "rate_limit_exceeded"


def test_nothing_is_tried_twice_by_itself(sandbox):
    for word in ("500", "rate-limit-always", "cut"):
        sandbox.clear()
        refusal(sandbox, saying(f"sandbox:{word} once"))
        assert len(sandbox.calls()) == 1


def test_an_unknown_model_and_a_wrong_size_are_bad_requests(sandbox):
    for job in (replace(JOB, model="gpt-image-0"), replace(JOB, width=17)):
        error = refusal(sandbox, job)
        assert (error.failure, error.is_passing) == (Failure.BAD_REQUEST, False)


def test_a_wrong_key_alerts_the_operators_without_telling_it(sandbox, caplog):
    model = OpenAIImageModel("sk-wrong-and-secret", sandbox.url)
    with caplog.at_level(logging.DEBUG), pytest.raises(DrawingError) as caught:
        asyncio.run(gather(model, JOB))
    assert caught.value.failure is Failure.FORBIDDEN
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == [
        "babydance.adapters.openai_failures"
    ]
    assert "sk-" not in caplog.text


def test_no_log_line_holds_a_prompt_or_a_key(sandbox, caplog):
    with caplog.at_level(logging.DEBUG):
        draw(sandbox, saying("with a heirloom rattle"))
        refusal(sandbox, saying("with a heirloom rattle sandbox:403"))
        refusal(sandbox, saying("with a heirloom rattle sandbox:moderation"))
    assert "rattle" not in caplog.text
    assert sandbox.key not in caplog.text


def test_silence_is_noticed_and_not_paid_for_twice(sandbox):
    started = time.monotonic()
    error = refusal(sandbox, saying("sandbox:silence"), silence_seconds=0.4)
    assert (error.failure, error.is_passing) == (Failure.SILENT, False)
    assert time.monotonic() - started < 2.5


def test_an_answer_in_one_piece_may_take_longer_than_a_silence(sandbox):
    (drawing,) = draw(sandbox, saying("sandbox:slow", previews=0), silence_seconds=0.2)
    assert drawing.data


def test_a_picture_that_nobody_can_decode_is_handed_on(sandbox):
    *_, drawing = draw(sandbox, saying("sandbox:undecodable"))
    assert isinstance(drawing, Drawing)
    assert not drawing.data.startswith(b"RIFF")


def test_an_unknown_event_is_left_alone(sandbox):
    assert len(draw(sandbox, saying("sandbox:unknown-event"))) == 3


def test_a_whole_answer_to_a_wish_for_a_stream_is_taken(sandbox):
    (drawing,) = draw(sandbox, saying("sandbox:json"))
    assert drawing.data.startswith(b"RIFF")
    assert drawing.usage.output_tokens > 0


def test_pictures_are_drawn_at_once_over_one_client(sandbox):
    model = OpenAIImageModel(sandbox.key, sandbox.url)

    async def story():
        jobs = [saying(f"number {number}") for number in range(6)]
        try:
            return await asyncio.gather(*(last(model, job) for job in jobs))
        finally:
            await model.close()

    async def last(model, job):
        async with aclosing(model.draw(job)) as drawing:
            return [one async for one in drawing][-1]

    assert all(isinstance(drawing, Drawing) for drawing in asyncio.run(story()))
    assert len(asyncio.run(gather(model, JOB))) == 3  # on another loop, with another client


class Provider:
    """A server that answers every call with the same bytes, as they are."""

    def __init__(self, *pieces, pause=0.0, is_left_open=False):
        self.pieces = pieces
        self.pause = pause
        self.is_left_open = is_left_open
        self.calls = 0
        self.hung_up_at = None
        self.is_waiting = asyncio.Event()

    @contextlib.asynccontextmanager
    async def open(self, **options):
        self.talks = []
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        model = OpenAIImageModel("sk-test", url, **options)
        async with server:
            try:
                yield model
            finally:
                await model.close()
                await asyncio.wait_for(asyncio.gather(*self.talks), 5)

    async def _talk(self, reader, writer):
        self.talks.append(asyncio.current_task())
        self.calls += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
            await reader.readexactly(int(length[0].split(b":")[1]))
            for piece in self.pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(self.pause)
            self.is_waiting.set()
            if self.is_left_open:
                await reader.read()
                self.hung_up_at = time.monotonic()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


STREAM = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-request-id: req_raw\r\n\r\n"


def whole(body, status="200 OK", headers=""):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-request-id: req_raw\r\n{headers}"
    return f"{head}content-length: {len(data)}\r\n\r\n".encode() + data


def event(fields):
    return f"data: {json.dumps(fields)}\n\n".encode()


def answers(*pieces, job=JOB, pause=0.0, is_left_open=False, **options):
    provider = Provider(*pieces, pause=pause, is_left_open=is_left_open)

    async def story():
        async with provider.open(**options) as model, aclosing(model.draw(job)) as drawing:
            return [one async for one in drawing]

    return asyncio.run(story())


def failure(*pieces, **options):
    with pytest.raises(DrawingError) as caught:
        answers(*pieces, **options)
    return caught.value.failure, caught.value.is_passing, caught.value.request_id


def test_a_stream_without_usage_or_details_is_a_picture_all_the_same():
    (drawing,) = answers(STREAM, event(COMPLETED))
    assert drawing == Drawing(data=PICTURE, request_id="req_raw")


def test_nothing_after_the_picture_counts():
    assert len(answers(STREAM, event(COMPLETED), b"data: {broken\n\n", is_left_open=True)) == 1


def test_events_of_an_edit_count_too():
    edits = ({**one, "type": one["type"].replace("generation", "edit")} for one in (PARTIAL, COMPLETED))
    assert answers(STREAM, *map(event, edits)) == [
        Preview(index=0, data=PICTURE),
        Drawing(data=PICTURE, request_id="req_raw"),
    ]


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        ({"input_tokens": 9, "output_tokens": 5}, Usage(9, 0, 5)),
        ({"input_tokens_details": {"text_tokens": 4, "image_tokens": 3}, "output_tokens": 5}, Usage(4, 3, 5)),
        ({"input_tokens_details": {"text_tokens": "4"}, "output_tokens": 5}, None),
        ({"output_tokens": None}, None),
        ("many", None),
        (None, None),
    ],
)
def test_usage_is_read_or_unknown(told, usage):
    (drawing,) = answers(STREAM, event({**COMPLETED, "usage": told}))
    assert drawing.usage == usage


@pytest.mark.parametrize(
    "pieces",
    [
        (STREAM,),
        (STREAM, event(PARTIAL)),
        (STREAM, event(PARTIAL), b"data: [DONE]\n\n"),
        (STREAM, event(COMPLETED)[:-1]),
        (STREAM, event({**COMPLETED, "b64_json": None})),
        (STREAM, event({**COMPLETED, "b64_json": ""})),
        (whole({"created": 1}),),
        (whole({"data": []}),),
        (whole({"data": [{"url": "https://elsewhere.example/picture.png"}]}),),
        (whole(json.dumps({"data": [{"b64_json": B64}]}))[:-5],),
    ],
)
def test_an_answer_without_a_finished_picture_is_cut(pieces):
    assert failure(*pieces) == (Failure.CUT, False, "req_raw")


@pytest.mark.parametrize(
    "pieces",
    [
        (STREAM, b"data: {\n\n"),
        (STREAM, b"data: 7\n\n"),
        (STREAM, event({**COMPLETED, "b64_json": "not base64!"})),
        (STREAM, event({"type": "error", "message": "odd"})),
        (STREAM, event({"type": "error", "error": {"code": "server_error"}})),
        (STREAM, event({"error": "odd"})),
        (whole(b"<html>"),),
        (whole(b""),),
    ],
)
def test_nonsense_is_broken(pieces):
    assert failure(*pieces) == (Failure.BROKEN, False, "req_raw")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            {"code": "moderation_blocked", "moderation_details": {"moderation_stage": "output"}},
            (Failure.REFUSED_PICTURE, False),
        ),
        ({"code": "moderation_blocked", "moderation_details": None}, (Failure.REFUSED_TEXT, False)),
        ({"code": "content_policy_violation"}, (Failure.REFUSED_TEXT, False)),
        ({"code": "rate_limit_exceeded"}, (Failure.BUSY, True)),
        ({"code": "insufficient_quota"}, (Failure.QUOTA, False)),
    ],
)
def test_an_error_means_the_same_wherever_it_comes(error, expected):
    assert failure(STREAM, event({"type": "error", "error": error}))[:2] == expected
    assert failure(whole({"error": error}))[:2] == expected
    assert failure(whole({"error": error}, "400 Bad Request"))[:2] == expected


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        ("400 Bad Request", {"error": {"code": "invalid_value"}}, (Failure.BAD_REQUEST, False)),
        ("400 Bad Request", {"error": {"code": "billing_hard_limit_reached"}}, (Failure.QUOTA, False)),
        ("401 Unauthorized", {"error": {"code": "invalid_api_key"}}, (Failure.FORBIDDEN, False)),
        ("403 Forbidden", {"error": {"code": None}}, (Failure.FORBIDDEN, False)),
        ("404 Not Found", {"error": {"code": "model_not_found"}}, (Failure.BAD_REQUEST, False)),
        ("413 Too Large", b"<html>too large</html>", (Failure.BAD_REQUEST, False)),
        ("429 Too Many", {"error": {"code": None}}, (Failure.BUSY, True)),
        ("429 Too Many", {"error": {"code": "insufficient_quota"}}, (Failure.QUOTA, False)),
        ("500 Oops", b"", (Failure.BROKEN, True)),
        ("502 Bad Gateway", b"<html>", (Failure.BROKEN, True)),
        ("503 Overloaded", [1], (Failure.BROKEN, True)),
    ],
)
def test_every_status_has_its_name(status, body, expected):
    assert failure(whole(body, status)) == (*expected, "req_raw")


def test_a_provider_that_hangs_up_before_the_first_byte_may_be_asked_again():
    assert failure() == (Failure.CUT, True, "")


def test_a_provider_that_nobody_reaches_may_be_asked_again():
    model = OpenAIImageModel("sk-test", "http://127.0.0.1:9/v1")
    with pytest.raises(DrawingError) as caught:
        asyncio.run(gather(model, JOB))
    assert (caught.value.failure, caught.value.is_passing) == (Failure.CUT, True)


def test_a_connection_that_took_too_long_to_open_started_nothing(monkeypatch):
    async def never(*_args, **_options):
        raise httpx2.ConnectTimeout("too long")

    monkeypatch.setattr(httpx2.AsyncHTTPTransport, "handle_async_request", never)
    with pytest.raises(DrawingError) as caught:
        asyncio.run(gather(OpenAIImageModel("sk-test", "http://127.0.0.1:9/v1"), JOB))
    assert (caught.value.failure, caught.value.is_passing) == (Failure.CUT, True)


def test_silence_before_the_first_byte_may_have_started_a_picture():
    assert failure(is_left_open=True, silence_seconds=0.2)[:2] == (Failure.SILENT, False)


def test_signs_of_life_without_end_are_silence():
    pieces = (STREAM, *[b": still drawing\n\n"] * 50)
    started = time.monotonic()
    assert failure(*pieces, pause=0.02, total_seconds=0.3)[:2] == (Failure.SILENT, False)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "cancelled"])
def test_who_goes_away_hangs_up_at_once(is_closed):
    provider = Provider(STREAM, event(PARTIAL), is_left_open=True)

    async def look(model, seen):
        async with aclosing(model.draw(JOB)) as drawing:
            async for one in drawing:
                await seen.put(one)
                if is_closed:
                    return

    async def story():
        seen = asyncio.Queue()
        async with provider.open() as model:
            looking = asyncio.create_task(look(model, seen))
            first = await seen.get()
            left_at = time.monotonic()
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking
            await asyncio.wait_for(asyncio.gather(*provider.talks), 2)
            return first, provider.hung_up_at - left_at

    first, seconds = asyncio.run(story())
    assert first == Preview(index=0, data=PICTURE)
    assert seconds < 0.5


def test_who_is_cancelled_before_the_answer_hangs_up_too():
    provider = Provider(is_left_open=True)

    async def story():
        async with provider.open() as model:
            looking = asyncio.create_task(gather(model, JOB))
            await provider.is_waiting.wait()
            looking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await looking
            await asyncio.wait_for(asyncio.gather(*provider.talks), 1)

    asyncio.run(story())
    assert provider.hung_up_at is not None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "9"}, 9.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "inf", "retry-after": "2"}, 2.0),
        ({}, None),
    ],
)
def test_the_wait_is_read_from_either_header(headers, seconds):
    assert _seconds_to_wait(headers) == seconds


def test_the_sdk_itself_stays_quiet_about_prompts():
    async def story():
        model = OpenAIImageModel("sk-test", "http://127.0.0.1:9/v1")
        logging.getLogger("openai").setLevel(logging.DEBUG)
        client = model._clients.here()
        assert model._clients.here() is client
        assert client.max_retries == 0
        assert isinstance(client, openai.AsyncOpenAI)
        await model.close()

    asyncio.run(story())
    assert logging.getLogger("openai").level == logging.INFO
