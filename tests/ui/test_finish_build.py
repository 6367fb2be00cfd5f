"""The last touch on every build: pages that run anywhere, and a policy that knows their scripts."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from babydance.ui.finish_build import FinishBuild

SCRIPT = "window.__ready = true;\nconsole.log('é');"
ENV = (
    'var e={PING:`http://localhost:3000/ping`,EVENT:"ws://localhost:3000/_event",'
    "UPLOAD:'https://studio.example/_upload',SAFE:`wss://studio.example/_event`};export{e};"
)


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / ".web/build/client"
    (folder / "assets").mkdir(parents=True)
    (folder / "studio").mkdir()
    (folder / "assets/reflex-env-abc.js").write_text(ENV)
    (folder / "assets/other.js").write_text(ENV)
    page = f"<html><head><style>a{{}}</style><script>{SCRIPT}</script></head></html>"
    (folder / "index.html").write_text(page)
    (folder / "studio/index.html").write_text(
        page.replace(SCRIPT, 'let x = "<b>";') + '<script src="/a.js"></script><script type="module" async=""></script>'
    )
    return folder


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_inline_script_and_style_of_every_page_is_known_by_hash(build: Path) -> None:
    FinishBuild().post_build(static_dir=build)
    found = json.loads(Path(".web/csp-hashes.json").read_text())
    assert found["script"] == sorted([_hash(SCRIPT), _hash('let x = "<b>";')])
    assert found["style"] == [_hash("a{}")]


def test_the_pages_talk_to_where_they_came_from(build: Path) -> None:
    FinishBuild().post_build(static_dir=build)
    patched = (build / "assets/reflex-env-abc.js").read_text()
    assert "localhost:3000" not in patched
    assert "studio.example" not in patched
    own = '(globalThis.location?.origin??"http://localhost").replace(/^http/,"{}")+"{}"'
    assert f"PING:{own.format('http', '/ping')}" in patched
    assert f"EVENT:{own.format('ws', '/_event')}" in patched
    assert f"SAFE:{own.format('ws', '/_event')}" in patched
    assert patched.endswith("export{e};")
    assert (build / "assets/other.js").read_text() == ENV


def test_a_build_in_which_the_address_is_not_found_is_refused(build: Path) -> None:
    (build / "assets/reflex-env-abc.js").rename(build / "assets/renamed.js")
    with pytest.raises(FileNotFoundError, match="reflex-env"):
        FinishBuild().post_build(static_dir=build)
