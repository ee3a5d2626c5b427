"""A product that is to be changed: nobody else changes it until the transaction ends, and it costs what its ledger says.

A price that began since the worker looked last is noted before anything is compared with it, so that the former price, set
again, is another one.
"""

from collections.abc import Collection
from datetime import datetime

from contexts.catalog.offers import statements
from contexts.catalog.products import models, signals
from contexts.catalog.products.errors import ProductNotFound
from gotuto.db import lock
from gotuto.ids import ProductId, Sku


def lock_product(product_id: ProductId, *, now: datetime) -> models.Product:
    """The row of a product of the catalogue, locked until the transaction ends. Raises ProductNotFound."""
    row = _locked(product_id)
    if row.price_changes_at is None or row.price_changes_at > now:
        return row
    wear([product_id], (), now=now)
    return _locked(product_id)


def wear(ids: Collection[ProductId], skus: Collection[Sku], *, now: datetime) -> None:
    """Let locked products cost what their ledger says, with those of these SKUs, and tell what costs something else."""
    signals.price_changed.publish_all(
        [
            signals.PriceChanged(product_id=one.product_id, sku=one.sku, old=one.old, new=one.new, occurred_at=now)
            for one in statements.wear(ids, skus, now)
        ]
    )


def _locked(product_id: ProductId) -> models.Product:
    row = lock(models.Product, product_id, missing=lambda: ProductNotFound(product_id=product_id))
    if row.deleted_at is not None:
        raise ProductNotFound(product_id=product_id)
    return row
