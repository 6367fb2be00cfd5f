"""People at their browsers: they know the words of the pages, and they notice everything that goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, WebError, expect

from tests.e2e.backstage import Member

PATIENCE = 15_000  # milliseconds
_TELL_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation', "
    "(event) => window.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"
)
_HARMLESS = (
    re.compile(r"net::ERR_ABORTED"),  # the page was left while it loaded something
    re.compile(r"WebSocket is closed before the connection is established"),  # the same
    re.compile(r"/media/preview/"),  # the picture is ready and its previews are gone before this one was asked for
)


class Visitor:
    """One browser with cookies of its own; a fault that was not ``expected`` fails the test."""

    def __init__(self, browser: Browser, url: str, member: Member | None = None, **options: Any) -> None:
        options = {"viewport": {"width": 1280, "height": 860}} | options
        self.context = browser.new_context(base_url=url, **options)
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self.context.expose_binding("tellViolation", lambda _, words: self._note(f"CSP violation: {words}"))
        self.context.add_init_script(_TELL_VIOLATIONS)
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("response", self._on_response)
        self.context.on("requestfailed", self._on_failure)
        if member:
            self.context.add_cookies([{"name": "session", "value": member.cookie, "url": url, "httpOnly": True}])
        self.page = self.tab()

    def tab(self, path: str = "") -> Page:
        """Open another tab."""
        page = self.context.new_page()
        if path:
            page.goto(path)
        return page

    def expect_fault(self, pattern: str) -> None:
        """Let faults pass whose words match."""
        self._expected.append(re.compile(pattern))

    def go(self, path: str, page: Page | None = None) -> Page:
        """Open a page of the studio and wait until it can be used."""
        page = page or self.page
        page.goto(path)
        _until_usable(page)
        return page

    def close(self) -> list[str]:
        """Close the browser and return the faults that nobody expected."""
        self.context.close()
        patterns = (*_HARMLESS, *self._expected)
        return [fault for fault in self.faults if not any(pattern.search(fault) for pattern in patterns)]

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console {message.type}: {message.text[:400]} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self._note(f"page error: {str(error.error)[:400]}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(f"answer {response.status}: {response.url}")

    def _on_failure(self, request: Request) -> None:
        self._note(f"failed request: {request.failure} {request.url}")


def _until_usable(page: Page) -> None:
    """Wait for what tells that a page follows its state: a loaded list, a button that may be pressed."""
    page.wait_for_load_state("load")
    path = page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    if signs := _SIGNS.get(path):
        expect(signs(page).first).to_be_visible()


_SIGNS: dict[str, Callable[[Page], Locator]] = {
    "studio": lambda page: create_button(page).and_(page.locator(":enabled")),
    "gallery": lambda page: pictures(page).or_(page.get_by_text("Your pictures will hang here")),
    "credits": lambda page: page.get_by_role("table").or_(page.get_by_text("No movements yet")),
    **dict.fromkeys(("sign-in", "sign-up", "forgot", "reset"), lambda page: page.locator("form button:enabled")),
    "account": lambda page: page.get_by_text(re.compile(r"@example\.com")),
}


def prompt_box(page: Page) -> Locator:
    return page.get_by_label("Describe the picture")


def create_button(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Create"))


def choose(page: Page, group: str, option: str) -> None:
    """Press one of the choices of the form, which may be folded away."""
    row = page.get_by_role("group", name=group, exact=True)
    if not row.is_visible():
        open_settings(page)
    row.get_by_role("radio", name=re.compile(f"^{re.escape(option)}$", re.IGNORECASE)).click()


def open_settings(page: Page) -> None:
    page.locator("summary").filter(has_text="Settings").click()


def price_shown(page: Page) -> int:
    """Read the price from the button."""
    expect(create_button(page)).to_contain_text("credit")
    found = re.search(r"(\d+) credit", create_button(page).inner_text())
    assert found
    return int(found[1])


def describe(page: Page, prompt: str) -> None:
    """Type a prompt and wait until it has been priced."""
    prompt_box(page).fill(prompt)
    expect(page.get_by_text(re.compile(rf"^{len(prompt)} / 4,000"))).to_be_visible()


def create(page: Page, prompt: str) -> Locator:
    """Ask for a picture and return its tile."""
    newest = tiles(page).first
    known = newest.get_attribute("data-tile") if newest.count() else None
    describe(page, prompt)
    create_button(page).click()
    expect(newest).not_to_have_attribute("data-tile", known or "none")
    return newest


def tiles(page: Page) -> Locator:
    return page.get_by_role("region", name="Your pictures").locator("[data-status]")


def expect_status(tile: Locator, status: str, *, timeout: float = PATIENCE) -> None:
    expect(tile).to_have_attribute("data-status", status, timeout=timeout)


def expect_preview(tile: Locator) -> None:
    """Wait until a preview is seen."""
    expect(tile.locator("img")).to_have_attribute("src", re.compile("/media/preview/"))


def note_sources(page: Page) -> None:
    """Begin to write down every picture that the tiles show; some are seen for a moment only."""
    page.evaluate(_NOTE_SOURCES)


def noted_sources(page: Page) -> list[str]:
    """Return what was written down: the kinds of pictures, in their order."""
    return page.evaluate("window.noted.map((source) => source.split('/')[2] + ' ' + source.split('/').at(-1))")


_NOTE_SOURCES = """() => {
  window.noted = [];
  const look = () => {
    const source = document.querySelector("[data-status] img")?.getAttribute("src");
    if (source && source !== window.noted.at(-1)) window.noted.push(source);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["src"] });
}"""


def expect_pill(page: Page, available: int, in_use: int = 0) -> None:
    """Wait until the pill at the top shows these figures."""
    words = f"{available} credit" + ("" if available == 1 else "s") + (f"{in_use} in use" if in_use else "")
    pill = page.get_by_role("banner").get_by_role("link", name=re.compile(r"\d+ credit"))
    expect(pill).to_have_text(re.compile(rf"^{words}$".replace(" ", r"\s*")))


def pictures(page: Page) -> Locator:
    """The pictures of the gallery that are drawn at the moment."""
    return grid(page).locator(".grid-card")


def grid(page: Page) -> Locator:
    """The grid of the gallery; its data-count tells how many cards came."""
    return page.get_by_role("list", name="Your pictures", exact=True)


def open_sheet(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Picture")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus."""
    for _ in range(40):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def sideways(page: Page) -> list[str]:
    """Name what sticks out of the window at the right, so that one would have to scroll sideways."""
    return page.evaluate(_SIDEWAYS)


_SIDEWAYS = """() => {
  const wide = innerWidth;
  const found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`page ${document.documentElement.scrollWidth} > ${wide}`);
  const scrolls = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement)
      if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const parts = "a, button, input, textarea, select, p, h1, h2, h3, td, dd, img, label";
  for (const node of document.querySelectorAll(parts)) {
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (box.width < 2 || style.visibility === "hidden" || style.opacity === "0") continue;
    if (box.right > wide + 1 && box.left < wide * 2 && !scrolls(node))
      found.push(`${node.tagName} ${node.textContent.slice(0, 40)} ends at ${Math.round(box.right)}`);
  }
  return found;
}"""
