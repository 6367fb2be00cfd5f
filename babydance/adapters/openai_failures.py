"""What the provider's errors mean to the studio: which failure it is, and whether trying again makes sense.

A call is tried again only when surely nothing was started upstream: a generation that was started is paid for.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2
import openai

from babydance.domain.images import DrawingError, Failure

log = logging.getLogger(__name__)

_REFUSED = {"moderation_blocked", "content_policy_violation"}
_OUT_OF_MONEY = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_BUSY = {"rate_limit_exceeded", "engine_overloaded"}
_FORBIDDEN_STATUSES = {401, 403}
_TOO_MANY = 429
_SERVER_ERRORS = 500
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


def failure_before_answer(error: openai.APIError) -> DrawingError:
    """Translate what the SDK raises while the request is made."""
    if isinstance(error, openai.APIStatusError):
        return _failure_of_status(error)
    if isinstance(error, openai.APITimeoutError) and not isinstance(error.__cause__, _NEVER_SENT):
        return DrawingError(Failure.SILENT)
    if isinstance(error, openai.APIConnectionError):
        return DrawingError(Failure.CUT, is_passing=True)
    return DrawingError(Failure.BROKEN, code=error.code or "")


def failure_in_answer(error: httpx2.RequestError, *, request_id: str) -> DrawingError:
    """Translate what the transport raises while the answer is read; the generation may have been started."""
    failure = Failure.SILENT if isinstance(error, httpx2.TimeoutException) else Failure.CUT
    return DrawingError(failure, request_id=request_id)


def failure_told(body: Mapping[str, Any], *, request_id: str) -> DrawingError:
    """Translate an error object that came inside an answer."""
    code = str(body.get("code") or "")
    failure = _failure_of_code(body) or Failure.BROKEN
    _alert(failure, status=200, code=code, request_id=request_id)
    return DrawingError(failure, is_passing=failure is Failure.BUSY, request_id=request_id, code=code)


def _failure_of_status(error: openai.APIStatusError) -> DrawingError:
    body = error.body if isinstance(error.body, Mapping) else {}
    status = error.status_code
    failure = _failure_of_code(body)
    if failure is None:
        if status in _FORBIDDEN_STATUSES:
            failure = Failure.FORBIDDEN
        elif status == _TOO_MANY:
            failure = Failure.BUSY
        else:
            failure = Failure.BROKEN if status >= _SERVER_ERRORS else Failure.BAD_REQUEST
    request_id = error.request_id or ""
    _alert(failure, status=status, code=error.code or "", request_id=request_id)
    return DrawingError(
        failure,
        is_passing=failure in {Failure.BUSY, Failure.BROKEN},
        retry_after=_seconds_to_wait(error.response.headers),
        request_id=request_id,
        code=error.code or "",
    )


def _failure_of_code(body: Mapping[str, Any]) -> Failure | None:
    code = body.get("code")
    if code in _REFUSED:
        details = body.get("moderation_details")
        stage = details.get("moderation_stage") if isinstance(details, Mapping) else None
        return Failure.REFUSED_PICTURE if stage == "output" else Failure.REFUSED_TEXT
    if code in _OUT_OF_MONEY:
        return Failure.QUOTA
    return Failure.BUSY if code in _BUSY else None


def _alert(failure: Failure, *, status: int, code: str, request_id: str) -> None:
    """Tell the operators what only they can mend; the message itself may hold a part of the key."""
    if failure in {Failure.FORBIDDEN, Failure.QUOTA}:
        log.error("the image provider turns us away: status %d, code %s, request %s", status, code or "-", request_id)
    elif failure is Failure.BAD_REQUEST:
        log.warning("the image provider didn't take a request: status %d, code %s, %s", status, code or "-", request_id)


def _seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Read retry-after-ms, or retry-after in seconds or as a date."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())
