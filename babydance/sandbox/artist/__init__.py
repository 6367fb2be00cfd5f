"""The sandbox artist: draws a baby character from the words of a prompt, with Pillow alone."""

import hashlib
from collections.abc import Sequence

from PIL import Image

from babydance.sandbox.artist import framing, light
from babydance.sandbox.artist.casting import cast
from babydance.sandbox.artist.composer import compose, cut_out
from babydance.sandbox.artist.words import read

__all__ = ["draw", "partial"]


def draw(
    prompt: str,
    *,
    width: int,
    height: int,
    seed: int | None = None,
    transparent: bool = False,
    reference: Image.Image | None = None,
    mask: Image.Image | None = None,
    more: Sequence[Image.Image] = (),
) -> Image.Image:
    """Draw the prompt at the exact size: RGB, or RGBA with only the baby when transparent."""
    if seed is None:
        seed = int.from_bytes(hashlib.sha256(prompt.encode("utf-8", "replace")).digest()[:8])
    size = (width, height)
    dice = light.dice(seed)
    brief = read(prompt)
    if reference is not None:
        brief = framing.recoloured(brief, reference)
    plan = cast(brief, dice)
    if reference is not None and mask is not None:
        base, area = framing.cover(reference, size), framing.editable(mask, size)
        if framing.is_border(area):
            fresh = framing.filled(base, area)
        else:
            fresh = compose(
                plan,
                size,
                dice,
                backdrop=None if brief.setting else framing.filled(base, area),
                within=area.getbbox(),
            )
        picture = framing.repaint(base, fresh, area)
        framing.mark_inside(picture, area)
        return picture
    if transparent:
        picture = cut_out(plan, size, dice)
    else:
        backdrop = None
        if reference is not None and not brief.setting:
            backdrop = framing.emptied(framing.cover(reference, size))
        picture = compose(plan, size, dice, backdrop=backdrop)
        if reference is not None:
            for place, pinned in enumerate((reference, *more)):
                framing.pin(picture, pinned, place)
    framing.mark(picture)
    return picture


def partial(picture: Image.Image, index: int, total: int) -> Image.Image:
    """Return a plausible unfinished state of the picture, sharper with the index."""
    return framing.unfinished(picture, index, total)
