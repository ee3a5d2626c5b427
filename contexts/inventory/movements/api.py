"""The ledger over HTTP."""

from rest_framework.request import Request

from contexts.inventory.movements import dto, queries
from gotuto.http import Endpoint, ListQuery, may_see, operation
from gotuto.ids import Sku
from gotuto.paging import Page


class Movements(Endpoint):
    @operation(allow=may_see("inventory.movement"), listing=queries.MOVEMENTS, returns=Page[dto.Movement])
    def get(self, request: Request, *, sku: str, query: ListQuery[dto.MovementFilter]) -> Page[dto.Movement]:
        """The ledger of one SKU, newest first."""
        return queries.list_movements(sku=Sku(sku.upper()), filters=query.filters, page=query.page)
