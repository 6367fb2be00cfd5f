"""The event reader against the SDK's own decoder, on the same bytes, however they are cut."""

import base64
import json
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai._streaming import SSEDecoder

from babydance.adapters.openai_events import BrokenEventError, EventReader, read_event


def ours(data, cuts=()):
    reader = EventReader()
    return [bytes(event) for chunk in cut(data, cuts) for event in reader.feed(chunk)]


def theirs(data):
    return [event.data.encode() for event in SSEDecoder().iter_bytes(iter([data])) if event.data]


def cut(data, cuts):
    places = sorted({place % (len(data) + 1) for place in cuts})
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


def frame(fields, end="\n"):
    return f"event: {fields['type']}{end}data: {json.dumps(fields)}{end}{end}".encode()


PICTURE = bytes(range(256)) * 9
B64 = base64.b64encode(PICTURE).decode()
RECORDED = (
    b": ready\n\n"
    + frame({"type": "image_generation.partial_image", "partial_image_index": 0, "b64_json": B64, "size": "1024x1024"})
    + b": still here\r\n\r\n"
    + frame({"type": "image_generation.brush_cleaned", "words": "süß 🎈"}, end="\r\n")
    + b'event: image_generation.completed\rid: 7\rretry: 100\rdata: {"type": "image_generation.completed",\r'
    + f'data: "b64_json": "{B64}",\rdata:  "usage": {{"output_tokens": 3}}}}\r\r'.encode()
    + b"data: [DONE]\n\n"
)  # fmt: skip

LINES = st.sampled_from([
    "data: {}", "data:x", "data", "data:", "data:  two spaces", "event: a", "event", ": comment", ":", "id: 1",
    "retry: 5", "retry: soon", "other: x", "datax: 1", "data: süß", "", "", "", "data: a:b", " data: indented",
])  # fmt: skip
BODIES = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=30).map(
    lambda lines: "".join(line + end for line, end in lines).encode()
)
CUTS = st.lists(st.integers(0, 100_000), max_size=12)


@settings(max_examples=100, deadline=None)
@given(CUTS)
def test_a_recorded_stream_is_read_like_the_sdk_does_however_it_is_cut(cuts):
    assert ours(RECORDED, cuts) == theirs(RECORDED)


@settings(max_examples=200, deadline=None)
@given(BODIES, CUTS)
def test_any_stream_is_read_like_the_sdk_does(body, cuts):
    assert ours(body, cuts) == theirs(body)


def test_a_stream_may_come_byte_by_byte():
    assert ours(RECORDED, range(len(RECORDED))) == theirs(RECORDED)


def test_an_event_that_is_not_finished_is_not_told():
    assert ours(b"data: 1\n\ndata: 2\n") == [b"1"]


def test_every_event_means_what_the_sdk_makes_of_it():
    for data in theirs(RECORDED)[:-1]:
        expected = json.loads(data)
        b64 = expected.pop("b64_json", None)
        event = read_event(bytearray(data))
        assert event.fields == expected
        assert event.kind == expected["type"]
        assert event.picture == (base64.b64decode(b64) if b64 else None)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["b64_json", '"b64_json":"AAAA"']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.text(max_size=10) | st.just('x"b64_json'), JSON, max_size=4),
    st.none() | st.binary(max_size=40),
    st.booleans(),
)
def test_the_picture_is_taken_out_and_nothing_else_changes(fields, picture, is_first):
    fields = {name: value for name, value in fields.items() if name not in {"b64_json", "data", "type"}}
    b64 = {} if picture is None else {"b64_json": base64.b64encode(picture).decode()}
    event = read_event(bytearray(json.dumps(b64 | fields if is_first else fields | b64).encode()))
    assert event.fields == fields
    assert event.picture == picture


def test_escaped_base64_is_base64():
    escaped = json.dumps({"b64_json": base64.b64encode(b"\xff\xff\xfe?>").decode()}).replace("/", "\\/")
    assert "\\/" in escaped
    assert read_event(bytearray(escaped.encode())).picture == b"\xff\xff\xfe?>"


def test_a_whole_answer_gives_its_first_picture():
    told = {"created": 1, "data": [{"b64_json": B64, "revised_prompt": "x"}], "usage": {}}
    event = read_event(bytearray(json.dumps(told).encode()))
    assert event.picture == PICTURE
    assert event.fields == {"created": 1, "data": [{"revised_prompt": "x"}], "usage": {}}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"[]", b"7", b'"b64_json":"AAAA"', b'{"b64_json":"AAAA"', b'{"b64_json":"AAAA', b'{"b64_json":"A"}',
        b'{"b64_json":"!!!!"}', b'{"b64_json":"AA==AA"}', b'{"b64_json":"\xff"}', b"\xff\xfe", b"[" * 100_000,
        '{"b64_json":"süß!"}'.encode(),
    ],
)  # fmt: skip
def test_what_is_not_a_picture_event_is_broken(data):
    with pytest.raises(BrokenEventError):
        read_event(bytearray(data))


@pytest.mark.parametrize("piece", [b"data: " + b"A" * 50, b"data: AAAAAAAAAAA\n"], ids=["one line", "many lines"])
def test_an_event_larger_than_any_picture_is_broken(piece):
    reader = EventReader(max_event=100)
    with pytest.raises(BrokenEventError):
        list(chain.from_iterable(reader.feed(piece) for _ in range(10)))


def test_comments_without_end_take_no_room():
    reader = EventReader(max_event=100)
    for _ in range(100):
        assert list(reader.feed(b": still drawing\n\n")) == []
