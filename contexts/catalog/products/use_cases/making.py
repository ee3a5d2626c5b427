"""New products: one that is sold as it is, or one with options, of which each variant is sold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from msgspec import to_builtins

from contexts.catalog.attributes import statements as attribute_values
from contexts.catalog.categories.domain import slug
from contexts.catalog.offers import statements as offers
from contexts.catalog.offers.domain import skus
from contexts.catalog.offers.domain import variants as rules
from contexts.catalog.offers.dto import NewVariant, Option, Variant
from contexts.catalog.offers.errors import SkuTaken
from contexts.catalog.offers.statements import remember_who
from contexts.catalog.products import dto, models, signals
from contexts.catalog.products.errors import PricesOfVariants, SkuMissing
from gotuto.db import unique, unit_of_work
from gotuto.ids import CategoryId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


@unit_of_work
def create_product(
    *,
    name: str,
    category_id: CategoryId,
    sku: str | None = None,
    price: Money | None = None,
    gtin: str = "",
    weight_grams: int | None = None,
    length_mm: int | None = None,
    width_mm: int | None = None,
    height_mm: int | None = None,
    options: Sequence[Option] = (),
    variants: Sequence[NewVariant] = (),
    description: str = "",
    attributes: Mapping[str, Any] = MappingProxyType({}),
    tax_class: TaxClass = TaxClass.STANDARD,
    is_active: bool = True,
    now: datetime,
) -> dto.ProductDetail:
    """Add a product to a category: with a SKU and a price of its own, or with options and variants that have them.

    One with options may have a SKU too, as the number of the style; else it is called by that of its first variant. Raises
    SkuMissing, PricesOfVariants, UnknownCategory, AttributesUnfit, GtinTaken, OptionsInvalid, and what `variants.checked` raises.
    """
    if not (options or variants):
        variants = [
            _itself(
                sku,
                price,
                gtin=gtin,
                weight_grams=weight_grams,
                length_mm=length_mm,
                width_mm=width_mm,
                height_mm=height_mm,
                is_active=is_active,
            )
        ]
    elif price or gtin or weight_grams or length_mm or width_mm or height_mm:
        raise PricesOfVariants
    rules.check_options(options)
    made = rules.checked(name, options, variants)
    row = models.Product(
        sku=skus.normalised_sku(sku) if sku else made[0].sku,
        name=name,
        slug=slug(name),
        description=description,
        options=to_builtins(options),
        category=models.shared_category(category_id),
        attributes=attribute_values.fitting(category_id, {}, attributes),
        tax_class=tax_class.value,
        is_active=is_active,
        created_at=now,
        updated_at=now,
    )
    row.show(made)
    offers.take_numbers(skus={row.sku, *(one.sku for one in made)}, gtins=[one.gtin for one in made])
    remember_who()
    with unique(SkuTaken(sku=Sku(row.sku))):
        row.save(force_insert=True)
    if options:
        rows = [models.variant_row(row, one, place, now=now) for place, one in enumerate(made)]
        models.Variant.objects.bulk_create(rows)
    _tell(row, made, now)
    return row.to_detail(made)


def _itself(sku: str | None, price: Money | None, **more: object) -> NewVariant:
    if sku is None or price is None:
        raise SkuMissing
    return NewVariant(sku=sku, price=price, **more)  # type: ignore[arg-type]


def _tell(row: models.Product, made: Sequence[Variant], now: datetime) -> None:
    """The first SKU is told with the product, each further one by itself."""
    product = row.to_dto()
    signals.product_created.publish(
        signals.ProductCreated(
            product_id=product.id,
            sku=made[0].sku,
            product_name=row.name,
            price=made[0].price,
            category_id=product.category.id,
            occurred_at=now,
        )
    )
    signals.variant_added.publish_all([signals.added(product.id, one, now) for one in made[1:]])
