"""What the catalogue refuses about images."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku


class ImageNotFound(NotFound):
    """There is no such image of the product."""

    code = "catalog.image_not_found"
    text = "There is no image {image_id} of this product."
    image_id: UUID


class NoImage(Refused):
    """What the file says of itself does not count: its content is no picture that is taken."""

    code = "catalog.no_image"
    field = "file"
    text = "The file is no picture that is taken: {why} Send a JPEG, PNG or WebP."
    why: str


class ImageTooLarge(Refused):
    """More bytes or pixels than a picture may have."""

    code = "catalog.image_too_large"
    field = "file"
    text = "The picture has {has}, and at most {most} are taken. Send a smaller one."
    has: str
    most: str


class TooManyImages(Conflict):
    """A product has only so many images."""

    code = "catalog.too_many_images"
    text = "{sku} has {most} images, and no more. Delete one first."
    sku: Sku
    most: int


class NoVariantOfProduct(Refused):
    """An image was to be that of other goods."""

    code = "catalog.no_variant_of_product"
    field = "sku"
    text = "{sku} is not a variant of this product."
    sku: Sku
