"""The look, as far as it can be told without a browser."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import reflex as rx

from babydance.domain.captions import CAPTION_FONTS, OTHER_SCRIPTS
from babydance.domain.styles import STYLES
from babydance.ui import paths
from babydance.ui.components import buttons, fields, icons, links, notices, pictures
from babydance.ui.pages.landing import landing_page
from babydance.ui.pages.not_found import not_found_page
from babydance.ui.pages.privacy import privacy_page
from babydance.ui.pages.terms import terms_page
from babydance.ui.theme import FONTS, STYLESHEETS, head

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
CODE = ROOT / "babydance" / "ui"

TEXT = 4.5
CONTROL = 3.0
GROUNDS = ("paper", "surface", "sunken", "accent-soft", "rest")
SOFT = ("mint", "amber", "sky", "rose")
PAIRS = (
    *[(ink, ground, TEXT) for ink in ("ink", "muted", "accent-ink") for ground in GROUNDS],
    *[(tone, ground, TEXT) for tone in SOFT for ground in ("paper", "surface", f"{tone}-soft")],
    *[(ink, f"{tone}-soft", TEXT) for ink in ("ink", "muted", "accent-ink") for tone in SOFT],
    *[("on-accent", step, TEXT) for step in ("accent", "accent-hover", "accent-pressed")],
    ("paper", "ink", TEXT),
    ("art-line", "art-sun", TEXT),  # selected text
    *[(line, ground, CONTROL) for line in ("control", "accent", "rose") for ground in ("paper", "surface")],
)
STATIC_PAGES = (landing_page, privacy_page, terms_page, not_found_page)
PUBLIC_ROUTES = {paths.LANDING, paths.SIGN_UP, paths.SIGN_IN, paths.STUDIO, paths.PRIVACY, paths.TERMS}


def tokens(mode: int) -> dict[str, str]:
    """Read the colours of styles.css: mode 0 is light, 1 is dark."""
    css = (ASSETS / "styles.css").read_text()
    both = {name: (light, dark) for name, light, dark in re.findall(_TWO_COLOURS, css)}
    both |= {name: (colour, colour) for name, colour in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", css)}
    return {name: pair[mode] for name, pair in both.items()}


_TWO_COLOURS = r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)"


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb; WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours; WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def everything(component: rx.Component) -> Iterator[rx.Component]:
    """Yield a component and all that is inside it."""
    yield component
    for child in component.children:
        yield from everything(child)


def prop(component: rx.Component, name: str) -> str:
    """Return a prop that is known when the page is compiled, else nothing."""
    value = getattr(component, name, None)
    return value if isinstance(value, str) else str(getattr(value, "_var_value", "") or "")


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(mode, ink, ground, least):
    colours = tokens(mode)
    assert contrast(colours[ink], colours[ground]) >= least


def test_the_measure_of_contrast_is_the_known_one():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_fonts_fit_their_budget_and_bring_their_licence():
    sizes = {file.name: file.stat().st_size for file in (ASSETS / "fonts").glob("*.woff2")}
    of_pages = {font.removeprefix("/fonts/") for font in FONTS}
    of_captions = {font.file for font in (*CAPTION_FONTS.values(), *OTHER_SCRIPTS)}
    assert set(sizes) == of_pages | of_captions
    assert sum(sizes[name] for name in of_pages) <= 90_000
    for sheet in ASSETS.glob("*.css"):  # no page loads a font that only captions of dances are written with
        assert set(re.findall(r"/fonts/[\w-]+\.woff2", sheet.read_text())) <= set(FONTS)
    assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / "OFL.txt").read_text()


def test_every_style_has_a_small_picture():
    files = {file.stem: file.stat().st_size for file in (ASSETS / "styles").glob("*.webp")}
    assert set(files) == {style.id for style in STYLES}
    assert max(files.values()) <= 6_000


def test_nothing_is_fetched_from_elsewhere():
    for sheet in STYLESHEETS:
        assert "://" not in (ASSETS / sheet.lstrip("/")).read_text()


def test_what_the_head_names_exists():
    for part in head():
        href = prop(part, "href")
        assert not href or (ASSETS / href.lstrip("/")).is_file(), href


def test_pages_and_parts_use_tokens_not_colours_of_their_own():
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\[\d+px\]")
    for file in CODE.rglob("*.py"):
        if file.name != "theme.py":  # the browser's own bars take no variables
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    assert not literal.search(node.value), f"{file.name}: {node.value}"


@pytest.mark.parametrize("name", icons.ICONS)
def test_every_icon_is_named_in_small_words_and_drawn_inside_its_grid(name):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert icons.ICONS[name].startswith("M")


def test_an_icon_is_decoration_unless_it_is_named():
    assert "aria-hidden" in "".join(icons.icon("heart").render()["props"])
    named = "".join(icons.icon("heart", label="Favourite").render()["props"])
    assert '"Favourite"' in named
    assert "aria-hidden" not in named


def test_every_icon_that_the_code_asks_for_exists():
    for file in CODE.rglob("*.py"):
        for call in [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]:
            asked = [word.value for word in call.keywords if word.arg in {"icon", "icon_name"}]
            if isinstance(call.func, ast.Name) and call.func.id in {"icon", "icon_button"}:
                asked += call.args[:1]
            for word in asked:
                if isinstance(word, ast.Constant):
                    assert word.value in icons.ICONS or word.value == "", f"{file.name}: {word.value}"


@pytest.mark.parametrize("page", STATIC_PAGES)
def test_public_pages_lead_only_to_pages_that_exist(page):
    parts = list(everything(page()))
    ids = {prop(part, "id") for part in parts}
    targets = {prop(part, "to") or prop(part, "href") for part in parts} - {""}
    assert {target for target in targets if not target.startswith("#")} <= PUBLIC_ROUTES
    assert {target.lstrip("#") for target in targets if target.startswith("#")} <= ids


@pytest.mark.parametrize("page", STATIC_PAGES)
def test_public_pages_have_one_heading_one_main_and_ids_that_differ(page):
    parts = list(everything(page()))
    tags = [part.tag for part in parts]
    ids = [prop(part, "id") for part in parts if prop(part, "id")]
    assert tags.count("h1") == tags.count("main") == 1
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "subject",
    [
        "name",
        "e-mail address",
        "salted hash",
        "Stripe",
        "billing address",
        "full card numbers",
        "pages and features",
        "descriptions",
        "IP address",
        "browser",
        "OpenAI",
        "do not sell",
        "Hosting and storage",
        "Monitoring and analytics",
        "Customer support",
        "absolute security",
        "closed",
        "erase",
        "more rights",
        "date at the top",
    ],
)
def test_the_privacy_policy_speaks_of_what_it_must(subject):
    said = " ".join(prop(part, "contents") for part in everything(privacy_page()))
    assert subject in said


def test_a_field_is_tied_to_its_label_hint_and_error():
    parts = list(everything(fields.text_field("email", "E-mail", hint="We write once.", error="Too long.")))
    control = next(part for part in parts if part.tag == "input")
    told = "".join(control.render()["props"])
    assert '"email-hint email-error"' in told
    assert {"email", "email-hint", "email-error"} <= {prop(part, "id") for part in parts}
    assert any(prop(part, "html_for") == "email" for part in parts)


def test_a_busy_button_cannot_be_pressed_again():
    pressed = "".join(buttons.button("Create", is_busy=True).render()["props"])
    assert "disabled:true" in pressed
    assert '"aria-busy":true' in pressed


def test_parts_leave_no_styles_that_a_strict_policy_would_refuse():
    for part in (
        buttons.button("Create", icon_name="sparkle"),
        pictures.picture("/a.webp", "A baby", width=3, height=2),
        links.text_link("Terms", to="/terms"),
        notices.banner("Saved.", tone="done"),
        *[page() for page in STATIC_PAGES],
    ):
        for inner in everything(part):
            assert not inner.style, inner.render()


def test_the_browser_itself_follows_downloads_and_places_on_the_page():
    for link in (links.plain_link("Words", href="#words"), buttons.download_button("Download", href="/media/a")):
        assert link.render()["name"] == '"a"'
