"""What is done with images: they come in, change their words and places, go; a worker makes thumbnails and clears files away.

A file is written before the row that names it. So that none is left by whoever dies in between, it is first noted as one to be
looked at; a worker does so a day later, and deletes what nobody names.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from contexts.catalog.images import dto, models, statements
from contexts.catalog.images.domain import pictures
from contexts.catalog.images.dto import Picture, Waiting
from contexts.catalog.images.errors import ImageNotFound, NoVariantOfProduct, TooManyImages
from contexts.catalog.images.models import ProductImage
from contexts.catalog.offers.domain.skus import normalised_sku
from contexts.catalog.products import signals
from contexts.catalog.products.locks import lock_product
from contexts.catalog.products.models import Product, living_variants
from gotuto.db import is_dry_run, unit, unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ProductId, Sku

log = structlog.get_logger(__name__)

MOST_IMAGES = 50
# Whoever writes a file names it within a day, or never.
_LATER = timedelta(days=1)
_BATCH, _TRIES = 10, 3


def add_image(
    *,
    product_id: ProductId,
    content: bytes,
    alt: str = "",
    sku: str = "",
    position: int | None = None,
    now: datetime,
) -> dto.ProductImage:
    """Take a picture of a product, or of one of its variants; after the others unless a place is named.

    Raises NoImage, ImageTooLarge, ProductNotFound, NoVariantOfProduct, TooManyImages.
    """
    limits = settings.GOTUTO_IMAGES
    picture = pictures.read(content, most_bytes=limits["bytes"], most_pixels=limits["pixels"])
    sha256 = hashlib.sha256(picture.content).hexdigest()
    file = f"{sha256[:2]}/{sha256}.{picture.suffix}"
    with unit():
        statements.look_at([file, *_smaller(file)], now + _LATER)
    return _add(product_id, picture, sha256, file, alt=alt, sku=sku, position=position, now=now)


@unit_of_work
def _add(
    product_id: ProductId,
    picture: Picture,
    sha256: str,
    file: str,
    *,
    alt: str,
    sku: str,
    position: int | None,
    now: datetime,
) -> dto.ProductImage:
    product = lock_product(product_id, now=now)
    shown = _of_variant(product, sku)
    others = _images(product_id)
    if len(others) >= MOST_IMAGES:
        raise TooManyImages(sku=Sku(product.sku), most=MOST_IMAGES)
    _store(file, picture)
    row = ProductImage.objects.create(
        product=product,
        sku=shown,
        alt=alt,
        file=file,
        sha256=sha256,
        width=picture.width,
        height=picture.height,
        position=len(others) + 1,
        created_at=now,
        updated_at=now,
    )
    _put(row, [*others, row], position)
    _show(product, now)
    return row.to_dto()


@unit_of_work
def update_image(
    *,
    product_id: ProductId,
    image_id: UUID,
    alt: str | None = None,
    sku: str | None = None,
    position: int | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductImage:
    """Change its words, the variant that it shows (none where that is empty), or its place among the others.

    Raises ProductNotFound, ImageNotFound, NoVariantOfProduct, Stale.
    """
    product = lock_product(product_id, now=now)
    others = _images(product_id)
    row = _found(others, image_id)
    check_version(expected=expected_version, actual=row.version)
    before = row.to_dto()
    row.alt = row.alt if alt is None else alt
    row.sku = row.sku if sku is None else _of_variant(product, sku)
    _put(row, others, position)
    if row.to_dto() == before:
        return before
    row.version, row.updated_at = row.version + 1, now
    row.save()
    _show(product, now)
    return row.to_dto()


@unit_of_work
def delete_image(
    *, product_id: ProductId, image_id: UUID, expected_version: ExpectedVersion = None, now: datetime
) -> None:
    """Take an image away; a worker deletes its files once no other image has them.

    Raises ProductNotFound, ImageNotFound, Stale.
    """
    product = lock_product(product_id, now=now)
    images = _images(product_id)
    row = _found(images, image_id)
    check_version(expected=expected_version, actual=row.version)
    statements.look_at([row.file, *_smaller(row.file)], now)
    row.delete()
    statements.put([one.id for one in images if one is not row])
    _show(product, now)


def make_thumbnails(*, now: datetime) -> int:
    """Make the thumbnails that are missing, a few at a time; of how many images."""
    made = 0
    while found := _next_without():
        for one in found:
            made += _make(one, now)
    return made


@unit_of_work
def _next_without() -> list[Waiting]:
    return statements.waiting(_BATCH, _TRIES)


def _make(one: Waiting, now: datetime) -> int:
    """Whatever is wrong with one image keeps none of the others; after some tries it is shown as it is."""
    try:
        with _storage().open(one.file) as content:
            made = [(_small(one.file, side), small) for side, small in pictures.thumbnails(content)]
        for file, small in made:
            _store(file, small)
    except Exception:
        log.exception("thumbnails_not_made", image=str(one.id), file=one.file)
        return 0
    _note(one.id, [_noted(file, small) for file, small in made], now)
    return 1


def _noted(file: str, picture: Picture) -> dict[str, object]:
    sha256 = hashlib.sha256(picture.content).hexdigest()
    return {"file": file, "width": picture.width, "height": picture.height, "sha256": sha256}


@unit_of_work
def _store(file: str, picture: Picture) -> None:
    """Write a file, unless it is there or this is only tried; nobody else writes or deletes it meanwhile."""
    statements.hold(file)
    if not is_dry_run() and not _storage().exists(file):
        _storage().save(file, ContentFile(picture.content))


@unit_of_work
def _note(image_id: UUID, made: Sequence[dict[str, object]], now: datetime) -> None:
    row = ProductImage.objects.filter(id=image_id).first()
    if row is None:
        # It was deleted meanwhile, and its files looked at.
        statements.look_at([str(one["file"]) for one in made], now)
        return
    # A product before what belongs to it, as all who write both.
    Product.objects.select_for_update(no_key=True).get(id=row.product_id)
    ProductImage.objects.filter(id=image_id).update(thumbnails=list(made))
    statements.wear(ProductId(row.product_id), now)


def clean_files(*, now: datetime) -> int:
    """Delete the files that nobody names any more, of those whose time has come; how many."""
    gone = 0
    while looked := _clean_some(now):
        gone += sum(looked)
    return gone


@unit_of_work
def _clean_some(now: datetime) -> list[bool]:
    files = statements.due_files(now, _BATCH)
    gone = []
    for file in sorted(files):
        statements.hold(file)
        gone.append(not statements.is_named(file) and _storage().exists(file))
        if gone[-1]:
            _storage().delete(file)
    models.ImageFile.objects.filter(file__in=files).delete()
    return gone


def _images(product_id: ProductId) -> list[ProductImage]:
    return list(ProductImage.objects.filter(product_id=product_id).order_by("position", "id"))


def _found(images: Sequence[ProductImage], image_id: UUID) -> ProductImage:
    for one in images:
        if one.id == image_id:
            return one
    raise ImageNotFound(image_id=image_id)


def _put(row: ProductImage, images: Sequence[ProductImage], position: int | None) -> None:
    if position is None:
        return
    order = [one.id for one in images if one.id != row.id]
    order.insert(position - 1, row.id)
    statements.put(order)
    row.position = order.index(row.id) + 1


def _of_variant(product: Product, sku: str) -> str:
    """The SKU of a variant of the product, or none. Raises NoVariantOfProduct."""
    if not sku:
        return ""
    wanted = normalised_sku(sku)
    if wanted not in {product.sku, *(one.sku for one in living_variants(product))}:
        raise NoVariantOfProduct(sku=wanted)
    return wanted


def _show(product: Product, now: datetime) -> None:
    statements.wear(ProductId(product.id), now)
    signals.product_updated.publish(
        signals.ProductUpdated(
            product_id=ProductId(product.id),
            sku=Sku(product.sku),
            product_name=product.name,
            category_id=product.to_dto().category.id,
            is_active=product.is_active,
            changed=("images",),
            occurred_at=now,
        )
    )


def _smaller(file: str) -> list[str]:
    """The names of its thumbnails."""
    return [_small(file, side) for side in pictures.SIDES]


def _small(file: str, side: int) -> str:
    return f"{file.rpartition('.')[0]}-{side}.webp"


def _storage() -> Storage:
    return storages["images"]
