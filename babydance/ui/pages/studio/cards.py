"""What the stage shows of a run, and what it says aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babydance.domain.images import RunView, Status
from babydance.domain.styles import STYLES
from babydance.ui.pages.studio.choices import quality_label

PROMPT_SHOWN = 220  # characters of a run's prompt on the stage


@dataclass(frozen=True, slots=True)
class RunCard:
    """What of a run never changes."""

    id: str
    prompt: str
    facts: str
    ratio: str
    credits: int
    credits_each: int
    tiles: list[str]


def on_stage(runs: Sequence[RunView], *, has_said: bool) -> dict[str, object]:
    """Return the Vars of the stage by name: what changes often is apart from the cards, and keyed by tile."""
    tiles = [tile for run in runs for tile in run.generations]
    return {
        "runs": [_card(run) for run in runs],
        "status": {tile.id: tile.status.value for tile in tiles},
        "preview": {tile.id: tile.preview for tile in tiles if tile.status is Status.RUNNING and tile.preview},
        "words": {tile.id: tile.words for tile in tiles if tile.words},
        "announcement": _announcement([tile.status for tile in tiles], has_said=has_said),
    }


def _card(run: RunView) -> RunCard:
    """Return what of a run never changes."""
    prompt = run.prompt if len(run.prompt) <= PROMPT_SHOWN else f"{run.prompt[:PROMPT_SHOWN].rstrip()}…"
    styles = [style.label for style in STYLES if style.id == run.style]  # none for a style that has left the table
    facts = [f"{run.width} × {run.height}", quality_label(run.quality), *styles]
    return RunCard(
        id=run.id,
        prompt=prompt,
        facts=" · ".join(facts),
        ratio=f"{run.width} / {run.height}",
        credits=run.credits,
        credits_each=run.credits // len(run.generations),
        tiles=[tile.id for tile in run.generations],
    )


def _announcement(statuses: Sequence[Status], *, has_said: bool) -> str:
    """Return what a screen reader says of pictures with these statuses."""
    open_ones = sum(not status.is_final for status in statuses)
    if open_ones:
        return "1 picture is being drawn." if open_ones == 1 else f"{open_ones} pictures are being drawn."
    return "Your pictures are ready." if has_said and statuses else ""
