"""Accounts with everything around them, and the ways people use them, for tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from babydance.adapters.bcrypt_passwords import BcryptPasswords
from babydance.adapters.limits_rates import LimitsRates
from babydance.adapters.outbox_mailer import OutboxMailer
from babydance.domain.accounts import NewSession, SignedIn
from babydance.domain.mail import Message
from babydance.domain.ports import Jobs, Mailer, Passwords, RateLimits
from babydance.services.accounts import AccountService
from babydance.services.mail import MailService
from babydance.store.database import Database

EMAIL = "Ada.Lovelace@example.com"
PASSWORD = "seven tall giraffes"
OTHER_PASSWORD = "nine quiet lighthouses"
ORIGIN = "https://studio.example"


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class StartedMails:
    """Remembers what it was asked to start."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def start_mails(self, mail_ids: Sequence[str]) -> None:
        self.ids += mail_ids

    async def start_generations(self, generation_ids: Sequence[str], *, account_id: str) -> None:
        raise NotImplementedError


@dataclass
class People:
    """A studio that knows accounts and mail, and nothing else."""

    database: Database
    folder: Path
    mailer: Mailer | None = None
    passwords: Passwords = field(default_factory=lambda: BcryptPasswords(4, b"pepper"))
    even_seconds: float = 0
    rates: RateLimits = field(default_factory=LimitsRates)
    jobs: Jobs | None = None
    clock: MovableClock = field(default_factory=MovableClock)
    started: StartedMails = field(default_factory=StartedMails)

    def __post_init__(self) -> None:
        self.outbox = OutboxMailer(self.folder / "outbox")
        self.accounts = AccountService(
            self.database,
            self.passwords,
            rates=self.rates,
            jobs=self.jobs or self.started,
            clock=self.clock,
            even_seconds=self.even_seconds,
        )
        self.mail = MailService(self.database, self.mailer or self.outbox, clock=self.clock, origin=ORIGIN)

    async def messages(self) -> list[Message]:
        """Send what was started and return every mail that arrived, in the order of the starts."""
        for mail_id in self.started.ids:
            await self.mail.send(mail_id)
        arrived = [mail.message for mail in await self.outbox.list()]
        return sorted(arrived, key=lambda message: self.started.ids.index(message.message_id[1:33]))

    async def token(self) -> str:
        """Return the secret of the link that came last."""
        return token_in((await self.messages())[-1])

    async def sign_up(self, email: str = EMAIL, password: str = PASSWORD, name: str = "Ada") -> None:
        await self.accounts.sign_up(name, email, password, address="192.0.2.7")

    async def verify(self) -> str:
        return await self.accounts.verify_email(await self.token())

    async def ticket(self, email: str = EMAIL, password: str = PASSWORD) -> str:
        return await self.accounts.sign_in(email, password, address="192.0.2.7")

    async def enter(self, ticket: str = "", *, old_session: str = "") -> NewSession:
        return await self.accounts.enter(
            ticket or await self.ticket(), agent="A browser", address="192.0.2.7", old_session=old_session
        )

    async def signed_in(self) -> SignedIn:
        found = await self.accounts.who((await self.enter()).token)
        assert found
        return found


def token_in(message: Message) -> str:
    """Return the secret of the link in a mail."""
    found = re.search(r"[?]token=([\w-]{43})\n", message.text)
    assert found
    return found[1]
