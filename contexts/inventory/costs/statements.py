"""What pieces are worth: parts of the statements that move stock where it is valued, and those that value without moving any.

The row of a SKU has the pieces and the value of all locations, and of what is on its way between them. Whoever writes it has
locked it. A SKU whose valuation has not begun has neither; its movements have no value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings

from gotuto.db import execute, fetch_all
from gotuto.ids import ActorId, Sku, new_id
from gotuto.money import Money, exponent


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What stands in a statement that moves stock beside what always does; nothing where stock is not valued."""

    given: str = ""
    named: str = ""
    reckoned: str = ""
    lines: str = "line"
    lines_there: str = "line JOIN shifted USING (sku, location_id)"
    summed: str = " FROM shifted"
    set_here: str = ""
    set_there: str = ""
    columns: str = ""
    values: str = ""


# An issue takes its share of the value by pieces, so that the last one takes the rest; of several lines of a SKU each takes what the
# lines up to it take, less what those before it do. What comes in at a cost adds it, what is found comes in at the average.
_WORTH = """worth AS (
    SELECT line.*, CASE
        WHEN line.cost IS NOT NULL AND was.value_amount IS NOT NULL THEN round(line.cost * line.on_hand, %(exponent)s::int)
        ELSE round(was.value_amount * sum(line.on_hand) OVER upto / was.valued_quantity, %(exponent)s::int)
           - round(was.value_amount * (sum(line.on_hand) OVER upto - line.on_hand) / was.valued_quantity, %(exponent)s::int)
        END AS value
    FROM {lines}
    JOIN (SELECT sku, value_amount, valued_quantity FROM inventory_stockitem
          WHERE sku = ANY(%(skus)s::text[]) ORDER BY sku FOR NO KEY UPDATE) AS was USING (sku)
    WINDOW upto AS (PARTITION BY line.sku ORDER BY line.id)
), """
_SET = """
        value_amount = item.value_amount + {of}.value,
        valued_quantity = item.valued_quantity + {of}.on_hand,"""
_OF_PLACES = "SELECT sku, location_id FROM shifted"

PLAIN = Parts()
VALUED_HERE = Parts(
    given=", %(costs)s::numeric[]",
    named=", cost",
    reckoned=_WORTH.format(lines="line"),
    lines="worth AS line",
    set_here=_SET.format(of="line"),
    columns=", value_amount, valued_quantity",
    values=", line.value, CASE WHEN line.value IS NOT NULL THEN line.on_hand END",
)
VALUED_THERE = Parts(
    given=VALUED_HERE.given,
    named=VALUED_HERE.named,
    reckoned=_WORTH.format(lines=f"line JOIN ({_OF_PLACES}) AS place USING (sku, location_id)"),
    lines_there="worth AS line",
    summed=", sum(value) AS value FROM worth",
    set_there=_SET.format(of="total"),
    columns=VALUED_HERE.columns,
    values=VALUED_HERE.values,
)

# What a piece is worth that nobody has bought: the average of those that lie there, or what those were that lay there last: what left,
# or was found, or came in.
_FOUND = """
SELECT item.sku, CASE WHEN item.valued_quantity > 0 THEN item.value_amount / item.valued_quantity ELSE last.worth END
FROM inventory_stockitem AS item
LEFT JOIN LATERAL (
    SELECT movement.value_amount / movement.delta_on_hand AS worth FROM inventory_movement AS movement
    WHERE movement.sku = item.sku AND movement.value_amount IS NOT NULL AND movement.delta_on_hand <> 0
    ORDER BY movement.occurred_at DESC, movement.id DESC LIMIT 1
) AS last ON item.valued_quantity = 0
WHERE item.sku = ANY(%s::text[]) AND item.value_amount IS NOT NULL
"""

_LOSE = """
WITH lost AS (
    SELECT line.id, line.sku, line.pieces,
           round(item.value_amount * line.pieces / item.valued_quantity, %(exponent)s::int) AS value
    FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(pieces)s::bigint[]) AS line (id, sku, pieces)
    JOIN inventory_stockitem AS item ON item.sku = line.sku AND item.valued_quantity >= line.pieces
), taken AS (
    UPDATE inventory_stockitem AS item
    SET value_amount = item.value_amount - lost.value, valued_quantity = item.valued_quantity - lost.pieces,
        version = item.version + 1, updated_at = %(now)s
    FROM lost WHERE item.sku = lost.sku
)
INSERT INTO inventory_movement
    (id, sku, kind, delta_on_hand, delta_reserved, reason, reference, actor, occurred_at, value_amount, valued_quantity)
SELECT id, sku, %(kind)s, 0, 0, '', %(reference)s, %(actor)s::uuid, %(now)s, -value, -pieces FROM lost
"""


def valued_in() -> str | None:
    """The currency in which stock is valued; None where it is not."""
    currency: str | None = settings.GOTUTO_STOCK_VALUATION
    return currency


def shown_in() -> str:
    """The currency in which values are told; where stock is not valued, nothing has one, in the currency of the shop."""
    currency: str = valued_in() or settings.GOTUTO_CURRENCY
    return currency


def shown(amount: Decimal | None) -> Money | None:
    """A value of the ledger; None where there is none."""
    return None if amount is None else Money.round(amount, shown_in())


def reckoning(costs: Sequence[Decimal | None], currency: str) -> dict[str, object]:
    """The parameters that a statement takes whose parts are valued."""
    return {"costs": list(costs), "exponent": exponent(currency)}


def worth_of_found(skus: Sequence[Sku]) -> dict[Sku, Decimal | None]:
    """What a piece is worth that is found of SKUs that are valued; None where nobody knows."""
    return dict(fetch_all(_FOUND, [list(skus)]))


def lose(
    pieces: Mapping[Sku, int], *, currency: str, kind: str, reference: str, actor: ActorId | None, now: datetime
) -> None:
    """Take out of the value what was lost on no shelf; the rows of the SKUs are locked."""
    entry = {"kind": kind, "reference": reference, "actor": actor, "now": now}
    lines = {"ids": [new_id() for _ in pieces], "skus": list(pieces), "pieces": list(pieces.values())}
    execute(_LOSE, {**entry, **lines, "exponent": exponent(currency)})
