"""The first page, top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

import reflex as rx

from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.domain.styles import STYLES
from babydance.ui import paths
from babydance.ui.components.buttons import link_button
from babydance.ui.components.drawings import appearing_scene, dance_stage, keeping_scene, words_scene
from babydance.ui.components.icons import icon
from babydance.ui.components.links import plain_link, text_link
from babydance.ui.pages.landing.words import PROMISES, QUESTIONS, STEPS
from babydance.ui.shell import public_layout


def landing_page(bars: Sequence[rx.Component] = ()) -> rx.Component:
    """Compose the page; ``bars`` go above everything."""
    return public_layout(_opening(), _steps(), _styles(), _promises(), _prices(), _questions(), bars=bars)


def _opening() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h1(
                "Pictures of a baby character, drawn while you watch",
                class_name="text-3xl font-black sm:text-4xl",
            ),
            rx.el.p(
                "Describe a scene in your own words, see it sharpen into a picture, and keep the ones you love in a "
                "gallery that only you can open.",
                class_name="mt-5 max-w-prose text-lg text-muted",
            ),
            rx.el.div(
                link_button("Try it now", to=paths.SIGN_UP, kind="primary", is_large=True, class_name="max-sm:w-full"),
                plain_link(
                    "See how it works", href="#how", class_name="button button-quiet button-large max-sm:w-full"
                ),
                class_name="mt-8 flex flex-wrap gap-3",
            ),
            rx.el.p(
                f"{SIGN_UP_CREDITS} free credits once you confirm your address. No card needed.",
                class_name="mt-5 text-sm text-muted",
            ),
            class_name="max-w-xl",
        ),
        rx.el.div(
            dance_stage("A baby in a coral bear suit, dancing from one foot to the other"),
            class_name="mx-auto w-full max-w-sm lg:max-w-md",
        ),
        class_name="mx-auto grid w-full max-w-page items-center gap-10 px-4 pb-8 pt-6 md:px-8 md:pb-12 "
        "lg:grid-cols-[1.1fr_1fr] lg:pt-10",
    )


def _steps() -> rx.Component:
    scenes = (words_scene(), appearing_scene(), keeping_scene())
    return _part(
        "how",
        "How it works",
        rx.el.ol(
            *[
                rx.el.li(
                    scene,
                    rx.el.h3(f"{number}. {step.title}", class_name="mt-5 text-lg"),
                    rx.el.p(step.words, class_name="mt-1.5 text-muted"),
                )
                for number, (scene, step) in enumerate(zip(scenes, STEPS, strict=True), start=1)
            ],
            class_name="grid gap-10 md:grid-cols-3 md:gap-8",
        ),
    )


def _styles() -> rx.Component:
    return _part(
        "styles",
        "One scene, many hands",
        rx.el.ul(
            *[
                rx.el.li(
                    rx.el.img(
                        src=f"/styles/{style.id}.webp",
                        alt="",
                        loading="lazy",
                        decoding="async",
                        custom_attrs={"width": 160, "height": 160},
                        class_name="w-full rounded-control bg-rest",
                    ),
                    rx.el.span(style.label, class_name="mt-1.5 block text-center text-xs text-muted"),
                )
                for style in STYLES
            ],
            class_name="grid grid-cols-4 gap-3 md:grid-cols-8 md:gap-4",
        ),
        rx.el.p(
            "The same words in each of our styles. These samples were drawn by our sandbox artist, a small program "
            "without an AI model; what a model draws looks different.",
            class_name="mt-6 max-w-prose text-sm text-muted",
        ),
    )


def _promises() -> rx.Component:
    return rx.el.div(
        _part(
            "safety",
            "Calm for parents",
            rx.el.ul(
                *[
                    rx.el.li(
                        rx.el.span(icon(promise.icon, size=24), class_name="mb-3 inline-grid text-accent-ink"),
                        rx.el.h3(promise.title, class_name="text-lg"),
                        rx.el.p(promise.words, class_name="mt-1.5 text-muted"),
                    )
                    for promise in PROMISES
                ],
                class_name="grid gap-8 sm:grid-cols-2 lg:grid-cols-4",
            ),
        ),
        class_name="border-y border-hairline bg-surface",
    )


def _prices() -> rx.Component:
    return _part(
        "prices",
        "What it costs",
        rx.el.div(
            rx.el.div(
                rx.el.p(
                    str(SIGN_UP_CREDITS), class_name="font-display text-4xl font-black tabular-nums text-accent-ink"
                ),
                rx.el.p("free credits to begin with", class_name="text-lg font-semibold"),
                rx.el.p(
                    "They are yours as soon as you confirm your e-mail address.",
                    class_name="mt-2 text-muted",
                ),
                link_button("Try it now", to=paths.SIGN_UP, kind="primary", class_name="mt-6"),
                class_name="card",
            ),
            rx.el.div(
                rx.el.h3("A picture costs a few credits", class_name="text-lg"),
                rx.el.p(
                    "How many depends on its size and quality. The price stands on the button before you press it, "
                    "and each picture keeps its receipt. If a picture can’t be made, you aren’t charged.",
                    class_name="mt-1.5 text-muted",
                ),
                rx.el.h3("Plans aren’t on sale yet", class_name="mt-6 text-lg"),
                rx.el.p(
                    "There is nothing to buy today, so nobody asks for a card. When that changes, the prices will "
                    "stand here first.",
                    class_name="mt-1.5 text-muted",
                ),
                class_name="self-center",
            ),
            class_name="grid items-stretch gap-8 md:grid-cols-[20rem_minmax(0,1fr)] md:gap-12",
        ),
    )


def _questions() -> rx.Component:
    return rx.el.div(
        _part(
            "questions",
            "Questions",
            rx.el.div(
                *[
                    rx.el.details(
                        rx.el.summary(question.title, icon("chevron-down")),
                        rx.el.p(question.words),
                        class_name="question",
                    )
                    for question in QUESTIONS
                ],
                rx.el.p(
                    "The long answers are in our ",
                    text_link("privacy policy", to=paths.PRIVACY),
                    " and our ",
                    text_link("terms", to=paths.TERMS),
                    ".",
                    class_name="mt-6 text-sm text-muted",
                ),
                class_name="max-w-prose md:-mt-4",
            ),
            is_beside=True,
        ),
        class_name="border-t border-hairline",
    )


def _part(part_id: str, title: str, *content: rx.Component, is_beside: bool = False) -> rx.Component:
    beside = " md:grid md:grid-cols-[20rem_minmax(0,1fr)] md:gap-12" if is_beside else ""
    return rx.el.section(
        rx.el.h2(title, id=part_id, class_name="mb-8 scroll-mt-8 text-2xl"),
        *content,
        aria_labelledby=part_id,
        class_name=f"mx-auto w-full max-w-page px-4 py-14 md:px-8 md:py-16{beside}",
    )
