"""Reflex's own configuration; everything else lives in babydance.settings."""

import reflex as rx
from reflex_components_radix.plugin import RadixThemesPlugin

from babydance.settings import load_settings
from babydance.ui.finish_build import FinishBuild

settings = load_settings()

config = rx.Config(
    app_name="babydance",
    frontend_port=settings.port,
    backend_port=settings.dev_backend_port or settings.port,
    backend_host=settings.host,
    api_url=settings.backend_origin,
    deploy_url=settings.origin,
    cors_allowed_origins=sorted(settings.own_origins),
    trusted_proxy_hops=settings.trusted_proxy_hops,
    transport="websocket",
    state_manager_mode="memory",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[
        rx.plugins.TailwindV4Plugin(),
        RadixThemesPlugin(enabled=False),
        FinishBuild(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
