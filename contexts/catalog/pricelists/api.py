"""Price lists over HTTP: prices in other currencies, and those of groups of customers."""

from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.catalog.pricelists import dto, queries, use_cases
from gotuto.http import Endpoint, again, has_role, if_match, may_see, operation
from gotuto.http.fields import CurrencyCode
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH

_READERS = may_see("catalog.pricelist")
_WRITERS = has_role(Role.CATALOG)
CODE = Meta(max_length=CODE_LENGTH, extra_json_schema={"format": "code"})
_Name = Annotated[str, Meta(max_length=dto.NAME_LENGTH)]


class PriceListBody(TypedDict):
    """A list of prices in a currency, for everybody or for a group of customers."""

    code: Annotated[str, CODE, Meta(description="Never changes.")]
    name: _Name
    currency: CurrencyCode
    customer_group: NotRequired[
        Annotated[
            str, CODE, Meta(description="The code of a group of customers; for everybody, without. Never changes.")
        ]
    ]
    is_active: NotRequired[
        Annotated[bool, Meta(description="Whether its prices are asked; true unless said otherwise.")]
    ]


class PriceListChanges(TypedDict):
    name: NotRequired[_Name]
    is_active: NotRequired[Annotated[bool, Meta(description="Of each currency and group one list is active.")]]


class PriceLists(Endpoint):
    @operation(allow=_READERS, returns=Page[dto.PriceList])
    def get(self, request: Request) -> Page[dto.PriceList]:
        """All price lists, by their codes; `?price_list=` at the prices of a product shows what stands in one."""
        return queries.list_price_lists()

    @operation(
        allow=_WRITERS,
        returns=dto.PriceList,
        status=201,
        replay=again(queries.get_price_list_by_id),
        example={"code": "CHF", "name": "Switzerland", "currency": "CHF"},
    )
    def post(self, request: Request, *, body: PriceListBody) -> dto.PriceList:
        """Open a list of prices in another currency, or for a group of customers; while it is active, carts are priced by it."""
        return use_cases.open_list(**body, now=timezone.now())


class PriceList(Endpoint):
    @operation(allow=_READERS, returns=dto.PriceList)
    def get(self, request: Request, *, price_list: str) -> dto.PriceList:
        """One price list, by its code."""
        return queries.get_price_list(code=price_list)

    @operation(allow=_WRITERS, returns=dto.PriceList, example={"name": "Switzerland and Liechtenstein"})
    def patch(self, request: Request, *, price_list: str, body: PriceListChanges) -> dto.PriceList:
        """Call it otherwise, or take it out of use and back; its code and its currency stay."""
        return use_cases.change_list(code=price_list, **body, expected_version=if_match(request), now=timezone.now())
