"""Stock over HTTP: what can be bought is public, the counters are for staff who see them, moving them needs the role."""

from datetime import datetime
from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.stock import dto, queries, use_cases
from contexts.inventory.stock.domain import MOST_PIECES
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role

REASON_LENGTH = 200
_Location = Annotated[
    str, Meta(max_length=36, description="The code or the id of a location; the main one if none is given.")
]
_Reference = Annotated[
    str, Meta(max_length=64, description="The paper that it stands on, such as the number of a delivery note.")
]


class ReceiptBody(TypedDict):
    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES)]
    reason: NotRequired[Annotated[str, Meta(max_length=REASON_LENGTH)]]
    reference: NotRequired[_Reference]
    location: NotRequired[_Location]
    unit_cost: NotRequired[Annotated[Money, Meta(description="What a piece cost, net; needed where stock is valued.")]]


class AdjustmentBody(TypedDict):
    delta: Annotated[
        int,
        Meta(ge=-MOST_PIECES, le=MOST_PIECES, description="How many more (or, below zero, fewer) there are."),
    ]
    reason: Annotated[str, Meta(max_length=REASON_LENGTH)]
    cause: NotRequired[
        Annotated[
            dto.Cause, Meta(description="What broke (`scrap`), came back or is lost is told apart from a correction.")
        ]
    ]
    reference: NotRequired[_Reference]
    location: NotRequired[_Location]
    unit_cost: NotRequired[
        Annotated[
            Money, Meta(description="What a piece is worth that is found or comes back; without it, the average.")
        ]
    ]


class StockItemChanges(TypedDict):
    when_sold_out: NotRequired[
        Annotated[
            dto.SoldOut,
            Meta(
                description="`refuse`: an order for more than is free is refused; `wait`: it waits in line until more comes."
            ),
        ]
    ]
    waiting_limit: NotRequired[
        Annotated[
            int, Meta(ge=1, le=MOST_PIECES, description="For how many pieces orders may wait; null for any number.")
        ]
        | None
    ]
    expected_at: NotRequired[Annotated[datetime | None, Meta(description="When more is promised to come.")]]
    reorder_point: NotRequired[
        Annotated[int, Meta(ge=0, le=MOST_PIECES, description="Down there more is to be ordered; null for never.")]
        | None
    ]
    reorder_quantity: NotRequired[
        Annotated[int, Meta(ge=1, le=MOST_PIECES, description="How many pieces are ordered at a time.")] | None
    ]


_READERS = may_see("inventory.stockitem")
_KEEPERS = has_role(Role.STOCK)


def _named(sku: str) -> Sku:
    return Sku(sku.upper())


def _sku(request: Request) -> Sku:
    # The key of a receipt belongs to its path, and the path names the SKU.
    return _named(request.parser_context["kwargs"]["sku"])


_again = again(queries.get_stock_item, sku=_sku)


class StockItems(Endpoint):
    @operation(allow=_READERS, listing=queries.STOCK_ITEMS, returns=Page[dto.StockItem])
    def get(self, request: Request, *, query: ListQuery[dto.StockItemFilter]) -> Page[dto.StockItem]:
        """Stock items by sku or created_at."""
        return queries.list_stock_items(filters=query.filters, page=query.page)


class StockItem(Endpoint):
    @operation(allow=_READERS, returns=dto.StockItem)
    def get(self, request: Request, *, sku: str) -> dto.StockItem:
        """The counters of one SKU."""
        return queries.get_stock_item(sku=_named(sku))

    @operation(
        allow=_KEEPERS,
        returns=dto.StockItem,
        example={"when_sold_out": "wait", "waiting_limit": 100, "reorder_point": 20, "reorder_quantity": 100},
    )
    def patch(self, request: Request, *, sku: str, body: StockItemChanges) -> dto.StockItem:
        """Say what becomes of orders for more than is free, and when more is to be ordered; who waits already stays in line."""
        return use_cases.update_stock_item(
            sku=_named(sku), **body, expected_version=if_match(request), now=timezone.now()
        )


class Levels(Endpoint):
    @operation(allow=_READERS, returns=dto.Levels)
    def get(self, request: Request, *, sku: str) -> dto.Levels:
        """Where the pieces of one SKU lie."""
        return queries.levels_of(sku=_named(sku))


class Receipts(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.StockItem,
        status=201,
        replay=_again,
        example={"quantity": 50, "reason": "Delivery note 4711"},
    )
    def post(self, request: Request, *, sku: str, body: ReceiptBody) -> dto.StockItem:
        """Book pieces that came in; works at once for a product just made."""
        return use_cases.receive_stock(sku=_named(sku), **body, actor=acting(request), now=timezone.now())


class Adjustments(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.StockItem,
        status=201,
        replay=_again,
        example={"delta": -2, "reason": "Damaged in the warehouse"},
    )
    def post(self, request: Request, *, sku: str, body: AdjustmentBody) -> dto.StockItem:
        """Correct the count; what is reserved stays reserved."""
        return use_cases.adjust_stock(sku=_named(sku), **body, actor=acting(request), now=timezone.now())
