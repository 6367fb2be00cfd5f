"""Signing up, in and out: accounts, sessions, mailed links, passwords.

Nobody can learn from here which addresses have an account: known and unknown ones get the same words after
the same kind of work, and what differs is told by mail to the owner of the address alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

from babydance.domain.accounts import (
    MAX_EMAIL,
    MAX_NAME,
    MAX_PASSWORD,
    TICKET_LIFE,
    Account,
    LinkPurpose,
    NewSession,
    SignedIn,
    Strength,
    check_password,
    clean_agent,
    clean_name,
    network_of,
)
from babydance.domain.errors import (
    InvalidInputError,
    LinkError,
    NotFoundError,
    SignInError,
    TooManyRequestsError,
)
from babydance.domain.ids import new_id
from babydance.domain.mail import MailKind
from babydance.domain.ports import Clock, Jobs, Passwords, RateLimits
from babydance.domain.tokens import new_token, token_hash
from babydance.store import accounts, credits, mail
from babydance.store.database import AsyncSession, Database

log = logging.getLogger(__name__)

_SIGN_IN_LIMITS = ("10/15minute", "50/hour")  # one address on one account; one address on any
_SIGN_UP_LIMITS = ("5/hour", "20/hour")  # for one mail address; from one network address
_MAIL_LIMITS = ("5/hour", "20/hour")  # the same, for mails that anybody may ask for
_SEEN_EVERY = timedelta(minutes=5)
_WRONG = "The address or the password is wrong."


@dataclass(frozen=True, slots=True)
class _Address:
    """A mail address as it was written, and the one form that all its spellings share."""

    written: str
    key: str


class AccountService:
    """Opens accounts and sessions.

    ``session_life`` is how long a sign-in lasts. ``even_seconds`` is the least time that an answer takes which
    would otherwise be quicker for an unknown address.
    """

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        *,
        rates: RateLimits,
        jobs: Jobs,
        clock: Clock,
        session_life: timedelta = timedelta(days=14),
        even_seconds: float = 0.3,
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._rates = rates
        self._jobs = jobs
        self._clock = clock
        self._session_life = session_life
        self._even_seconds = even_seconds

    async def sign_up(self, name: str, email: str, password: str, *, address: str) -> None:
        """Open an account and mail a link to confirm it; a known address looks the same from outside.

        ``address`` is the network address that asks. Raises InvalidInputError, TooManyRequestsError.
        """
        name = clean_name(name)
        mailbox = _new_mailbox(email)
        password = await self._good_password(password, name=name, email=mailbox.written)
        await self._throttle_mailbox("sign-up", _SIGN_UP_LIMITS, mailbox=mailbox, address=address)
        hashed = await self._passwords.hash(password)
        _, known_hash = await self._credentials(mailbox.key)
        is_same = await self._passwords.matches(password, known_hash)
        now = self._clock()
        row = accounts.AccountRow(
            id=new_id(), name=name, email=mailbox.written, email_key=mailbox.key, password_hash=hashed, created_at=now
        )
        async with self._database.transaction() as session:
            mail_id = await _open_account(session, row, is_same_password=is_same, now=now)
        await self._start([mail_id])

    async def verify_email(self, token: str) -> str:
        """Confirm an address, give the sign-up credits once, and return the account's name; raise LinkError."""
        now = self._clock()
        async with self._database.transaction() as session:
            account = await accounts.use_link(session, token_hash(token), purpose=LinkPurpose.VERIFY, now=now)
            if account is None:
                raise LinkError(await _why_useless(session, token, purpose=LinkPurpose.VERIFY))
            await _confirm(session, account.id, now=now)
            return account.name

    async def resend_verification(self, email: str, *, address: str) -> None:
        """Mail another link if the address waits to be confirmed; silent otherwise.

        Raises InvalidInputError, TooManyRequestsError.
        """
        mailbox = _mailbox(email)
        await self._throttle_mailbox("verify", _MAIL_LIMITS, mailbox=mailbox, address=address)
        async with self._evenly():
            now = self._clock()
            mail_ids = []
            async with self._database.transaction() as session:
                account = await accounts.by_email(session, mailbox.key)
                if account and account.verified_at is None:
                    among = (MailKind.VERIFY, MailKind.FINISH_SIGN_UP)
                    kind = await mail.latest_kind(session, account.id, among=among) or MailKind.VERIFY
                    mail_ids.append(await mail.add(session, account.id, kind=kind, now=now))
            await self._start(mail_ids)

    async def sign_in(self, email: str, password: str, *, address: str) -> str:
        """Return a ticket that opens one session within a minute.

        Raises SignInError, in the same words for an unknown address and a wrong password, and
        TooManyRequestsError.
        """
        key = _key_or_nothing(email)
        place = network_of(address, ipv4_bits=32, ipv6_bits=64)
        await self._throttle(_SIGN_IN_LIMITS[1], "sign-in-from", place)
        await self._throttle(_SIGN_IN_LIMITS[0], "sign-in", _digest(key), place)
        account_id, hashed = await self._credentials(key)
        if not await self._passwords.matches(_bounded(password), hashed):
            raise SignInError(_WRONG)
        token = new_token()
        async with self._database.transaction() as session:
            account = await accounts.lock(session, account_id)
            if account is None or account.password_hash != hashed:  # changed while we compared
                raise SignInError(_WRONG)
            expires_at = self._clock() + TICKET_LIFE
            await accounts.add_ticket(session, account_id, token_hash=token_hash(token), expires_at=expires_at)
        return token

    async def enter(self, ticket: str, *, agent: str, address: str, old_session: str = "") -> NewSession:
        """Trade a ticket for a session and end the session whose hash is ``old_session``; raise SignInError."""
        now = self._clock()
        opened = NewSession(token=new_token(), expires_at=now + self._session_life)
        async with self._database.transaction() as session:
            account_id = await accounts.burn_ticket(session, token_hash(ticket), now=now)
            if account_id is None:
                raise SignInError("This took too long. Please sign in again.")
            row = accounts.SessionRow(
                token_hash=token_hash(opened.token),
                account_id=account_id,
                created_at=now,
                seen_at=now,
                expires_at=opened.expires_at,
                agent=clean_agent(agent),
                network=network_of(address),
            )
            await accounts.add_session(session, row)
            await _end_session(session, old_session)
        return opened

    async def leave(self, session_hash: str) -> None:
        """End a session and tell the pages that watch its account; one that has ended is fine."""
        async with self._database.transaction() as session:
            await _end_session(session, session_hash)

    async def who(self, session_token: str) -> SignedIn | None:
        """Tell who holds a session token, or None."""
        if not session_token:
            return None
        now = self._clock()
        hashed = token_hash(session_token)
        async with self._database.reading() as session:
            row = await accounts.living_session(session, hashed, now=now)
            if row is None:
                return None
            found, seen_at = SignedIn(account_id=row.account_id, session_hash=hashed), row.seen_at
        if now - seen_at >= _SEEN_EVERY:
            async with self._database.transaction() as session:
                await accounts.touch_session(session, hashed, now=now)
        return found

    async def is_alive(self, account_id: str, session_hash: str) -> bool:
        """Tell whether a session still stands and is this account's."""
        async with self._database.reading() as session:
            row = await accounts.living_session(session, session_hash, now=self._clock())
            return row is not None and row.account_id == account_id

    async def account(self, account_id: str) -> Account:
        """Return an account; raise NotFoundError."""
        async with self._database.reading() as session:
            row = await accounts.by_id(session, account_id)
            if row is None:
                raise NotFoundError("This account doesn't exist.")
            return Account(id=row.id, name=row.name, email=row.email, is_verified=row.verified_at is not None)

    async def ask_reset(self, email: str, *, address: str) -> None:
        """Mail a link to choose a new password if the address has an account; silent otherwise.

        Raises InvalidInputError, TooManyRequestsError.
        """
        mailbox = _mailbox(email)
        await self._throttle_mailbox("reset", _MAIL_LIMITS, mailbox=mailbox, address=address)
        async with self._evenly():
            now = self._clock()
            mail_ids = []
            async with self._database.transaction() as session:
                account = await accounts.by_email(session, mailbox.key)
                if account:
                    mail_ids.append(await mail.add(session, account.id, kind=MailKind.RESET, now=now))
            await self._start(mail_ids)

    async def reset_password(self, token: str, password: str) -> None:
        """Replace the password, end every session and confirm the address; raise LinkError, InvalidInputError."""
        hashed = await self._passwords.hash(await self._password_for_link(token, password))
        now = self._clock()
        async with self._database.transaction() as session:
            account = await accounts.use_link(session, token_hash(token), purpose=LinkPurpose.RESET, now=now)
            if account is None:
                raise LinkError(await _why_useless(session, token, purpose=LinkPurpose.RESET))
            await accounts.use_up_links(session, account.id, now=now)
            await accounts.set_password(session, account.id, password_hash=hashed)
            await accounts.end_sessions(session, account.id)
            mail_id = await mail.add(session, account.id, kind=MailKind.PASSWORD_CHANGED, now=now)
            await _confirm(session, account.id, now=now)  # only somebody who reads the mail has the link
            await credits.lock(session, account.id)
        await self._start([mail_id])

    async def password_strength(self, password: str, name: str = "", email: str = "") -> Strength:
        """Judge a password as it is typed, knowing what the person wrote beside it."""
        return await self._passwords.strength(_bounded(password), _own_words(name, email))

    async def sweep(self) -> int:
        """Delete tickets, links and sessions that have expired; return how many."""
        async with self._database.transaction() as session:
            return await accounts.sweep(session, now=self._clock())

    async def _credentials(self, email_key: str) -> tuple[str, str]:
        """Return the id and the password hash behind an address, both empty if there is no account."""
        async with self._database.reading() as session:
            row = await accounts.by_email(session, email_key)
            return (row.id, row.password_hash) if row else ("", "")

    async def _good_password(self, password: str, *, name: str, email: str) -> str:
        bounded = _bounded(password)
        check_password(bounded, await self._passwords.strength(bounded, _own_words(name, email)))
        return bounded

    async def _password_for_link(self, token: str, password: str) -> str:
        """Check a new password against the person who got the link, before the costly hash."""
        async with self._database.reading() as session:
            link = await accounts.link(session, token_hash(token), purpose=LinkPurpose.RESET)
            account = await accounts.by_id(session, link.account_id) if link else None
            if link is None or account is None or link.used_at or link.expires_at <= self._clock():
                raise LinkError(await _why_useless(session, token, purpose=LinkPurpose.RESET))
            name, email = account.name, account.email
        return await self._good_password(password, name=name, email=email)

    async def _throttle_mailbox(self, what: str, limits: tuple[str, str], *, mailbox: _Address, address: str) -> None:
        place = network_of(address, ipv4_bits=32, ipv6_bits=64)
        await self._throttle(limits[1], f"{what}-from", place)
        await self._throttle(limits[0], what, _digest(mailbox.key))

    async def _throttle(self, limit: str, *parts: str) -> None:
        seconds = await self._rates.hit(limit, *parts)
        if seconds:
            raise TooManyRequestsError(
                f"Too many tries. Please wait {_duration(seconds)} and try again.", retry_after=seconds
            )

    async def _start(self, mail_ids: Sequence[str]) -> None:
        if not mail_ids:
            return
        try:
            await self._jobs.start_mails(mail_ids)
        except Exception as error:  # noqa: BLE001  the work is committed; the sweep starts what waits
            log.warning("mails %s wait for the sweep (%s)", ", ".join(mail_ids), type(error).__name__)

    @asynccontextmanager
    async def _evenly(self) -> AsyncIterator[None]:
        """Take as long for nothing as for a mail."""
        end = time.monotonic() + self._even_seconds
        yield
        await asyncio.sleep(max(0.0, end - time.monotonic()))


