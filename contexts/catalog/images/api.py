"""Images over HTTP: a file that is sent for a product, and where its picture is had."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views import View
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.images import dto, queries, reading, use_cases
from contexts.catalog.images.dto import ALT_LENGTH
from contexts.catalog.images.use_cases import MOST_IMAGES
from gotuto.http import Endpoint, again, has_role, if_match, operation
from gotuto.http.uploads import Upload
from gotuto.ids import ProductId, Sku
from gotuto.roles import Role

_WRITERS = has_role(Role.CATALOG)
# The smallest PNG: one black pixel.
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"

_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}

_Alt = Annotated[str, Meta(max_length=ALT_LENGTH, description="What is to be seen, for who cannot see it.")]
_OfVariant = Annotated[Sku | None, Meta(description="Of the variant that it shows; of the product as a whole without.")]
_Position = Annotated[
    int, Meta(ge=1, le=MOST_IMAGES, description="Its place, from 1; the first is the one that lists show.")
]


class NewImageBody(TypedDict):
    """A picture: JPEG, PNG or WebP."""

    file: Annotated[Upload, Meta(description="A part of a form, or in JSON its content in Base64 (RFC 4648).")]
    alt: NotRequired[_Alt]
    sku: NotRequired[_OfVariant]
    position: NotRequired[_Position]


class ImageBody(TypedDict):
    alt: NotRequired[_Alt]
    sku: NotRequired[_OfVariant]
    position: NotRequired[_Position]


class Picture(View):
    """A file, which never changes under its name: whoever has it need not ask again."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, file: str) -> FileResponse:
        content = reading.open_file(file)
        if content is None:
            raise Http404
        answer = FileResponse(content, content_type=_TYPES[file.rpartition(".")[2]])
        answer["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


class Images(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.ProductImage,
        status=201,
        replay=again(queries.get_image),
        example={"file": _PIXEL, "alt": "A tin of Earl Grey"},
    )
    def post(self, request: Request, *, product_id: UUID, body: NewImageBody) -> dto.ProductImage:
        """Add a picture of a product. It is looked at by its content, written anew without anything but its pixels, and smaller
        copies are made in the background.
        """
        return use_cases.add_image(
            product_id=ProductId(product_id),
            content=body["file"].content.read(),
            alt=body.get("alt", ""),
            sku=body.get("sku") or "",
            position=body.get("position"),
            now=timezone.now(),
        )


class Image(Endpoint):
    @operation(allow=_WRITERS, returns=dto.ProductImage, example={"alt": "A tin of Earl Grey", "position": 1})
    def patch(self, request: Request, *, product_id: UUID, image_id: UUID, body: ImageBody) -> dto.ProductImage:
        """Change its words, its place, or the variant that it shows."""
        return use_cases.update_image(
            product_id=ProductId(product_id),
            image_id=image_id,
            alt=body.get("alt"),
            sku=(body["sku"] or "") if "sku" in body else None,
            position=body.get("position"),
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID, image_id: UUID) -> None:
        """Take an image away."""
        use_cases.delete_image(
            product_id=ProductId(product_id), image_id=image_id, expected_version=if_match(request), now=timezone.now()
        )
