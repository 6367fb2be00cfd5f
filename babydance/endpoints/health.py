"""Is the studio alive, and can it do its work?"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from babydance.wiring import studio


async def alive(_request: Request) -> JSONResponse:
    """Answer that the process runs."""
    return JSONResponse({"status": "ok"})


async def ready(_request: Request) -> JSONResponse:
    """Answer whether the database and the media store can be reached."""
    parts = await studio().readiness()
    is_ready = all(parts.values())
    return JSONResponse({"status": "ok" if is_ready else "not ready", **parts}, 200 if is_ready else 503)
