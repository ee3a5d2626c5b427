"""What stock is worth, over HTTP, for staff who see the ledger."""

from datetime import date
from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.valuation import dto, queries
from gotuto.http import Endpoint, ListQuery, may_see, operation
from gotuto.ids import Sku
from gotuto.paging import Page

_READERS = may_see("inventory.movement")


class DayQuery(TypedDict):
    day: NotRequired[Annotated[date, Meta(description="At the end of which day; now without.")]]


class StockValues(Endpoint):
    @operation(allow=_READERS, listing=queries.STOCK_VALUES, returns=Page[dto.StockValue])
    def get(self, request: Request, *, query: ListQuery[dto.ValueFilter]) -> Page[dto.StockValue]:
        """What each SKU is worth at its moving average, or was at the end of a day by the ledger."""
        return queries.list_stock_values(filters=query.filters, page=query.page, now=timezone.now())


class TotalValue(Endpoint):
    @operation(allow=_READERS, returns=dto.TotalValue)
    def get(self, request: Request, *, query: DayQuery) -> dto.TotalValue:
        """What all stock is worth, or was at the end of a day by the ledger, and where it lies."""
        return queries.total_value(day=query.get("day"), now=timezone.now())


class ValueOfSku(Endpoint):
    @operation(allow=_READERS, returns=dto.ValueOfSku)
    def get(self, request: Request, *, sku: str) -> dto.ValueOfSku:
        """What the pieces of a SKU are worth, and the share of each location."""
        return queries.value_of(sku=Sku(sku.upper()))
