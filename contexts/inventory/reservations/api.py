"""Over HTTP: for whom stock is kept."""

from rest_framework.request import Request

from contexts.inventory.reservations import dto, queries
from gotuto.http import Endpoint, ListQuery, may_see, operation
from gotuto.ids import Sku
from gotuto.paging import Page


class Holds(Endpoint):
    @operation(allow=may_see("inventory.reservation"), listing=queries.HOLDS, returns=Page[dto.Hold])
    def get(self, request: Request, *, sku: str, query: ListQuery[dto.HoldFilter]) -> Page[dto.Hold]:
        """For whom pieces of one SKU are kept, the longest first; only its order ends a reservation."""
        return queries.list_holds(sku=Sku(sku.upper()), filters=query.filters, page=query.page)
