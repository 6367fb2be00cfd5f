"""The route table: every HTTP path that is not a page, and what a refusal looks like."""

from __future__ import annotations

import logging
import secrets

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from babydance.domain.errors import (
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    StorageError,
    StudioError,
    TooManyRequestsError,
)
from babydance.domain.uploads import NotAPictureError, TooLargeError, UncheckedError, UploadsOffError
from babydance.endpoints.auth_session import enter, leave
from babydance.endpoints.downloads import archive, converted
from babydance.endpoints.health import alive, ready
from babydance.endpoints.masks import add_mask
from babydance.endpoints.media import original, preview, thumbnail, upload
from babydance.endpoints.outbox import outbox, outbox_mail
from babydance.endpoints.recipes import read_recipe, recipe, recipe_copy
from babydance.endpoints.share import shared_card, shared_page, shared_picture
from babydance.endpoints.uploads import add_upload

log = logging.getLogger(__name__)

ROUTES = (
    Route("/healthz", alive),
    Route("/readyz", ready),
    Route("/session/enter", enter, methods=["POST"]),
    Route("/session/leave", leave, methods=["POST"]),
    Route("/media/original/{picture}", original),
    Route("/media/thumbnail/{picture}/{width}", thumbnail),
    Route("/media/converted/{picture}/{format}", converted),
    Route("/media/preview/{generation}/{number}", preview),
    Route("/recipe/{picture}", recipe),
    Route("/recipe/{picture}/png", recipe_copy),
    Route("/api/recipe", read_recipe, methods=["POST"]),
    Route("/download/zip", archive, methods=["POST"]),
    Route("/s/{token}", shared_page),
    Route("/s/{token}/picture", shared_picture),
    Route("/s/{token}/card", shared_card),
    Route("/media/upload/{upload}/{variant}", upload),
    Route("/api/upload", add_upload, methods=["POST"]),
    Route("/api/mask/{picture}", add_mask, methods=["POST"]),
    Route("/admin/outbox", outbox),
    Route("/admin/outbox/{mail}", outbox_mail),
)

STATUSES: tuple[tuple[type[StudioError], int], ...] = (
    (NotSignedInError, 401),
    (NotAllowedError, 403),
    (UploadsOffError, 403),
    (NotFoundError, 404),
    (TooLargeError, 413),
    (NotAPictureError, 415),
    (InvalidInputError, 400),
    (TooManyRequestsError, 429),
    (StorageError, 503),
    (UncheckedError, 503),
    (StudioError, 400),
)


def http_app() -> Starlette:
    """Return the application that Reflex mounts itself under."""
    return Starlette(routes=ROUTES, exception_handlers={StudioError: refuse, Exception: break_down})


async def refuse(_request: Request, error: Exception) -> Response:
    """Say in words and by status why not."""
    status = next(status for kind, status in STATUSES if isinstance(error, kind))
    headers = {"retry-after": str(error.retry_after)} if isinstance(error, TooManyRequestsError) else {}
    return PlainTextResponse(str(error), status, headers | {"cache-control": "no-store"})


async def break_down(request: Request, error: Exception) -> Response:
    """Log a bug under a reference and tell only the reference."""
    reference = secrets.token_hex(4)
    log.error("crash %s at %s", reference, request.scope.get("route", request.scope["path"]), exc_info=error)
    return PlainTextResponse(f"Something broke on our side (reference {reference}).", 500)
