"""The SQL of images: their files are kept for one another's sake, and a product wears what lists and pages show of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contexts.catalog.images.dto import Waiting
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import ProductId

# Whoever writes a file and whoever deletes it come one after the other.
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('catalog.image ' || %s, 0))"
_LOOK = """
INSERT INTO catalog_imagefile (file, look_at) SELECT file, %(at)s FROM unnest(%(files)s::text[]) AS file
ON CONFLICT (file) DO UPDATE SET look_at = greatest(catalog_imagefile.look_at, excluded.look_at)
"""
_DUE = "SELECT file FROM catalog_imagefile WHERE look_at <= %s ORDER BY look_at LIMIT %s FOR UPDATE SKIP LOCKED"
_NAMED = """
SELECT EXISTS (SELECT FROM catalog_productimage WHERE file = %(file)s)
    OR EXISTS (SELECT FROM catalog_productimage WHERE file LIKE %(of)s)
"""

# What a product wears: all that is told of its images, but where they are had.
_WEAR = """
UPDATE catalog_product AS product
SET images = told.images, version = product.version + 1, updated_at = greatest(product.updated_at, %(now)s)
FROM (
    SELECT coalesce(jsonb_agg(jsonb_build_object(
               'id', image.id, 'file', image.file, 'alt', image.alt, 'sku', nullif(image.sku, ''), 'width', image.width,
               'height', image.height, 'thumbnails', coalesce(image.thumbnails, '[]')) ORDER BY image.position, image.id), '[]') AS images
    FROM catalog_productimage AS image WHERE image.product_id = %(id)s
) AS told
WHERE product.id = %(id)s
"""
_PLACES = """
UPDATE catalog_productimage AS image SET position = wanted.position
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, position)
WHERE image.id = wanted.id AND image.position <> wanted.position
"""
_WAITING = """
SELECT id, file FROM catalog_productimage
WHERE thumbnails IS NULL AND attempts < %(most)s ORDER BY id LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
"""
_TRIED = "UPDATE catalog_productimage SET attempts = attempts + 1 WHERE id = ANY(%s::uuid[])"


def hold(file: str) -> None:
    """Let nobody else write or delete this file until the transaction ends."""
    execute(_HOLD, [file])


def look_at(files: Sequence[str], at: datetime) -> None:
    """Have somebody look, from this moment on, whether these files are named by anybody."""
    execute(_LOOK, {"files": list(files), "at": at})


def due_files(now: datetime, batch: int) -> list[str]:
    return [file for (file,) in fetch_all(_DUE, [now, batch])]


def is_named(file: str) -> bool:
    """Whether an image has this file, or this thumbnail."""
    stem = file.partition(".")[0].partition("-")[0]
    [(found,)] = fetch_all(_NAMED, {"file": file, "of": f"{stem}.%" if "-" in file else file})
    return bool(found)


def wear(product_id: ProductId, now: datetime) -> None:
    """Let a locked product show its images as they are now."""
    execute(_WEAR, {"id": product_id, "now": now})


def put(ids: Sequence[UUID]) -> None:
    """Let the images of a product stand in this order."""
    execute(_PLACES, {"ids": list(ids)})


def waiting(batch: int, most: int) -> list[Waiting]:
    """Some images without thumbnails that nobody else is making, counted as tried."""
    found = fetch_as(Waiting, _WAITING, {"batch": batch, "most": most})
    execute(_TRIED, [[one.id for one in found]])
    return found
