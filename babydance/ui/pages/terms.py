"""The terms: what may be expected of the studio, and of those who use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import reflex as rx

from babydance.domain.credits import SIGN_UP_CREDITS
from babydance.ui import paths
from babydance.ui.components.documents import Section, document, paragraph, points, stressed
from babydance.ui.components.links import text_link
from babydance.ui.shell import public_layout

UPDATED = date(2026, 11, 23)


def terms_page(bars: Sequence[rx.Component] = ()) -> rx.Component:
    """Show the terms."""
    return public_layout(
        document(
            "Terms",
            "These are the rules for using AI Baby Dance. We wrote them to be read. By making an account you agree "
            "to them.",
            (
                _account(),
                _credits(),
                _pictures(),
                _rules(),
                _checks(),
                _models(),
                _service(),
                _ending(),
                _liability(),
                _changes(),
                _contact(),
            ),
            updated=UPDATED,
        ),
        bars=bars,
    )


def _account() -> Section:
    return Section(
        "account",
        "Your account",
        (
            points(
                "You are an adult where you live, and at least 18.",
                "One account a person, with an address that is yours. Confirm it before you make pictures.",
                "Keep your password to yourself. What happens under your account counts as yours, unless it was "
                "misused without your fault.",
                "Tell us at once if somebody else has got in.",
            ),
        ),
    )


def _credits() -> Section:
    return Section(
        "credits",
        "Credits",
        (
            points(
                f"You get {SIGN_UP_CREDITS} free credits when you confirm your address, once a person.",
                "A picture costs the number of credits on the button. They are held when you press it, and taken "
                "when the picture is there. If it can’t be made, they come back by themselves.",
                "You may stop a picture while it is drawn. Before its first preview everything comes back; after it "
                "the price is kept, because the model has drawn by then.",
                "A picture that you delete afterwards is still paid for.",
                "Credits aren’t money. They can’t be paid out, sold or given away.",
            ),
            paragraph(
                "Plans and credit packs aren’t on sale today. Before they are, their prices, taxes and your right "
                "to withdraw will be shown to you, and nothing is ever charged without your yes."
            ),
        ),
    )


def _pictures() -> Section:
    return Section(
        "pictures",
        "Your words and pictures",
        (
            points(
                "Your words stay yours. You let us store them and pass them on as far as the studio needs to work.",
                "As far as the law and the model providers allow, the pictures are yours to use, also for trade. We "
                "claim nothing in them.",
                "AI models can draw similar things for different people, and may get things wrong. We can’t promise "
                "that a picture is unique, correct or free of other people’s rights.",
                "Say that a picture was made with AI where people could be misled, and where the law asks for it.",
            ),
        ),
    )


def _rules() -> Section:
    return Section(
        "rules",
        "What is not allowed",
        (
            points(
                stressed(
                    "Anything that harms children.",
                    "Sexual, violent or degrading depictions of minors are forbidden without exception. We close "
                    "such accounts and report where the law asks us to.",
                ),
                "Pictures meant to look like a real child without the word of a parent or guardian, or like anybody "
                "who hasn’t agreed.",
                "Hate, harassment, fraud, and pictures made to deceive.",
                "Using what belongs to others without the right to it.",
                "Getting around safety checks, limits or prices, or collecting free credits with several accounts.",
                "Overloading or probing the studio, reading it out by machine, or reselling access to it.",
            ),
        ),
    )


def _checks() -> Section:
    return Section(
        "checks",
        "Safety checks",
        (
            paragraph(
                "Every description is checked before anything is drawn, and every finished picture before it goes to "
                "your gallery. Previews are shown as the model sends them. A check may refuse what was meant well; "
                "you aren’t charged then. When a check can’t be made, there is no picture and nothing is charged. We "
                "may limit or close accounts that break these rules, and tell you why unless the law "
                "forbids it."
            ),
        ),
    )


def _models() -> Section:
    return Section(
        "models",
        "Models of other companies",
        (
            paragraph(
                "Pictures are drawn by models of other companies, such as OpenAI. Their rules for use apply to what "
                "you ask for as well. Models come and go; we may replace one, and its style may change. What these "
                "companies receive is in our ",
                text_link("privacy policy", to=paths.PRIVACY),
                ".",
            ),
            paragraph(
                "While a yellow bar says “Sandbox”, you look at a trial version: a simple artist of our own draws "
                "instead of a model, and nothing is paid."
            ),
        ),
    )


def _service() -> Section:
    return Section(
        "service",
        "The studio itself",
        (
            paragraph(
                "This is an early version. We work on it, so parts may change, pause or be taken away. We try to "
                "keep your pictures safe, but please download those that matter to you."
            ),
        ),
    )


def _ending() -> Section:
    return Section(
        "ending",
        "Ending it",
        (
            paragraph(
                "You can stop at any time and ask us to close your account. We may end the agreement with fair notice, "
                "or at once if these rules are seriously broken. What happens to your data then is in our ",
                text_link("privacy policy", to=paths.PRIVACY),
                ".",
            ),
        ),
    )


def _liability() -> Section:
    return Section(
        "liability",
        "What we answer for",
        (
            paragraph(
                "We answer for harm that we cause on purpose or by gross carelessness, for harm to life, body and "
                "health, and wherever the law doesn’t let us say otherwise. Beyond that, as far as the law allows, the "
                "studio comes as it is, and we don’t answer for indirect loss or lost pictures."
            ),
            paragraph("Rights that you have as a consumer where you live stay untouched."),
        ),
    )


def _changes() -> Section:
    return Section(
        "changes",
        "When these terms change",
        (
            paragraph(
                "We change the date at the top. If a change matters to you, we tell you beforehand; you may then leave "
                "before it begins."
            ),
        ),
    )


def _contact() -> Section:
    return Section(
        "contact",
        "How to reach us",
        (paragraph("Answer any mail that you got from the studio; it reaches us."),),
    )
