"""The app that Reflex runs: pages, endpoints, gate, guard and the studio's own life, put together."""

from __future__ import annotations

import reflex as rx

from babydance.endpoints.gate import SessionGate
from babydance.endpoints.routes import http_app
from babydance.ui.feedback import explain
from babydance.ui.guard import Guard
from babydance.ui.site import add_pages
from babydance.ui.theme import STYLESHEETS, head
from babydance.wiring import serve_studio

app = rx.App(
    toaster=None,
    stylesheets=STYLESHEETS,
    head_components=head(),
    html_lang="en",
    api_transformer=[http_app(), SessionGate],  # the later one is further out
    backend_exception_handler=explain,
)
app.add_middleware(Guard())
app.register_lifespan_task(serve_studio)
add_pages(app)
