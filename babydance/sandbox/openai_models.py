"""The models that the sandbox offers, and what a picture of each costs in tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babydance.sandbox.openai_errors import Refusal, unknown_model

TOKENS_PER_PREVIEW = 100
TOKENS_PER_REFERENCE = 1200
_THREE_QUALITIES = {"low": 16, "medium": 48, "high": 96}
_FIVE_QUALITIES = {"low": 16, "medium": 24, "high": 48, "xhigh": 64, "max": 96}


@dataclass(frozen=True)
class Model:
    """A model by its id, with the detail factor of each quality (none: it makes no pictures)."""

    id: str
    created: int
    factors: Mapping[str, int]

    @property
    def may_mark_up(self) -> bool:
        """Tell whether edits with a markup overlay are understood."""
        return "max" in self.factors

    def output_tokens(self, *, quality: str, width: int, height: int) -> int:
        """Count the output tokens of one picture, by the vendor's published prices."""
        factor = self.factors[quality]
        long, short = max(width, height), min(width, height)
        grid = (2 * factor * short + long) // (2 * long)
        return -(-factor * grid * (2_000_000 + width * height) // 4_000_000)


MODELS: Mapping[str, Model] = {
    model.id: model
    for model in (
        Model("gpt-image-2", 1776729600, _THREE_QUALITIES),
        Model("gpt-image-2.5-flare", 1788825600, _FIVE_QUALITIES),
        Model("gpt-image-2.5-sunburst", 1788825600, _FIVE_QUALITIES),
        Model("gpt-image-2.6-flare", 1794268800, _FIVE_QUALITIES),
        Model("gpt-image-2.6-sunburst", 1794268800, _FIVE_QUALITIES),
        Model("omni-moderation-latest", 1727308800, {}),
        Model("gpt-5.4-mini", 1773705600, {}),
        Model("gpt-5.4-nano", 1773705600, {}),
        Model("gpt-6-luna", 1791936000, {}),
    )
}
TEXT_MODELS = frozenset({"gpt-5.4-mini", "gpt-5.4-nano", "gpt-6-luna"})


def picture_model(name: str) -> Model:
    """Find a model that makes pictures, or refuse."""
    model = MODELS.get(name)
    if model is None or not model.factors:
        raise unknown_model(name)
    return model


def model_list(shutdown_dates: Mapping[str, str]) -> dict[str, Any]:
    """Answer GET /v1/models."""
    return {"object": "list", "data": [_entry(model, shutdown_dates) for model in MODELS.values()]}


def model_entry(name: str, shutdown_dates: Mapping[str, str]) -> dict[str, Any]:
    """Answer GET /v1/models/{id}, or refuse."""
    if name not in MODELS:
        refusal: Refusal = unknown_model(name, status=404)
        raise refusal
    return _entry(MODELS[name], shutdown_dates)


def _entry(model: Model, shutdown_dates: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": model.id,
        "object": "model",
        "created": model.created,
        "owned_by": "sandbox",
        "shutdown_date": shutdown_dates.get(model.id),
    }
