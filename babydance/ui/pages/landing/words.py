"""What the first page says; nothing here may promise more than the studio does today."""

from __future__ import annotations

from dataclasses import dataclass

from babydance.domain.styles import STYLES


@dataclass(frozen=True, slots=True)
class Said:
    """A title and a sentence or two."""

    title: str
    words: str
    icon: str = ""


STEPS = (
    Said(
        "Say what you see",
        f"A baby in a yellow raincoat, jumping in puddles. Add one of {len(STYLES)} styles, from storybook to clay.",
    ),
    Said(
        "Watch it appear",
        "Previews sharpen until the picture is there. Change a word and try again, or make up to four at once.",
    ),
    Said(
        "Keep what you love",
        "Each picture goes to your own gallery with the words that made it. Download it whenever you like.",
    ),
)

PROMISES = (
    Said(
        "Private from the start",
        "Your gallery opens for you alone, when you are signed in. No public pages.",
        icon="lock",
    ),
    Said(
        "Checked twice",
        "Your words before anything is drawn, the finished picture before it is kept. No check, no picture.",
        icon="shield",
    ),
    Said(
        "From words, not photos",
        "The studio needs no photo of your child. It draws a made-up character from what you describe.",
        icon="pencil",
    ),
    Said(
        "No ads, no trackers",
        "We don’t sell what we know about you, and no advertiser is on this page.",
        icon="eye-off",
    ),
)

QUESTIONS = (
    Said(
        "Who draws the pictures?",
        "AI image models of other companies, OpenAI’s first. Your description and your settings go there, without "
        "your name or address. Pictures made this way are AI-generated, and we say so.",
    ),
    Said(
        "What happens when a picture fails?",
        "We tell you why in plain words. The credits that were held for it come back to you by themselves.",
    ),
    Said(
        "Can I use a photo of my baby?",
        "It isn’t needed. Where uploads are switched on, a photo can be one of the pictures to work from, if you are "
        "the parent or guardian or have their permission. It is deleted after a day, or when you say so.",
    ),
    Said(
        "When can my character dance?",
        "Dances are what we build next. They aren’t part of the studio yet, and we won’t sell them before they are.",
    ),
    Said(
        "Who may sign up?",
        "Adults. The pictures are for children, the account is yours.",
    ),
)
