"""Suppliers over HTTP."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.suppliers import dto, queries, use_cases
from contexts.inventory.suppliers.domain import MOST_DAYS, MOST_IN_A_PACK, NAME_LENGTH
from gotuto.http import Endpoint, ListQuery, again, has_role, if_match, may_see, operation
from gotuto.http.fields import CurrencyCode
from gotuto.ids import Sku, SupplierId
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH
from gotuto.text.email_address import EmailAddress

_READERS = may_see("inventory.supplier")
_KEEPERS = has_role(Role.STOCK)
_Name = Annotated[str, Meta(max_length=NAME_LENGTH)]
_Email = Annotated[EmailAddress, Meta(max_length=254)]
_Days = Annotated[int, Meta(ge=0, le=MOST_DAYS, description="How long goods take to come.")]


class SupplierBody(TypedDict):
    name: _Name
    code: NotRequired[
        Annotated[
            str,
            Meta(
                max_length=CODE_LENGTH,
                description="Never changes; made of the name if none is given.",
                extra_json_schema={"format": "code"},
            ),
        ]
    ]
    email: NotRequired[_Email]
    currency: NotRequired[Annotated[CurrencyCode, Meta(description="In which it is paid; never changes.")]]
    lead_time_days: NotRequired[_Days]


class SupplierChanges(TypedDict):
    name: NotRequired[_Name]
    email: NotRequired[_Email]
    lead_time_days: NotRequired[_Days]
    is_archived: NotRequired[Annotated[bool, Meta(description="Of one that is archived nothing more is bought.")]]


class SupplierGoodBody(TypedDict):
    cost: Annotated[Money, Meta(description="Of a piece, net, in the supplier's currency.")]
    supplier_sku: NotRequired[Annotated[str, Meta(max_length=64, description="What it is called there.")]]
    pack_size: NotRequired[
        Annotated[int, Meta(ge=1, le=MOST_IN_A_PACK, description="How many pieces come in a pack; 1 without.")]
    ]
    is_preferred: NotRequired[
        Annotated[bool, Meta(description="Whether it is bought here; the first who has it is, without.")]
    ]


class Suppliers(Endpoint):
    @operation(allow=_READERS, listing=queries.SUPPLIERS, returns=Page[dto.Supplier])
    def get(self, request: Request, *, query: ListQuery[dto.SupplierFilter]) -> Page[dto.Supplier]:
        """From whom goods are bought, by code."""
        return queries.list_suppliers(filters=query.filters, page=query.page)

    @operation(
        allow=_KEEPERS,
        returns=dto.Supplier,
        status=201,
        replay=again(queries.get_supplier),
        example={"code": "TEAHOUSE", "name": "Tea House Ltd", "email": "orders@example.com", "lead_time_days": 14},
    )
    def post(self, request: Request, *, body: SupplierBody) -> dto.Supplier:
        """Add one from whom goods are bought."""
        return use_cases.create_supplier(**body, now=timezone.now())


class Supplier(Endpoint):
    @operation(allow=_READERS, returns=dto.Supplier)
    def get(self, request: Request, *, supplier_id: UUID) -> dto.Supplier:
        """One supplier."""
        return queries.get_supplier(supplier_id=SupplierId(supplier_id))

    @operation(allow=_KEEPERS, returns=dto.Supplier, example={"lead_time_days": 21})
    def patch(self, request: Request, *, supplier_id: UUID, body: SupplierChanges) -> dto.Supplier:
        """Change what is given; a supplier of whom nothing more is bought is archived, and can be restored."""
        return use_cases.update_supplier(
            supplier_id=SupplierId(supplier_id), **body, expected_version=if_match(request), now=timezone.now()
        )


class SupplierGoods(Endpoint):
    @operation(allow=_READERS, listing=queries.SUPPLIER_GOODS, returns=Page[dto.SupplierGood])
    def get(
        self, request: Request, *, supplier_id: UUID, query: ListQuery[dto.SupplierGoodFilter]
    ) -> Page[dto.SupplierGood]:
        """What a supplier has, by SKU."""
        return queries.list_supplier_goods(supplier_id=SupplierId(supplier_id), filters=query.filters, page=query.page)


class SupplierGood(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.SupplierGood,
        example={"cost": {"amount": "4.20", "currency": "EUR"}, "supplier_sku": "EG-100", "pack_size": 12},
    )
    def put(self, request: Request, *, supplier_id: UUID, sku: str, body: SupplierGoodBody) -> dto.SupplierGood:
        """Say what a supplier has of a SKU, and what it costs there."""
        return use_cases.put_supplier_good(
            supplier_id=SupplierId(supplier_id),
            sku=Sku(sku.upper()),
            **body,
            expected_version=if_match(request),
            now=timezone.now(),
        )

    @operation(allow=_KEEPERS)
    def delete(self, request: Request, *, supplier_id: UUID, sku: str) -> None:
        """The supplier does not have it any more."""
        use_cases.remove_supplier_good(
            supplier_id=SupplierId(supplier_id), sku=Sku(sku.upper()), expected_version=if_match(request)
        )
