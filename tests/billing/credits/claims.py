"""Claims for tests of the rules: an invoice, and what credit notes take off it one after the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from contexts.billing.credits.domain import claims
from contexts.billing.credits.domain.claims import Claim
from contexts.billing.credits.dto import LineCredit
from contexts.billing.lines.domain import Bill, bill
from contexts.billing.lines.dto import Discount, InvoiceLine, TaxLine
from contexts.billing.taxes.dto import Taxation, TaxCategory
from tests.billing.lines import eur

OFF = Discount(amount=eur("5.00"), reason="Regular customer")


EXPORT = Taxation(category=TaxCategory.EXPORT, rate=Decimal(0), included=Decimal("0.19"), exemption="VATEX-EU-G")


def pieces(of: Claim, **wanted: int) -> list[LineCredit]:
    """So many pieces of the lines with these SKUs."""
    return [LineCredit(line_id=one.id, quantity=wanted[one.sku]) for one in of.lines if one.sku in wanted]


def claim(lines: Sequence[InvoiceLine], *, is_net: bool = False, discount: Discount | None = None) -> Claim:
    """An invoice with these lines, of which nothing was paid or credited."""
    made = bill(lines, currency="EUR", standard_rate=Decimal("0.19"), prices_include_tax=not is_net, discount=discount)
    return Claim(
        number="INV-2026-000001",
        due=made.total,
        paid=eur("0.00"),
        prices_include_tax=not is_net,
        discount=discount,
        lines=made.lines,
        groups=claims.groups(made.tax_lines),
    )


def after(before: Claim, credited: Bill) -> Claim:
    """The claim once this was credited."""
    return replace(
        before,
        due=before.due - credited.total,
        credited=(*before.credited, *claims.groups(credited.tax_lines)),
        taken=Counter(before.taken) + claims.taken(credited.lines),
    )


def sums(tax_lines: Sequence[TaxLine]) -> dict[object, tuple[Decimal, ...]]:
    """Net, tax and gross by what is taxed alike; groups of which nothing was credited are left out."""
    found: dict[object, tuple[Decimal, ...]] = {}
    for line in tax_lines:
        key = line.rate, line.category, line.exemption
        amounts = line.net.amount, line.tax.amount, line.gross.amount
        found[key] = tuple(map(sum, zip(found.get(key, (Decimal(0),) * 3), amounts, strict=True)))  # type: ignore[arg-type]
    return {key: amounts for key, amounts in found.items() if any(amounts)}
