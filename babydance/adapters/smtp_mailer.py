"""Mail over SMTP: a text and an HTML version in one message, encrypted on the way wherever it leaves the machine."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from ipaddress import ip_address

import aiosmtplib

from babydance.domain.mail import Message

# Longer lines than the usual 78 characters, or the standard library breaks long links in headers (RFC 8058).
_POLICY = email.policy.SMTP.clone(max_line_length=998)
_IMPLICIT_TLS_PORT = 465
_SUBMISSION_PORT = 587


class SmtpMailer:
    """Delivers to ``host``; ``sender`` reads like ``AI Baby Dance <hello@studio.example>``.

    Port 465 speaks TLS from the first byte. Elsewhere STARTTLS is used when offered, and insisted on at port 587 and
    before a password is told. A server on this machine is spoken to plainly.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        user: str = "",
        password: str = "",
        timeout_seconds: float = 30.0,
    ) -> None:
        self._host = host
        self._port = port
        self._sender = sender
        self._user = user
        self._password = password
        self._timeout = timeout_seconds

    async def send(self, message: Message) -> None:
        """Deliver, or raise ``aiosmtplib.SMTPException`` or ``OSError``."""
        use_tls, start_tls = _encryption(self._host, self._port, has_password=bool(self._password))
        await aiosmtplib.send(
            _compose(message, self._sender),
            hostname=self._host,
            port=self._port,
            username=self._user or None,
            password=self._password or None,
            use_tls=use_tls,
            start_tls=start_tls,
            timeout=self._timeout,
        )


def _encryption(host: str, port: int, *, has_password: bool) -> tuple[bool, bool | None]:
    """Return whether TLS comes first, and whether STARTTLS must (True), may (None) or need not (False) follow."""
    if port == _IMPLICIT_TLS_PORT:
        return True, False
    if _is_loopback(host):
        return False, False
    return False, True if port == _SUBMISSION_PORT or has_password else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _compose(message: Message, sender: str) -> EmailMessage:
    """Return the mail as it goes out; a header that holds a line break is a ``ValueError``."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(localtime())
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"  # no holiday notes in return (RFC 3834)
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail
