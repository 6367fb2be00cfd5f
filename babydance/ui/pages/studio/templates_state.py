"""State of the templates: which one is chosen, and filling its blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from babydance.domain.errors import StudioError
from babydance.domain.templates import TEMPLATES, Template, template
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import Line, Word, member

Blanks = Annotated[dict[Word, Line], Field(max_length=12)]


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One template in the list."""

    id: str
    label: str
    example: str


@dataclass(frozen=True, slots=True)
class BlankField:
    """One small field, its suggestions ready to be offered."""

    name: str
    label: str
    first: str
    suggestions: list[str]


class TemplatesState(rx.State):
    """The sheet with the templates; an empty ``chosen`` shows the list."""

    is_open: rx.Field[bool] = rx.field(False)
    cards: rx.Field[list[TemplateCard]] = rx.field(default_factory=list)
    chosen: rx.Field[str] = rx.field("")
    label: rx.Field[str] = rx.field("")
    blanks: rx.Field[list[BlankField]] = rx.field(default_factory=list)
    problem: rx.Field[str] = rx.field("")

    @rx.event
    @member()
    async def show(self) -> None:
        """Open the sheet with the list."""
        self.cards = [TemplateCard(one.id, one.label, one.filled({})) for one in TEMPLATES]
        self._choose(None)
        self.is_open = True

    @rx.event
    @member(template_id=Word)
    async def choose(self, template_id: str) -> None:
        """Show the blanks of a template."""
        self._choose(template(template_id))

    @rx.event
    @member()
    async def back(self) -> None:
        """Show the list again."""
        self._choose(None)

    @rx.event
    @member(form_data=Blanks)
    async def fill(self, form_data: dict[str, Any]) -> Any:
        """Put the filled sentence into the prompt box."""
        try:
            text = template(self.chosen).filled(form_data)
        except StudioError as error:
            self.problem = error.words
            return None
        self.is_open = False
        return StudioState.take(text)

    @rx.event
    @member()
    async def dismiss(self) -> None:
        """Close the sheet."""
        self.is_open = False

    def _choose(self, chosen: Template | None) -> None:
        self.problem = ""
        self.chosen, self.label = (chosen.id, chosen.label) if chosen else ("", "")
        self.blanks = [
            BlankField(blank.name, blank.label, blank.suggestions[0], list(blank.suggestions))
            for blank in (chosen.blanks if chosen else ())
        ]
