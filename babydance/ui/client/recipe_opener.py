"""Opening a recipe from a file; the server reads it, and its text comes back to the page."""

from __future__ import annotations

import reflex as rx


def _text(recipe: rx.Var[str]) -> tuple[rx.Var[str]]:
    return (recipe,)


class RecipeOpener(rx.Component):
    """What recipe_opener.jsx takes; its children stand before the words on the button."""

    library = "$/public/" + rx.asset("recipe_opener.jsx", shared=True)
    tag = "RecipeOpener"

    address: rx.Var[str]
    on_recipe: rx.EventHandler[_text]
