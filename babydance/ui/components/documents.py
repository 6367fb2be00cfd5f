"""Long reading: a dated document with numbered sections and a list of them at its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from babydance.ui.components.icons import icon
from babydance.ui.components.links import plain_link

Content = rx.Component | rx.Var[Any] | str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a document; ``id`` is what links point at."""

    id: str
    title: str
    content: tuple[rx.Component, ...]


def document(title: str, intro: str, sections: Sequence[Section], *, updated: date) -> rx.Component:
    """Lay a document out for reading; beside it on a desktop, above it on a phone, the list of its sections."""
    return rx.el.div(
        rx.el.header(
            rx.el.h1(title, class_name="text-3xl md:text-4xl"),
            rx.el.p(
                "In force since ",
                rx.el.time(_in_words(updated), custom_attrs={"dateTime": updated.isoformat()}),
                class_name="mt-3 text-sm text-muted",
            ),
            rx.el.p(intro, class_name="mt-6 max-w-prose text-lg"),
            class_name="mb-8 lg:col-start-2",
        ),
        _contents(sections),
        rx.el.div(
            *[_section(number, section) for number, section in enumerate(sections, start=1)],
            class_name="reading lg:col-start-2",
        ),
        class_name="mx-auto grid w-full max-w-page px-4 pb-16 pt-6 md:px-8 "
        "lg:grid-cols-[17rem_minmax(0,1fr)] lg:gap-x-16 lg:pt-12",
    )


def paragraph(*words: Content) -> rx.Component:
    """Say something."""
    return rx.el.p(*words)


def points(*items: Content | tuple[Content, ...]) -> rx.Component:
    """List things that have no order."""
    return rx.el.ul(*[rx.el.li(*item) if isinstance(item, tuple) else rx.el.li(item) for item in items])


def stressed(subject: str, words: str) -> tuple[Content, ...]:
    """Write a point that begins with what it is about."""
    return (rx.el.strong(subject), f" {words}")


def _section(number: int, section: Section) -> rx.Component:
    return rx.el.section(
        rx.el.h2(f"{number}. {section.title}", id=section.id), *section.content, aria_labelledby=section.id
    )


def _contents(sections: Sequence[Section]) -> rx.Component:
    entries = rx.el.ol(
        *[
            rx.el.li(
                plain_link(
                    f"{number}. {section.title}",
                    href=f"#{section.id}",
                    class_name="link-plain block py-1.5 text-sm text-muted max-lg:py-2.5",
                )
            )
            for number, section in enumerate(sections, start=1)
        ]
    )
    return rx.el.nav(
        rx.el.details(
            rx.el.summary("On this page", icon("chevron-down")),
            entries,
            class_name="question mb-8 border-t border-hairline lg:hidden",
        ),
        rx.el.div(
            rx.el.p("On this page", class_name="mb-2 text-sm font-semibold"),
            entries,
            class_name="sticky top-8 max-lg:hidden",
        ),
        aria_label="On this page",
        class_name="lg:row-span-2 lg:row-start-1",
    )


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
