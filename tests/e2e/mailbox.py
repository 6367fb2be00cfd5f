"""The development outbox, read as a person reads it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def mailed_link(page: Page, email: str, *, subject: str, number: int = 1) -> str:
    """Return the link in the ``number``-th mail with this subject to this address."""
    outbox = page.context.new_page()
    outbox.goto("/admin/outbox")
    mail = outbox.get_by_role("listitem").filter(has_text=email).filter(has_text=subject)
    while mail.count() < number:
        outbox.wait_for_timeout(50)  # the mail is on its way, and this page does not follow
        outbox.reload()
    mail.first.get_by_role("link").click()
    link = outbox.locator("pre").get_by_role("link").first
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    outbox.close()
    assert address
    return address
