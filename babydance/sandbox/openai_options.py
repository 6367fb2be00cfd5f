"""How a sandbox is set up: its pace, the size of its pictures, its artist."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from babydance.sandbox.pictures import Artist

KEY = "sk-sandbox-local"


@dataclass(frozen=True)
class SandboxOptions:
    """The knobs of the OpenAI-speaking sandbox."""

    seconds: float = 0.0
    """How long a picture takes, previews spread evenly over it; drawing counts."""
    slow_seconds: float = 8.0
    """The same for sandbox:slow."""
    silence_seconds: float = 60.0
    """How long sandbox:silence says nothing."""
    retry_after_ms: int = 1000
    """What sandbox:rate-limit asks for."""
    fixed_bytes: int = 0
    """Serve one cached picture a size, about this many bytes long (0: draw each)."""
    shutdown_dates: Mapping[str, str] = field(default_factory=dict)
    """The shutdown_date that /v1/models tells, by model."""
    check_contract: bool = False
    """Compare what is asked and answered with the SDK's types, see /_sandbox/violations."""
    artist: Artist | None = None
    """Who draws; none: the sandbox's own."""


def options_from(environment: Mapping[str, str]) -> SandboxOptions:
    """Read the knobs from BABYDANCE_SANDBOX_* variables; a value that is no number is a ValueError."""
    return SandboxOptions(
        seconds=_number(environment, "BABYDANCE_SANDBOX_SECONDS", default=2.0, most=3600),
        fixed_bytes=int(_number(environment, "BABYDANCE_SANDBOX_FIXED_BYTES", default=0, most=50_000_000)),
    )


def _number(environment: Mapping[str, str], name: str, *, default: float, most: float) -> float:
    try:
        number = float(environment.get(name) or default)
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        raise ValueError(f"{name} must be a number from 0 to {most}, not {environment[name]!r}.")
    return number
