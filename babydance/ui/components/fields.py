"""Form fields: a label above, a hint below, one error line, all tied to the control for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.vars import ArrayVar

from babydance.ui.components.icons import icon

Words = str | rx.Var[str]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; ``picture`` is the path of a small illustration, ``icon`` one of ours."""

    value: str
    label: str
    picture: str = ""
    icon: str = ""


Options = Sequence[Option] | ArrayVar[Any]


def text_field(
    name: str, label: Words, *, hint: Words = "", error: Words = "", is_optional: bool = False, **props: Any
) -> rx.Component:
    """Ask for a line of text; ``props`` go to the input (type, auto_complete, value, on_blur, max_length)."""
    field_id = props.pop("id", name)
    control = rx.el.input(
        id=field_id,
        name=name,
        class_name="control",
        required=props.pop("required", not is_optional),
        **_described(field_id, hint=hint, error=error),
        **props,
    )
    return _field(field_id, label, control, hint=hint, error=error, is_optional=is_optional)


def password_field(name: str, label: Words, *, hint: Words = "", error: Words = "", **props: Any) -> rx.Component:
    """Ask for a password, with a button that shows what was typed."""
    field_id = props.pop("id", name)
    control = rx.el.div(
        rx.el.input(
            id=field_id,
            name=name,
            type="password",
            class_name="control",
            required=props.pop("required", True),
            auto_complete=props.pop("auto_complete", "current-password"),
            auto_capitalize="none",
            spell_check=False,
            **_described(field_id, hint=hint, error=error),
            **props,
        ),
        rx.el.button(
            icon("eye", class_name="when-hidden"),
            icon("eye-off", class_name="when-shown"),
            type="button",
            aria_label="Show password",
            aria_pressed="false",
            aria_controls=field_id,
            class_name="button button-quiet button-icon",
            custom_attrs={"onClick": rx.Var(_SHOW_OR_HIDE)},
        ),
        class_name="secret",
    )
    return _field(field_id, label, control, hint=hint, error=error)


