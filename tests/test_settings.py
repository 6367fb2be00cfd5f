"""The settings: every refusal names its variable and says what to do, and no secret is ever printed."""

from __future__ import annotations

import os
import stat
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from babydance.settings import PREFIX, Settings, SettingsError, keep_secret_key, load_settings, variable_names

PRODUCTION = {
    "BABYDANCE_ENV": "production",
    "BABYDANCE_PUBLIC_URL": "https://studio.example",
    "BABYDANCE_SECRET_KEY": "k" * 32,
    "BABYDANCE_SMTP_HOST": "smtp.example",
    "OPENAI_API_KEY": "sk-real",
}


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin with no variable of ours and no .env."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith((PREFIX, "OPENAI_")):
            monkeypatch.delenv(name)


def _load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def _refusal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with pytest.raises(SettingsError) as refused:
        _load(monkeypatch, **variables)
    return str(refused.value)


def test_nothing_has_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch)
    assert settings.origin == "http://localhost:3000"
    assert settings.draws_in_sandbox
    assert settings.mails_to_outbox
    assert settings.is_on_loopback
    assert not settings.is_https
    assert not settings.logs_as_json


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BABYDANCE_ENV", "prod"),
        ("BABYDANCE_PORT", "0"),
        ("BABYDANCE_PORT", "65536"),
        ("BABYDANCE_PORT", "three thousand"),
        ("BABYDANCE_TRUSTED_PROXY_HOPS", "-1"),
        ("BABYDANCE_DATABASE_POOL", "1"),
        ("BABYDANCE_EMBEDDED_WORKER", "perhaps"),
        ("BABYDANCE_SANDBOX_SECONDS", "-1"),
        ("BABYDANCE_SANDBOX_SECONDS", "nan"),
        ("BABYDANCE_PREVIEWS", "4"),
        ("BABYDANCE_MICRO_USD_PER_CREDIT", "0"),
        ("BABYDANCE_BCRYPT_COST", "3"),
        ("BABYDANCE_BCRYPT_COST", "31"),
        ("BABYDANCE_SESSION_DAYS", "0"),
        ("BABYDANCE_SMTP_PORT", "smtp"),
        ("BABYDANCE_LOG_LEVEL", "LOUD"),
        ("BABYDANCE_LOG_FORMAT", "xml"),
        ("BABYDANCE_PUBLIC_URL", "studio.example"),
        ("BABYDANCE_PUBLIC_URL", "ftp://studio.example"),
        ("BABYDANCE_PUBLIC_URL", "https://"),
        ("BABYDANCE_PUBLIC_URL", "https://studio.example/path"),
        ("BABYDANCE_PUBLIC_URL", "https://studio.example?x=1"),
        ("BABYDANCE_PUBLIC_URL", "https://studio.example#x"),
        ("BABYDANCE_PUBLIC_URL", "https://me:secret@studio.example"),
        ("BABYDANCE_PUBLIC_URL", "https://studio.example:port"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    words = _refusal(monkeypatch, **{variable: value})
    assert words.startswith(f"{variable}: ")
    assert "\n" not in words


def test_every_problem_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    words = _refusal(monkeypatch, BABYDANCE_PORT="x", BABYDANCE_PREVIEWS="9")
    assert [line.partition(":")[0] for line in words.splitlines()] == ["BABYDANCE_PORT", "BABYDANCE_PREVIEWS"]


@pytest.mark.parametrize(
    ("missing", "variable"),
    [
        ({"BABYDANCE_PUBLIC_URL": ""}, None),  # http://localhost: a rehearsal on this machine
        ({"BABYDANCE_PUBLIC_URL": "http://studio.example"}, "BABYDANCE_PUBLIC_URL"),
        ({"BABYDANCE_PUBLIC_URL": "http://127.0.0.1:3000"}, None),
        ({"BABYDANCE_SECRET_KEY": ""}, "BABYDANCE_SECRET_KEY"),
        ({"BABYDANCE_SECRET_KEY": "k" * 31}, "BABYDANCE_SECRET_KEY"),
        ({"BABYDANCE_SMTP_HOST": ""}, "BABYDANCE_SMTP_HOST"),
        ({"OPENAI_API_KEY": ""}, "OPENAI_API_KEY"),
        ({}, None),
    ],
)
def test_production_needs_the_real_things(
    monkeypatch: pytest.MonkeyPatch, missing: dict[str, str], variable: str | None
) -> None:
    if variable is None:
        assert _load(monkeypatch, **(PRODUCTION | missing)).is_production
    else:
        assert variable in _refusal(monkeypatch, **(PRODUCTION | missing))


def test_in_production_logs_are_for_machines_and_cookies_are_secure(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch, **PRODUCTION)
    assert settings.logs_as_json
    assert settings.is_https
    assert not settings.draws_in_sandbox
    assert not settings.mails_to_outbox
    assert not settings.is_on_loopback


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://studio.example/", "https://studio.example"),
        ("https://Studio.Example", "https://studio.example"),  # browsers write it small
        ("https://studio.example:443", "https://studio.example"),  # and leave the usual port out
        ("http://localhost:80", "http://localhost"),
        ("https://studio.example:8443", "https://studio.example:8443"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_address_is_taken_as_browsers_write_it(monkeypatch: pytest.MonkeyPatch, written: str, origin: str) -> None:
    assert _load(monkeypatch, BABYDANCE_PUBLIC_URL=written).origin == origin


@pytest.mark.parametrize(
    ("host", "url", "is_here"),
    [
        ("127.0.0.1", "", True),
        ("::1", "http://[::1]:3000", True),
        ("0.0.0.0", "", False),
        ("127.0.0.1", "https://studio.example", False),
        ("127.0.0.1", "http://127.0.0.1.evil.example", False),
    ],
)
def test_it_knows_whether_others_can_reach_it(
    monkeypatch: pytest.MonkeyPatch, host: str, url: str, is_here: bool
) -> None:
    assert _load(monkeypatch, BABYDANCE_HOST=host, BABYDANCE_PUBLIC_URL=url).is_on_loopback is is_here


@pytest.mark.parametrize("name", ["BABYDANCE_PROT", "BABYDANCE_", "BABYDANCE_OPENAI_API_KEY"])
def test_a_name_that_nobody_reads_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert _refusal(monkeypatch, **{name: "x"}).startswith(f"{name} is not a setting")


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _load(monkeypatch, BABYDANCE_PORT="", OPENAI_API_KEY="").port == 3000


def test_secrets_are_neither_shown_nor_part_of_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {
        "BABYDANCE_SECRET_KEY": "hush-secret-" + "k" * 32,
        "OPENAI_API_KEY": "sk-hush",
        "BABYDANCE_SMTP_PASSWORD": "hush-mail",
        "BABYDANCE_DATABASE_URL": "postgresql+psycopg://me:hush-db@db/studio",
        "BABYDANCE_JOBS_DATABASE_URL": "postgresql://me:hush-jobs@db/jobs",
    }
    assert "hush" not in repr(_load(monkeypatch, **secrets))
    assert "hush" not in str(load_settings())
    monkeypatch.setenv("BABYDANCE_PORT", "x")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hush" not in "".join(traceback.format_exception(refused.value))


def test_a_secret_that_is_too_short_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "hush" not in _refusal(monkeypatch, BABYDANCE_SECRET_KEY="hush")


def test_every_variable_says_what_it_is_for() -> None:
    names = variable_names()
    assert all(names.values())
    assert set(names) >= {"BABYDANCE_PORT", "OPENAI_API_KEY", "OPENAI_BASE_URL"}
    assert len(names) == len(Settings.model_fields)


def test_a_secret_key_is_made_once_and_kept_to_the_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = _load(monkeypatch, BABYDANCE_DATA_DIR=str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as threads:  # eight processes start at once
        keys = set(threads.map(keep_secret_key, [settings] * 8))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    files = list((tmp_path / "data").iterdir())
    assert [file.name for file in files] == ["secret.key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_a_secret_key_of_ones_own_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "data"
    settings = _load(monkeypatch, BABYDANCE_SECRET_KEY="k" * 40, BABYDANCE_DATA_DIR=str(data))
    assert keep_secret_key(settings) == "k" * 40
    assert not data.exists()


PROVIDERS = (
    '[{"id": "acme", "label": "Acme", "base_url": "https://api.acme.example/v1", "key_variable": "ACME_API_KEY",'
    ' "models": [{"id": "draw-1", "label": "Draw 1", "micro_usd": {"standard": 40000}, "formats": ["png"]}]}]'
)


def test_other_providers_are_read_with_their_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _load(monkeypatch, BABYDANCE_PROVIDERS=PROVIDERS, OPENAI_API_KEY="sk-real", ACME_API_KEY="very-secret")
    (provider,) = settings.provider_list.providers
    assert settings.provider_key(provider) == "very-secret"
    assert "very-secret" not in repr(settings)


def test_the_key_of_a_provider_may_stand_in_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ACME_API_KEY=from-the-file\n")
    settings = _load(monkeypatch, BABYDANCE_PROVIDERS=PROVIDERS, OPENAI_API_KEY="sk-real")
    assert settings.provider_key(settings.provider_list.providers[0]) == "from-the-file"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"BABYDANCE_PROVIDERS": "acme"}, "BABYDANCE_PROVIDERS: it must be a JSON list of providers"),
        ({"BABYDANCE_PROVIDERS": PROVIDERS}, "BABYDANCE_PROVIDERS needs OPENAI_API_KEY too"),
        (
            {"BABYDANCE_PROVIDERS": PROVIDERS, "OPENAI_API_KEY": "sk-real"},
            "ACME_API_KEY is needed: BABYDANCE_PROVIDERS names it for acme",
        ),
    ],
)
def test_providers_that_can_not_be_asked_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], words: str
) -> None:
    assert words in _refusal(monkeypatch, **variables)
