"""Every environment variable that the studio reads, typed and checked before anything starts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AliasChoices, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from babydance.domain.provider_list import ProviderList, read_providers
from babydance.domain.providers import Provider

PREFIX = "BABYDANCE_"
ENV_FILE = ".env"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK_NAMES = {"localhost", "localhost.localdomain"}


class SettingsError(Exception):
    """The environment cannot be used; the text names the variable and says what to do."""


class Settings(BaseSettings):
    """What a deployment decides. Names are the variables without their prefix, in small letters."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    env: Literal["dev", "production"] = Field(default="dev", description="dev on a laptop, production for customers")
    port: int = Field(default=3000, ge=1, le=65535, description="The port of the whole studio")
    dev_backend_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Set by make dev: the backend's own port beside hot-reloading pages",
    )
    host: str = Field(default="127.0.0.1", description="The address it listens on")
    public_url: str = Field(default="", description="Where people reach it; http://localhost:PORT if empty")
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5, description="Reverse proxies in front whose headers count")
    data_dir: Path = Field(default=Path("data"), description="Where the embedded database, media and secrets live")
    secret_key: str = Field(
        default="", repr=False, description="Keys every HMAC; made and kept in the data folder if empty"
    )

    database_url: str = Field(default="", repr=False, description="postgresql+psycopg://...; embedded SQLite if empty")
    jobs_database_url: str = Field(
        default="", repr=False, description="The job engine's own database; embedded if empty"
    )
    database_pool: int = Field(default=10, ge=2, le=100, description="Connections a process may open")
    embedded_worker: bool = Field(default=True, description="Do the drawing in the web process too")
    worker_slots: int = Field(default=16, ge=1, le=64, description="Provider streams that one process keeps open")
    account_slots: int = Field(default=4, ge=1, le=16, description="Pictures of one account drawn at once")
    provider_slots: int = Field(default=64, ge=1, le=1000, description="Provider streams of all processes together")
    provider_per_minute: int = Field(default=600, ge=1, description="Provider calls started a minute, all processes")
    queue_poll_seconds: float = Field(default=0.1, gt=0, le=5, description="How often the job queue is looked at")
    queued_per_account: int = Field(default=24, ge=1, le=500, description="Pictures an account may have under way")

    openai_api_key: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key"),
        description="The real key; without it the sandbox draws",
    )
    openai_base_url: str = Field(
        default="",
        validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"),
        description="Another server that speaks the same protocol; used only with a key",
    )
    providers: str = Field(
        default="", description="Other servers that speak the protocol, as a JSON list; docs/operations.md shows one"
    )
    sandbox_seconds: float = Field(default=2.0, ge=0, le=60, description="How long the sandbox takes for a picture")
    hidden_models: str = Field(default="", description="Comma-separated ids of models not to offer")
    previews: int = Field(default=2, ge=0, le=3, description="Previews asked for while a picture is drawn")
    prompt_help: bool = Field(default=True, description="Offer to suggest a better prompt; it is free of charge")
    prompt_model: str = Field(default="gpt-5.4-mini", min_length=1, description="The text model that suggests it")
    micro_usd_per_credit: int = Field(default=15_000, ge=1, description="Provider cost that one credit covers")
    provider_silence_seconds: float = Field(default=60.0, gt=0, le=600, description="Longest silence in a stream")

    trash_days: int = Field(default=30, ge=1, le=3650, description="Days until the trash of a gallery empties itself")
    child_photos: Literal["off", "on"] = Field(
        default="off", description="on: people may upload photos with a real key too; docs/operations.md says when"
    )
    upload_hours: int = Field(default=24, ge=1, le=720, description="How long an uploaded photo of people is kept")

    bcrypt_cost: int = Field(default=12, ge=4, le=16, description="Work factor of password hashes")
    session_days: int = Field(default=14, ge=1, le=90, description="How long a sign-in lasts")
    connections_per_address: int = Field(default=50, ge=1, description="Open websockets from one address")

    smtp_host: str = Field(default="", description="Mail server; without it mail lands in the development outbox")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port")
    smtp_user: str = Field(default="", description="Its user")
    smtp_password: str = Field(default="", repr=False, description="Its password")
    mail_from: str = Field(default="AI Baby Dance <hello@localhost>", description="The sender of every mail")

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="The least told")
    log_format: Literal["auto", "text", "json"] = Field(default="auto", description="json in production if auto")

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        """Take it in the one form in which browsers write an origin, so that the two compare."""
        if not value:
            return value
        parts = urlsplit(value)
        extra = parts.username or parts.password or parts.query or parts.fragment or parts.path not in {"", "/"}
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or extra:
            raise ValueError("write it like https://studio.example, without a path")
        place = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        is_usual = parts.port in {None, _DEFAULT_PORTS[parts.scheme]}
        return f"{parts.scheme}://{place}" if is_usual else f"{parts.scheme}://{place}:{parts.port}"

    @field_validator("providers")
    @classmethod
    def _are_providers(cls, value: str) -> str:
        """Refuse a list that can't be used before anything starts."""
        read_providers(value)
        return value

    @model_validator(mode="after")
    def _has_keys(self) -> Settings:
        """Refuse providers that could not be asked, or whose pictures nobody could check."""
        for provider in self.provider_list.providers:
            if not self.openai_api_key:
                raise ValueError("BABYDANCE_PROVIDERS needs OPENAI_API_KEY too: the safety checks are OpenAI's")
            if not self.provider_key(provider):
                raise ValueError(f"{provider.key_variable} is needed: BABYDANCE_PROVIDERS names it for {provider.id}")
        return self

    @model_validator(mode="after")
    def _is_safe(self) -> Settings:
        if self.env == "production":
            origin = urlsplit(self.origin)
            if origin.scheme != "https" and not _is_loopback(origin.hostname or ""):
                raise ValueError("BABYDANCE_PUBLIC_URL must be https in production")
            if not self.openai_api_key:
                raise ValueError("OPENAI_API_KEY is needed in production: the sandbox doesn't run there")
            if not self.smtp_host:
                raise ValueError("BABYDANCE_SMTP_HOST is needed in production: the outbox doesn't run there")
            if not self.secret_key:
                raise ValueError("BABYDANCE_SECRET_KEY is needed in production")
        if self.secret_key and len(self.secret_key) < 32:  # noqa: PLR2004  characters
            raise ValueError("BABYDANCE_SECRET_KEY needs at least 32 characters")
        return self

    @property
    def is_production(self) -> bool:
        """Tell whether customers use it."""
        return self.env == "production"

    @property
    def origin(self) -> str:
        """The one origin that pages come from, without a slash at the end."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def backend_origin(self) -> str:
        """Where routes and events are answered; the origin itself but for hot reload."""
        return f"http://localhost:{self.dev_backend_port}" if self.dev_backend_port else self.origin

    @property
    def own_origins(self) -> frozenset[str]:
        """Every origin that pages may come from; on a laptop the machine has two names."""
        names = {self.origin, self.backend_origin}
        return frozenset(names if self.public_url else names | {f"http://127.0.0.1:{self.port}"})

    @property
    def is_https(self) -> bool:
        """Tell whether cookies may be marked Secure."""
        return self.origin.startswith("https://")

    @property
    def is_on_loopback(self) -> bool:
        """Tell whether only this machine can reach the studio."""
        return _is_loopback(self.host) and _is_loopback(urlsplit(self.origin).hostname or "")

    @property
    def draws_in_sandbox(self) -> bool:
        """Tell whether pictures come from the sandbox artist."""
        return not self.openai_api_key

    @property
    def takes_uploads(self) -> bool:
        """Tell whether people may upload pictures: nobody sees them in the sandbox."""
        return self.draws_in_sandbox or self.child_photos == "on"

    @property
    def mails_to_outbox(self) -> bool:
        """Tell whether mail stays on this machine."""
        return not self.smtp_host

    @property
    def app_database_url(self) -> str:
        """The database of the studio itself."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'studio.db'}"

    @property
    def job_database_url(self) -> str:
        """The job engine's database; beside the studio's tables on PostgreSQL, a file of its own else."""
        if self.jobs_database_url:
            return self.jobs_database_url
        return self.database_url or f"sqlite:///{self.data_dir / 'jobs.db'}"

    @property
    def logs_as_json(self) -> bool:
        """Tell whether log lines are for machines."""
        return self.log_format == "json" or (self.log_format == "auto" and self.is_production)

    @property
    def provider_list(self) -> ProviderList:
        """The providers besides OpenAI, with their models."""
        return read_providers(self.providers)

    def provider_key(self, provider: Provider) -> str:
        """Return the key of a provider, from the variable that its entry names; like all else, .env may hold it."""
        name = provider.key_variable
        return os.environ.get(name) or dotenv_values(ENV_FILE).get(name) or ""

    @property
    def hidden_model_ids(self) -> frozenset[str]:
        """The models that are not offered."""
        return frozenset(part.strip() for part in self.hidden_models.split(",") if part.strip())


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the environment and the file .env; raise ``SettingsError`` with one sentence a problem."""
    unknown = _unknown_names([*dotenv_values(ENV_FILE), *os.environ] if environ is None else environ)
    if unknown:
        raise SettingsError(f"{unknown[0]} is not a setting; .env.example lists them all.")
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(problem) for problem in error.errors())) from None


def variable_names() -> dict[str, str]:
    """Return every variable with what it is for, in the order of the class."""
    names = {}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if isinstance(alias, AliasChoices) else f"{PREFIX}{name.upper()}"
        names[str(variable)] = field.description or ""
    return names


def keep_secret_key(settings: Settings) -> str:
    """Return the secret key, making one in the data folder the first time."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make_secret(path)
    return path.read_text().strip()


