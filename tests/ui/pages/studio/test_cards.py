"""What the stage shows of a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from babydance.domain.images import GenerationView, RunView, Status
from babydance.ui.pages.studio.cards import RunCard, on_stage

TILE = GenerationView("a" * 32, "b" * 32, Status.DONE, preview=0, words="", image_id="a" * 32, credits=2)
RUN = RunView(
    id="b" * 32,
    prompt="a baby that dances",
    model="gpt-image-2.5-flare",
    width=1024,
    height=1536,
    quality="medium",
    style="felt",
    background="auto",
    output_format="jpeg",
    credits=2,
    created_at=datetime(2026, 11, 25, tzinfo=UTC),
    generations=(TILE,),
)


def _card(run: RunView) -> RunCard:
    (card,) = on_stage([run], has_said=False)["runs"]
    return card


def test_a_card_names_size_quality_and_style() -> None:
    assert _card(RUN).facts == "1024 × 1536 · Medium · Felt and plush"
    assert _card(replace(RUN, style="")).facts == "1024 × 1536 · Medium"


def test_a_run_of_a_style_that_has_left_the_table_is_still_shown() -> None:
    assert _card(replace(RUN, style="gone-out-of-fashion")).facts == "1024 × 1536 · Medium"
