"""Purchase orders over HTTP."""

from datetime import date
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.purchasing import dto, queries, use_cases
from contexts.inventory.purchasing.domain import MOST_LINES
from contexts.inventory.purchasing.dto import Delivery, Wanted
from contexts.inventory.stock.domain import MOST_PIECES
from contexts.inventory.suppliers.dto import SupplierFilter
from contexts.inventory.suppliers.queries import list_suppliers
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import PurchaseOrderId, Sku, SupplierId
from gotuto.money import Money
from gotuto.paging import Page, PageRequest
from gotuto.roles import Role

_READERS = may_see("inventory.purchaseorder")
_KEEPERS = has_role(Role.STOCK)
_Pieces = Annotated[int, Meta(ge=1, le=MOST_PIECES)]
_Day = Annotated[date, Meta(description="When it is to come.")]


class WantedBody(TypedDict):
    """Pieces of one SKU."""

    sku: Sku
    quantity: _Pieces
    cost: NotRequired[
        Annotated[Money, Meta(description="Of a piece, net; what the supplier is known to ask, without.")]
    ]


class PurchaseBody(TypedDict):
    supplier_id: SupplierId
    lines: Annotated[list[WantedBody], Meta(min_length=1, max_length=MOST_LINES)]
    location: NotRequired[
        Annotated[
            str, Meta(max_length=36, description="Where it is to come: a code or an id; the main location without.")
        ]
    ]
    promised_on: NotRequired[_Day]
    note: NotRequired[Annotated[str, Meta(max_length=200)]]


class PlacingBody(TypedDict):
    promised_on: NotRequired[_Day]


class DeliveryBody(TypedDict):
    """So many pieces of a SKU have come."""

    sku: Sku
    quantity: _Pieces
    unit_cost: NotRequired[
        Annotated[
            Money, Meta(description="What a piece cost in the end, where stock is valued; what was ordered, without.")
        ]
    ]


class PurchaseReceiptBody(TypedDict):
    lines: NotRequired[
        Annotated[list[DeliveryBody], Meta(max_length=MOST_LINES, description="All that is open, without.")]
    ]
    delivery_note: NotRequired[Annotated[str, Meta(max_length=200, description="Its number; stands in the ledger.")]]


class ShortagesBody(TypedDict):
    supplier_id: SupplierId


_ORDER = {
    "supplier_id": "01934d1c-0000-7000-8000-000000000002",
    "lines": [{"sku": "TEA-EARL-GREY-100", "quantity": 48, "cost": {"amount": "3.20", "currency": "EUR"}}],
}


def _of_a_supplier(request: Request) -> dict[str, Any] | None:
    found = list_suppliers(filters=SupplierFilter(is_archived=False), page=PageRequest(size=1)).items
    return {**_ORDER, "supplier_id": str(found[0].id)} if found else None


class PurchaseOrders(Endpoint):
    @operation(allow=_READERS, listing=queries.PURCHASE_ORDERS, returns=Page[dto.PurchaseOrder])
    def get(self, request: Request, *, query: ListQuery[dto.PurchaseFilter]) -> Page[dto.PurchaseOrder]:
        """Purchase orders, the latest first."""
        return queries.list_purchase_orders(filters=query.filters, page=query.page)

    @operation(
        allow=_KEEPERS,
        returns=dto.PurchaseOrder,
        status=201,
        replay=again(queries.get_purchase_order),
        example=_ORDER,
        living_example=_of_a_supplier,
    )
    def post(self, request: Request, *, body: PurchaseBody) -> dto.PurchaseOrder:
        """Write down what is to be ordered of a supplier; nobody is told before it is placed."""
        lines = [Wanted(**line) for line in body["lines"]]
        return use_cases.create_purchase_order(
            supplier_id=body["supplier_id"],
            lines=lines,
            location=body.get("location"),
            promised_on=body.get("promised_on"),
            note=body.get("note", ""),
            actor=acting(request),
            now=timezone.now(),
        )


class OrderShortages(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.PurchaseOrder,
        status=201,
        replay=again(queries.get_purchase_order),
        example={"supplier_id": "01934d1c-0000-7000-8000-000000000002"},
    )
    def post(self, request: Request, *, body: ShortagesBody) -> dto.PurchaseOrder:
        """Write a purchase order of all that is to be ordered of a supplier now."""
        return use_cases.order_shortages(supplier_id=body["supplier_id"], actor=acting(request), now=timezone.now())


class PurchaseOrder(Endpoint):
    @operation(allow=_READERS, returns=dto.PurchaseOrder)
    def get(self, request: Request, *, purchase_order_id: UUID) -> dto.PurchaseOrder:
        """One purchase order."""
        return queries.get_purchase_order(purchase_order_id=PurchaseOrderId(purchase_order_id))


class Placing(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.PurchaseOrder,
        replay=again(queries.get_purchase_order),
        example={"promised_on": "2027-01-15"},
    )
    def post(self, request: Request, *, purchase_order_id: UUID, body: PlacingBody) -> dto.PurchaseOrder:
        """It is ordered; its SKUs promise when more comes, unless somebody has said otherwise."""
        return use_cases.place_purchase_order(
            purchase_order_id=PurchaseOrderId(purchase_order_id),
            **body,
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Receiving(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.PurchaseOrder,
        replay=again(queries.get_purchase_order),
        example={"lines": [{"sku": "TEA-EARL-GREY-100", "quantity": 24}], "delivery_note": "L-4711"},
    )
    def post(self, request: Request, *, purchase_order_id: UUID, body: PurchaseReceiptBody) -> dto.PurchaseOrder:
        """Goods have come, in parts or all that is open; whoever waits in line for them is served first."""
        return use_cases.receive_purchase(
            purchase_order_id=PurchaseOrderId(purchase_order_id),
            deliveries=[Delivery(sku=line["sku"], quantity=line["quantity"]) for line in body.get("lines", ())],
            unit_costs=[(line["sku"], line["unit_cost"]) for line in body.get("lines", ()) if "unit_cost" in line],
            delivery_note=body.get("delivery_note", ""),
            expected_version=if_match(request),
            actor=acting(request),
            now=timezone.now(),
        )


class Closing(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.PurchaseOrder, replay=again(queries.get_purchase_order))
    def post(self, request: Request, *, purchase_order_id: UUID) -> dto.PurchaseOrder:
        """What has not come will not."""
        return use_cases.close_purchase(
            purchase_order_id=PurchaseOrderId(purchase_order_id),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Cancelling(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.PurchaseOrder, replay=again(queries.get_purchase_order))
    def post(self, request: Request, *, purchase_order_id: UUID) -> dto.PurchaseOrder:
        """Give it up, as long as nothing has come."""
        return use_cases.cancel_purchase(
            purchase_order_id=PurchaseOrderId(purchase_order_id),
            expected_version=if_match(request),
            now=timezone.now(),
        )