async def _open_account(
    session: AsyncSession, row: accounts.AccountRow, *, is_same_password: bool, now: datetime
) -> str:
    """Add an account, or leave the one that is there as it is; note the mail that tells its owner."""
    if await accounts.add(session, row):
        return await mail.add(session, row.id, kind=MailKind.VERIFY, now=now)
    known = await accounts.by_email(session, row.email_key)
    if known is None:
        raise InvalidInputError("Please try again.")  # closed between the two statements
    if known.verified_at is not None:
        kind = MailKind.ALREADY_REGISTERED
    elif is_same_password:
        kind = MailKind.VERIFY
    else:  # whoever came first may not own the address: the mail asks its reader to choose the password
        kind = MailKind.FINISH_SIGN_UP
    return await mail.add(session, known.id, kind=kind, now=now)


async def _confirm(session: AsyncSession, account_id: str, *, now: datetime) -> None:
    if await accounts.mark_verified(session, account_id, now=now):
        await credits.grant_sign_up(session, account_id, now=now)


async def _why_useless(session: AsyncSession, token: str, *, purpose: LinkPurpose) -> str:
    link = await accounts.link(session, token_hash(token), purpose=purpose)
    if link is None:
        return "This link doesn't work. Please ask for a new one."
    if purpose is LinkPurpose.VERIFY:
        account = await accounts.by_id(session, link.account_id)
        if account and account.verified_at:
            return "Your address is already confirmed. Sign in."
    if link.used_at:
        return "This link has been used already. Please ask for a new one."
    return "This link is too old. Please ask for a new one."


