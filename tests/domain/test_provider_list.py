"""The operator's list of other providers: what it may say, and a sentence for everything that it may not."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.provider_list import ProviderList, read_providers
from babydance.domain.providers import AnswersBy, EditsBy

MODEL = {"id": "acme/draw-1", "label": "Draw 1", "micro_usd": {"standard": 40_000}, "formats": ["png"]}
ACME = {
    "id": "acme",
    "label": "Acme",
    "base_url": "https://api.acme.example/v1/",
    "key_variable": "ACME_API_KEY",
    "models": [MODEL],
}


def listed(*providers):
    return read_providers(json.dumps(providers))


def a_model(**changes):
    return {**ACME, "models": [MODEL | changes]}


def test_nothing_listed_is_nothing():
    assert read_providers("") == read_providers("[]") == ProviderList()


def test_an_entry_with_the_least_gets_nothing_that_it_did_not_say():
    read = listed(ACME)
    (provider,), (spec,) = read.providers, read.models
    assert (provider.base_url, provider.key_variable) == ("https://api.acme.example/v1", "ACME_API_KEY")
    assert (provider.edits, provider.answers) == (EditsBy.NOTHING, AnswersBy.ITSELF)
    quirks = (provider.can_stream, provider.takes_mask, provider.has_openai_safety, provider.has_openai_usage)
    assert quirks == (False,) * 4
    assert (spec.id, spec.provider, spec.blurb) == ("acme/draw-1", "acme", "Acme")
    assert (spec.qualities, spec.default_quality, spec.formats) == (("standard",), "standard", ("png",))
    assert (spec.can_edit, spec.can_mask, spec.can_stream, spec.can_draw_transparent) == (False,) * 4


def test_everything_can_be_said():
    full = ACME | {
        "edits": "json",
        "answers": "url",
        "answer_hosts": ["cdn.acme.example"],
        "takes_mask": True,
        "can_stream": True,
        "takes_size": True,
        "takes_seed": True,
        "negative_prompt": "text, watermark",
        "has_openai_usage": True,
        "has_openai_safety": True,
        "models": [
            MODEL
            | {
                "blurb": "Quick",
                "sizes": ["1024x1024", "512x768"],
                "backgrounds": ["auto", "transparent"],
                "max_references": 3,
                "max_prompt": 1000,
                "shutdown_on": "2027-05-01",
            }
        ],
    }
    read = listed(full)
    (provider,), (spec,) = read.providers, read.models
    assert (provider.edits, provider.answers, provider.answer_hosts) == ("json", "url", ("cdn.acme.example",))
    assert (spec.sizes, spec.max_references, spec.can_mask) == (((1024, 1024), (512, 768)), 3, True)
    assert spec.can_draw_transparent
    assert str(spec.shutdown_on) == "2027-05-01"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (7, "provider 1 must be a JSON object"),
        ({}, "provider 1: id is missing"),
        (ACME | {"id": "Acme Inc"}, "provider 1: id: it must be small letters"),
        (ACME | {"id": "openai"}, "the provider openai is there twice"),
        (ACME | {"id": "sandbox"}, "the provider sandbox is there twice"),
        (ACME | {"colour": "red"}, "provider 1: 'colour' is unknown; there are id, label"),
        (ACME | {"label": "\n"}, "label: it must be a text"),
        (ACME | {"base_url": "api.acme.example"}, "base_url: write it like https://"),
        (ACME | {"base_url": "https://key:secret@api.acme.example/v1"}, "without a key in it"),
        (ACME | {"base_url": "http://api.acme.example/v1"}, "must be reached by https"),
        (ACME | {"base_url": 5}, "base_url: write it like"),
        (ACME | {"key_variable": "sk-123"}, "key_variable: it must be the name of an environment variable"),
        (ACME | {"key_variable": "BABYDANCE_ACME_KEY"}, "does not begin with BABYDANCE_"),
        (ACME | {"edits": "xml"}, "edits: 'xml' is not a valid EditsBy"),
        (ACME | {"answers": True}, "answers: True is not a valid AnswersBy"),
        (ACME | {"answer_hosts": ["https://cdn.example"]}, "answer_hosts: it must be a host name"),
        (ACME | {"takes_mask": "yes"}, "takes_mask: it must be true or false"),
        (ACME | {"models": []}, "models: it must be a list with something in it"),
        (ACME | {"models": [MODEL, MODEL]}, "the model acme/draw-1 is there twice"),
        (ACME | {"takes_size": False}, "sizes must name the one size"),
        (a_model(id="gpt-image-2"), "the model gpt-image-2 is there twice"),
        (a_model(id="a" * 65), "provider acme, model 1: id: it must be letters"),
        (a_model(micro_usd={}), "micro_usd: it must say what a picture costs"),
        (a_model(micro_usd={"standard": 0}), "it must be a whole number from 1 to"),
        (a_model(micro_usd={"standard": 1.5}), "it must be a whole number from 1 to"),
        (a_model(micro_usd={"Best!": 5}), "a quality in small letters"),
        (a_model(sizes=["1024"]), "write sizes like 1024x1024"),
        (a_model(sizes=["9999x9999"]), "write sizes like 1024x1024"),
        (a_model(formats=["gif"]), "formats: there are jpeg, png, webp"),
        (a_model(backgrounds=["green"]), "backgrounds: there are auto, opaque, transparent"),
        (a_model(max_references=17), "max_references: it must be a whole number from 1 to 16"),
        (a_model(shutdown_on="soon"), "shutdown_on: Invalid isoformat string"),
    ],
)
def test_every_slip_has_its_sentence(entry, words):
    with pytest.raises(ValueError, match=r".") as refused:
        listed(entry)
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["{", "7", '{"id": "acme"}', "[" * 100_000])
def test_what_is_no_list_is_refused(text):
    with pytest.raises(ValueError, match="a JSON list of providers"):
        read_providers(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_value_anywhere_is_more_than_a_value_error(value):
    for name in ACME:
        for entry in (ACME | {name: value}, a_model(**{name: value})):
            with contextlib.suppress(ValueError):
                listed(entry)
