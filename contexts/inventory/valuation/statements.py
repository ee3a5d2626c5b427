"""Statements about what stock is worth. What is written locks the rows of SKUs in their order, as all that moves stock does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.transfers.dto import TransferState
from gotuto.db import execute, fetch_all
from gotuto.ids import ActorId, Sku, new_id
from gotuto.money import exponent

_TRANSIT = """SELECT line.sku, sum(line.quantity - line.received - line.missing)::bigint AS pieces
    FROM inventory_transferline AS line JOIN inventory_transfer AS transfer ON transfer.id = line.transfer_id
    WHERE transfer.state = %(sent)s{which} GROUP BY line.sku"""
_TRANSIT_OF_SKUS = _TRANSIT.format(which=" AND line.sku = ANY(%(skus)s::text[])")

_NEXT = """
SELECT sku FROM inventory_stockitem WHERE sku > %s AND (value_amount IS NULL) = %s ORDER BY sku LIMIT %s
"""
_LOCK = "SELECT sku FROM inventory_stockitem WHERE sku = ANY(%s::text[]) ORDER BY sku FOR NO KEY UPDATE"

_PIECES = f"""
SELECT item.sku, item.on_hand + coalesce(transit.pieces, 0)
FROM inventory_stockitem AS item LEFT JOIN ({_TRANSIT_OF_SKUS}) AS transit USING (sku)
WHERE item.sku = ANY(%(skus)s::text[]) AND item.value_amount IS NULL ORDER BY item.sku
"""  # noqa: S608  a part of the statement, no values

# Who is preferred of those who have it.
_GOODS = """
SELECT good.sku, good.cost_amount
FROM inventory_suppliergood AS good JOIN inventory_supplier AS supplier ON supplier.id = good.supplier_id
WHERE good.sku = ANY(%s::text[]) AND good.is_preferred AND supplier.currency = %s
"""

_ENTRY = """
INSERT INTO inventory_movement
    (id, sku, kind, delta_on_hand, delta_reserved, reason, actor, occurred_at, value_amount, valued_quantity)
