"""Draw the small pictures of the style presets with the sandbox's artist: make illustrations."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image

from babydance.domain.styles import STYLES, Style
from babydance.sandbox import artist

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "styles"
EDGE = 160  # pixels
MOST_BYTES = 6_000
CLOSER = (112, 96, 912, 896)  # pixels of the large picture
SCENE = "A happy baby in a coral bear suit, waving, in a meadow under a blue sky"
SEED = 7


def main() -> int:
    """Draw one picture a style; the page that shows them says who drew them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        data = _encoded(_drawn(style))
        (FOLDER / f"{style.id}.webp").write_bytes(data)
        sys.stdout.write(f"{style.id}: {len(data)} bytes\n")
    return 0


def _drawn(style: Style) -> Image.Image:
    large = artist.draw(f"{SCENE}\n\n{style.fragment}", width=1024, height=1024, seed=SEED)
    return large.convert("RGB").crop(CLOSER).resize((EDGE, EDGE), Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image) -> bytes:
    for quality in range(86, 20, -6):
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= MOST_BYTES:
            return buffer.getvalue()
    raise SystemExit("This picture doesn't fit.")


if __name__ == "__main__":
    raise SystemExit(main())
