"""Stocktakes over HTTP."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.stock.domain import MOST_PIECES
from contexts.inventory.stocktakes import dto, queries, use_cases
from contexts.inventory.stocktakes.domain import MOST_LINES
from contexts.inventory.stocktakes.dto import Count
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, may_see, operation
from gotuto.ids import Sku, StocktakeId
from gotuto.paging import Page
from gotuto.roles import Role

_READERS = may_see("inventory.stocktake")
_KEEPERS = has_role(Role.STOCK)


class StocktakeBody(TypedDict):
    location: NotRequired[
        Annotated[str, Meta(max_length=36, description="The code or the id of a location; the main one without.")]
    ]
    category: NotRequired[
        Annotated[str, Meta(max_length=200, description="The slug of a category; all below it is counted as well.")]
    ]
    skus: NotRequired[
        Annotated[list[Sku], Meta(max_length=MOST_LINES, description="Without any, all that lies there is counted.")]
    ]
    note: NotRequired[Annotated[str, Meta(max_length=200)]]


class CountBody(TypedDict):
    """How many pieces of a SKU lie on the shelf."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=0, le=MOST_PIECES)]


class CountsBody(TypedDict):
    counts: Annotated[
        list[CountBody],
        Meta(
            min_length=1, max_length=MOST_LINES, description="What is named twice lies in two places, and is added up."
        ),
    ]


class Stocktakes(Endpoint):
    @operation(allow=_READERS, listing=queries.STOCKTAKES, returns=Page[dto.Stocktake])
    def get(self, request: Request, *, query: ListQuery[dto.StocktakeFilter]) -> Page[dto.Stocktake]:
        """Stocktakes, the latest first."""
        return queries.list_stocktakes(filters=query.filters, page=query.page)

    @operation(
        allow=_KEEPERS,
        returns=dto.Stocktake,
        status=201,
        replay=again(queries.get_stocktake),
        example={"skus": ["TEA-EARL-GREY-100"]},
    )
    def post(self, request: Request, *, body: StocktakeBody) -> dto.Stocktake:
        """Begin to count a part of the assortment at a location."""
        return use_cases.open_stocktake(**body, actor=acting(request), now=timezone.now())


class Stocktake(Endpoint):
    @operation(allow=_READERS, returns=dto.Stocktake)
    def get(self, request: Request, *, stocktake_id: UUID) -> dto.Stocktake:
        """One stocktake, and how far it is."""
        return queries.get_stocktake(stocktake_id=StocktakeId(stocktake_id))


class Lines(Endpoint):
    @operation(allow=_READERS, listing=queries.LINES, returns=Page[dto.StocktakeLine])
    def get(self, request: Request, *, stocktake_id: UUID, query: ListQuery[dto.LineFilter]) -> Page[dto.StocktakeLine]:
        """What is counted, by SKU; `blocked` lines say what stands in the way."""
        return queries.list_lines(stocktake_id=StocktakeId(stocktake_id), filters=query.filters, page=query.page)


class Counts(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.Stocktake,
        replay=again(queries.get_stocktake),
        example={"counts": [{"sku": "TEA-EARL-GREY-100", "quantity": 41}]},
    )
    def post(self, request: Request, *, stocktake_id: UUID, body: CountsBody) -> dto.Stocktake:
        """Note what lies on the shelf; what is sold or comes in afterwards does not matter."""
        return use_cases.count(
            stocktake_id=StocktakeId(stocktake_id),
            counts=[Count(**one) for one in body["counts"]],
            actor=acting(request),
            now=timezone.now(),
        )


class Closing(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.Stocktake, replay=again(queries.get_stocktake))
    def post(self, request: Request, *, stocktake_id: UUID) -> dto.Stocktake:
        """Book the differences; what would cut into reservations stays open, and so does the stocktake then."""
        return use_cases.close_stocktake(
            stocktake_id=StocktakeId(stocktake_id), actor=acting(request), now=timezone.now()
        )


class Cancelling(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.Stocktake, replay=again(queries.get_stocktake))
    def post(self, request: Request, *, stocktake_id: UUID) -> dto.Stocktake:
        """Give a stocktake up; what is booked stays booked."""
        return use_cases.cancel_stocktake(stocktake_id=StocktakeId(stocktake_id), now=timezone.now())