def _make_secret(path: Path) -> None:
    """Let the file appear whole or not at all, and only once, whichever process is first or dies half-way."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass  # another process was quicker
    finally:
        unfinished.unlink()


def _unknown_names(names: Iterable[str]) -> list[str]:
    known = set(variable_names()) | _READ_ELSEWHERE
    return sorted(name for name in names if name.startswith(PREFIX) and name not in known)


_READ_ELSEWHERE = {
    "BABYDANCE_CHROMIUM",  # tests: which browser to start
    "BABYDANCE_INSTALL_CHROMIUM",  # tests: may install one from the system's packages
    "BABYDANCE_SOAK_KILLS",  # tests: how often to kill
    "BABYDANCE_TEST_PROFILE",  # tests: how many examples the property tests try
    "BABYDANCE_TEST_POSTGRES_URL",  # tests: a server to use instead of a private one
    "BABYDANCE_SANDBOX_FIXED_BYTES",  # the sandbox: pictures of one length, for benchmarks
}


def _sentence(problem: Mapping[str, object]) -> str:
    location = problem["loc"]
    words = str(problem["msg"]).removeprefix("Value error, ")
    if not isinstance(location, tuple) or not location:
        return f"{words}."
    name = str(location[0])
    variable = name if name.isupper() else f"{PREFIX}{name.upper()}"
    return f"{variable}: {words} (it is {problem['input']!r})." if "input" in problem else f"{variable}: {words}."


def _is_loopback(host: str) -> bool:
    if host in _LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
