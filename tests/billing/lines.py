"""Amounts and lines of invoices, for tests with and without a database."""

from decimal import Decimal

from contexts.billing.lines import dto
from gotuto.ids import Sku
from gotuto.money import Money


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def line(price: str = "12.50", *, quantity: int = 1, rate: str | None = None, sku: str = "TEA") -> dto.InvoiceLine:
    return dto.InvoiceLine(
        sku=Sku(sku),
        description="Green tea",
        quantity=quantity,
        unit_price=eur(price),
        tax_rate=None if rate is None else Decimal(rate),
    )
