"""The settings by name: how each is painted behind and before the baby, and the light it casts."""

from collections.abc import Callable
from dataclasses import dataclass

from babydance.sandbox.artist import indoors, outdoors, parties, travels
from babydance.sandbox.artist.scenery import Stage


@dataclass(frozen=True)
class Setting:
    """A place: painters, colours as hex texts of the rim light and the shadow on its floor."""

    back: Callable[[Stage], None]
    front: Callable[[Stage], None] | None = None
    rim: str = "#FFF6DC"
    shadow: str = "#5A3A4C"
    hour: str = "day"
    indoors: bool = False


SETTINGS: dict[str, Setting] = {
    "nursery": Setting(indoors.nursery, indoors=True),
    "meadow": Setting(outdoors.meadow, outdoors.meadow_front, shadow="#2F5A3A"),
    "beach": Setting(outdoors.beach, shadow="#8A5F3C"),
    "space": Setting(travels.space, rim="#C9B4FF", shadow="#3A2F66", hour="night"),
    "forest": Setting(outdoors.forest, outdoors.forest_front, rim="#FFFBD8", shadow="#2A4A35"),
    "snow": Setting(outdoors.snow, outdoors.snow_front, rim="#FFFFFF", shadow="#5F78A8"),
    "city": Setting(travels.city, shadow="#4A4258"),
    "disco": Setting(parties.disco, rim="#FF9FD0", shadow="#1E0F38", indoors=True),
    "kitchen": Setting(indoors.kitchen, indoors=True),
    "underwater": Setting(travels.underwater, travels.underwater_front, rim="#D8FFFA", shadow="#3F6A7A", indoors=True),
    "farm": Setting(outdoors.farm, shadow="#3F5A35"),
    "clouds": Setting(travels.clouds, travels.clouds_front, rim="#FFFFFF", shadow="#9A8FC0"),
    "bedroom": Setting(indoors.bedroom, rim="#FFDCA0", shadow="#241C48", hour="night", indoors=True),
    "jungle": Setting(travels.jungle, travels.jungle_front, rim="#FFFBD0", shadow="#1F4A35"),
    "castle": Setting(travels.castle, shadow="#6A5A4A"),
    "birthday": Setting(parties.birthday, indoors=True),
    "studio": Setting(parties.studio, indoors=True),
    "autumn": Setting(outdoors.autumn, outdoors.autumn_front, rim="#FFE9B8", shadow="#6A3F28"),
    "desert": Setting(travels.desert, shadow="#8A5A3C"),
    "library": Setting(indoors.library, rim="#FFE0A8", shadow="#3A221C", indoors=True),
}
