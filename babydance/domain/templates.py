"""Templates: sentences with blanks, for people who don't know yet what to write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babydance.domain.errors import InvalidInputError, NotFoundError

MAX_BLANK = 120  # characters that a blank takes
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: what to ask, and what others put there; the first suggestion fills it when nothing is typed."""

    name: str
    label: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One sentence; each ``{name}`` in it is a blank."""

    id: str
    label: str
    text: str
    blanks: tuple[Blank, ...]

    def __post_init__(self) -> None:
        if set(_SLOT.findall(self.text)) != {blank.name for blank in self.blanks}:
            raise ValueError(f"the blanks of template {self.id} are not those of its text")

    def filled(self, words: Mapping[str, str]) -> str:
        """Return the sentence with ``words`` in its blanks; one that is left empty takes its first suggestion."""
        known = {blank.name: blank for blank in self.blanks}
        for name, word in words.items():
            if name not in known:
                raise InvalidInputError("This template has no such blank.", field=name)
            if len(word) > MAX_BLANK:
                raise InvalidInputError(f"Write at most {MAX_BLANK} characters into a blank.", field=name)

        def fill(slot: re.Match[str]) -> str:
            return " ".join(words.get(slot[1], "").split()) or known[slot[1]].suggestions[0]

        return _SLOT.sub(fill, self.text)


def template(template_id: str) -> Template:
    """Return the template with this id, or refuse."""
    for known in TEMPLATES:
        if known.id == template_id:
            return known
    raise NotFoundError("There is no such template.")


_MOOD = Blank("mood", "Mood", ("laughing", "curious", "sleepy", "proud", "amazed"))
_OUTFIT = Blank(
    "outfit", "Outfit", ("a knitted bear suit", "a yellow raincoat", "striped pyjamas", "dungarees", "a tiny tuxedo")
)
_LIGHT = Blank("light", "Light", ("soft morning light", "golden evening sun", "candlelight", "moonlight"))
_WORDS = "The words “{words}” stand above in friendly letters."

TEMPLATES = (
    Template(
        "portrait",
        "Portrait",
        "A {mood} baby in {outfit}, close up, looking at the camera, {light}, plain background",
        (_MOOD, _OUTFIT, _LIGHT),
    ),
    Template(
        "scene",
        "Little scene",
        "A {mood} baby in {outfit} {action} {place}, {light}",
        (
            _MOOD,
            _OUTFIT,
            Blank("action", "Doing", ("building a tower", "chasing bubbles", "dancing", "hugging a puppy")),
            Blank("place", "Where", ("on a meadow", "in a cosy kitchen", "at the beach", "in a treehouse")),
            _LIGHT,
        ),
    ),
    Template(
        "season",
        "Season",
        "A {mood} baby in {season}, wearing {outfit}, surrounded by {things}",
        (
            _MOOD,
            Blank("season", "Season", ("autumn", "winter", "spring", "summer")),
            Blank("outfit", "Outfit", ("a woolly hat and mittens", "a sun hat", "rubber boots", "a flower crown")),
            Blank("things", "With", ("falling leaves", "cherry blossom", "snowflakes", "sunflowers")),
        ),
    ),
    Template(
        "birthday",
        "Birthday card",
        f"A baby with a party hat in front of {{cake}}, balloons in {{colours}}. {_WORDS}",
        (
            Blank("cake", "Cake", ("a cake with one candle", "a cake with two candles", "a tower of cupcakes")),
            Blank("colours", "Colours", ("coral and mint", "pastel colours", "gold and white", "all colours")),
            Blank("words", "Card text", ("Happy birthday", "One year old", "Hooray for you")),
        ),
    ),
    Template(
        "announcement",
        "Birth announcement",
        f"A newborn asleep in {{bed}}, {{things}} around, {{light}}. {_WORDS}",
        (
            Blank("bed", "Bed", ("a woven basket", "a crescent moon", "a nest of blankets")),
            Blank("things", "With", ("dried flowers", "little stars", "a toy rabbit")),
            _LIGHT,
            Blank("words", "Card text", ("Hello, little one", "Welcome, Ada", "A star is born")),
        ),
    ),
    Template(
        "thanks",
        "Thank-you card",
        f"A {{mood}} baby in {{outfit}} holding {{gift}} towards us. {_WORDS}",
        (
            _MOOD,
            _OUTFIT,
            Blank("gift", "Holding", ("a big paper heart", "a bunch of daisies", "a wrapped present")),
            Blank("words", "Card text", ("Thank you", "Thanks for coming", "You are the best")),
        ),
    ),
    Template(
        "holiday",
        "Holiday greeting",
        f"A baby dressed as {{costume}} {{place}}, {{light}}. {_WORDS}",
        (
            Blank("costume", "Dressed as", ("a gingerbread man", "a bunny", "a little ghost", "a snow angel")),
            Blank("place", "Where", ("under a lit fir tree", "among painted eggs", "beside a pumpkin", "in the snow")),
            Blank("light", "Light", ("warm fairy lights", "soft morning light", "moonlight", "fireworks")),
            Blank("words", "Card text", ("Happy holidays", "Happy Easter", "Boo", "Happy New Year")),
        ),
    ),
    Template(
        "job",
        "When I grow up",
        "A proud baby as {job} in a tiny uniform, {action}, {place}",
        (
            Blank("job", "Job", ("an astronaut", "a baker", "a firefighter", "a gardener", "a conductor")),
            Blank("action", "Doing", ("waving", "hard at work", "saluting", "showing a thumbs up")),
            Blank("place", "Where", ("on the moon", "in a bakery", "in front of a fire engine", "in a greenhouse")),
        ),
    ),
    Template(
        "tale",
        "Fairy tale",
        "A page of a picture book: a baby {hero} meets {friend} {place}, {mood_of_page}",
        (
            Blank("hero", "Hero", ("knight", "mermaid", "wizard", "explorer")),
            Blank("friend", "Meets", ("a friendly dragon", "a talking owl", "a very small giant", "a shy unicorn")),
            Blank("place", "Where", ("in an enchanted forest", "in a cloud castle", "at the bottom of the sea")),
            Blank("mood_of_page", "Mood", ("gentle and funny", "mysterious", "full of wonder")),
        ),
    ),
    Template(
        "animal",
        "Best friends",
        "A {mood} baby and {animal} in matching {outfit}, {action}",
        (
            _MOOD,
            Blank("animal", "Animal", ("a corgi", "a kitten", "a duckling", "a baby elephant", "a hedgehog")),
            Blank("outfit", "Matching", ("striped jumpers", "rain hats", "bow ties", "pyjamas")),
            Blank("action", "Doing", ("sharing a picnic", "asleep side by side", "jumping into puddles")),
        ),
    ),
    Template(
        "bedtime",
        "Bedtime",
        "A sleepy baby in {outfit} {place}, {companion} in the arms, {light}",
        (
            Blank("outfit", "Outfit", ("star pyjamas", "a bunny sleepsuit", "a soft blanket")),
            Blank("place", "Where", ("on a crescent moon", "in a cot by the window", "on a cloud")),
            Blank("companion", "With", ("a teddy bear", "a plush whale", "a favourite book")),
            Blank("light", "Light", ("moonlight", "a small night lamp", "fireflies")),
        ),
    ),
    Template(
        "dance",
        "Dance floor",
        "A baby in {outfit} dancing {dance} {place}, confetti in the air, {light}",
        (
            Blank("outfit", "Outfit", ("a sparkling suit", "a tutu", "a tracksuit", "a flamenco dress")),
            Blank("dance", "Dance", ("the twist", "ballet", "hip-hop", "tango", "a polka")),
            Blank("place", "Where", ("under a mirror ball", "on a theatre stage", "in the living room")),
            Blank("light", "Light", ("coloured spotlights", "golden light", "neon light")),
        ),
    ),
)