async def _end_session(session: AsyncSession, session_hash: str) -> None:
    account_id = await accounts.end_session(session, session_hash) if session_hash else None
    if account_id:
        await credits.lock(session, account_id)  # the change that its pages watch for


def _new_mailbox(email: str) -> _Address:
    mailbox = _mailbox(email)
    labels = mailbox.key.rpartition("@")[2].split(".")
    if any(".".join(labels[start:]) in blocklist for start in range(len(labels))):
        raise InvalidInputError("We can't write to throw-away addresses. Please use one that you keep.", field="email")
    return mailbox


def _mailbox(email: str) -> _Address:
    try:
        valid = validate_email(email.strip()[: MAX_EMAIL + 1], check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise InvalidInputError("This doesn't look like a mail address.", field="email") from None
    return _Address(written=valid.normalized, key=valid.normalized.casefold())


def _key_or_nothing(email: str) -> str:
    try:
        return _mailbox(email).key
    except InvalidInputError:
        return ""


def _bounded(password: str) -> str:
    """Cut what is too long anyway, so that it costs no more than the longest that is allowed."""
    return password[: MAX_PASSWORD + 1]


def _own_words(name: str, email: str) -> list[str]:
    return [name[:MAX_NAME], email[:MAX_EMAIL]]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _duration(seconds: int) -> str:
    if seconds < 100:  # noqa: PLR2004  up to here seconds read well
        return "a second" if seconds == 1 else f"{seconds} seconds"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minutes"