SELECT id, sku, %(kind)s, 0, 0, %(reason)s, %(actor)s::uuid, %(now)s,"""

_BEGIN = f"""
WITH line AS (
    SELECT id, sku, pieces, round(cost * pieces, %(exponent)s::int) AS value
    FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(pieces)s::bigint[], %(costs)s::numeric[]) AS line (id, sku, pieces, cost)
), valued AS (
    UPDATE inventory_stockitem AS item
    SET value_amount = line.value, valued_quantity = line.pieces, updated_at = %(now)s
    FROM line WHERE item.sku = line.sku
), booked AS ({_ENTRY} value, pieces FROM line WHERE pieces > 0)
SELECT coalesce(sum(value), 0) FROM line
"""  # noqa: S608  a part of the statement, no values

_END = f"""
WITH line AS (
    SELECT id, sku, item.valued_quantity AS pieces, item.value_amount AS value
    FROM unnest(%(ids)s::uuid[], %(skus)s::text[]) AS line (id, sku)
    JOIN (SELECT sku, value_amount, valued_quantity FROM inventory_stockitem) AS item USING (sku)
    WHERE item.value_amount IS NOT NULL
), ended AS (
    UPDATE inventory_stockitem AS item
    SET value_amount = NULL, valued_quantity = NULL, updated_at = %(now)s
    FROM line WHERE item.sku = line.sku
), booked AS ({_ENTRY} -value, -pieces FROM line WHERE pieces > 0)
SELECT count(*), coalesce(sum(pieces), 0)::bigint, coalesce(sum(value), 0) FROM line
"""  # noqa: S608  a part of the statement, no values

_AT = """
SELECT sku, sum(valued_quantity)::bigint, sum(value_amount) FROM inventory_movement
WHERE sku = ANY(%s::text[]) AND value_amount IS NOT NULL AND occurred_at < %s GROUP BY sku
"""

_LEVELS = """
SELECT place.code, level.on_hand FROM inventory_level AS level JOIN inventory_location AS place ON place.id = level.location_id
WHERE level.sku = %s AND level.on_hand > 0 ORDER BY place.priority, place.code
"""

# What each location has of every SKU, at the average of the SKU; null is the main one, and what is left is on its way.
_PARTS_NOW = """
WITH valued AS (
    SELECT sku, on_hand - on_hand_elsewhere AS here, on_hand_elsewhere AS there, value_amount / valued_quantity AS average
    FROM inventory_stockitem WHERE valued_quantity > 0
), part AS (
    SELECT NULL::uuid AS location_id, sum(here)::bigint AS pieces, sum(average * here) AS value FROM valued WHERE here > 0
    UNION ALL
    SELECT level.location_id, sum(level.on_hand)::bigint, sum(valued.average * level.on_hand)
    FROM valued JOIN inventory_level AS level USING (sku) WHERE valued.there > 0 AND level.on_hand > 0 GROUP BY level.location_id
)
SELECT place.code, part.pieces, part.value
FROM part LEFT JOIN inventory_location AS place ON place.id = part.location_id
WHERE part.pieces > 0 ORDER BY part.location_id IS NOT NULL, place.priority, place.code
"""
_PARTS_AT = """
WITH place AS (
    SELECT sku, location_id, sum(delta_on_hand) AS pieces, sum(value_amount) AS value, sum(valued_quantity) AS valued
    FROM inventory_movement
    WHERE occurred_at < %(until)s AND (delta_on_hand <> 0 OR value_amount IS NOT NULL) GROUP BY sku, location_id
), worth AS (
    SELECT sku, sum(value) / sum(valued) AS average FROM place GROUP BY sku HAVING sum(valued) > 0
), part AS (
    SELECT location_id, sum(pieces)::bigint AS pieces, sum(average * pieces) AS value
    FROM place JOIN worth USING (sku) WHERE pieces > 0 GROUP BY location_id
)
SELECT place.code, part.pieces, part.value
FROM part LEFT JOIN inventory_location AS place ON place.id = part.location_id
ORDER BY part.location_id IS NOT NULL, place.priority, place.code
"""
_SUM_NOW = "SELECT coalesce(sum(valued_quantity), 0)::bigint, coalesce(sum(value_amount), 0) FROM inventory_stockitem"
_SUM_AT = """
SELECT coalesce(sum(valued_quantity), 0)::bigint, coalesce(sum(value_amount), 0) FROM inventory_movement
WHERE value_amount IS NOT NULL AND occurred_at < %s
"""
# Of which SKUs the most money lies there.
_DEAREST_NOW = """
SELECT sku, valued_quantity, value_amount FROM inventory_stockitem
WHERE value_amount > 0 ORDER BY value_amount DESC, sku LIMIT %(most)s
"""
_DEAREST_AT = """
SELECT sku, sum(valued_quantity)::bigint, sum(value_amount) FROM inventory_movement
WHERE value_amount IS NOT NULL AND occurred_at < %(until)s
GROUP BY sku HAVING sum(value_amount) > 0 ORDER BY sum(value_amount) DESC, sku LIMIT %(most)s
"""
_NOT_VALUED = "SELECT count(*) FROM inventory_stockitem WHERE value_amount IS NULL AND on_hand > 0"

# By how much the value moved before the first moment, and from each on before the next.
_MOVES = """
SELECT width_bucket(occurred_at, %s::timestamptz[]), sum(value_amount) FROM inventory_movement
WHERE value_amount IS NOT NULL GROUP BY 1
"""
_MOVES_OF_SKU = """
SELECT occurred_at, value_amount FROM inventory_movement
WHERE sku = %s AND value_amount IS NOT NULL ORDER BY occurred_at DESC, id DESC LIMIT %s
"""

Part = tuple[str | None, int, Decimal]


def next_skus(after: str, batch: int, *, is_valued: bool) -> list[Sku]:
    """SKUs that follow one in their order, whose valuation has begun, or has not."""
    return [Sku(sku) for (sku,) in fetch_all(_NEXT, [after, not is_valued, batch])]


def lock(skus: Sequence[Sku]) -> None:
    """Lock the rows of SKUs, in their order."""
    execute(_LOCK, [list(skus)])


def pieces(skus: Sequence[Sku]) -> dict[Sku, int]:
    """How many pieces of SKUs that are not valued lie there, or are on their way."""
    return dict(fetch_all(_PIECES, {"skus": list(skus), "sent": TransferState.SENT.value}))


def costs_of_goods(skus: Sequence[Sku], currency: str) -> dict[Sku, Decimal]:
    """What a piece costs at the preferred supplier."""
    return dict(fetch_all(_GOODS, [list(skus), currency]))


def begin(
    pieces: Mapping[Sku, int],
    costs: Mapping[Sku, Decimal],
    *,
    currency: str,
    reason: str,
    actor: ActorId | None,
    now: datetime,
) -> Decimal:
    """Value these SKUs, whose rows are locked; what all of them are worth."""
    entry = {"kind": MovementKind.VALUATION.value, "reason": reason, "actor": actor, "now": now}
    lines = {"ids": [new_id() for _ in pieces], "skus": list(pieces), "pieces": list(pieces.values())}
    ordered = {"costs": [costs[sku] for sku in pieces], "exponent": exponent(currency)}
    value: Decimal
    ((value,),) = fetch_all(_BEGIN, {**entry, **lines, **ordered})
    return value


def end(skus: Sequence[Sku], *, reason: str, actor: ActorId | None, now: datetime) -> tuple[int, int, Decimal]:
    """Value these SKUs no more, whose rows are locked; how many there are, how many pieces, and what they were worth."""
    entry = {"kind": MovementKind.VALUATION.value, "reason": reason, "actor": actor, "now": now}
    ((count, pieces, value),) = fetch_all(_END, {**entry, "ids": [new_id() for _ in skus], "skus": list(skus)})
    return count, pieces, value


def values_at(skus: Sequence[Sku], until: datetime) -> dict[Sku, tuple[int, Decimal]]:
    """The pieces and the value of SKUs before a moment, by the ledger; those that were not valued are left out."""
    return {sku: (count, value) for sku, count, value in fetch_all(_AT, [list(skus), until])}


def levels(sku: Sku) -> list[tuple[str, int]]:
    """How many pieces of a SKU lie at each location but the main one."""
    return fetch_all(_LEVELS, [sku])


def parts(until: datetime | None) -> list[Part]:
    """What each location has of all stock, before a moment or now; None is the main one."""
    return fetch_all(_PARTS_NOW) if until is None else fetch_all(_PARTS_AT, {"until": until})


def total(until: datetime | None) -> tuple[int, Decimal]:
    """All pieces that are valued, and what they are worth, before a moment by the ledger, or now."""
    ((count, value),) = fetch_all(_SUM_NOW) if until is None else fetch_all(_SUM_AT, [until])
    return count, value


def dearest(until: datetime | None, most: int) -> list[tuple[Sku, int, Decimal]]:
    """The SKUs of which the most money lies there, before a moment or now."""
    return fetch_all(_DEAREST_NOW if until is None else _DEAREST_AT, {"until": until, "most": most})


def not_valued() -> int:
    """Of how many SKUs something lies there that is not valued."""
    count: int
    ((count,),) = fetch_all(_NOT_VALUED)
    return count


def moves(moments: Sequence[datetime]) -> dict[int, Decimal]:
    """By how much the value of all stock moved after so many of these moments, and before the next."""
    return dict(fetch_all(_MOVES, [list(moments)]))


def moves_of_sku(sku: Sku, most: int) -> list[tuple[datetime, Decimal]]:
    """When the value of a SKU moved, and by how much, the latest first."""
    return fetch_all(_MOVES_OF_SKU, [sku, most])
