"""Availability: what buyers are told, and what the catalogue shows of it."""

from collections.abc import Sequence

from contexts.catalog import facade as catalog
from contexts.inventory.availability import domain, dto
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.queries import stock_of
from gotuto.db import unit_of_work
from gotuto.ids import Sku

# So many SKUs are locked at once while the catalogue is told of them.
BATCH = 200


def availability(*, skus: Sequence[Sku]) -> tuple[dto.Availability, ...]:
    """How many pieces can be bought, in the order of the question; an unknown SKU is simply not available.

    What is not for sale cannot be bought, however much of it lies there. The catalogue is asked each time: news of it would
    come a moment late, and a buyer would be promised what the cart refuses.
    """
    items = stock_of(skus=skus)
    asked = [sku for sku, item in items.items() if item.available > 0 or item.can_wait or item.expected_at]
    for_sale = {sku: items[sku] for sku in catalog.skus_for_sale(skus=asked)}
    return tuple(domain.offered(sku, for_sale.get(sku)) for sku in dict.fromkeys(skus))


def show_all_in_catalogue() -> int:
    """Let the catalogue know of every SKU whether any is left, a batch at a time; of how many."""
    told, after = 0, ""
    while skus := _show_in_catalogue(after):
        told, after = told + len(skus), skus[-1]
    return told


@unit_of_work
def _show_in_catalogue(after: str) -> list[Sku]:
    skus = stock.next_skus(after, BATCH)
    # As they stay until that is written: news of a change waits for it.
    stock.lock_free(skus)
    catalog.show_stock(in_stock={sku: item.left > 0 for sku, item in stock_of(skus=skus).items()})
    return skus
