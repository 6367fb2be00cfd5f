"""The style presets: a name, and the words that are sent after the person's own."""

from __future__ import annotations

from dataclasses import dataclass

from babydance.domain.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Style:
    """One look; ``fragment`` is sent to the model as it stands and shown in the receipt."""

    id: str
    label: str
    fragment: str


STYLES = (
    Style("storybook", "Storybook", "Style: vintage storybook illustration, warm paper, gentle gouache."),
    Style("watercolour", "Watercolour", "Style: watercolour painting, soft bleeding edges, textured paper."),
    Style("claymation", "Clay", "Style: claymation figure, rounded clay shapes, soft studio light."),
    Style("paper", "Paper cut-out", "Style: layered paper cut-out, crisp edges, small drop shadows."),
    Style("felt", "Felt and plush", "Style: plush felt toy, stitched seams, fuzzy fabric texture."),
    Style("pencil", "Pencil", "Style: pencil sketch, fine hatching on white paper."),
    Style("crayon", "Crayon", "Style: crayon drawing, waxy strokes, cheerful colours."),
    Style("pastel", "Pastel", "Style: soft pastel drawing, chalky texture, light tones."),
    Style("oil", "Oil paint", "Style: oil painting, visible impasto brush strokes, rich light."),
    Style("comic", "Comic", "Style: comic book panel, bold outlines, halftone dots."),
    Style("pixel", "Pixel art", "Style: pixel art, limited palette, clean square pixels."),
    Style("origami", "Origami", "Style: origami, folded paper facets, clean shadows."),
    Style("neon", "Neon night", "Style: neon night scene, glowing outlines, deep blue shadows."),
    Style("glass", "Stained glass", "Style: stained glass window, dark leading, glowing colours."),
    Style("mono", "Black and white", "Style: black and white photo, soft window light, fine grain."),
    Style("photo", "Photo", "Style: photo, natural light, shallow depth of field, true colours."),
)


def find_style(style_id: str) -> Style:
    """Return the style with this id, or refuse."""
    for style in STYLES:
        if style.id == style_id:
            return style
    raise InvalidInputError("Choose one of the styles shown.", field="style")
