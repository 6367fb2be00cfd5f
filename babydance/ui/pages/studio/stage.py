"""The stage: the newest run large, the runs before it below."""

from __future__ import annotations

import reflex as rx
from reflex.vars import ObjectVar, StringVar

from babydance.ui import paths
from babydance.ui.backend import backend
from babydance.ui.components.buttons import button
from babydance.ui.components.links import page_link
from babydance.ui.components.progress import progress_ring
from babydance.ui.components.surfaces import empty_state, picture_skeleton
from babydance.ui.pages.studio.cards import RunCard
from babydance.ui.pages.studio.queue import queue_panel
from babydance.ui.pages.studio.state import StudioState


def stage() -> rx.Component:
    """Show every run that is remembered here, or what to do first."""
    return rx.el.div(
        rx.el.p(StudioState.announcement, role="status", class_name="sr-only"),
        queue_panel(),
        rx.cond(
            StudioState.is_loaded,
            rx.cond(
                StudioState.runs.length() > 0,
                rx.el.ol(rx.foreach(StudioState.runs, _run), class_name="runs"),
                empty_state(
                    "Your first picture starts with a sentence",
                    "Describe a baby, a place and a mood, choose a style and press Create. "
                    "You see it sharpen while it is drawn.",
                ),
            ),
            picture_skeleton(4),
        ),
    )


def _run(run: ObjectVar[RunCard]) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.foreach(run.tiles, lambda tile: _tile(run, tile)), class_name="run-tiles"),
        rx.el.div(
            rx.el.p(run.prompt, dir="auto", class_name="run-prompt"),
            rx.el.div(
                rx.el.p(run.facts, " · ", run.credits.to_string(), rx.cond(run.credits == 1, " credit", " credits")),
                button("Use again", kind="quiet", icon_name="retry", on_click=StudioState.reuse(run.id)),
                class_name="run-facts",
            ),
            class_name="run-words",
        ),
        key=run.id,
        class_name="run",
        custom_attrs={"data-count": run.tiles.length(), "style": rx.Var.create({"--ratio": run.ratio})},
    )


def _tile(run: ObjectVar[RunCard], tile: StringVar) -> rx.Component:
    """One picture in whatever state it is; the same img goes from preview to picture, so that nothing flashes."""
    status = StudioState.status[tile]
    shown = StudioState.preview.get(tile, 0)
    return rx.el.div(
        rx.cond(
            (status == "done") | (shown.to(int) > 0),
            rx.el.img(
                src=rx.cond(
                    status == "done",
                    backend("/media/thumbnail/") + tile + "/720",
                    backend("/media/preview/") + tile + "/" + shown.to_string(),
                ),
                alt=run.prompt,
                decoding="async",
                class_name=rx.cond(status == "done", "tile-picture", "tile-picture tile-preview"),
            ),
        ),
        rx.match(
            status,
            (
                "done",
                _done(run, tile),
            ),
            ("queued", _waiting(run, tile, words="Waiting its turn", has_preview=False)),
            (
                "running",
                rx.cond(
                    shown.to(int) > 0,
                    _waiting(run, tile, words="Getting sharper", has_preview=True),
                    _waiting(run, tile, words="Drawing", has_preview=False),
                ),
            ),
            _ended(tile),
        ),
        key=tile,
        class_name="tile",
        custom_attrs={"data-status": status, "data-tile": tile},
    )


def _done(run: ObjectVar[RunCard], tile: StringVar) -> rx.Component:
    return rx.fragment(
        page_link(
            rx.el.span("Open ", run.prompt, class_name="sr-only"),
            to=paths.GALLERY + "/?picture=" + tile,
            class_name="tile-link",
        ),
        button(
            rx.el.span("Another one like this", class_name="again-words"),
            icon_name="plus",
            title="The same settings, a new picture; it costs what this one did.",
            on_click=StudioState.retry(tile, StudioState.submit_key),
            class_name="tile-again",
        ),
    )


def _waiting(run: ObjectVar[RunCard], tile: StringVar, *, words: str, has_preview: bool) -> rx.Component:
    kept = run.credits_each
    return rx.el.div(
        *([] if has_preview else [progress_ring(None, words)]),
        rx.el.p(
            words,
            *([rx.el.span("A preview is drawn; stopping keeps the price.", class_name="why")] if has_preview else []),
            class_name="tile-words",
        ),
        button(
            rx.cond(kept == 1, "Stop · keeps 1 credit", "Stop · keeps " + kept.to_string() + " credits")
            if has_preview
            else "Stop",
            icon_name="stop",
            title="The model has already drawn a preview, so its price is kept."
            if has_preview
            else "Nothing is charged if you stop now.",
            on_click=StudioState.cancel(tile),
        ),
        class_name="tile-cover tile-cover-low" if has_preview else "tile-cover",
    )


def _ended(tile: StringVar) -> rx.Component:
    return rx.el.div(
        rx.el.p(StudioState.words[tile], class_name="tile-words"),
        button("Try again", icon_name="retry", on_click=StudioState.retry(tile, StudioState.submit_key)),
        class_name="tile-cover tile-ended",
    )
