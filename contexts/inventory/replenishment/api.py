"""The worklist of what is to be ordered, over HTTP."""

from rest_framework.request import Request

from contexts.inventory.replenishment import dto, queries
from gotuto.http import Endpoint, ListQuery, may_see, operation
from gotuto.paging import Page


class Shortages(Endpoint):
    @operation(allow=may_see("inventory.supplier"), listing=queries.SHORTAGES, returns=Page[dto.Shortage])
    def get(self, request: Request, *, query: ListQuery[dto.ShortageFilter]) -> Page[dto.Shortage]:
        """What is down at its reorder point: how many pieces to order, and of whom."""
        return queries.list_shortages(filters=query.filters, page=query.page)
