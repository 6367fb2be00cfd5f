"""The last touch on every build of the pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

from babydance.front_end import HASHES_FILE

_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_ENDPOINT = re.compile(r"[`\"'](https?|wss?)://[^/`\"']+(/[^`\"']*)[`\"']")


class FinishBuild(Plugin):
    """After every build: let it serve any address, and note the hash of each inline script and style.

    The hashes let the content security policy name them one by one, so that no other inline script runs.
    """

    def post_build(self, **context: Any) -> None:
        """Work on the files under ``static_dir``, before they are compressed."""
        folder = Path(context["static_dir"])
        chunks = list(folder.glob("assets/reflex-env-*.js"))
        if not chunks:
            raise FileNotFoundError("no assets/reflex-env-*.js: the pages would look for the studio at a fixed address")
        for chunk in chunks:
            chunk.write_text(_use_own_origin(chunk.read_text()))
        pages = [page.read_text() for page in folder.rglob("*.html")]
        found = {"script": _hashes(_SCRIPT, pages), "style": _hashes(_STYLE, pages)}
        HASHES_FILE.write_text(json.dumps(found, indent=1))


def _use_own_origin(script: str) -> str:
    """Replace each baked-in address by the address that the page itself came from."""

    def own(match: re.Match[str]) -> str:
        scheme = "ws" if match[1].startswith("ws") else "http"
        return f'(globalThis.location?.origin??"http://localhost").replace(/^http/,"{scheme}")+"{match[2]}"'

    return _ENDPOINT.sub(own, script)


def _hashes(pattern: re.Pattern[str], pages: list[str]) -> list[str]:
    bodies = {body for page in pages for body in pattern.findall(page) if body}
    return sorted(f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in bodies)