def text_area(
    name: str,
    label: Words,
    *,
    hint: Words = "",
    error: Words = "",
    is_optional: bool = False,
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Ask for a few sentences; the box grows with them."""
    field_id = props.pop("id", name)
    control = rx.el.textarea(
        id=field_id,
        name=name,
        class_name=f"control {class_name}".strip(),
        required=props.pop("required", not is_optional),
        **_described(field_id, hint=hint, error=error),
        **props,
    )
    return _field(field_id, label, control, hint=hint, error=error, is_optional=is_optional)


def select_field(
    name: str, label: Words, options: Sequence[Option], *, hint: Words = "", error: Words = "", **props: Any
) -> rx.Component:
    """Ask for one of many."""
    field_id = props.pop("id", name)
    control = rx.el.div(
        rx.el.select(
            *[rx.el.option(option.label, value=option.value) for option in options],
            id=field_id,
            name=name,
            class_name="control",
            **_described(field_id, hint=hint, error=error),
            **props,
        ),
        icon("chevron-down"),
        class_name="select",
    )
    return _field(field_id, label, control, hint=hint, error=error)


def segments(
    name: str,
    label: Words,
    options: Options,
    *,
    value: Words,
    hint: Words = "",
    error: Words = "",
    is_label_hidden: bool = False,
    **props: Any,
) -> rx.Component:
    """Ask for one of two to five, side by side; give ``on_change``."""
    row = rx.el.div(_each(options, lambda option: _choice(name, option, value, **props)), class_name="segments")
    return _group(name, label, row, hint=hint, error=error, is_label_hidden=is_label_hidden)


def chips(
    name: str,
    label: Words,
    options: Options,
    *,
    value: Words,
    hint: Words = "",
    error: Words = "",
    is_label_hidden: bool = False,
    **props: Any,
) -> rx.Component:
    """Ask for one of several, as pills that wrap; give ``on_change``."""
    choices = _each(options, lambda option: _choice(name, option, value, has_tick=True, **props))
    row = rx.el.div(choices, class_name="chips")
    return _group(name, label, row, hint=hint, error=error, is_label_hidden=is_label_hidden)


def tiles(
    name: str,
    label: Words,
    options: Sequence[Option],
    *,
    value: Words,
    hint: Words = "",
    error: Words = "",
    is_label_hidden: bool = False,
    **props: Any,
) -> rx.Component:
    """Ask for one of many by its picture; an option without one shows an empty frame. Give ``on_change``."""
    row = rx.el.div(*[_choice(name, option, value, is_tile=True, **props) for option in options], class_name="tiles")
    return _group(name, label, row, hint=hint, error=error, is_label_hidden=is_label_hidden)


def checkbox(
    name: str, *label: rx.Component | Words, hint: Words = "", error: Words = "", **props: Any
) -> rx.Component:
    """Ask for a yes; the whole line can be pressed, links inside the label still lead away."""
    field_id = props.pop("id", name)
    return rx.el.div(
        rx.el.input(
            id=field_id,
            name=name,
            type="checkbox",
            **_described(field_id, hint=hint, error=error),
            **props,
        ),
        rx.el.label(*label, html_for=field_id),
        _hint(field_id, hint),
        _error(field_id, error),
        class_name="check",
    )


def strength_meter(score: int | rx.Var[int], words: Words, *, label: str = "Password strength") -> rx.Component:
    """Show how hard a password is to guess, 0 to 4, and what would help."""
    return rx.el.div(
        rx.el.div(
            *[rx.el.i() for _ in range(4)],
            custom_attrs={"role": "meter"},
            aria_label=label,
            aria_valuemin=0,
            aria_valuemax=4,
            aria_valuenow=score,
            aria_valuetext=words,
            class_name="steps",
        ),
        rx.el.p(words, aria_live="polite", class_name="field-hint"),
        custom_attrs={"data-score": score},
        class_name="strength",
    )


_SHOW_OR_HIDE = (
    "(event) => { const press = event.currentTarget; "
    "const input = document.getElementById(press.getAttribute('aria-controls')); "
    "const hidden = input.type === 'password'; input.type = hidden ? 'text' : 'password'; "
    "press.setAttribute('aria-pressed', String(hidden)); }"
)


def _field(
    field_id: str, label: Words, control: rx.Component, *, hint: Words, error: Words, is_optional: bool = False
) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            label,
            *([rx.el.span(" (optional)", class_name="font-normal text-muted")] if is_optional else []),
            html_for=field_id,
            class_name="field-label",
        ),
        control,
        _hint(field_id, hint),
        _error(field_id, error),
        class_name="field",
    )


def _each(options: Options, make: Callable[[Option], rx.Component]) -> rx.Component:
    """Make one part for each option; those that only the state knows have an id and a label."""
    if isinstance(options, rx.Var):
        return rx.fragment(rx.foreach(options, lambda option: make(Option(option.id, option.label))))
    return rx.fragment(*[make(option) for option in options])


def _group(
    name: str, label: Words, row: rx.Component, *, hint: Words, error: Words, is_label_hidden: bool
) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only" if is_label_hidden else "field-label mb-1.5"),
        row,
        _hint(name, hint),
        _error(name, error),
        class_name="field",
        **_described(name, hint=hint, error=error, is_group=True),
    )


def _choice(
    name: str, option: Option, value: Words, *, has_tick: bool = False, is_tile: bool = False, **props: Any
) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name=name, value=option.value, checked=rx.Var.create(value) == option.value, **props),
        rx.el.span(
            *([icon("check", size=16, class_name="tick")] if has_tick else []),
            *([_tile(option)] if is_tile else []),
            *([icon(option.icon, size=18)] if option.icon and not is_tile else []),
            option.label,
        ),
        class_name="choice",
    )


def _tile(option: Option) -> rx.Component:
    if option.picture:
        return rx.el.img(src=option.picture, alt="", loading="lazy", custom_attrs={"width": 160, "height": 160})
    return rx.el.i(icon(option.icon or "close"), class_name="blank")


def _hint(field_id: str, hint: Words) -> rx.Component:
    if isinstance(hint, str) and not hint:
        return rx.fragment()
    return rx.el.p(hint, id=f"{field_id}-hint", class_name="field-hint")


def _error(field_id: str, error: Words) -> rx.Component:
    if isinstance(error, str) and not error:
        return rx.fragment()
    return rx.el.p(
        rx.cond(rx.Var.create(error) != "", rx.fragment(icon("warning", size=16), error)),
        id=f"{field_id}-error",
        aria_live="polite",
        class_name="field-error",
    )


def _described(field_id: str, *, hint: Words, error: Words, is_group: bool = False) -> dict[str, Any]:
    ids = [f"{field_id}-hint"] if not isinstance(hint, str) or hint else []
    told: dict[str, Any] = {}
    if not isinstance(error, str) or error:
        ids.append(f"{field_id}-error")
        if not is_group:
            told["aria_invalid"] = rx.cond(rx.Var.create(error) != "", "true", "false")
    if ids:
        told["aria_describedby"] = " ".join(ids)
    return told
