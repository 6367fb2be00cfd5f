"""What every part may know about the place where the studio stands."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Site:
    """The address of the studio, and what is real in it."""

    origin: str
    page_origin: str  # where redirects lead: empty means the same origin
    allowed_origins: frozenset[str]
    is_https: bool
    is_production: bool
    is_on_loopback: bool
    proxy_hops: int
    connections_per_address: int
    draws_in_sandbox: bool
    mails_to_outbox: bool
    session_seconds: int

    @property
    def cookie_name(self) -> str:
        """The session cookie; the prefix makes browsers insist on https, the whole host and path /."""
        return "__Host-session" if self.is_https else "session"

    @property
    def has_outbox(self) -> bool:
        """Tell whether the development outbox may be read: on this machine only, never in production."""
        return self.mails_to_outbox and self.is_on_loopback and not self.is_production

    def is_loopback_address(self, address: str) -> bool:
        """Tell whether a request came from this machine itself."""
        try:
            return ip_address(address).is_loopback
        except ValueError:
            return False
