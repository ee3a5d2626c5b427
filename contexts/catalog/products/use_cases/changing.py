"""What is changed of a product as a whole; of its variants, `variants.use_cases`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contexts.catalog.attributes import statements as attribute_values
from contexts.catalog.categories.dto import KEEP, Keep
from contexts.catalog.offers import statements as offers
from contexts.catalog.offers.domain import skus
from contexts.catalog.offers.domain import variants as rules
from contexts.catalog.products import dto, locks, models, signals
from contexts.catalog.products.errors import PricesOfVariants, SkuFixed
from gotuto.db import unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


@unit_of_work
def update_product(
    *,
    product_id: ProductId,
    sku: str | None = None,
    name: str | None = None,
    description: str | None = None,
    price: Money | None = None,
    gtin: str | None = None,
    weight_grams: int | Keep | None = KEEP,
    length_mm: int | Keep | None = KEEP,
    width_mm: int | Keep | None = KEEP,
    height_mm: int | Keep | None = KEEP,
    category_id: CategoryId | None = None,
    attributes: Mapping[str, Any] | None = None,
    tax_class: TaxClass | None = None,
    is_active: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.ProductDetail:
    """Change what is given; the slug stays, so that addresses do, and so does the SKU. An attribute that is not named stays.

    Raises ProductNotFound, SkuFixed, PriceNotPositive, PricesOfVariants, InvalidGtin, GtinTaken, VariantNameTooLong,
    UnknownCategory, AttributesUnfit, Stale.
    """
    row = locks.lock_product(product_id, now=now)
    check_version(expected=expected_version, actual=row.version)
    if sku is not None and skus.normalised_sku(sku) != row.sku:
        raise SkuFixed(sku=Sku(row.sku))
    if category_id is not None and category_id != row.category_id:
        models.shared_category(category_id)
    old_price = row.price
    changed = _corrected(
        row,
        price=price,
        gtin=gtin,
        weight_grams=weight_grams,
        length_mm=length_mm,
        width_mm=width_mm,
        height_mm=height_mm,
    ) + set_changed(
        row,
        name=name,
        description=description,
        category_id=category_id,
        attributes=_described(row, category_id, attributes),
        tax_class=tax_class,
        is_active=is_active,
    )
    if "gtin" in changed:
        row.be_found_by(())
    if changed or row.price != old_price:
        save_next_version(row, now=now)
    variants = models.living_variants(row)
    if "name" in changed:
        _rename(row, variants, now)
    _tell_changes(row, changed, old_price, now)
    return row.to_detail([one.to_dto() for one in variants])


def _corrected(
    row: models.Product, *, price: Money | None, gtin: str | None, **measures: int | Keep | None
) -> tuple[str, ...]:
    """What has changed of what a product without options is sold as. Raises PricesOfVariants."""
    asked = price is not None or gtin or any(one is not KEEP and one is not None for one in measures.values())
    if row.options:
        if asked:
            raise PricesOfVariants
        return ()
    return offers.correct(row, price=price, gtin=gtin, **measures)


def _described(
    row: models.Product, category_id: CategoryId | None, given: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """What it has of attributes once this is given. Raises AttributesUnfit."""
    if given is None:
        return None
    return attribute_values.fitting(category_id or row.to_dto().category.id, row.attributes, given)


def _rename(row: models.Product, variants: list[models.Variant], now: datetime) -> None:
    for one in variants:
        values = [one.options[option["name"]] for option in row.options]
        one.name, one.updated_at = rules.variant_name(row.name, values, sku=Sku(one.sku)), now
    models.Variant.objects.bulk_update(variants, ["name", "updated_at"])


def _tell_changes(row: models.Product, changed: tuple[str, ...], old_price: Money, now: datetime) -> None:
    product = row.to_dto()
    if product.price != old_price:
        signals.price_changed.publish(
            signals.PriceChanged(
                product_id=product.id, sku=product.sku, old=old_price, new=product.price, occurred_at=now
            )
        )
    if changed:
        signals.product_updated.publish(
            signals.ProductUpdated(
                product_id=product.id,
                sku=product.sku,
                product_name=product.name,
                category_id=product.category.id,
                is_active=product.is_active,
                changed=changed,
                occurred_at=now,
            )
        )
