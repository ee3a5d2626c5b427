"""Documents as plain data: all that stands on an invoice or a credit note, as it was when it was issued."""

from dataclasses import dataclass
from datetime import date

from contexts.billing.invoices.dto import Buyer, Discount, InvoicedLine, InvoiceKind, TaxLine
from contexts.billing.sellers.dto import Seller
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Preceding:
    """The invoice that a credit note corrects (EN 16931, BG-3)."""

    number: str
    issue_date: date


@dataclass(frozen=True, kw_only=True)
class Document:
    """An issued invoice or credit note, with everything that its paper and its XML say.

    Amounts of a credit note are positive, as EN 16931 wants them (type code 381). `prices_include_tax` says whether the
    amounts of lines and discounts are gross; those of `tax_lines` are told apart anyway. `discount` lies on the whole
    document. `reference` is what the buyer writes on the transfer; `order_number` is the seller's own number of the order.
    `delivered_on` is the date of the service or delivery, `deliver_to` the country (ISO 3166-1 alpha-2) where it went.
    `language` is the client's: en, de, fr or es.
    """

    kind: InvoiceKind
    number: str
    issue_date: date
    due_date: date | None
    language: str
    seller: Seller
    buyer: Buyer
    lines: tuple[InvoicedLine, ...]
    discount: Discount | None = None
    tax_lines: tuple[TaxLine, ...]
    prices_include_tax: bool = True
    net: Money
    tax: Money
    total: Money
    reference: str
    order_number: str = ""
    buyer_reference: str = ""
    delivered_on: date | None = None
    deliver_to: str = ""
    preceding: Preceding | None = None
    reason: str = ""
    notes: str = ""
