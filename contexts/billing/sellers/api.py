"""Sellers over HTTP: what stands on the documents from now on."""

from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.sellers import dto, queries, use_cases
from contexts.billing.sellers.dto import Bank, Registration, Scheme, Seller
from gotuto.address import Address
from gotuto.http import Endpoint, acting, has_role, if_match, may_see, operation
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text import Prose
from gotuto.text.email_address import EmailAddress

_READERS = may_see("billing.legalentity")


class BankBody(TypedDict):
    """Where money for the seller goes."""

    iban: Annotated[str, Meta(max_length=42, description="ISO 13616; blanks are no matter.")]
    bic: NotRequired[Annotated[str, Meta(max_length=11, description="ISO 9362; mostly the IBAN tells it.")]]
    holder: NotRequired[Annotated[str, Meta(max_length=70)]]
    name: NotRequired[Annotated[str, Meta(max_length=100)]]


class TaxRegistrationBody(TypedDict):
    """A registration for value added tax in a country."""

    country: Annotated[str, Meta(min_length=2, max_length=2, description="ISO 3166-1 alpha-2.")]
    vat_id: NotRequired[Annotated[str, Meta(max_length=20)]]
    scheme: NotRequired[Annotated[Scheme, Meta(description="`local`, or `oss` for the one-stop shop.")]]


class PatternsBody(TypedDict):
    """What the numbers of each kind of document look like."""

    invoice: Annotated[str, Meta(max_length=40, description="Such as INV-{year}-{seq:06}.")]
    credit_note: Annotated[str, Meta(max_length=40)]


class SellerBody(TypedDict):
    """All that a seller says of themselves; what is left out is said no more."""

    name: Annotated[str, Meta(max_length=200)]
    address: NotRequired[Address | None]
    vat_id: NotRequired[Annotated[str, Meta(max_length=20)]]
    tax_number: NotRequired[Annotated[str, Meta(max_length=40, description="As the tax office knows the seller.")]]
    register_entry: NotRequired[Annotated[str, Meta(max_length=200, description="Court and number of the register.")]]
    registrations: NotRequired[Annotated[list[TaxRegistrationBody], Meta(description="In other countries.")]]
    is_small_enterprise: NotRequired[
        Annotated[bool, Meta(description="Charges no tax (directive 2006/112, art. 284; in Germany § 19 UStG).")]
    ]
    email: NotRequired[Annotated[EmailAddress, Meta(max_length=254)]]
    phone: NotRequired[Annotated[str, Meta(max_length=40)]]
    website: NotRequired[Annotated[str, Meta(max_length=200)]]
    bank: NotRequired[BankBody | None]
    terms_days: NotRequired[
        Annotated[int | None, Meta(ge=0, le=365, description="Within how many days to pay; null for the setting's.")]
    ]
    terms: NotRequired[Annotated[Prose, Meta(max_length=1000)]]
    footer: NotRequired[Annotated[list[str], Meta(description="At most three columns.")]]
    logo: NotRequired[Annotated[str, Meta(max_length=64, description="The SHA-256 of one that is kept.")]]
    time_zone: NotRequired[Annotated[str, Meta(max_length=64, description="It decides the dates of documents.")]]
    language: NotRequired[Annotated[str, Meta(max_length=2, description="en, de, fr or es.")]]
    patterns: NotRequired[PatternsBody]


_SELLER = {
    "name": "Tea Trading GmbH",
    "address": {
        "name": "Tea Trading GmbH",
        "line1": "Speicherstraße 7",
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
    },
    "vat_id": "DE136695976",
    "bank": {"iban": "DE02120300000000202051", "holder": "Tea Trading GmbH"},
}


class Sellers(Endpoint):
    @operation(allow=_READERS, returns=Page[dto.LegalEntity])
    def get(self, request: Request) -> Page[dto.LegalEntity]:
        """Who sells; `main` sells through the shop."""
        return queries.list_sellers()


class SellerDetail(Endpoint):
    @operation(allow=_READERS, returns=dto.LegalEntity)
    def get(self, request: Request, *, legal_entity: str) -> dto.LegalEntity:
        """A seller, and what an invoice cannot do without that they have not said yet."""
        return queries.get_seller(legal_entity=legal_entity)

    @operation(allow=has_role(Role.BILLING), returns=dto.LegalEntity, example=_SELLER)
    def put(self, request: Request, *, legal_entity: str, body: SellerBody) -> dto.LegalEntity:
        """Say what stands on the documents from now on; those that are issued keep what they say."""
        return use_cases.describe_seller(
            seller=_seller(legal_entity, body),
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


def _seller(legal_entity: str, body: SellerBody) -> Seller:
    given = dict(body)
    bank = given.pop("bank", None)
    registrations = body.get("registrations", [])
    given.pop("registrations", None)
    return Seller(
        legal_entity=legal_entity,
        bank=None if bank is None else Bank(**bank),  # type: ignore[arg-type]
        registrations=tuple(Registration(**one) for one in registrations),
        footer=tuple(given.pop("footer", ())),  # type: ignore[arg-type]
        **given,  # type: ignore[arg-type]
    )
