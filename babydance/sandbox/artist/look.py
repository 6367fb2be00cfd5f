"""What a baby looks like."""

from dataclasses import dataclass, field

from babydance.sandbox.artist.colours import RGB
from babydance.sandbox.artist.face import Mood
from babydance.sandbox.artist.outfits import Outfit


@dataclass(frozen=True)
class Look:
    """What the baby looks like: colours, clothes, mood and the things with it."""

    skin: RGB
    hair: RGB
    hairstyle: str
    iris: RGB
    outfit: Outfit
    colours: tuple[RGB, RGB, RGB]
    mood: Mood
    hat: str = ""
    props: tuple[str, ...] = ()
    prop_colours: tuple[RGB, ...] = field(default=((226, 90, 74), (250, 200, 80), (96, 160, 214)))
