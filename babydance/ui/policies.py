"""Who may send which event, and what may come with it: a rule on every handler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, create_model

Handler = TypeVar("Handler", bound=Callable[..., Any])

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Word = Annotated[str, StringConstraints(max_length=80)]
Line = Annotated[str, StringConstraints(max_length=300)]
IdOrNone = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]
Note = Annotated[str, StringConstraints(max_length=4_000)]
Text = Annotated[str, StringConstraints(max_length=40_000)]


class Known(BaseModel):
    """What a page that connects may say: hashes of the parts of the state that it has already."""

    model_config = ConfigDict(strict=True, extra="forbid")

    hashes: list[Word] | None = None


class Policy(Enum):
    """Who may send an event."""

    PUBLIC = "public"
    MEMBER = "member"  # somebody who is signed in
    ARRIVAL = "arrival"  # Reflex, when somebody who is signed in opens a page; leaving it ends what this started
    INTERNAL = "internal"  # only our own handlers

    @property
    def is_open(self) -> bool:
        """Tell whether a browser may send it."""
        return self in {Policy.PUBLIC, Policy.MEMBER}

    @property
    def needs_session(self) -> bool:
        """Tell whether a living session has to stand behind it."""
        return self in {Policy.MEMBER, Policy.ARRIVAL}


@dataclass(frozen=True, slots=True)
class Rule:
    """The policy of one handler and the shape of what may come with it."""

    policy: Policy
    payload: type[BaseModel]


def public(**payload: Any) -> Callable[[Handler], Handler]:
    """Let everybody send this event, with exactly these arguments."""
    return _ruled(Policy.PUBLIC, payload)


def member(**payload: Any) -> Callable[[Handler], Handler]:
    """Let people who are signed in send this event, with exactly these arguments."""
    return _ruled(Policy.MEMBER, payload)


def arrival(handler: Handler) -> Handler:
    """Let only the opening of a page start this event, for people who are signed in."""
    return _ruled(Policy.ARRIVAL, {})(handler)


def internal(handler: Handler) -> Handler:
    """Let only our own handlers start this event."""
    return _ruled(Policy.INTERNAL, {})(handler)


def rule_of(handler: Callable[..., Any]) -> Rule | None:
    """Return the rule that a handler was given."""
    return getattr(handler, "__rule__", None)


def public_rule(**payload: Any) -> Rule:
    """Return the rule of a handler that is not ours; a pair of kind and default is an argument that may be left out."""
    return _rule(Policy.PUBLIC, payload)


def _ruled(policy: Policy, payload: dict[str, Any]) -> Callable[[Handler], Handler]:
    rule = _rule(policy, payload)

    def give(handler: Handler) -> Handler:
        handler.__rule__ = rule  # type: ignore[attr-defined]
        return handler

    return give


def _rule(policy: Policy, payload: dict[str, Any]) -> Rule:
    fields: dict[str, Any] = {n: kind if isinstance(kind, tuple) else (kind, ...) for n, kind in payload.items()}
    return Rule(policy, create_model("Payload", __config__=ConfigDict(strict=True, extra="forbid"), **fields))
