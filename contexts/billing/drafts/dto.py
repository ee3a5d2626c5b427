"""Invoices by hand as plain data: what staff write on a draft."""

from dataclasses import dataclass
from datetime import date

from contexts.billing.lines.dto import PIECE, Discount
from gotuto.ids import ClientId
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """A line by hand; what is left out of one with a SKU is as the catalogue says it.

    `unit_price` and `discount` are gross or net as the document's prices are. `unit` is a code of UN/ECE Recommendation 20.
    """

    sku: str = ""
    description: str = ""
    quantity: int = 1
    unit_price: Money | None = None
    tax_class: TaxClass | None = None
    unit: str = PIECE
    discount: Discount | None = None
    is_service: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """All that staff write on an invoice; without a currency it is the client's, or the shop's.

    `delivered_on` is the day of the service or delivery, whose tax rates hold; `deliver_to` the country (ISO 3166-1 alpha-2)
    where it goes, if that is not the client's.
    """

    client_id: ClientId
    currency: str = ""
    lines: tuple[DraftLine, ...]
    prices_include_tax: bool = True
    discount: Discount | None = None
    delivered_on: date | None = None
    deliver_to: str = ""
    reference: str = ""
    buyer_reference: str = ""
    notes: str = ""
