"""How stock stands for the rows of a file, in as many statements for many as for one; and all of it, page by page."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from contexts.inventory.costs.statements import valued_in
from contexts.inventory.exchange.dto import Counted, Reordering
from gotuto.db import execute, fetch_all
from gotuto.ids import LocationId, ProductId, Sku, new_id

_ITEMS = "SELECT sku, reorder_point, reorder_quantity FROM inventory_stockitem WHERE sku = ANY(%s::text[])"
_COUNTED = """
SELECT sku, %(main)s, on_hand - on_hand_elsewhere, reserved - reserved_elsewhere
FROM inventory_stockitem WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT level.sku, location.code, level.on_hand, level.reserved
FROM inventory_level AS level JOIN inventory_location AS location ON location.id = level.location_id
WHERE level.sku = ANY(%(skus)s::text[]) AND location.code = ANY(%(codes)s::text[])
"""
_PLACES = "SELECT code, id, closed_at IS NOT NULL FROM inventory_location WHERE code = ANY(%s::text[]) ORDER BY id"
_KEEP_OPEN = f"{_PLACES} FOR KEY SHARE"
_OPEN = """
INSERT INTO inventory_stockitem (id, sku, product_id, on_hand, reserved, version, created_at, updated_at)
SELECT id, sku, product_id, 0, 0, 1, %(now)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(products)s::uuid[]) AS fresh (id, sku, product_id)
ORDER BY sku ON CONFLICT (sku) DO NOTHING
"""

_OPEN_VALUED = _OPEN.replace("reserved, version", "reserved, value_amount, valued_quantity, version").replace(
    "0, 0, 1", "0, 0, 0, 0, 1"
)

# A SKU at the main location, then at each other where any of it lies.
_PAGE = """
WITH page AS (SELECT * FROM inventory_stockitem WHERE sku > %(after)s ORDER BY sku LIMIT %(most)s)
SELECT sku, %(main)s AS code, on_hand - on_hand_elsewhere, reorder_point, reorder_quantity, 0 AS place FROM page
UNION ALL
SELECT level.sku, location.code, level.on_hand, NULL, NULL, 1
FROM page JOIN inventory_level AS level ON level.sku = page.sku AND level.on_hand > 0
    JOIN inventory_location AS location ON location.id = level.location_id
ORDER BY sku, place, code
"""


def items(skus: Collection[Sku]) -> dict[Sku, Reordering]:
    """When those of the SKUs are ordered anew that have counters."""
    found = fetch_all(_ITEMS, [list(skus)])
    return {Sku(sku): Reordering(reorder_point=point, reorder_quantity=many) for sku, point, many in found}


def counted(skus: Collection[Sku], codes: Collection[str], *, main: str) -> dict[tuple[Sku, str], Counted]:
    """What lies of the SKUs at the main location, which is called so, and at those with these codes."""
    found = fetch_all(_COUNTED, {"skus": list(skus), "codes": list(codes), "main": main})
    return {(Sku(sku), code): Counted(on_hand=there, reserved=kept) for sku, code, there, kept in found}


def places(codes: Collection[str], *, held: bool) -> dict[str, tuple[LocationId, bool]]:
    """Of the locations with these codes the id, and whether each is closed; `held`, that stays so until the transaction ends."""
    found = fetch_all(_KEEP_OPEN if held else _PLACES, [list(codes)])
    return {code: (LocationId(one), is_closed) for code, one, is_closed in found}


def open_items(fresh: dict[Sku, ProductId], *, now: Any) -> None:
    """Begin to count these SKUs, from zero."""
    ids = [new_id() for _ in fresh]
    execute(
        _OPEN if valued_in() is None else _OPEN_VALUED,
        {"ids": ids, "skus": list(fresh), "products": list(fresh.values()), "now": now},
    )


def pages(most: int, *, main: str) -> Iterator[list[Sequence[Any]]]:
    """All stock by SKU, so many of them at once."""
    after = ""
    while rows := fetch_all(_PAGE, {"after": after, "most": most, "main": main}):
        yield [row[:-1] for row in rows]
        after = rows[-1][0]
