"""Several image providers as one: each picture goes to the provider of its model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping

from babydance.domain.images import Drawing, DrawingError, DrawingJob, Failure, Preview
from babydance.domain.models import ImageModelSpec
from babydance.domain.ports import ImageModel


class RoutedImageModel:
    """Knows by ``specs`` which of ``providers`` draws with which model."""

    def __init__(self, providers: Mapping[str, ImageModel], specs: Iterable[ImageModelSpec]) -> None:
        self._by_model = {spec.id: providers[spec.provider] for spec in specs if spec.provider in providers}

    def draw(self, job: DrawingJob) -> AsyncIterator[Preview | Drawing]:
        """Yield previews as they come, then one ``Drawing``; raise ``DrawingError`` otherwise."""
        image_model = self._by_model.get(job.model)
        if image_model is None:  # it was taken from the list while the picture was waiting
            raise DrawingError(Failure.BAD_REQUEST)
        return image_model.draw(job)
