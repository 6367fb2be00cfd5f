"""The development outbox: mail that would have been sent; on this machine only, never in production."""

from __future__ import annotations

import re
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from babydance.domain.errors import NotFoundError
from babydance.endpoints.gate import client_address
from babydance.wiring import studio

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Outbox</title><link rel="stylesheet" href="/outbox.css">
<main><p class="sandbox" role="note">Sandbox: no mail leaves this machine. Only this computer can see this page.</p>
<h1>{title}</h1>{body}</main></html>"""


async def outbox(request: Request) -> Response:
    """List the newest mails."""
    mails = await _mailbox(request).list()
    rows = "".join(
        f'<li><a href="/admin/outbox/{escape(mail.id)}">{escape(mail.message.subject)}</a> '
        f"<span>{escape(mail.message.to)}</span></li>"
        for mail in mails
    )
    return _page("Outbox", f"<ul>{rows}</ul>" if rows else "<p>No mail yet. Sign up, and the first one lands here.</p>")


async def outbox_mail(request: Request) -> Response:
    """Show one mail as text, with its links."""
    mail = await _mailbox(request).read(request.path_params["mail"])
    if mail is None:
        raise NotFoundError("There is no such mail.")
    body = (
        f"<p>To {escape(mail.message.to)}</p><pre>{_linked(mail.message.text)}</pre>"
        '<p><a href="/admin/outbox">All mail</a></p>'
    )
    return _page(mail.message.subject, body)


def _mailbox(request: Request):  # noqa: ANN202  the port's type is the wiring's business
    site = studio().site
    mailbox = studio().outbox
    is_here = site.is_loopback_address(client_address(request.scope)) and _is_local(request.url.hostname or "")
    if mailbox is None or not site.has_outbox or not is_here:
        raise NotFoundError("There is nothing here.")
    return mailbox


def _is_local(host: str) -> bool:
    """Tell whether the browser asked for this machine, not for a name of somebody else's that leads here."""
    return host == "localhost" or studio().site.is_loopback_address(host)


def _linked(text: str) -> str:
    """Escape every word; make links of those that lead into the studio."""
    words = ((escape(word), word.startswith(f"{studio().site.origin}/")) for word in re.split(r"(\s+)", text))
    return "".join(f'<a href="{word}">{word}</a>' if is_ours else word for word, is_ours in words)


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), headers={"cache-control": "no-store"})
