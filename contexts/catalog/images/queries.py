"""Questions about images."""

from uuid import UUID

from contexts.catalog.images import dto, models
from contexts.catalog.images.errors import ImageNotFound


def get_image(*, image_id: UUID) -> dto.ProductImage:
    """Raises ImageNotFound."""
    row = models.ProductImage.objects.filter(id=image_id).first()
    if row is None:
        raise ImageNotFound(image_id=image_id)
    return row.to_dto()
