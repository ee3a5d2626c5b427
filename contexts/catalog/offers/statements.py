"""The SQL of what is sold: its numbers are given once, it is locked, what is asked of it, and it wears what its ledger says."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from contexts.catalog.categories.dto import Keep
from contexts.catalog.offers.domain.gtin import checked_gtin
from contexts.catalog.offers.dto import Switched
from contexts.catalog.offers.errors import GtinTaken, SkuTaken
from contexts.catalog.offers.models import Sold
from gotuto import trace
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import ProductId, Sku
from gotuto.money import Money

# A price that has changed by itself and that no worker has noted yet: the ledger is asked, which is right at every moment.
_IS_DUE = "{of}.price_changes_at <= statement_timestamp()"
_NOW = f"CASE WHEN {_IS_DUE} THEN ({{ledger}}).{{told}} ELSE {{of}}.{{column}} END"
_MONEY = "CASE WHEN {amount} IS NOT NULL THEN json_build_object('amount', {amount}::text, 'currency', {currency}) END"

# How the ledger is asked of a product, and of what is sold under a SKU.
OF_PRODUCT = "catalog_product_price_told(product.id, statement_timestamp())"
OF_VARIANT = "catalog_price_told(variant.sku, statement_timestamp())"

# Products before their variants, and in the order of their ids, as all who write both.
_LOCK = """
SELECT id FROM catalog_product
WHERE id IN (SELECT id FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
             UNION ALL SELECT product_id FROM catalog_variant WHERE sku = ANY(%(skus)s::text[]))
ORDER BY id FOR NO KEY UPDATE
"""

# What is not for sale is hidden from those who ask for what is.
_SOLD = """
CASE WHEN product.options = '[]' THEN '[]'
     ELSE (SELECT coalesce(json_agg(json_build_object(
               'sku', variant.sku, 'name', {name}, 'options', {options}, 'gtin', variant.gtin, 'is_active', variant.is_active,
               {price}, 'weight_grams', variant.weight_grams, 'length_mm', variant.length_mm, 'width_mm', variant.width_mm,
               'height_mm', variant.height_mm) ORDER BY variant.position), '[]')::text
           FROM catalog_variant AS variant
           WHERE variant.product_id = product.id AND variant.deleted_at IS NULL AND (variant.is_active OR NOT %(for_sale)s))
END
"""

_ACTOR = "SELECT set_config('catalog.price_actor', %s, true), set_config('catalog.price_reason', %s, true)"

# Any other moment makes the trigger ask the ledger, which says the right one.
_ASK = """
price_changes_at = CASE WHEN sold.price_changes_at = %(now)s THEN %(now)s - interval '1 microsecond' ELSE %(now)s END,
updated_at = greatest(sold.updated_at, %(now)s)
"""
_TOLD = """
before.price_amount AS old_amount, before.price_currency AS old_currency,
sold.price_amount AS new_amount, sold.price_currency AS new_currency
"""
_VARIANTS = f"""
WITH before AS (
    SELECT id, price_amount, price_currency FROM catalog_variant
    WHERE product_id = ANY(%(ids)s::uuid[]) AND (price_changes_at <= %(now)s OR sku = ANY(%(skus)s::text[]))
)
UPDATE catalog_variant AS sold SET {_ASK} FROM before WHERE sold.id = before.id
RETURNING sold.product_id AS product_id, sold.sku AS sku, sold.deleted_at IS NULL AS is_told, {_TOLD}
"""  # noqa: S608  no values
_PRODUCTS = f"""
WITH before AS (
    SELECT id, price_amount, price_currency FROM catalog_product WHERE options = '[]' AND id = ANY(%(ids)s::uuid[])
)
UPDATE catalog_product AS sold SET version = sold.version + 1, {_ASK} FROM before WHERE sold.id = before.id
RETURNING sold.id AS product_id, sold.sku AS sku, sold.deleted_at IS NULL AS is_told, {_TOLD}
"""  # noqa: S608  no values
_STYLES = """
UPDATE catalog_product AS sold
SET version = sold.version + 1, updated_at = greatest(sold.updated_at, %(now)s),
    price_amount = coalesce(best.price_amount, sold.price_amount),
    compare_at_amount = best.compare_at_amount, lowest_amount = best.lowest_amount, lowest_since = best.lowest_since,
    reduction_percent = best.reduction_percent,
    price_changes_at = (SELECT min(price_changes_at) FROM catalog_variant WHERE product_id = sold.id AND deleted_at IS NULL)
