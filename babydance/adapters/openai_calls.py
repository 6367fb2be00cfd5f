"""What an image provider is asked: the SDK's arguments, and for edits in JSON the whole body."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from babydance.domain.images import DrawingJob
from babydance.domain.models import ImageModelSpec
from babydance.domain.providers import AnswersBy, Provider

_SEEDS = 2**31


def generation_call(job: DrawingJob, spec: ImageModelSpec, provider: Provider) -> dict[str, Any]:
    """Return the arguments of ``images.generate``."""
    call = _settings(job, spec, provider)
    if provider.has_openai_safety:
        call["moderation"] = "auto"
    return call | _with_body(_extras(job, provider))


def form_edit_call(job: DrawingJob, spec: ImageModelSpec, provider: Provider) -> dict[str, Any]:
    """Return the arguments of ``images.edit``; a file without a name and a type would be refused."""
    call = _settings(job, spec, provider)
    call["image"] = [(_name(file.media_type), file.data, file.media_type) for file in job.sources]
    if job.mask is not None and provider.takes_mask:
        call["mask"] = ("mask.png", job.mask, "image/png")
    extras = _extras(job, provider)
    if provider.has_openai_safety:
        extras["moderation"] = "auto"  # the API takes it, the SDK has no name for it
    return call | _with_body(extras)


def json_edit_body(job: DrawingJob, spec: ImageModelSpec, provider: Provider) -> dict[str, Any]:
    """Return the body of an edit for a provider that takes pictures as data URLs."""
    body = _settings(job, spec, provider) | _extras(job, provider)
    body["images"] = [{"image_url": _data_url(file.data, file.media_type)} for file in job.sources]
    if job.mask is not None and provider.takes_mask:
        body["mask"] = {"image_url": _data_url(job.mask, "image/png")}
    return body


def _settings(job: DrawingJob, spec: ImageModelSpec, provider: Provider) -> dict[str, Any]:
    """Return what every kind of call has; a setting that leaves no choice is not sent."""
    call: dict[str, Any] = {"prompt": job.prompt, "model": job.model, "n": 1}
    if provider.takes_size:
        call["size"] = f"{job.width}x{job.height}"
    if len(spec.qualities) > 1:
        call["quality"] = job.quality
    if len(spec.backgrounds) > 1:
        call["background"] = job.background
    if len(spec.formats) > 1:
        call["output_format"] = job.output_format
    if provider.answers is not AnswersBy.ITSELF:
        call["response_format"] = provider.answers.value
    if provider.has_openai_safety:
        call["safety_identifier"] = job.safety_identifier
    if job.previews > 0 and spec.can_stream and provider.can_stream:
        call |= {"stream": True, "partial_images": job.previews}
    return call


def _extras(job: DrawingJob, provider: Provider) -> dict[str, Any]:
    """Return what only some providers know; a second try at a picture has the seed of the first."""
    extras: dict[str, Any] = {}
    if provider.negative_prompt:
        extras["negative_prompt"] = provider.negative_prompt
    if provider.takes_seed:
        extras["seed"] = int.from_bytes(hashlib.sha256(job.seed.encode()).digest()[:8], "big") % _SEEDS
    return extras


def _with_body(extras: dict[str, Any]) -> dict[str, Any]:
    return {"extra_body": extras} if extras else {}


def _name(media_type: str) -> str:
    return f"photo.{media_type.removeprefix('image/')}"


def _data_url(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
