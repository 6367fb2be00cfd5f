"""The wardrobe as data: what each outfit covers, its colours and its extras."""

from dataclasses import dataclass

from babydance.sandbox.artist.patterns import Pattern, dots, knit, stripes


@dataclass(frozen=True)
class Outfit:
    """A set of clothes: shares of arms and legs covered (0 to 1), colours as hex texts, extras by name."""

    colours: tuple[str, str, str] = ("#F2B84B", "#FFF3DC", "#C8432B")
    torso: bool = True
    sleeve: float = 1.0
    leg: float = 1.0
    trousers: int | None = None
    sleeves: int | None = None
    feet: str = "same"
    pattern: Pattern | None = None
    extras: tuple[str, ...] = ()
    hood: str = ""
    hat: str = ""
    props: tuple[str, ...] = ()


def _animal(main: str, belly: str, third: str, ears: str, *extras: str) -> Outfit:
    return Outfit((main, belly, third), hood=ears, extras=("belly", *extras), feet="same")


OUTFITS: dict[str, Outfit] = {
    "romper": Outfit(
        ("#8CCFB4", "#FFF6E6", "#F07F5E"),
        sleeve=0.42,
        leg=0.45,
        feet="sock",
        pattern=dots(5.2, 0.75),
        extras=("collar", "buttons"),
    ),
    "onesie": Outfit(("#F6C66A", "#FFF6E6", "#EE7B62"), extras=("zip", "pocket heart"), feet="same"),
    "raincoat": Outfit(
        ("#F7C531", "#FFF2C2", "#E8584A"),
        leg=0.0,
        feet="boot",
        hood="plain",
        extras=("skirt coat", "snaps", "pockets"),
    ),
    "dungarees": Outfit(
        ("#4F7FB8", "#F6F0E2", "#E76F51"), trousers=0, sleeves=1, feet="shoe", extras=("striped shirt", "bib")
    ),
    "tutu": Outfit(
        ("#F59AB5", "#FFE3EA", "#E0557F"),
        sleeve=0.0,
        leg=0.0,
        feet="slipper",
        extras=("tutu", "bow"),
        hat="bow",
    ),
    "astronaut": Outfit(
        ("#EEF1F6", "#8FB4E8", "#F0703C"),
        feet="boot",
        extras=("chest panel", "cuffs", "belt"),
        hood="",
        hat="helmet",
    ),
    "pirate": Outfit(
        ("#F7F2E6", "#C23B3B", "#2F2A33"),
        trousers=2,
        leg=0.75,
        feet="boot",
        pattern=stripes(5.4, 0.42),
        extras=("waistcoat", "belt"),
        hat="pirate hat",
    ),
    "superhero": Outfit(
        ("#3E7BD6", "#E2453C", "#FFD447"),
        feet="boot",
        extras=("cape", "emblem", "pants", "belt"),
        hat="eye mask",
    ),
    "bear onesie": _animal("#B98152", "#F0D5AE", "#8B5A37", "bear", "paws"),
    "bunny onesie": _animal("#F3E7E4", "#FFFFFF", "#F2A9B5", "bunny", "paws"),
    "dinosaur onesie": _animal("#7CBF63", "#E9F0B4", "#F08A4B", "dinosaur", "tail"),
    "cat onesie": _animal("#F0A255", "#FFF0DA", "#D67F35", "cat", "tail"),
    "fox onesie": _animal("#E7743C", "#FFF4E6", "#57392F", "fox", "tail"),
    "panda onesie": Outfit(("#F8F5F0", "#FFFFFF", "#37323A"), hood="panda", sleeves=2, trousers=2, extras=("belly",)),
    "lion onesie": _animal("#EDB44F", "#FFF0C9", "#B9692B", "lion", "tail"),
    "frog onesie": _animal("#86C24C", "#EDF6C6", "#F59AA5", "frog", "paws"),
    "bee onesie": Outfit(("#F8C83C", "#3B302C", "#FFFFFF"), hood="bee", pattern=stripes(7.6, 0.42), extras=("wings",)),
    "duck onesie": _animal("#FBD75B", "#FFF4C0", "#F3913A", "duck", "paws"),
    "unicorn onesie": _animal("#F7EEFA", "#FFFFFF", "#C89BE8", "unicorn", "tail"),
    "chef": Outfit(
        ("#FDFBF6", "#E3DED4", "#D9483B"),
        trousers=1,
        feet="shoe",
        extras=("double buttons", "neckerchief", "apron"),
        hat="chef hat",
    ),
    "knitted sweater": Outfit(
        ("#D9644A", "#FFF3E0", "#3F6B6B"),
        trousers=2,
        feet="sock",
        pattern=knit(2.3),
        extras=("ribs", "sweater band"),
    ),
    "pyjamas": Outfit(
        ("#8FA9DC", "#F8F3FF", "#5A6FB0"),
        pattern=dots(6.0, 1.0),
        extras=("collar", "buttons", "piping"),
        feet="slipper",
    ),
    "swimsuit": Outfit(
        ("#F0644F", "#FFF6EA", "#3BA7C4"),
        sleeve=0.0,
        leg=0.0,
        feet="bare",
        pattern=stripes(5.0, 0.5),
        extras=("ring",),
    ),
    "tuxedo": Outfit(("#2E3142", "#FBF8F2", "#C8432B"), feet="shoe", extras=("shirt front", "lapels", "bow tie")),
    "football shirt": Outfit(
        ("#D8403A", "#FFFFFF", "#FFFFFF"),
        sleeve=0.5,
        trousers=1,
        leg=0.45,
        feet="shoe",
        extras=("number", "collar", "long socks"),
    ),
    "hoodie": Outfit(
        ("#9C86D8", "#F8F1FF", "#3E4A66"), trousers=2, feet="shoe", extras=("hood down", "pouch", "laces")
    ),
    "dress": Outfit(
        ("#EE7F86", "#FFF4E4", "#F2B84B"),
        sleeve=0.32,
        leg=0.0,
        feet="shoe",
        pattern=dots(5.4, 0.9),
        extras=("skirt", "collar"),
    ),
    "sailor suit": Outfit(
        ("#FBFAF5", "#3A5E9C", "#D8483F"),
        sleeve=0.5,
        trousers=1,
        leg=0.5,
        feet="shoe",
        extras=("sailor collar",),
        hat="sailor hat",
    ),
    "overall": Outfit(("#6DA6A0", "#FFF6E6", "#EFA93C"), feet="boot", extras=("zip", "pockets", "belt")),
    "nappy": Outfit(
        ("#FFFFFF", "#DCEBF7", "#A9CBE8"), torso=False, sleeve=0.0, leg=0.0, feet="bare", extras=("nappy",)
    ),
    "wizard": Outfit(
        ("#5A4AA8", "#F6D365", "#8E7BD8"),
        leg=0.0,
        feet="shoe",
        pattern=dots(7.0, 0.9),
        extras=("cape", "skirt coat"),
        hat="wizard hat",
    ),
    "cowboy": Outfit(
        ("#D9A35F", "#7A4A2E", "#C23B3B"),
        trousers=1,
        feet="boot",
        extras=("waistcoat", "neckerchief", "belt"),
        hat="cowboy hat",
    ),
    "doctor": Outfit(
        ("#FDFDFD", "#7CC0CF", "#E76F51"),
        trousers=1,
        feet="shoe",
        extras=("lapels", "stethoscope", "pockets"),
    ),
    "rock star": Outfit(
        ("#34303C", "#E9E4DC", "#E2453C"),
        trousers=2,
        feet="boot",
        extras=("lapels", "emblem"),
        hat="sunglasses",
    ),
}
