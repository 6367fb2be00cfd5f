"""The form that describes a picture; its price stands on the button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.vars import ArrayVar, NumberVar

from babydance.domain.images import MAX_COUNT, MAX_PROMPT
from babydance.domain.queue import MAX_BATCH
from babydance.domain.styles import STYLES
from babydance.ui import paths
from babydance.ui.client.native_form import in_page
from babydance.ui.components.buttons import button, submit_button
from babydance.ui.components.fields import Option, chips, segments, text_area, text_field, tiles
from babydance.ui.components.icons import icon
from babydance.ui.components.keys import Key, key_list
from babydance.ui.components.links import page_link
from babydance.ui.pages.studio.batch import batch_question, batch_switch
from babydance.ui.pages.studio.choices import Choice
from babydance.ui.pages.studio.edits import edits
from babydance.ui.pages.studio.folder_state import FolderState
from babydance.ui.pages.studio.help import help_button, suggestion
from babydance.ui.pages.studio.prompts import prompts_button, prompts_sheet
from babydance.ui.pages.studio.recipe import recipe_note, recipe_opener
from babydance.ui.pages.studio.sources import sources
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.pages.studio.templates import templates_button, templates_sheet
from babydance.ui.session import SessionState

EXAMPLES = (
    ("Space walk", "A baby in an astronaut suit floating over the moon, waving, with a tiny rocket"),
    ("Rainy day", "A laughing baby in a yellow raincoat jumping into a puddle, umbrella in hand"),
    ("First birthday", "A baby with a party hat in front of a cake with one candle, balloons everywhere"),
    ("Disco", "A baby in a sparkling suit dancing on a disco floor under a mirror ball"),
)
KEYS = (
    Key("/", "Go to the description", target="prompt"),
    Key("Ctrl Enter", "Create, from within the description; on a Mac it is ⌘ Enter"),
)
_FORM = "create"
_SHOW_STAGE = (
    "if (window.innerWidth < 1024) document.getElementById('stage')?.scrollIntoView("
    "{ behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' })"
)
_SEND_WITH_KEYS = (
    "(event) => { if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') "
    "{ event.preventDefault(); event.currentTarget.form.requestSubmit(); } }"
)


def creation_form() -> rx.Component:
    """Prompt, style, settings, price."""
    return rx.el.div(
        recipe_note(),
        rx.el.form(
            _prompt(),
            rx.el.input(type="hidden", name="submit_key", value=StudioState.submit_key, read_only=True),
            id=_FORM,
            on_submit=[StudioState.create, in_page(_SHOW_STAGE)],
        ),
        sources(),
        edits(),
        _styles(),
        _settings(),
        recipe_opener(),
        _create(),
        batch_question(),
        templates_sheet(),
        prompts_sheet(),
        class_name="flex flex-col gap-6",
    )


def _prompt() -> rx.Component:
    return rx.el.div(
        text_area(
            "prompt",
            rx.cond(StudioState.is_batch, "Describe one picture in each line", "Describe the picture"),
            error=_error("prompt"),
            default_value=StudioState.prompt,
            key="prompt-" + StudioState.form_version.to_string(),
            on_change=StudioState.write.debounce(200),
            rows=5,
            max_length=10_000,  # more than is accepted, so that nothing is cut; less than the gate takes
            dir="auto",
            required=False,
            placeholder="A baby in a red raincoat, jumping into a puddle",
            custom_attrs={"onKeyDown": rx.Var(_SEND_WITH_KEYS)},
        ),
        rx.el.div(
            rx.cond(StudioState.is_batch, _lines(), _characters()),
            key_list(*KEYS),
            class_name="prompt-corner",
        ),
        rx.cond(StudioState.is_loaded & (StudioState.runs.length() == 0), _examples()),
        rx.el.div(
            help_button(),
            templates_button(),
            prompts_button(),
            class_name="extras",
            role="group",
            aria_label="More ways to describe",
        ),
        suggestion(),
        class_name="relative flex flex-col gap-1",
    )


def _characters() -> rx.Component:
    return rx.el.p(
        StudioState.characters.to_string(),
        f" / {MAX_PROMPT:,}",
        rx.el.span(" characters", class_name="sr-only"),
        class_name=rx.cond(StudioState.characters > MAX_PROMPT, "counter counter-over", "counter"),
    )


def _lines() -> rx.Component:
    return rx.el.p(
        rx.cond(StudioState.characters > 0, StudioState.pictures, 0).to_string(),
        f" / {MAX_BATCH}",
        rx.el.span(" pictures", class_name="sr-only"),
        class_name="counter",
    )


def _examples() -> rx.Component:
    """Help newcomers over the empty page."""
    return rx.el.div(
        *[button(label, kind="quiet", on_click=StudioState.take(prompt)) for label, prompt in EXAMPLES],
        class_name="examples",
        role="group",
        aria_label="Examples",
    )


def _styles() -> rx.Component:
    """Two rows of small pictures that scroll sideways, so that the button stays near."""
    options = [Option("", "No style"), *(Option(s.id, s.label, picture=f"/styles/{s.id}.webp") for s in STYLES)]
    return rx.el.div(
        tiles(
            "style",
            "Style",
            options,
            value=StudioState.style,
            hint="Style pictures drawn by our sandbox artist.",
            on_change=StudioState.choose_style,
        ),
        class_name="style-strip",
    )


def _settings() -> rx.Component:
    """Fold everything else into one line that says how it stands."""
    return rx.el.details(
        rx.el.summary(
            rx.el.span(
                rx.el.span("Settings", class_name="block font-semibold"),
                rx.el.span(StudioState.settings, class_name="settings-line"),
            ),
            icon("chevron-down"),
        ),
        rx.el.div(*_choices(), class_name="settings-body"),
        class_name="settings",
    )


def _choices() -> tuple[rx.Component, ...]:
    return (
        _model(),
        chips(
            "size",
            "Size",
            StudioState.sizes,
            value=StudioState.size,
            error=_error("size"),
            on_change=StudioState.choose_size,
        ),
        rx.cond(StudioState.size == "custom", _custom_size()),
        _if_any(
            StudioState.qualities,
            segments(
                "quality",
                "Quality",
                StudioState.qualities,
                value=StudioState.quality,
                error=_error("quality"),
                on_change=StudioState.choose_quality,
            ),
        ),
        rx.el.div(rx.cond(~StudioState.is_batch, _count()), batch_switch(), class_name="flex flex-col gap-1"),
        _if_any(
            StudioState.backgrounds,
            segments(
                "background",
                "Background",
                StudioState.backgrounds,
                value=StudioState.background,
                error=_error("background"),
                on_change=StudioState.choose_background,
            ),
        ),
        _if_any(
            StudioState.formats,
            segments(
                "output_format",
                "File",
                StudioState.formats,
                value=StudioState.output_format,
                error=_error("output_format"),
                on_change=StudioState.choose_format,
            ),
        ),
        _folder(),
    )


def _count() -> rx.Component:
    return segments(
        "count",
        "How many",
        [Option(str(number), str(number)) for number in range(1, MAX_COUNT + 1)],
        value=StudioState.count.to_string(),
        error=_error("count"),
        on_change=StudioState.choose_count,
    )


def _custom_size() -> rx.Component:
    return rx.el.div(
        _edge("width", "Width", StudioState.width, on_change=StudioState.choose_width),
        _edge("height", "Height", StudioState.height, on_change=StudioState.choose_height),
        class_name="grid grid-cols-2 gap-3",
    )


def _edge(name: str, label: str, pixels: rx.Var[int], *, on_change: rx.event.EventCallback[str]) -> rx.Component:
    """Ask for a length in pixels as text: a number field would send a float."""
    return text_field(
        name,
        label,
        default_value=pixels.to_string(),
        key=f"{name}-" + StudioState.form_version.to_string(),
        on_change=on_change.debounce(300),
        input_mode="numeric",
        max_length=4,
        required=False,
    )


def _create() -> rx.Component:
    return rx.el.div(
        submit_button(
            rx.el.span(
                "Create",
                rx.cond(StudioState.price > 0, rx.fragment(" · ", _credits(StudioState.price))),
                class_name="tabular-nums",
            ),
            form=_FORM,
            is_disabled=~StudioState.is_loaded,
            is_large=True,
            class_name="w-full",
        ),
        rx.cond(
            (StudioState.problem != "") & (StudioState.problem_field != "prompt"),
            rx.el.p(StudioState.problem, role="alert", class_name="field-error justify-center"),
        ),
        rx.cond(StudioState.price > SessionState.available, _missing()),
        rx.cond(
            (StudioState.pictures > 1) & ~StudioState.is_batch & (StudioState.price > 0),
            rx.el.p(_credits(StudioState.price_each), " each", class_name="field-hint text-center"),
        ),
        class_name="create-bar",
    )


def _missing() -> rx.Component:
    """Say before anything is pressed that the credits don't suffice."""
    missing = StudioState.price - SessionState.available
    return rx.el.p(
        _credits(missing),
        " missing: you have ",
        SessionState.available.to_string(),
        ". ",
        page_link("See your credits", to=paths.CREDITS, class_name="underline"),
        role="status",
        class_name="field-hint text-center",
    )


