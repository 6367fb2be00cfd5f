"""Links: between our pages without loading anew, and plain ones that the browser follows by itself."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

Content = rx.Component | rx.Var[Any] | str


def page_link(*children: Content, to: str | rx.Var[str], **props: Any) -> rx.Component:
    """Lead to another page of ours; ``to`` is a path such as ``/gallery``."""
    return ReactRouterLink.create(*children, to=to, **props)


def text_link(*children: Content, to: str | rx.Var[str], **props: Any) -> rx.Component:
    """Lead to another page of ours from within a sentence."""
    return page_link(*children, to=to, class_name="link", **props)


def plain_link(*children: Content, href: str | rx.Var[str], class_name: str = "link", **props: Any) -> rx.Component:
    """Point at a place on this page (``#words``), a file, a route of the server or an address to write to.

    ``rx.el.a`` would hand all of these to the page router, which neither downloads nor moves the focus.
    """
    return A.create(*children, href=href, class_name=class_name, **props)
