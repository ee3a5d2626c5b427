"""Products as a table that is exchanged: rows are checked, written by the use cases of the catalogue, and read out again.

Products are locked first, in the order of their ids, then their categories, then the numbers that are given away: as all who
write products do it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import json, to_builtins

from contexts.catalog.categories.domain import slug
from contexts.catalog.exchange import statements
from contexts.catalog.exchange.domain import planning
from contexts.catalog.exchange.domain import rows as of_file
from contexts.catalog.exchange.domain.planning import Draft
from contexts.catalog.exchange.dto import Listed, Offered, Stand
from contexts.catalog.offers import statements as numbers
from contexts.catalog.offers.domain import variants as rules
from contexts.catalog.offers.dto import Variant
from contexts.catalog.offers.errors import SkuTaken
from contexts.catalog.offers.statements import remember_who
from contexts.catalog.prices.domain.entering import MOST_PRICES
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.catalog.products import models, signals
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.variants.use_cases import add_variant, set_options, update_variant
from gotuto.db import unique
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.imports.tables import Outcome, Problem, Row, Table

Made = tuple[models.Product, Sequence[Variant], Draft]

# So many products are read at once.
_PAGE = 1_000


def _check(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with these rows, by how things stand now."""
    return planning.made(rows, _stand(rows, held=False)).problems


def _write(rows: Sequence[Row], now: datetime) -> Mapping[int, Outcome]:
    """Write what is new or differs; nothing of what is as it was. Raises what the use cases raise."""
    statements.lock_goods(_skus(rows))
    plan = planning.made(rows, _stand(rows, held=True))
    for refusal in plan.refusals:
        raise refusal
    numbers.queue_for({*_skus(rows), *_said(rows, "gtin")})
    _create(plan.drafts, now)
    for product_id, changes in plan.products:
        update_product(product_id=product_id, **changes, now=now)
    for product_id, options, choices in plan.choices:
        set_options(product_id=product_id, options=options, variants=choices, now=now)
    for product_id, variant in plan.added:
        add_variant(product_id=product_id, variant=variant, now=now)
    for product_id, sku, said in plan.variants:
        update_variant(product_id=product_id, sku=sku, **said, now=now)
    for start in range(0, len(plan.prices), MOST_PRICES):
        enter_prices(prices=plan.prices[start : start + MOST_PRICES], now=now)
    return plan.outcomes


def _create(drafts: Sequence[Draft], now: datetime) -> None:
    """Make all of them, of categories that are held. Raises SkuTaken, GtinTaken, and what `variants.checked` raises."""
    if not drafts:
        return
    made: list[Made] = [_new_row(draft, now) for draft in drafts]
    skus = {sku for row, sold, _ in made for sku in (row.sku, *(one.sku for one in sold))}
    numbers.take_numbers(skus=skus, gtins=[one.gtin for _, sold, _ in made for one in sold])
    remember_who(reason="import")
    with unique(SkuTaken(sku=Sku(made[0][0].sku))):
        models.Product.objects.bulk_create([row for row, _, _ in made])
        models.Variant.objects.bulk_create(
            [
                models.variant_row(row, one, place, now=now)
                for row, sold, _ in made
                if row.options
                for place, one in enumerate(sold)
            ]
        )
    _tell(made, now)


def _new_row(draft: Draft, now: datetime) -> Made:
    sold = rules.checked(draft.name, draft.options, draft.sold)
    row = models.Product(
        sku=draft.sku,
        name=draft.name,
        slug=slug(draft.name),
        description=draft.description,
        options=to_builtins(draft.options),
        category_id=draft.category_id,
        attributes=draft.attributes,
        tax_class=draft.tax_class,
        is_active=draft.is_active,
        created_at=now,
        updated_at=now,
    )
    row.show(sold)
    return row, sold, draft


def _tell(made: Sequence[Made], now: datetime) -> None:
    """The first SKU is told with the product, each further one by itself."""
    signals.product_created.publish_all(
        [
            signals.ProductCreated(
                product_id=ProductId(row.id),
                sku=sold[0].sku,
                product_name=row.name,
                price=sold[0].price,
                category_id=draft.category_id,
                occurred_at=now,
            )
            for row, sold, draft in made
        ]
    )
    signals.variant_added.publish_all(
        [signals.added(ProductId(row.id), one, now) for row, sold, _ in made for one in sold[1:]]
    )


def _skus(rows: Sequence[Row]) -> set[str]:
    return {str(sku) for row in rows for sku in (row.values["sku"], row.values.get("product")) if sku}


def _said(rows: Sequence[Row], name: str) -> set[Any]:
    return {value for row in rows if (value := row.values.get(name))}


def _stand(rows: Sequence[Row], *, held: bool) -> Stand:
    """How things stand for these rows; `held`, nobody changes what matters of categories meanwhile."""
    stand = statements.stand(_skus(rows), _said(rows, "category"), _said(rows, "gtin"))
    categories: set[CategoryId] = {*stand.categories.values()}
    categories |= {one.category_id for one in stand.by_id.values() if one.category_id}
    if held:
        statements.hold_categories(categories)
    return statements.with_attributes(stand, categories, held=held)


def _pages() -> Iterator[list[list[Any]]]:
    for products in statements.pages(_PAGE):
        yield [cells for product, variants in products for cells in _rows(product, variants)]


def _rows(product: Listed, variants: Sequence[Offered]) -> Iterator[list[Any]]:
    if not product.options:
        yield _cells(product, product, {}, product_sku=None, product_is_active=None)
    for one in variants:
        chosen = {option.name: one.options[option.name] for option in product.options}
        yield _cells(product, one, chosen, product_sku=product.sku, product_is_active=product.is_active)


def _cells(
    product: Listed, sold: Listed | Offered, chosen: dict[str, str], *, product_sku: str | None, product_is_active: Any
) -> list[Any]:
    options: list[Any] = [text for pair in chosen.items() for text in pair]
    return [
        sold.sku,
        product_sku,
        product.name,
        product.category,
        product.description,
        sold.price.amount,
        sold.price.currency,
        product.tax_class.value,
        sold.gtin,
        *(getattr(sold, name) for name in of_file.MEASURES),
        sold.is_active,
        product_is_active,
        json.encode(product.attributes).decode() if product.attributes else None,
        *options,
        *[None] * (2 * rules.MOST_OPTIONS - len(options)),
    ]


PRODUCTS = Table(
    columns=of_file.COLUMNS,
    unique=("sku", "gtin"),
    bundle=of_file.bundle,
    check=_check,
    write=_write,
    pages=_pages,
)
