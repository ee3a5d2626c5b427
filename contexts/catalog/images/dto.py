"""Images as plain data."""

from dataclasses import dataclass
from uuid import UUID

from contexts.catalog.offers.dto import Image

# As the column is wide.
ALT_LENGTH = 300

__all__ = ["ALT_LENGTH", "Image", "Picture", "ProductImage"]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file that is a picture, as it is stored: nothing in it but its pixels."""

    content: bytes
    suffix: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class ProductImage(Image):
    """An image by itself; the first of a product, by `position`, is the one that lists show."""

    position: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An image without thumbnails."""

    id: UUID
    file: str
