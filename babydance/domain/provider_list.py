"""Other providers and their models, read from the one line of JSON in which an operator lists them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from babydance.domain.media import MEDIA_TYPES
from babydance.domain.models import BACKGROUNDS, IMAGE_MODELS, ImageModelSpec
from babydance.domain.providers import OPENAI, SANDBOX, AnswersBy, EditsBy, Provider

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_MODEL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
_VARIABLE = re.compile(r"(?!BABYDANCE_)[A-Z][A-Z0-9_]{2,63}")
_QUALITY = re.compile(r"[a-z0-9-]{1,16}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")
_MOST_PIXELS = 40_000_000
_MOST_REFERENCES = 16
_DEAREST = 10_000_000  # micro_usd: ten dollars for one picture is a slip of the pen

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class ProviderList:
    """Providers besides OpenAI, with their models."""

    providers: tuple[Provider, ...] = ()
    models: tuple[ImageModelSpec, ...] = ()


def read_providers(text: str) -> ProviderList:
    """Return what the JSON lists; raise ``ValueError`` with a sentence that names the place otherwise."""
    try:
        listed = json.loads(text) if text else []
    except (ValueError, RecursionError) as error:
        raise ValueError("it must be a JSON list of providers") from error
    if not isinstance(listed, list):
        raise ValueError("it must be a JSON list of providers")  # noqa: TRY004  settings know one kind of error
    providers, models = [], []
    for place, given in enumerate(listed, 1):
        provider, specs = _provider(given, f"provider {place}")
        providers.append(provider)
        models += specs
    _refuse_doubles([OPENAI.id, SANDBOX.id, *(one.id for one in providers)], "provider")
    _refuse_doubles([*(spec.id for spec in IMAGE_MODELS), *(spec.id for spec in models)], "model")
    return ProviderList(tuple(providers), tuple(models))


def _provider(given: Any, place: str) -> tuple[Provider, list[ImageModelSpec]]:
    known: dict[str, Read] = {
        "id": _matching(_ID, "small letters, digits and hyphens"),
        "label": _text(40),
        "base_url": _base_url,
        "key_variable": _matching(_VARIABLE, "the name of an environment variable that does not begin with BABYDANCE_"),
        "edits": EditsBy,
        "answers": AnswersBy,
        "answer_hosts": _several(_matching(_HOST, "a host name in small letters")),
        "takes_mask": _boolean,
        "can_stream": _boolean,
        "takes_size": _boolean,
        "takes_seed": _boolean,
        "negative_prompt": _text(1000),
        "has_openai_usage": _boolean,
        "has_openai_safety": _boolean,
        "models": _several(lambda item: item),
    }
    fields = _fields(given, known, place, needed=("id", "label", "base_url", "key_variable", "models"))
    place = f"provider {fields['id']}"
    listed = fields.pop("models")
    plain: dict[str, Any] = {"edits": EditsBy.NOTHING}
    plain |= {"takes_mask": False, "can_stream": False, "has_openai_usage": False, "has_openai_safety": False}
    provider = Provider(**(plain | fields))
    return provider, [_model(item, provider, f"{place}, model {number}") for number, item in enumerate(listed, 1)]


def _model(given: Any, provider: Provider, place: str) -> ImageModelSpec:
    known: dict[str, Read] = {
        "id": _matching(_MODEL_ID, "letters, digits and . _ : / -"),
        "label": _text(40),
        "blurb": _text(80),
        "micro_usd": _prices,
        "sizes": _several(_size),
        "formats": _several(_one_of(tuple(MEDIA_TYPES))),
        "backgrounds": _several(_one_of(BACKGROUNDS)),
        "max_references": _whole(1, _MOST_REFERENCES),
        "max_prompt": _whole(1, 1_000_000),
        "shutdown_on": date.fromisoformat,
    }
    fields = _fields(given, known, place, needed=("id", "label", "micro_usd", "formats"))
    if not provider.takes_size and len(fields.get("sizes", ())) != 1:
        raise ValueError(f"{place}: with takes_size false, sizes must name the one size that it draws")
    prices = fields.pop("micro_usd")
    usual: dict[str, Any] = {"blurb": provider.label, "backgrounds": ("auto",)}
    can_edit = provider.edits is not EditsBy.NOTHING
    return ImageModelSpec(
        provider=provider.id,
        factors={},
        prices=prices,
        default_quality=next(iter(prices)),
        can_stream=provider.can_stream,
        can_edit=can_edit,
        can_mask=can_edit and provider.takes_mask,
        **(usual | fields),
    )


def _fields(given: Any, known: Mapping[str, Read], place: str, *, needed: tuple[str, ...]) -> dict[str, Any]:
    """Read every field with its reader; refuse what is unknown, missing or of the wrong kind."""
    if not isinstance(given, dict):
        raise ValueError(f"{place} must be a JSON object")  # noqa: TRY004  likewise
    for name in given:
        if name not in known:
            raise ValueError(f"{place}: {name!r} is unknown; there are {', '.join(known)}")
    for name in needed:
        if name not in given:
            raise ValueError(f"{place}: {name} is missing")
    read = {}
    for name, value in given.items():
        try:
            read[name] = known[name](value)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{place}: {name}: {error}") from None
    return read


def _text(longest: int) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not 0 < len(value.strip()) <= longest or not value.isprintable():
            raise ValueError(f"it must be a text of 1 to {longest} characters")
        return value.strip()

    return read


def _matching(pattern: re.Pattern[str], what: str) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"it must be {what}")
        return value

    return read


def _one_of(choices: tuple[str, ...]) -> Read:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"there are {', '.join(choices)}")
        return value

    return read


def _several(read_one: Read) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise ValueError("it must be a list with something in it")
        return tuple(read_one(item) for item in value)

    return read


def _whole(least: int, most: int) -> Read:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"it must be a whole number from {least} to {most}")
        return value

    return read


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it must be true or false")  # noqa: TRY004  likewise
    return value


def _prices(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or not value:
        raise ValueError('it must say what a picture costs, such as {"standard": 40000}')
    for quality, price in value.items():
        _matching(_QUALITY, "a quality in small letters")(quality)
        _whole(1, _DEAREST)(price)
    return value


def _size(value: Any) -> tuple[int, int]:
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) * int(found[2]) > _MOST_PIXELS:
        raise ValueError("write sizes like 1024x1024")
    return int(found[1]), int(found[2])


def _base_url(value: Any) -> str:
    parts = urlsplit(value if isinstance(value, str) else "")
    is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if not parts.hostname or not is_plain or parts.scheme not in {"https", "http"}:
        raise ValueError("write it like https://api.example/v1, without a key in it")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise ValueError("a server elsewhere must be reached by https")
    return str(value).rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_doubles(ids: list[str], what: str) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise ValueError(f"the {what} {one} is there twice")