def _model() -> rx.Component:
    """Choose among the models that are alive today; the list comes with the state."""
    return rx.el.div(
        rx.el.label("Model", html_for="model", class_name="field-label"),
        rx.el.div(
            rx.el.select(
                rx.foreach(
                    StudioState.models,
                    lambda choice: rx.el.option(choice.label, " · ", choice.hint, value=choice.id),
                ),
                id="model",
                value=StudioState.model,
                on_change=StudioState.choose_model,
                class_name="control",
            ),
            icon("chevron-down"),
            class_name="select",
        ),
        class_name="field",
    )


def _folder() -> rx.Component:
    """Choose where the pictures go; without folders there is nothing to choose."""
    return rx.cond(
        FolderState.folders.length() > 0,
        rx.el.div(
            rx.el.label("Folder", html_for="folder", class_name="field-label"),
            rx.el.div(
                rx.el.select(
                    rx.el.option("No folder", value=""),
                    rx.foreach(FolderState.folders, lambda folder: rx.el.option(folder.name, value=folder.id)),
                    id="folder",
                    value=FolderState.folder,
                    on_change=FolderState.choose,
                    class_name="control",
                ),
                icon("chevron-down"),
                class_name="select",
            ),
            class_name="field",
        ),
    )


def _if_any(choices: ArrayVar[Sequence[Choice]], question: rx.Component) -> rx.Component:
    """Leave a question out to which the model knows only one answer."""
    return rx.cond(choices.length() > 1, question)


def _credits(amount: NumberVar[Any]) -> rx.Component:
    return rx.fragment(amount.to_string(), rx.cond(amount == 1, " credit", " credits"))


def _error(field: str) -> rx.Var[str]:
    return rx.cond(StudioState.problem_field == field, StudioState.problem, "")
