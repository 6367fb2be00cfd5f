"""Mail through a real SMTP conversation, plain and encrypted."""

import asyncio
import base64
import contextlib
import email
import email.policy
import shutil
import ssl
import subprocess
from dataclasses import dataclass, field

import aiosmtplib
import pytest

from babydance.adapters import smtp_mailer
from babydance.adapters.smtp_mailer import SmtpMailer, _compose, _encryption, _is_loopback
from babydance.domain.mail import Message

SENDER = "AI Baby Dance <hello@studio.example>"
LINK = "https://studio.example/verify?token=" + "0123456789abcdef" * 12
MESSAGE = Message(
    to="anna@example.org",
    subject="Grüße an Ännchen 🎈",
    text=f"Hallo Anna,\n\n{LINK}\n.\n.beginning with a dot\n",
    html=f'<p>Hallo <a href="{LINK}">Anna</a></p>',
    message_id="<0199c0ffee00.verify@studio.example>",
)


@dataclass
class Postbox:
    """A small SMTP server: what it was told, and the mails it took."""

    offers: tuple[bytes, ...] = ()
    tls: ssl.SSLContext | None = None
    refuses: bytes = b""
    told: list[bytes] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    talks: list[asyncio.Task] = field(default_factory=list)
    port: int = 0

    @contextlib.asynccontextmanager
    async def open(self, *, tls_first=False):
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=self.tls if tls_first else None)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            try:
                yield self
            finally:
                await asyncio.wait_for(asyncio.gather(*self.talks), 5)

    async def _talk(self, reader, writer):
        self.talks.append(asyncio.current_task())
        writer.write(b"220 postbox\r\n")
        with contextlib.suppress(ConnectionError):
            while line := (await reader.readline()).strip():
                self.told.append(line)
                word = line.split()[0].upper()
                if word == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                if word == b"STARTTLS":
                    writer.write(b"220 go\r\n")
                    await writer.start_tls(self.tls)
                elif word == b"DATA":
                    writer.write(b"354 go\r\n")
                    self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                    writer.write(b"250 taken\r\n")
                elif word == self.refuses:
                    writer.write(b"550 no such user\r\n")
                else:
                    writer.write(self._answer(word))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    def _answer(self, word):
        if word == b"EHLO":
            return b"".join(b"250-" + offer + b"\r\n" for offer in (b"postbox", *self.offers)) + b"250 8BITMIME\r\n"
        return b"235 welcome\r\n" if word == b"AUTH" else b"250 fine\r\n"


def send(postbox, message=MESSAGE, *, host="127.0.0.1", **options):
    async def story():
        async with postbox.open(tls_first=options.pop("tls_first", False)):
            mailer = SmtpMailer(host, postbox.port, sender=SENDER, timeout_seconds=5, **options)
            await mailer.send(message)

    asyncio.run(story())


def as_read(raw):
    return email.message_from_bytes(raw.replace(b"\r\n..", b"\r\n."), policy=email.policy.default)


def test_a_mail_arrives_with_text_and_html():
    postbox = Postbox()
    send(postbox)
    mail = as_read(postbox.mails[0])
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, MESSAGE.to, MESSAGE.subject)
    assert mail["Message-ID"] == MESSAGE.message_id
    assert mail["Date"].datetime.tzinfo is not None
    assert mail.get_body(("plain",)).get_content().splitlines()[2:5] == [LINK, ".", ".beginning with a dot"]
    assert mail.get_body(("html",)).get_content().strip() == MESSAGE.html
    assert b"MAIL FROM:<hello@studio.example>" in b" ".join(postbox.told)
    assert b"RCPT TO:<anna@example.org>" in b" ".join(postbox.told)


def test_a_server_on_this_machine_is_spoken_to_plainly():
    postbox = Postbox(offers=(b"STARTTLS",))
    send(postbox)
    assert b"STARTTLS" not in postbox.told
    assert len(postbox.mails) == 1


def test_user_and_password_are_told_when_there_are_some():
    postbox = Postbox(offers=(b"AUTH PLAIN",))
    send(postbox, user="studio", password="secret")
    (auth,) = [line for line in postbox.told if line.startswith(b"AUTH")]
    assert base64.b64decode(auth.split()[-1]) == b"\0studio\0secret"


def test_a_refused_recipient_is_an_error():
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        send(Postbox(refuses=b"RCPT"))


def test_no_server_is_an_error():
    with pytest.raises((aiosmtplib.SMTPException, OSError)):
        asyncio.run(SmtpMailer("127.0.0.1", 9, sender=SENDER, timeout_seconds=2).send(MESSAGE))


@pytest.mark.parametrize("field", ["to", "subject", "message_id"])
def test_a_line_break_cannot_smuggle_in_a_header(field):
    values = {"to": MESSAGE.to, "subject": "x", "text": "x", "html": "x", "message_id": "<x@y>"}
    values[field] += "\nBcc: everybody@example.org"
    with pytest.raises(ValueError, match=r"linefeed|newline|CR or LF|characters"):
        _compose(Message(**values), SENDER)


def test_a_long_link_in_a_header_stays_on_one_line():
    mail = _compose(MESSAGE, SENDER)
    mail["List-Unsubscribe"] = f"<{LINK * 3}>"
    assert f"List-Unsubscribe: <{LINK * 3}>\r\n".encode() in mail.as_bytes()


@pytest.mark.parametrize(
    ("host", "port", "has_password", "expected"),
    [
        ("mail.example", 465, True, (True, False)),
        ("mail.example", 587, False, (False, True)),
        ("mail.example", 25, True, (False, True)),
        ("mail.example", 25, False, (False, None)),
        ("localhost", 1025, False, (False, False)),
        ("::1", 587, True, (False, False)),
        ("127.0.0.1", 465, False, (True, False)),
    ],
)
def test_encryption_follows_from_host_port_and_password(host, port, has_password, expected):
    assert _encryption(host, port, has_password=has_password) == expected


def test_only_this_machine_is_loopback():
    assert [_is_loopback(host) for host in ("localhost", "127.0.0.9", "::1", "10.0.0.1", "mail")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for localhost that this process trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    monkeypatch.setattr(smtp_mailer, "_is_loopback", lambda _host: False)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def test_starttls_is_used_when_offered(certificate):
    postbox = Postbox(offers=(b"STARTTLS",), tls=certificate)
    send(postbox, host="localhost")
    assert postbox.told.index(b"STARTTLS") < len(postbox.told) - 1
    assert len(postbox.mails) == 1


def test_a_password_is_never_told_without_encryption(certificate):
    postbox = Postbox(offers=(b"AUTH PLAIN",))
    with pytest.raises(aiosmtplib.SMTPException, match="STARTTLS"):
        send(postbox, host="localhost", user="studio", password="secret")
    assert not [line for line in postbox.told if line.startswith(b"AUTH")]


def test_tls_from_the_first_byte(certificate, monkeypatch):
    postbox = Postbox(tls=certificate)
    monkeypatch.setattr(smtp_mailer, "_encryption", lambda *_, **__: (True, False))
    send(postbox, host="localhost", tls_first=True)
    assert len(postbox.mails) == 1
