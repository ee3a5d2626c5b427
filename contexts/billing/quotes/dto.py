"""Quotes as plain data: what somebody may buy, and where it goes."""

from dataclasses import dataclass

from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
    """So many pieces at a gross price, of a class of goods."""

    sku: Sku
    quantity: int
    unit_price: Money
    tax_class: TaxClass


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the goods go (ISO 3166-1 alpha-2; empty: they stay in the seller's country), and the buyer's VAT id."""

    country: str = ""
    postal_code: str = ""
    vat_id: str = ""
