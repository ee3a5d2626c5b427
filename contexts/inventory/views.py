"""Stock over HTTP: what can be bought is public, the counters are for staff, moving them needs the role."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from contexts.inventory import dto, queries, use_cases
from contexts.inventory.serializers import AdjustmentBody, AvailabilityQuery, ReceiptBody, StockItemQuery
from gotuto.http import PUBLIC, STAFF, Endpoint, PageQuery, has_role, operation, principal
from gotuto.ids import ActorId, Sku
from gotuto.paging import Page
from gotuto.roles import Role

_KEEPERS = has_role(Role.STOCK)


def _named(sku: str) -> Sku:
    return Sku(sku.upper())


def _actor(request: Request) -> ActorId | None:
    user_id = principal(request).user_id
    return None if user_id is None else ActorId(user_id)


def _item_now(item_id: UUID, request: Request) -> dto.StockItem:
    # The key of a receipt belongs to its path, and the path names the SKU.
    return queries.get_stock_item(sku=_named(request.parser_context["kwargs"]["sku"]))


class Availability(Endpoint):
    @operation(allow=PUBLIC, query=AvailabilityQuery, returns=dto.Availabilities)
    def get(self, request: Request, *, query: AvailabilityQuery) -> dto.Availabilities:
        """How many pieces of each SKU can be bought now; one that nobody knows is not available."""
        return dto.Availabilities(results=queries.availability(skus=query.validated_data["sku"]))


class StockItems(Endpoint):
    @operation(allow=STAFF, query=StockItemQuery, returns=Page[dto.StockItem])
    def get(self, request: Request, *, query: StockItemQuery) -> Page[dto.StockItem]:
        """Stock items by sku or created_at."""
        return queries.list_stock_items(filters=dto.StockItemFilter(**query.filters), page=query.page)


class StockItem(Endpoint):
    @operation(allow=STAFF, returns=dto.StockItem)
    def get(self, request: Request, *, sku: str) -> dto.StockItem:
        """The counters of one SKU."""
        return queries.get_stock_item(sku=_named(sku))


class Movements(Endpoint):
    @operation(allow=STAFF, query=PageQuery, returns=Page[dto.Movement])
    def get(self, request: Request, *, sku: str, query: PageQuery) -> Page[dto.Movement]:
        """The ledger of one SKU, newest first."""
        return queries.list_movements(sku=_named(sku), page=query.page)


class Receipts(Endpoint):
    @operation(
        allow=_KEEPERS,
        body=ReceiptBody,
        returns=dto.StockItem,
        status=201,
        replay=_item_now,
        example={"quantity": 50, "reason": "Delivery note 4711"},
    )
    def post(self, request: Request, *, sku: str, body: dict[str, Any]) -> dto.StockItem:
        """Book pieces that came in; works at once for a product just made."""
        return use_cases.receive_stock(sku=_named(sku), **body, actor=_actor(request), now=timezone.now())


class Adjustments(Endpoint):
    @operation(
        allow=_KEEPERS,
        body=AdjustmentBody,
        returns=dto.StockItem,
        status=201,
        replay=_item_now,
        example={"delta": -2, "reason": "Damaged in the warehouse"},
    )
    def post(self, request: Request, *, sku: str, body: dict[str, Any]) -> dto.StockItem:
        """Correct the count; what is reserved stays reserved."""
        return use_cases.adjust_stock(sku=_named(sku), **body, actor=_actor(request), now=timezone.now())
