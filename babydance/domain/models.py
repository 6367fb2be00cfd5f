"""The image models as data: what each can do, what a picture costs at the provider and in credits.

Source of the figures: the vendor's published price list and size rules, November 2026. The token formula
reproduces the published price of every size and quality of the 2.5 family; for 2.6 it is
taken over unverified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from babydance.domain.errors import InvalidInputError

PRICE_TABLE_VERSION = "2026-11"  # goes into the books beside each reported usage

MICRO_USD_PER_TEXT_TOKEN = 5
MICRO_USD_PER_IMAGE_TOKEN = 8
MICRO_USD_PER_OUTPUT_TOKEN = 30
OUTPUT_TOKENS_PER_PREVIEW = 100
IMAGE_TOKENS_PER_REFERENCE = 1_500
BYTES_PER_TEXT_TOKEN = 4

BACKGROUNDS = ("auto", "opaque", "transparent")
GRID = 16
MIN_PIXELS = 655_360
MAX_PIXELS = 8_294_400
MAX_EDGE = 3_840
MAX_RATIO = 3


@dataclass(frozen=True, slots=True)
class ImageModelSpec:
    """One model that can be asked for a picture."""

    id: str
    provider: str
    label: str
    blurb: str
    factors: Mapping[str, int]  # how many tokens go into a picture, by quality
    default_quality: str = "medium"
    prices: Mapping[str, int] = field(default_factory=dict)  # micro_usd a picture by quality, instead of factors
    formats: tuple[str, ...] = ("jpeg", "png", "webp")
    backgrounds: tuple[str, ...] = BACKGROUNDS
    sizes: tuple[tuple[int, int], ...] = ()  # empty: every size that keeps the rules
    can_stream: bool = True
    can_edit: bool = True
    can_mask: bool = True
    max_references: int = 16
    max_prompt: int = 32_000
    shutdown_on: date | None = None

    @property
    def qualities(self) -> tuple[str, ...]:
        """The qualities it knows, cheapest first."""
        return tuple(self.prices or self.factors)

    @property
    def can_draw_transparent(self) -> bool:
        """Tell whether it can leave the background out."""
        return "transparent" in self.backgrounds

    def check_size(self, width: int, height: int) -> None:
        """Refuse a size in pixels that it doesn't take."""
        if not self.sizes:
            check_size(width, height)
        elif (width, height) not in self.sizes:
            known = ", ".join(f"{w} × {h}" for w, h in self.sizes)
            raise InvalidInputError(f"This model makes pictures of {known}.", field="size")

    def is_alive(self, today: date) -> bool:
        """Tell whether the provider still answers for it."""
        return self.shutdown_on is None or today < self.shutdown_on

    def output_tokens(self, quality: str, width: int, height: int) -> int:
        """Return the tokens that a picture of ``width`` x ``height`` pixels takes, previews apart."""
        f = self.factors[quality]
        short, long = sorted((width, height))
        s = (2 * f * short + long) // (2 * long)
        return -(-f * s * (2_000_000 + width * height) // 4_000_000)


_FIVE = MappingProxyType({"low": 16, "medium": 24, "high": 48, "xhigh": 64, "max": 96})
_THREE = MappingProxyType({"low": 16, "medium": 48, "high": 96})

IMAGE_MODELS: tuple[ImageModelSpec, ...] = (
    ImageModelSpec("gpt-image-2.5-flare", "openai", "Flare 2.5", "Quick, good for trying ideas", _FIVE),
    ImageModelSpec(
        "gpt-image-2.5-sunburst",
        "openai",
        "Sunburst 2.5",
        "Best for faces and fine detail",
        _FIVE,
        default_quality="high",
    ),
    ImageModelSpec("gpt-image-2.6-flare", "openai", "Flare 2.6", "Newest quick model", _FIVE),
    ImageModelSpec(
        "gpt-image-2.6-sunburst",
        "openai",
        "Sunburst 2.6",
        "Newest detailed model",
        _FIVE,
        default_quality="high",
    ),
    ImageModelSpec("gpt-image-2", "openai", "Image 2", "The steady one", _THREE),
)


@dataclass(frozen=True, slots=True)
class ModelTable:
    """The models that this studio offers; ``hidden`` ids are left out."""

    specs: tuple[ImageModelSpec, ...] = IMAGE_MODELS
    hidden: frozenset[str] = field(default_factory=frozenset)

    def offered(self, today: date) -> tuple[ImageModelSpec, ...]:
        """Return the models that are neither hidden nor shut down, the default first."""
        return tuple(spec for spec in self.specs if spec.id not in self.hidden and spec.is_alive(today))

    def find(self, model_id: str, today: date) -> ImageModelSpec:
        """Return the offered model with this id, or refuse."""
        for spec in self.offered(today):
            if spec.id == model_id:
                return spec
        raise InvalidInputError("This model isn't available. Choose another one.", field="model")

    def leaving(self, today: date, *, within_days: int = 60) -> tuple[ImageModelSpec, ...]:
        """Return the offered models that the provider will shut down within ``within_days``."""
        return tuple(
            spec
            for spec in self.offered(today)
            if spec.shutdown_on is not None and (spec.shutdown_on - today).days <= within_days
        )


def check_size(width: int, height: int) -> None:
    """Refuse a size in pixels that no model takes, saying which rule it breaks."""
    if min(width, height) <= 0:
        raise InvalidInputError("Say width and height in whole pixels.", field="size")
    if width % GRID or height % GRID:
        near_w, near_h = (max(GRID, round(edge / GRID) * GRID) for edge in (width, height))
        raise InvalidInputError(
            f"Width and height must be multiples of {GRID}; the nearest is {near_w} × {near_h}.", field="size"
        )
    if max(width, height) > MAX_EDGE:
        raise InvalidInputError(f"The longest side may have {MAX_EDGE} pixels.", field="size")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise InvalidInputError("A side may be at most three times as long as the other.", field="size")
    if not MIN_PIXELS <= width * height <= MAX_PIXELS:
        raise InvalidInputError(
            f"A picture has {MIN_PIXELS / 1e6:.2f} to {MAX_PIXELS / 1e6:.1f} megapixels; "
            f"{width} × {height} has {width * height / 1e6:.2f}.",
            field="size",
        )


def expected_micro_usd(
    spec: ImageModelSpec,
    *,
    quality: str,
    width: int,
    height: int,
    prompt: str,
    previews: int,
    references: int = 0,
) -> int:
    """Return what the provider is expected to charge for one picture, in millionths of a US dollar."""
    if spec.prices:
        return spec.prices[quality]
    text_tokens = -(-len(prompt.encode()) // BYTES_PER_TEXT_TOKEN)
    output = spec.output_tokens(quality, width, height) + OUTPUT_TOKENS_PER_PREVIEW * previews
    return (
        MICRO_USD_PER_TEXT_TOKEN * text_tokens
        + MICRO_USD_PER_IMAGE_TOKEN * IMAGE_TOKENS_PER_REFERENCE * references
        + MICRO_USD_PER_OUTPUT_TOKEN * output
    )


def reported_micro_usd(*, text_tokens: int, image_tokens: int, output_tokens: int) -> int:
    """Return what the provider's reported tokens cost at most, in millionths of a US dollar."""
    return (
        MICRO_USD_PER_TEXT_TOKEN * text_tokens
        + MICRO_USD_PER_IMAGE_TOKEN * image_tokens
        + MICRO_USD_PER_OUTPUT_TOKEN * output_tokens
    )


def price_in_credits(micro_usd: int, *, micro_usd_per_credit: int) -> int:
    """Return the whole credits that cover ``micro_usd``, at least one."""
    return max(1, -(-micro_usd // micro_usd_per_credit))
