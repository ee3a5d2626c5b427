"""Invoices by hand over HTTP: written, changed, issued."""

from datetime import date
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.drafts import use_cases
from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.invoices import api, dto, queries
from contexts.billing.lines.dto import Discount
from gotuto.http import Endpoint, again, has_role, if_match, operation
from gotuto.http.fields import CountryCode, CurrencyCode
from gotuto.ids import ClientId, InvoiceId
from gotuto.money import Money
from gotuto.roles import Role
from gotuto.tax_classes import TaxClass
from gotuto.text import Prose

_WRITERS = has_role(Role.BILLING)
MOST_LINES = 1_000


class DiscountBody(TypedDict):
    """What is taken off, and why."""

    amount: Money
    reason: Annotated[str, Meta(min_length=1, max_length=200)]


class LineBody(TypedDict):
    """A line; what is left out of one with a `sku` is as the catalogue says it."""

    sku: NotRequired[Annotated[str, Meta(max_length=64)]]
    description: NotRequired[Annotated[str, Meta(max_length=300)]]
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]
    unit_price: NotRequired[Money]
    tax_class: NotRequired[TaxClass]
    unit: NotRequired[
        Annotated[
            str, Meta(min_length=1, max_length=3, description="UN/ECE Recommendation 20: C62 is a piece, HUR an hour.")
        ]
    ]
    discount: NotRequired[DiscountBody | None]
    is_service: NotRequired[bool]


class DraftBody(TypedDict):
    """An invoice as staff write it."""

    client_id: ClientId
    currency: NotRequired[CurrencyCode]
    lines: Annotated[list[LineBody], Meta(min_length=1, max_length=MOST_LINES)]
    prices_include_tax: NotRequired[
        Annotated[bool, Meta(description="Whether prices and discounts are gross; with net ones tax is added.")]
    ]
    discount: NotRequired[DiscountBody | None]
    delivered_on: NotRequired[Annotated[date | None, Meta(description="The day whose tax rates hold.")]]
    deliver_to: NotRequired[Annotated[CountryCode | None, Meta(description="Where it goes, if not to the client's.")]]
    reference: NotRequired[Annotated[str, Meta(max_length=64)]]
    buyer_reference: NotRequired[Annotated[str, Meta(max_length=64, description="How the client calls it (BT-10).")]]
    notes: NotRequired[Annotated[Prose, Meta(max_length=2000)]]


_DRAFT = {
    "client_id": "0199d0a4-1c5e-7000-8000-000000000001",
    "lines": [
        {
            "description": "Advice on tea",
            "quantity": 3,
            "unit": "HUR",
            "unit_price": {"amount": "80.00", "currency": "EUR"},
            "tax_class": "standard",
            "is_service": True,
        }
    ],
    "prices_include_tax": False,
    "notes": "As agreed on the phone.",
}


def _given(body: DraftBody) -> Any:
    """The body as the use cases take it."""
    given: dict[str, Any] = dict(body)
    if "lines" in given:
        given["lines"] = tuple(
            DraftLine(**{**line, "discount": _discount(line.get("discount"))}) for line in given["lines"]
        )
    if "discount" in given:
        given["discount"] = _discount(given["discount"])
    if "deliver_to" in given:
        given["deliver_to"] = given["deliver_to"] or ""
    return given


def _discount(body: DiscountBody | None) -> Discount | None:
    return None if body is None else Discount(**body)


class Invoices(api.Invoices):
    @operation(
        allow=_WRITERS,
        returns=dto.Invoice,
        status=201,
        replay=again(queries.get_invoice, of_client=api.seen_by),
        example=_DRAFT,
    )
    def post(self, request: Request, *, body: DraftBody) -> dto.Invoice:
        """Write an invoice by hand; it is a draft until it is issued."""
        return use_cases.create_draft(draft=Draft(**_given(body)), now=timezone.now())


class Invoice(api.Invoice):
    @operation(allow=_WRITERS, returns=dto.Invoice, example={"notes": "As agreed in Hamburg."})
    def patch(self, request: Request, *, invoice_id: UUID, body: DraftBody) -> dto.Invoice:
        """Change what is given of a draft that belongs to no order, and clear it with null; lines are replaced as a whole."""
        return use_cases.update_draft(
            invoice_id=InvoiceId(invoice_id), **_given(body), expected_version=if_match(request), now=timezone.now()
        )


class Issuing(Endpoint):
    @operation(allow=_WRITERS, returns=dto.Invoice, replay=again(queries.get_invoice, of_client=api.seen_by))
    def post(self, request: Request, *, invoice_id: UUID) -> dto.Invoice:
        """Give a draft its number and its dates; nothing on it can be changed then. What is issued stays as it is."""
        return use_cases.issue_draft(invoice_id=InvoiceId(invoice_id), now=timezone.now())
