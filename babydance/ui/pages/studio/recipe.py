"""Opening a recipe in the studio: it fills the form, and what could not be had is named."""

from __future__ import annotations

import reflex as rx

from babydance.ui.backend import backend
from babydance.ui.client.recipe_opener import RecipeOpener
from babydance.ui.components.buttons import button
from babydance.ui.components.icons import icon
from babydance.ui.components.notices import banner
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.policies import Text, member
from babydance.ui.session import signed_in_account
from babydance.wiring import studio


class RecipeState(rx.State):
    """The recipe that was opened last."""

    is_taken: rx.Field[bool] = rx.field(False)
    missing: rx.Field[list[str]] = rx.field(default_factory=list)

    @rx.event
    @member(recipe=Text)
    async def take(self, recipe: str) -> None:
        """Put a recipe into the form; refuse what is none."""
        form = await studio().recipes.read(signed_in_account(self), recipe.encode("utf-8", "replace"))
        await (await self.get_state(StudioState)).fill(form)
        self.missing = list(form.missing)
        self.is_taken = True

    @rx.event
    @member()
    async def forget(self) -> None:
        """Say no more about the recipe."""
        self.is_taken = False


def recipe_opener() -> rx.Component:
    """Open a recipe by a button, or by letting it go anywhere on the page."""
    return RecipeOpener.create(icon("folder"), address=backend("/api/recipe"), on_recipe=RecipeState.take)


def recipe_note() -> rx.Component:
    """Say that a recipe fills the form, and what of it does not."""
    closing = button("Close", kind="quiet", on_click=RecipeState.forget, class_name="-ms-3")
    return rx.cond(
        RecipeState.is_taken,
        rx.cond(
            RecipeState.missing.length() > 0,
            banner(
                rx.el.ul(rx.foreach(RecipeState.missing, _point), class_name="list-disc ps-5"),
                tone="caution",
                title="The recipe is in the form, but for this:",
                action=closing,
            ),
            banner(
                "Everything that it asks for can be had.",
                tone="done",
                title="The recipe is in the form",
                action=closing,
            ),
        ),
    )


def _point(words: rx.Var[str]) -> rx.Component:
    return rx.el.li(words)
