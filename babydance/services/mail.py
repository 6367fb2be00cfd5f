"""Sending mail: what a row asks for is written from a template and delivered, at least once.

The secret in a link is made here, at the moment of sending, so that no row, queue or backup ever holds one.
Mails that anybody can provoke contain nothing that the provoker wrote.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from babydance.domain.accounts import RESET_LINK_LIFE, VERIFY_LINK_LIFE, LinkPurpose
from babydance.domain.mail import MailKind, Message
from babydance.domain.ports import Clock, Mailer
from babydance.domain.tokens import new_token, token_hash
from babydance.store import accounts, mail
from babydance.store.database import AsyncSession, Database

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
_FIRST_PAUSE = 30  # seconds; doubled every time, so that the last try is about an hour after the first
_STARTED_LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Link:
    purpose: LinkPurpose
    path: str
    life: timedelta


_VERIFY = _Link(LinkPurpose.VERIFY, "/verify/", VERIFY_LINK_LIFE)
_RESET = _Link(LinkPurpose.RESET, "/reset/", RESET_LINK_LIFE)
_LINKS = {
    MailKind.VERIFY: _VERIFY,
    MailKind.FINISH_SIGN_UP: _Link(LinkPurpose.RESET, "/reset/", VERIFY_LINK_LIFE),
    MailKind.RESET: _RESET,
}


class MailService:
    """Writes and sends the mails that are noted in the database; ``origin`` is where links lead to."""

    def __init__(self, database: Database, mailer: Mailer, *, clock: Clock, origin: str) -> None:
        self._database = database
        self._mailer = mailer
        self._clock = clock
        self._origin = origin.rstrip("/")
        self._host = urlsplit(origin).hostname or "localhost"
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "mail_templates"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def send(self, mail_id: str) -> int:
        """Try to send a mail once; return 0 when nothing is left to do, else the seconds until the next try.

        A mail that was sent or given up is left alone. It may arrive twice after a crash, under one Message-ID.
        """
        async with self._database.transaction() as session:
            row = await mail.begin(session, mail_id)
            message = await self._write(session, row) if row else None
        if row is None or message is None:
            return 0
        try:
            await self._mailer.send(message)
        except Exception as error:  # noqa: BLE001  whatever the mail server does, the row remembers it
            return await self._note_failure(row, error)
        async with self._database.transaction() as session:
            await mail.finish(session, mail_id, now=self._clock())
        log.info("mail %s (%s) sent at attempt %d", mail_id, row.kind, row.attempts)
        return 0

    async def unsent(self, limit: int) -> list[str]:
        """Take mails that were not sent in due time, to be started again."""
        now = self._clock()
        async with self._database.transaction() as session:
            return await mail.take_waiting(session, limit, before=now - _STARTED_LATELY, now=now)

    async def _write(self, session: AsyncSession, row: mail.MailRow) -> Message | None:
        account = await accounts.by_id(session, row.account_id)
        if account is None:
            return None
        kind = MailKind(row.kind)
        facts: dict[str, str] = {
            "name": account.name if account.verified_at else "",  # until then it may be a stranger's text
            "origin": self._origin,
            "link": "",
            "life": "",
        }
        if kind in _LINKS:
            facts["link"] = await self._mint(session, account.id, link=_LINKS[kind])
            facts["life"] = f"{_LINKS[kind].life // timedelta(hours=1)} hours".replace("1 hours", "one hour")
        subject, _, text = self._templates.get_template(f"{kind}.txt").render(facts).partition("\n")
        return Message(
            to=validate_email(account.email, check_deliverability=False).ascii_email or account.email,
            subject=subject,
            text=text.strip() + "\n",
            html=self._templates.get_template(f"{kind}.html").render(facts, subject=subject),
            message_id=f"<{row.id}@{self._host}>",
        )

    async def _mint(self, session: AsyncSession, account_id: str, *, link: _Link) -> str:
        token = new_token()
        now = self._clock()
        await accounts.add_link(
            session,
            account_id,
            token_hash=token_hash(token),
            purpose=link.purpose,
            now=now,
            expires_at=now + link.life,
        )
        return f"{self._origin}{link.path}?token={token}"

    async def _note_failure(self, row: mail.MailRow, error: Exception) -> int:
        code = _code(error)
        async with self._database.transaction() as session:
            is_dead = await mail.fail(session, row.id, code=code, most=MAX_ATTEMPTS, now=self._clock())
        level = logging.ERROR if is_dead else logging.WARNING
        log.log(level, "mail %s (%s) failed at attempt %d: %s", row.id, row.kind, row.attempts, code)
        return 0 if is_dead else _FIRST_PAUSE * 2 ** (row.attempts - 1)


def _code(error: Exception) -> str:
    """Name a failure without the words of the server, which may repeat the address."""
    number = getattr(error, "code", None)
    return f"{type(error).__name__} {number}" if isinstance(number, int) else type(error).__name__
