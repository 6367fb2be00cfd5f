"""Casting: from the words and a throw of dice to a look, a pose and a place."""

import random
from dataclasses import dataclass, replace

from babydance.sandbox.artist.colours import RGB, distance, lit, rgb, shaded
from babydance.sandbox.artist.face import MOODS
from babydance.sandbox.artist.hair import HAIRSTYLES
from babydance.sandbox.artist.look import Look
from babydance.sandbox.artist.outfits import OUTFITS, Outfit
from babydance.sandbox.artist.poses import POSES, Pose, mirror
from babydance.sandbox.artist.props import PROPS
from babydance.sandbox.artist.settings import SETTINGS
from babydance.sandbox.artist.words import Brief

_SKINS = ("#FFE0CC", "#FAD3B8", "#F1C09A", "#DFA479", "#BE8259", "#94623F", "#7A4E34")
_HAIRS = ("#5C3B29", "#3A2A24", "#2B211F", "#8A5A3A", "#C98F52", "#E5C07C", "#B0572F")
_IRISES = ("#6A452C", "#4C86B4", "#5F8A52", "#4A3426", "#7A5A34", "#5C6FA8")
_FREE_OUTFITS = (
    "romper",
    "dungarees",
    "knitted sweater",
    "onesie",
    "bear onesie",
    "dress",
    "bunny onesie",
    "sailor suit",
    "dinosaur onesie",
)
_FREE_SETTINGS = ("meadow", "nursery", "studio", "clouds", "birthday", "autumn", "studio")
_FREE_POSES = (
    "waving",
    "dancing",
    "arms up",
    "sitting",
    "clapping",
    "stepping",
    "hands on hips",
    "standing",
    "twisting",
)
_FREE_MOODS = ("happy", "happy", "laughing", "content", "cheeky")
_PALETTES = (
    ("#8CCFB4", "#FFF6E6", "#F07F5E"),
    ("#F5C25B", "#FFF8EA", "#E2654C"),
    ("#F2938A", "#FFF3E6", "#4F8F8B"),
    ("#8FB8E6", "#FFFBF2", "#F2A65C"),
    ("#C6A4DE", "#FFF6EE", "#F3C04F"),
    ("#EE8259", "#FFF2DC", "#3F6E8C"),
    ("#A6C46A", "#FFF8E2", "#E0604F"),
    ("#F2A3B6", "#FFF6F2", "#7F6BB8"),
)
_REPAINTED = {"romper", "onesie", "dungarees", "knitted sweater", "dress", "hoodie", "pyjamas"}
_TWO_HANDS = {"holding", "strumming"}
_LEAST_CONTRAST = 120
_SEATED = {
    "holding": "sitting hold",
    "strumming": "sitting strum",
    "waving": "sitting up",
    "arms up": "sitting up",
    "lifting": "sitting up",
    "clapping": "sitting clap",
}


@dataclass(frozen=True)
class Cast:
    """Everything decided about a picture."""

    look: Look
    pose: Pose
    setting: str
    hour: str
    style: str
    backdrop: RGB | None


def cast(brief: Brief, dice: random.Random) -> Cast:
    """Decide what the words leave open; the same dice decide the same."""
    open_choices = {
        "skin": dice.choice(_SKINS),
        "hair": dice.choice(_HAIRS),
        "hairstyle": dice.choice(HAIRSTYLES),
        "iris": dice.choice(_IRISES),
        "outfit": dice.choice(_FREE_OUTFITS),
        "setting": dice.choice(_FREE_SETTINGS),
        "pose": dice.choice(_FREE_POSES),
        "mood": dice.choice(_FREE_MOODS),
    }
    palette = dice.choice(_PALETTES)
    flip = dice.random() < 0.5  # noqa: PLR2004 - a coin
    outfit_name = brief.outfit or open_choices["outfit"]
    outfit = OUTFITS[outfit_name]
    hexes = palette if outfit_name in _REPAINTED else outfit.colours
    if outfit_name == "dungarees" and not brief.colours:
        hexes = (outfit.colours[0], palette[1], palette[2])
    dyed = _dye((rgb(hexes[0]), rgb(hexes[1]), rgb(hexes[2])), brief.colours)
    props, hats = _belongings(brief)
    setting = brief.setting or _setting_for(outfit_name, open_choices["setting"])
    pose = _pose(brief, props, open_choices["pose"], flip=flip)
    look = Look(
        skin=rgb(brief.skin) if brief.skin else _skin(rgb(open_choices["skin"]), outfit, dyed[0]),
        hair=rgb(brief.hair or open_choices["hair"]),
        hairstyle=_hairstyle(brief, open_choices["hairstyle"], next(iter(hats), outfit.hat)),
        iris=rgb(brief.eyes or open_choices["iris"]),
        outfit=outfit,
        colours=dyed,
        mood=MOODS[brief.mood or ("sleepy" if brief.pose == "sleeping" else open_choices["mood"])],
        hat=next(iter(hats), ""),
        props=props,
        prop_colours=_prop_colours(brief, palette),
    )
    return Cast(look, pose, setting, brief.hour or SETTINGS[setting].hour, brief.style, brief.backdrop)


