"""The privacy policy: what the studio knows about people, why, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import reflex as rx

from babydance.ui import paths
from babydance.ui.components.documents import Section, document, paragraph, points, stressed
from babydance.ui.components.links import text_link
from babydance.ui.shell import public_layout

UPDATED = date(2026, 11, 23)


def privacy_page(bars: Sequence[rx.Component] = ()) -> rx.Component:
    """Show the policy."""
    return public_layout(
        document(
            "Privacy policy",
            "AI Baby Dance (“we”) is a web studio for pictures drawn by AI image models of other companies. This page "
            "says what we learn about you, what we do with it and what you can do. By using the studio you agree "
            "to it.",
            (
                _short(),
                _collected(),
                _uses(),
                _providers(),
                _children(),
                _browser(),
                _retention(),
                _security(),
                _choices(),
                _changes(),
                _contact(),
            ),
            updated=UPDATED,
        ),
        bars=bars,
    )


def _short() -> Section:
    return Section(
        "short",
        "In short",
        (
            points(
                "Your pictures and your words are shown to you alone, unless you make a share link.",
                "Your description goes to the company whose model draws. Your name and address don’t.",
                "We don’t sell personal information, and there are no advertisers here.",
                "Nothing is for sale today, so we hold no payment data.",
            ),
        ),
    )


def _collected() -> Section:
    return Section(
        "collected",
        "What we collect",
        (
            points(
                stressed(
                    "Your account:",
                    "your name, your e-mail address, whether you confirmed it, and your password as a salted hash "
                    "that can’t be turned back.",
                ),
                stressed(
                    "What you make:",
                    "your descriptions, the settings you chose, and the pictures that came of them, with previews "
                    "and small copies.",
                ),
                stressed(
                    "What you upload:",
                    "the pixels of pictures to work from, without place, time, camera and everything else that was "
                    "in the file. A photo of people is deleted after the hours that stand beside it, 24 as a rule, or "
                    "as soon as you say so. Your word that you may use it stays, with the moment and a code that was "
                    "reckoned from the picture.",
                ),
                stressed(
                    "Your credits:",
                    "every grant, hold, charge and return, so that your balance can be checked line by line.",
                ),
                stressed(
                    "Share links:",
                    "which picture a link shows, when it ends and how often it was opened. Not who opened it: we keep "
                    "neither addresses nor cookies for that.",
                ),
                stressed(
                    "How the studio is used:",
                    "the pages and features that you use, the settings you choose, and when, as far as your pictures, "
                    "your credits and our logs tell. How long you stay isn’t recorded today, and no measuring tool of "
                    "another company is built in.",
                ),
                stressed(
                    "Device and connection:",
                    "with each sign-in, when it was, a shortened form of your IP address, and what your browser says "
                    "of itself and of the operating system. The full address serves to count tries and connections. "
                    "Logs hold times, requested paths and error messages of what was refused or went wrong.",
                ),
                stressed(
                    "Payments:",
                    "none today. Once plans are sold, a payment provider (Stripe) will handle the card. We will "
                    "then keep the billing address and transaction numbers, never full card numbers.",
                ),
                stressed("Messages:", "what you write to us when you ask for help."),
            ),
        ),
    )


def _uses() -> Section:
    return Section(
        "uses",
        "What we use it for",
        (
            points(
                "To run the studio and your account.",
                "To have pictures drawn by third-party models such as OpenAI’s, and to show you your gallery.",
                "To count credits correctly and, once there are any, to handle payments, subscriptions and the "
                "limits of a plan.",
                "To keep the studio fast, stable and safe, and to find and mend faults.",
                "To see which features are used, so that we work on the right ones.",
                "To write to you: to confirm your address, to reset a password, about security, important changes "
                "and your questions.",
                "To notice, prevent and stop fraud, abuse and technical trouble.",
            ),
            paragraph("Our team looks at what you make only to help you, to mend a fault, or to keep the studio safe."),
            paragraph("We do not sell your personal information."),
        ),
    )


def _providers() -> Section:
    return Section(
        "providers",
        "Who else receives something",
        (
            paragraph(
                "We rely on other companies for parts of the work. Each gets what its part needs, and may not use "
                "it for anything else."
            ),
            points(
                stressed(
                    "AI model providers (OpenAI):",
                    "your description with the words of the chosen style, the settings, and a code that stands for "
                    "your account without naming it. A picture that you work from is sent along. The description, "
                    "what you upload and the finished picture are also put through the provider’s safety check.",
                ),
                stressed("Hosting and storage:", "the machines on which the studio, its database and files live."),
                stressed("Mail delivery:", "your address and the mail we send you."),
                stressed(
                    "Monitoring and analytics:",
                    "technical records about faults and load, if we use such a service. Today we don’t.",
                ),
                stressed("Customer support tools:", "your message and our answer, if we use such a tool."),
                stressed("Payments (Stripe):", "nothing today; what a payment needs once something is for sale."),
            ),
            paragraph(
                "While a yellow bar says “Sandbox”, no model provider and no payment provider is involved: a "
                "stand-in on the same machine draws."
            ),
        ),
    )


def _children() -> Section:
    return Section(
        "children",
        "Children",
        (
            paragraph(
                "Accounts are for adults. The studio draws made-up characters from words, and needs no photo. Where "
                "photos may be uploaded, it asks for each one that shows people whether you are the parent or guardian "
                "of every child shown, or have their permission. Please leave full names, addresses and other facts "
                "about a real child out of your descriptions. If you think that we hold data of a child that we "
                "shouldn’t, tell us and we delete it."
            ),
        ),
    )


def _browser() -> Section:
    return Section(
        "browser",
        "What we keep in your browser",
        (
            points(
                "One cookie that keeps you signed in. Scripts can’t read it, and no other site receives it.",
                "Your choice of light or dark colours, and the number of the open tab. These aren’t used to "
                "recognise you elsewhere.",
            ),
            paragraph("There are no advertising cookies, and fonts and pictures come from our own servers."),
        ),
    )


def _retention() -> Section:
    return Section(
        "retention",
        "How long we keep it",
        (
            paragraph(
                "As long as the studio, the law, an open dispute or our agreements need it. That differs with the "
                "kind of data:"
            ),
            points(
                stressed("Account:", "as long as you have it."),
                stressed(
                    "Pictures:",
                    "until you delete them. The files go at once; the line in your records, with the words that "
                    "were used, stays with your account.",
                ),
                stressed("Share links:", "the copy that others see goes when the link ends."),
                stressed("Sign-ins and mailed links:", "until they run out, or until you sign out."),
                stressed("Logs:", "as long as they help to find faults and abuse."),
                stressed("Books:", "credits and payments as long as the law asks for records."),
            ),
            paragraph(
                "When an account is closed, we may keep some of this for a time where the law requires or allows it, "
                "or for record-keeping and to prevent fraud."
            ),
        ),
    )


def _security() -> Section:
    return Section(
        "security",
        "How we protect it",
        (
            paragraph(
                "We use technical and organisational measures that fit the risk: hashed passwords, sign-ins that "
                "end, private files behind the sign-in, limits against guessing, and as little access as the work "
                "needs. No way of sending or storing data is safe beyond doubt, so we can’t promise absolute "
                "security."
            ),
        ),
    )


def _choices() -> Section:
    return Section(
        "choices",
        "What you can do",
        (
            points(
                "See your account data and your pictures in the studio, download the pictures, and delete them.",
                "Ask us to see, correct, hand over or erase what we know about you, or to close your account.",
                "Choose which mails you get: today we only send those that your account needs. Any other kind will "
                "carry a link that stops it.",
                "Ask for help with anything on this page.",
            ),
            paragraph(
                "Depending on where you live, the law may give you more rights over your data. Tell us which you want "
                "to use, and we answer as the law requires."
            ),
        ),
    )


def _changes() -> Section:
    return Section(
        "changes",
        "When this page changes",
        (
            paragraph(
                "We change the date at the top whenever we change this policy. If a change matters to you, we also "
                "tell you in the studio or by mail."
            ),
        ),
    )


def _contact() -> Section:
    return Section(
        "contact",
        "How to reach us",
        (
            paragraph(
                "Answer any mail that you got from the studio; it reaches us. The rules for using the studio are in "
                "our ",
                text_link("terms", to=paths.TERMS),
                ".",
            ),
        ),
    )
