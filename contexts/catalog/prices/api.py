"""Prices over HTTP: what was asked, what will be, and another price from now on or from a moment to come."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.pricelists.api import CODE
from contexts.catalog.prices import dto, queries
from contexts.catalog.prices.dto import NewPrice, PriceKind
from contexts.catalog.prices.use_cases import entering
from gotuto.http import Endpoint, ListQuery, again, has_role, if_match, may_see, operation
from gotuto.http.fields import CurrencyCode
from gotuto.ids import ProductId, Sku
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role

_READERS = may_see("catalog.priceentry")
_WRITERS = has_role(Role.CATALOG)
_Amount = Annotated[Decimal, Meta(gt=0, description="Gross, greater than zero.")]


PriceBody = TypedDict(
    "PriceBody",
    {
        "amount": _Amount,
        "currency": CurrencyCode,
        "sku": NotRequired[Annotated[Sku, Meta(description="Of which variant, where there are several.")]],
        "price_list": NotRequired[
            Annotated[
                str,
                CODE,
                Meta(description="The code of a list: in another currency than the goods have, or of a group."),
            ]
        ],
        "compare_at_price": NotRequired[
            Annotated[Decimal, Meta(gt=0, description="What is struck through; with it the price is a reduction.")]
        ],
        "is_reduction": NotRequired[Annotated[bool, Meta(description="A reduction, also without `compare_at_price`.")]],
        "from": NotRequired[Annotated[datetime, Meta(description="From now on, without.")]],
        "until": NotRequired[
            Annotated[datetime, Meta(description="For ever, without; what held before holds again then.")]
        ],
        "reason": NotRequired[Annotated[str, Meta(max_length=dto.REASON_LENGTH)]],
    },
)


def _new(body: PriceBody) -> NewPrice:
    currency = body["currency"]
    return NewPrice(
        sku=body.get("sku", Sku("")),
        price=Money(body["amount"], currency),
        price_list=body.get("price_list", ""),
        compare_at=Money(body["compare_at_price"], currency) if "compare_at_price" in body else None,
        kind=PriceKind.REDUCTION if body.get("is_reduction") else PriceKind.PRICE,
        valid_from=body.get("from"),
        valid_until=body.get("until"),
        reason=body.get("reason", ""),
    )


class Prices(Endpoint):
    @operation(allow=_READERS, listing=queries.PRICES, returns=Page[dto.Price])
    def get(self, request: Request, *, product_id: UUID, query: ListQuery[dto.PriceFilter]) -> Page[dto.Price]:
        """What was and will be asked for a product and its variants, the latest first; that which began last holds."""
        return queries.list_prices(product_id=ProductId(product_id), filters=query.filters, page=query.page)

    @operation(
        allow=_WRITERS,
        returns=dto.Price,
        status=201,
        replay=again(queries.get_price),
        example={"amount": "9.90", "currency": "EUR", "compare_at_price": "19.90", "reason": "Autumn sale"},
    )
    def post(self, request: Request, *, product_id: UUID, body: PriceBody) -> dto.Price:
        """Enter a price, from now on or from a moment to come, as a reduction or not."""
        return entering.enter_price(product_id=ProductId(product_id), price=_new(body), now=timezone.now())


class Price(Endpoint):
    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, product_id: UUID, price_id: UUID) -> None:
        """Let a price that has not begun never begin; what has begun stays, and another price ends it."""
        entering.cancel_price(
            product_id=ProductId(product_id),
            price_id=price_id,
            expected_version=if_match(request),
            now=timezone.now(),
        )
