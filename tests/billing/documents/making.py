"""A test data builder for documents: amounts add up as the books make them, gross or net."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from contexts.billing.documents.dto import Document
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.lines.dto import Discount, InvoicedLine, TaxLine
from contexts.billing.taxes.dto import TaxCategory
from gotuto.ids import Sku
from gotuto.money import Money, exponent, total
from tests.billing.documents.parties import BUYER, SELLER

# Why there is no tax, where the category says it all (codes of the VATEX list).
REASONS = {
    TaxCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    TaxCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    TaxCategory.EXPORT: "VATEX-EU-G",
    TaxCategory.OUT_OF_SCOPE: "VATEX-EU-O",
}


def discount(amount: str, reason: str, currency: str = "EUR") -> Discount:
    return Discount(amount=Money.of(amount, currency), reason=reason)


def line(
    description: str,
    price: str,
    quantity: int = 1,
    rate: str = "0.19",
    *,
    sku: str = "TEA-1",
    currency: str = "EUR",
    category: TaxCategory = TaxCategory.STANDARD,
    unit: str = "C62",
    less: Discount | None = None,
) -> InvoicedLine:
    """A line without a position, which it gets in its document."""
    price_of_one = Money.of(price, currency)
    whole = price_of_one * quantity
    return InvoicedLine(
        position=0,
        sku=Sku(sku),
        description=description,
        quantity=quantity,
        unit_price=price_of_one,
        total=whole - less.amount if less else whole,
        tax_rate=Decimal(rate),
        tax_category=category,
        unit=unit,
        discount=less,
    )


def document(lines: Sequence[InvoicedLine], *, exemption: str = "", gross: bool = True, **told: Any) -> Document:
    """An invoice of these lines; `exemption` is why those of category E are exempt, `told` what is not as usual."""
    placed = tuple(_at(position, one) for position, one in enumerate(lines, start=1))
    taxes = tuple(_tax_lines(placed, told.get("discount"), exemption=exemption, gross=gross))
    currency = placed[0].total.currency
    usual: dict[str, Any] = {
        "kind": InvoiceKind.INVOICE,
        "number": "INV-2026-000042",
        "issue_date": date(2026, 11, 20),
        "due_date": date(2026, 12, 4),
        "language": "en",
        "seller": SELLER,
        "buyer": BUYER,
        "reference": "INV-2026-000042",
        "order_number": "10042",
        "delivered_on": date(2026, 11, 19),
    }
    return Document(
        lines=placed,
        tax_lines=taxes,
        prices_include_tax=gross,
        net=total((one.net for one in taxes), currency),
        tax=total((one.tax for one in taxes), currency),
        total=total((one.gross for one in taxes), currency),
        **usual | told,
    )


def _at(position: int, one: InvoicedLine) -> InvoicedLine:
    return InvoicedLine(**{**vars(one), "position": position})


def _tax_lines(
    lines: Sequence[InvoicedLine], less: Discount | None, *, exemption: str, gross: bool
) -> Sequence[TaxLine]:
    """One for each rate and category, in the order of the lines; a discount of the document is shared by amount."""
    currency = lines[0].total.currency
    sums: dict[tuple[Decimal, TaxCategory], Money] = {}
    for one in lines:
        group = one.tax_rate, one.tax_category
        sums[group] = sums.get(group, Money.zero(currency)) + one.total
    nothing = [Money.zero(currency)] * len(sums)
    weights = [int(each.amount.scaleb(exponent(currency))) for each in sums.values()]
    off = less.amount.split(weights) if less else nothing
    return [
        _tax_line(rate, category, whole - part, exemption=REASONS.get(category, exemption), gross=gross)
        for ((rate, category), whole), part in zip(sums.items(), off, strict=True)
    ]


def _tax_line(rate: Decimal, category: TaxCategory, amount: Money, *, exemption: str, gross: bool) -> TaxLine:
    tax = amount.tax_included(rate) if gross else Money.round(amount.amount * rate, amount.currency)
    net = amount - tax if gross else amount
    return TaxLine(rate=rate, category=category, net=net, tax=tax, gross=net + tax, exemption=exemption)
