"""Reports as plain data: value added tax by return, country and rate, and what was sold across borders to consumers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money


class Return(StrEnum):
    """In which return a sale is declared: at the seller's, under a registration abroad, or for the one-stop shop."""

    HOME = "home"
    LOCAL = "local"
    OSS = "oss"


@dataclass(frozen=True, kw_only=True)
class VatRow:
    """Sales that are taxed alike; those of credit notes are taken off, so that amounts may be negative.

    `country` is whose tax it is (ISO 3166-1, or XI; empty for a seller without an address), `vat_id` the seller's number for
    that return. `is_distance_sale`: to consumers in another member state; in the return `home` it is taxed at the seller's
    although it went elsewhere.
    """

    declared_in: Return
    country: str
    vat_id: str
    is_distance_sale: bool
    category: TaxCategory
    rate: Decimal
    exemption: str
    net: Money
    tax: Money
    documents: int


@dataclass(frozen=True, kw_only=True)
class VatOfCurrency:
    """All sales in a currency. `documents` counts credit notes too.

    `without_particulars` are documents that do not say where the seller was, as those of earlier releases: they stand under
    the seller's present country, and the buyer's address tells where they went.
    """

    currency: str
    rows: tuple[VatRow, ...]
    net: Money
    tax: Money
    documents: int
    credit_notes: int
    without_particulars: int


@dataclass(frozen=True, kw_only=True)
class DistanceSales:
    """What consumers in other member states bought in a calendar year, net; `share` is its part of the limit (1 = 100 %).

    Sales in other currencies are not converted, and count for nothing here.
    """

    year: int
    net: Money
    share: Decimal
    is_over: bool
    other_currencies: tuple[Money, ...]


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """Directive 2006/112, art. 59c: above the limit in the last year or this one, consumers' countries levy the tax.

    Nothing is switched by it: `has_oss` says whether the seller is registered for the one-stop shop.
    """

    limit: Money
    is_over: bool
    has_oss: bool
    years: tuple[DistanceSales, ...]


@dataclass(frozen=True, kw_only=True)
class SellerVat:
    """The value added tax of a seller; without a threshold where the seller is not in the EU."""

    legal_entity: str
    name: str
    country: str
    currencies: tuple[VatOfCurrency, ...]
    threshold: Threshold | None


@dataclass(frozen=True, kw_only=True)
class VatReport:
    """Value added tax by the dates of the documents, from `first` to `last`, both included."""

    first: date
    last: date
    sellers: tuple[SellerVat, ...]