def _skin(skin: RGB, outfit: Outfit, main: RGB) -> RGB:
    if outfit.hood and distance(skin, main) < _LEAST_CONTRAST:
        return max((rgb(other) for other in _SKINS), key=lambda other: distance(other, main))
    return skin


def _hairstyle(brief: Brief, other: str, hat: str) -> str:
    style = brief.hairstyle or other
    return _UNDER_HATS.get(style, style) if hat in _DEEP_HATS else style


_DEEP_HATS = {
    "helmet",
    "pirate hat",
    "wizard hat",
    "cowboy hat",
    "beanie",
    "santa hat",
    "cap",
    "sailor hat",
    "sun hat",
    "chef hat",
}
_UNDER_HATS = {"bun": "fringe", "quiff": "fringe", "curl": "fringe", "wisps": "fringe", "curls": "waves"}


def _setting_for(outfit: str, other: str) -> str:
    return _HOMES.get(outfit, other)


_HOMES = {
    "raincoat": "city",
    "astronaut": "space",
    "pirate": "beach",
    "swimsuit": "beach",
    "chef": "kitchen",
    "pyjamas": "bedroom",
    "tutu": "disco",
    "rock star": "disco",
    "cowboy": "desert",
    "superhero": "city",
    "wizard": "castle",
    "frog onesie": "jungle",
    "dinosaur onesie": "jungle",
    "bee onesie": "meadow",
    "football shirt": "meadow",
    "unicorn onesie": "clouds",
    "fox onesie": "forest",
    "lion onesie": "jungle",
    "panda onesie": "jungle",
    "doctor": "studio",
    "nappy": "nursery",
    "tuxedo": "studio",
    "knitted sweater": "autumn",
}


def _belongings(brief: Brief) -> tuple[tuple[str, ...], tuple[str, ...]]:
    held = [name for name in brief.props if PROPS[name][1]]
    loose = [name for name in brief.props if not PROPS[name][1]]
    one_hand = [name for name in held if PROPS[name][1] in {"lifting", "waving", "clapping"}][:1]
    two_hands = [name for name in held if PROPS[name][1] in _TWO_HANDS][:1]
    carried = two_hands[:1] if two_hands and held[0] in two_hands else one_hand[:1]
    return (*carried, *loose[:1]), brief.hats


def _pose(brief: Brief, props: tuple[str, ...], other: str, *, flip: bool) -> Pose:
    wanted = next((PROPS[name][1] for name in props if PROPS[name][1]), "")
    if brief.pose == "sitting" and (wanted or other in _SEATED):
        return POSES[_SEATED.get(wanted or other, "sitting")]
    if wanted and brief.pose not in {"sleeping", "crawling"}:
        pose = POSES[wanted]
        if wanted not in _TWO_HANDS and brief.pose in {"dancing", "jumping", "stepping", "tiptoe"}:
            legs = POSES[brief.pose]
            pose = replace(pose, hips=legs.hips, knees=legs.knees, lift=legs.lift, lean=legs.lean)
        return pose
    pose = POSES[brief.pose or other]
    return mirror(pose) if flip and not wanted else pose


def _dye(colours: tuple[RGB, RGB, RGB], wanted: tuple[RGB, ...]) -> tuple[RGB, RGB, RGB]:
    if not wanted:
        return colours
    main = wanted[0]
    second = wanted[1] if len(wanted) > 1 else colours[1]
    if distance(main, second) < _LEAST_CONTRAST:
        second = lit(main, 0.75) if sum(main) < 560 else shaded(main, 0.5)  # noqa: PLR2004 - rather dark
    third = wanted[2] if len(wanted) > 2 else colours[2]  # noqa: PLR2004 - a third one
    if distance(main, third) < _LEAST_CONTRAST:
        third = shaded(main, 0.5) if sum(main) > 300 else lit(main, 0.6)  # noqa: PLR2004 - rather light
    return main, second, third


def _prop_colours(brief: Brief, palette: tuple[str, str, str]) -> tuple[RGB, ...]:
    rest = (rgb("#E8584C"), rgb("#FAC858"), rgb(palette[2]) if palette[2] != "#E0604F" else rgb("#5FA0D6"))
    return (*brief.prop_colours, *rest)[:3]
