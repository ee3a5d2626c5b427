"""Statements about transfers."""

from collections.abc import Sequence

from contexts.inventory.transfers import models
from contexts.inventory.transfers.dto import Arrival
from gotuto.db import execute
from gotuto.ids import TransferId

_ARRIVE = """
UPDATE inventory_transferline AS line
SET received = line.received + come.received, missing = line.missing + come.missing
FROM unnest(%(skus)s::text[], %(received)s::int[], %(missing)s::int[]) AS come (sku, received, missing)
WHERE line.transfer_id = %(transfer)s AND line.sku = come.sku
"""


def lock_row(transfer_id: TransferId) -> models.Transfer | None:
    """The row of a transfer with its lines, locked until the unit of work ends."""
    rows = models.Transfer.objects.select_related("origin", "destination").prefetch_related("lines")
    return rows.select_for_update(no_key=True, of=("self",)).filter(id=transfer_id).first()


def arrive(transfer_id: TransferId, arrivals: Sequence[Arrival]) -> None:
    """Note at each line what has come, and what will not."""
    parameters = {
        "skus": [one.sku for one in arrivals],
        "received": [one.quantity for one in arrivals],
        "missing": [one.missing for one in arrivals],
    }
    execute(_ARRIVE, {**parameters, "transfer": transfer_id})
