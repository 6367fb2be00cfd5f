"""Refusals of the OpenAI-speaking sandbox, in the vendor's error envelope."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """An answer other than a picture: its status and what the error object says."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"message": message, "type": kind, "param": param, "code": code}
        if details is not None:
            self.body["moderation_details"] = dict(details)

    def response(self) -> JSONResponse:
        """Put the refusal into the vendor's envelope."""
        return JSONResponse({"error": self.body}, status_code=self.status, headers=self.headers)


def invalid_key(key: str) -> Refusal:
    """Refuse a key that is not the sandbox's, showing only its beginning."""
    if not key:
        message = "You didn't provide an API key. Send it as Authorization: Bearer YOUR_KEY."
    else:
        message = f"Incorrect API key provided: {key[:3]}***. Keys of the sandbox begin with sk-sandbox."
    return Refusal(401, message, code="invalid_api_key")


def unknown_parameter(name: str) -> Refusal:
    """Refuse a parameter that the endpoint does not have."""
    return Refusal(400, f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name)


def missing_parameter(name: str) -> Refusal:
    """Refuse a request that lacks a parameter."""
    message = f"Missing required parameter: '{name}'."
    return Refusal(400, message, code="missing_required_parameter", param=name)


def invalid_value(name: str, message: str) -> Refusal:
    """Refuse a value, in a sentence that says what would do."""
    return Refusal(400, f"Invalid value for '{name}': {message}", code="invalid_value", param=name)


def invalid_type(name: str, wanted: str) -> Refusal:
    """Refuse a value of the wrong type."""
    message = f"Invalid type for '{name}': expected {wanted}."
    return Refusal(400, message, code="invalid_type", param=name)


def unknown_model(model: str, *, status: int = 400) -> Refusal:
    """Refuse a model that does not exist, or not any more."""
    message = f"The model '{model}' does not exist or you do not have access to it."
    return Refusal(status, message, code="model_not_found", param="model")


def too_large(limit: int) -> Refusal:
    """Refuse a body over the limit, in bytes."""
    return Refusal(413, f"The request body is larger than {limit:,} bytes.", code="request_too_large")


def moderation_blocked(stage: str, request_id: str) -> Refusal:
    """Refuse the way the safety system of the image models does."""
    return Refusal(
        400,
        "Your request was rejected by the safety system. If you believe this is a mistake, "
        f"include the request ID {request_id}. safety_violations=[violence].",
        code="moderation_blocked",
        kind="image_generation_user_error",
        details={"moderation_stage": stage, "categories": ["violence"]},
    )


def rate_limited(retry_after_ms: int) -> Refusal:
    """Ask the caller to come back later."""
    return Refusal(
        429,
        f"Rate limit reached for images. Please try again in {retry_after_ms} ms.",
        code="rate_limit_exceeded",
        kind="requests",
        headers={"retry-after": str(-(-retry_after_ms // 1000)), "retry-after-ms": str(retry_after_ms)},
    )


def out_of_quota() -> Refusal:
    """Say that the organisation has spent its money."""
    return Refusal(
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        code="insufficient_quota",
        kind="insufficient_quota",
    )


def not_verified() -> Refusal:
    """Say that the organisation may not use the model."""
    return Refusal(403, "Your organization must be verified to use this model.")


def server_error() -> Refusal:
    """Fail without a reason, as servers do."""
    return Refusal(
        500,
        "The server had an error while processing your request.",
        code="server_error",
        kind="server_error",
    )