FROM catalog_product AS style LEFT JOIN LATERAL (
    SELECT price_amount, compare_at_amount, lowest_amount, lowest_since, reduction_percent FROM catalog_variant AS variant
    WHERE variant.product_id = style.id AND variant.deleted_at IS NULL
    ORDER BY NOT variant.is_active, variant.price_amount, variant.position LIMIT 1
) AS best ON true
WHERE style.id = sold.id AND sold.options <> '[]' AND sold.id = ANY(%(ids)s::uuid[])
"""


# Two tables share no unique index: whoever gives a number away waits for the other who is just giving it.
_QUEUE = """
SELECT pg_advisory_xact_lock(hashtextextended('catalog.number ' || number, 0))
FROM (SELECT number FROM unnest(%s::text[]) AS number ORDER BY number) AS queued
"""

# What was ever a SKU stays one; a GTIN goes with its goods.
_TAKEN = """
SELECT 'sku' AS kind, sku AS number, sku FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT 'sku', sku, sku FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT 'gtin', gtin, sku FROM catalog_product WHERE gtin = ANY(%(gtins)s::text[]) AND gtin <> '' AND deleted_at IS NULL
UNION ALL
SELECT 'gtin', gtin, sku FROM catalog_variant WHERE gtin = ANY(%(gtins)s::text[]) AND gtin <> '' AND deleted_at IS NULL
"""


def lock_sold(skus: Iterable[str]) -> None:
    """Let nobody else change what is sold under these SKUs until the transaction ends."""
    execute(_LOCK, {"skus": list(skus)})


def wear(ids: Collection[ProductId], skus: Collection[str], now: datetime) -> list[Switched]:
    """Let locked products wear what the ledger says; what costs something else than before."""
    asked = {"ids": list(ids), "skus": list(skus), "now": now}
    switched = [*fetch_as(Switched, _VARIANTS, asked), *fetch_as(Switched, _PRODUCTS, asked)]
    execute(_STYLES, asked)
    return [one for one in switched if one.is_told and one.old != one.new]


def queue_for(numbers: Collection[str]) -> None:
    """Wait for whoever gives one of these numbers away just now; whoever takes several, takes all at once."""
    execute(_QUEUE, [sorted(numbers)])


def take_numbers(*, skus: Collection[str], gtins: Sequence[str]) -> None:
    """Be the only one who gives these SKUs and GTINs to goods, until the transaction ends. Raises SkuTaken, GtinTaken."""
    named = [gtin for gtin in gtins if gtin]
    queue_for({*skus, *named})
    for kind, number, sku in fetch_all(_TAKEN, {"skus": list(skus), "gtins": named}):
        if kind == "sku":
            raise SkuTaken(sku=Sku(number))
        raise GtinTaken(gtin=number, sku=Sku(sku))


def correct(sold: Sold, *, price: Money | None, gtin: str | None, **measures: int | Keep | None) -> tuple[str, ...]:
    """Set what is given of what is sold, its GTIN as the only one that has it; the names of what has changed, without the price.

    Raises PriceNotPositive, InvalidGtin, GtinTaken.
    """
    number = None if gtin is None else checked_gtin(gtin)
    if number and number != sold.gtin:
        take_numbers(skus=(), gtins=[number])
    if price is not None and price != sold.price:
        remember_who()
    return sold.correct(price=price, gtin=number, **measures)


def price_now(of: str, ledger: str) -> dict[str, str]:
    """What to select of a table for each field that tells a price; `ledger` says how its function is called."""
    return {
        "price": f"{_now(of, ledger, 'amount', 'price_amount')} AS price_amount,"
        f" {_now(of, ledger, 'currency', 'price_currency')} AS price_currency",
        "compare_at_price": f"{_now(of, ledger, 'compare_at', 'compare_at_amount')} AS compare_at_price_amount,"
        f" {_now(of, ledger, 'currency', 'price_currency')} AS compare_at_price_currency",
        "lowest_price_30_days": f"{_now(of, ledger, 'lowest', 'lowest_amount')} AS lowest_price_30_days_amount,"
        f" {_now(of, ledger, 'currency', 'price_currency')} AS lowest_price_30_days_currency",
        "reduction_percent": f"{_now(of, ledger, 'percent', 'reduction_percent')} AS reduction_percent",
        "known_since": f"{_now(of, ledger, 'since', 'lowest_since')} AS known_since",
    }


def unit_price(of: str, ledger: str) -> str:
    """What an order asks."""
    return (
        f"{_now(of, ledger, 'amount', 'price_amount')} AS product_unit_price_amount,"
        f" {_now(of, ledger, 'currency', 'price_currency')} AS product_unit_price_currency"
    )


def variants_in_json(name: str, options: str) -> str:
    """The variants of `product` as JSON, none of one without options; `name` and `options` are what each is called and has."""
    return _SOLD.format(name=name, options=options, price=price_in_json("variant", OF_VARIANT))


def price_in_json(of: str, ledger: str) -> str:
    """The same as parts of a `json_build_object`."""
    currency = _now(of, ledger, "currency", "price_currency")
    amounts = (
        ("price", "amount", "price_amount"),
        ("compare_at_price", "compare_at", "compare_at_amount"),
        ("lowest_price_30_days", "lowest", "lowest_amount"),
    )
    money = [
        f"'{field}', {_MONEY.format(amount=_now(of, ledger, told, column), currency=currency)}"
        for field, told, column in amounts
    ]
    percent, since = (
        _now(of, ledger, "percent", "reduction_percent"),
        _now(of, ledger, "since", "lowest_since"),
    )
    return ", ".join([*money, f"'reduction_percent', {percent}", f"'known_since', {since}"])


def remember_who(*, reason: str = "") -> None:
    """Let the ledger know who asks for the next prices of this transaction, and why."""
    execute(_ACTOR, [str(trace.actor() or ""), reason])


def _now(of: str, ledger: str, told: str, column: str) -> str:
    return _NOW.format(of=of, ledger=ledger, told=told, column=column)
