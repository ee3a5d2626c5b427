"""Over HTTP: for whom stock is kept."""

from rest_framework.request import Request

from contexts.inventory.reservations import dto, queries
from gotuto.http import Endpoint, ListQuery, may_see, operation
from gotuto.ids import Sku
from gotuto.paging import Page


class Holds(Endpoint):
    @operation(allow=may_see("inventory.reservation"), listing=queries.HOLDS, returns=Page[dto.Hold])
    def get(self, request: Request, *, sku: str, query: ListQuery[dto.HoldFilter]) -> Page[dto.Hold]:
        """For whom pieces of one SKU are kept, and who waits for some, the longest first; only its order ends a reservation."""
        return queries.list_holds(sku=Sku(sku.upper()), filters=query.filters, page=query.page)


class Line(Endpoint):
    @operation(allow=may_see("inventory.reservation"), listing=queries.TURNS, returns=Page[dto.Turn])
    def get(self, request: Request, *, sku: str, query: ListQuery[dto.TurnFilter]) -> Page[dto.Turn]:
        """Who waits for one SKU, in the order in which they are served when more comes."""
        return queries.list_turns(sku=Sku(sku.upper()), filters=query.filters, page=query.page)
