"""Reading a prompt: which outfit, colours, setting, mood, pose, props and style its words ask for."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from babydance.sandbox.artist import lexicon
from babydance.sandbox.artist.colours import RGB, rgb

_READ = 6000  # characters that are read; the whole prompt still counts for the seed
_NEAR = 26  # characters between a colour and the thing it colours


@dataclass(frozen=True)
class Found:
    """A thing found in the prompt, from start to end."""

    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True)
class Brief:
    """What the words ask for; an empty text or tuple leaves the choice to the artist."""

    outfit: str = ""
    colours: tuple[RGB, ...] = ()
    backdrop: RGB | None = None
    hats: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    prop_colours: tuple[RGB, ...] = ()
    setting: str = ""
    mood: str = ""
    pose: str = ""
    hour: str = ""
    style: str = ""
    skin: str = ""
    hair: str = ""
    hairstyle: str = ""
    eyes: str = ""


def read(prompt: str) -> Brief:
    """Return what the prompt asks for."""
    found = _find(_plain(prompt))
    first = {}
    for item in found:
        first.setdefault(item.kind, item.value)
    aims = [(_aim(item, found), rgb(lexicon.COLOURS[item.value])) for item in found if item.kind == "colour"]
    aimed = {aim: tuple(c for a, c in aims if a == aim) for aim in ("outfit", "prop", "backdrop", "hair", "eyes")}
    return Brief(
        outfit=first.get("outfit", ""),
        colours=aimed["outfit"],
        backdrop=next(iter(aimed["backdrop"]), None),
        hats=_all(found, "hat"),
        props=_all(found, "prop")[:3],
        prop_colours=aimed["prop"],
        setting=first.get("setting", ""),
        mood=first.get("mood", ""),
        pose=first.get("pose", ""),
        hour=first.get("hour", ""),
        style=first.get("style", ""),
        skin=first.get("skin", ""),
        hair=first.get("hair", "") or "".join(f"#{r:02X}{g:02X}{b:02X}" for r, g, b in aimed["hair"][:1]),
        hairstyle=first.get("hairstyle", ""),
        eyes=first.get("eye", "") or "".join(f"#{r:02X}{g:02X}{b:02X}" for r, g, b in aimed["eyes"][:1]),
    )


def _plain(prompt: str) -> str:
    text = unicodedata.normalize("NFKD", prompt[:_READ]).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return f" {' '.join(re.findall(r'[a-z0-9]+', text))} "


def _find(text: str) -> list[Found]:
    found: list[Found] = []
    for phrase, meanings in _phrases():
        start = text.find(phrase)
        while start >= 0:
            end = start + len(phrase) - 1
            found += [Found(start, end, kind, value) for kind, value in meanings]
            text = f"{text[: start + 1]}{'#' * (end - start - 1)}{text[end:]}"
            start = text.find(phrase, end)
    return sorted(found, key=lambda item: item.start)


@cache
def _phrases() -> list[tuple[str, list[tuple[str, str]]]]:
    meanings: dict[str, list[tuple[str, str]]] = {}
    for kind, table in _TABLES.items():
        for value, names in table.items():
            for name in names:
                meanings.setdefault(f" {name} ", []).append((kind, value))
    for name in lexicon.COLOURS:
        meanings.setdefault(f" {name} ", []).append(("colour", name))
    return sorted(meanings.items(), key=lambda item: -len(item[0]))


_TABLES = {
    "outfit": lexicon.OUTFITS,
    "hat": lexicon.HATS,
    "prop": lexicon.PROPS,
    "setting": lexicon.SETTINGS,
    "mood": lexicon.MOODS,
    "pose": lexicon.POSES,
    "hour": lexicon.HOURS,
    "style": lexicon.STYLES,
    "skin": lexicon.SKINS,
    "hair": lexicon.HAIRS,
    "hairstyle": lexicon.HAIRSTYLES,
    "eye": lexicon.EYES,
    "target": lexicon.TARGETS,
}


def _aim(colour: Found, found: list[Found]) -> str:
    after = [item for item in found if colour.end <= item.start <= colour.end + _NEAR and item.kind != "colour"]
    for item in after:
        if item.kind == "hour" and item.start <= colour.end + 1:
            return "light"
        if item.kind == "target":
            return item.value
        if item.kind in {"outfit", "prop"}:
            return item.kind
        if item.kind == "hairstyle":
            return "hair"
    return "outfit"


def _all(found: list[Found], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.value for item in found if item.kind == kind))
