"""What is left of an invoice to credit: of the claim, of each tax group, and of each line."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from contexts.billing.lines.dto import Discount, InvoicedLine, TaxLine
from contexts.billing.taxes.domain.crediting import credited_of
from contexts.billing.taxes.domain.pricing import TaxGroup
from gotuto.ids import InvoiceLineId
from gotuto.money import Money, total


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An issued invoice with what was credited of it before.

    `due` is what is still owed, and `paid` what was, which a credit note makes the client's again. `credited` are the tax groups
    of all credit notes, `taken` the pieces of each line that were credited.
    """

    number: str
    due: Money
    paid: Money
    prices_include_tax: bool
    discount: Discount | None = None
    lines: tuple[InvoicedLine, ...]
    groups: tuple[TaxGroup, ...]
    credited: tuple[TaxGroup, ...] = ()
    taken: Mapping[InvoiceLineId, int] = field(default_factory=dict)

    @property
    def creditable(self) -> Money:
        """What no credit note has taken back."""
        return self.due + self.paid

    def as_if_unpaid(self) -> "Claim":
        """The claim once what was paid is the client's again."""
        return replace(self, due=self.creditable, paid=Money.zero(self.due.currency))

    @property
    def is_whole(self) -> bool:
        """Whether nothing was credited or paid so far."""
        return self.due == total((group.gross for group in self.groups), self.due.currency)

    def before(self, group: TaxGroup) -> TaxGroup:
        """What was credited of a group so far."""
        return credited_of(group, self.credited)

    def basis(self, group: TaxGroup) -> Money:
        """A group as the prices are: gross or net."""
        return group.gross if self.prices_include_tax else group.net

    def left(self, line: InvoicedLine) -> int:
        """How many pieces of a line were not credited yet."""
        return line.quantity - self.taken.get(line.id, 0)

    def of_group(self, group: TaxGroup) -> tuple[InvoicedLine, ...]:
        """The lines that are taxed alike, sorted, so that who gets a cent more does not depend on their order."""
        key = group.rate, group.category, group.exemption
        alike = [line for line in self.lines if (line.tax_rate, line.tax_category, line.exemption) == key]
        return tuple(sorted(alike, key=canonical))


def canonical(line: InvoicedLine) -> tuple[object, ...]:
    """What tells lines apart, whatever their position."""
    return line.total.amount, line.unit_price.amount, line.sku, line.description, line.included_rate or 0


def groups(tax_lines: Iterable[TaxLine]) -> tuple[TaxGroup, ...]:
    """Tax lines as the groups that they were made of."""
    return tuple(
        TaxGroup(
            rate=line.rate,
            category=line.category,
            exemption=line.exemption,
            lines=line.gross,
            discount=Money.zero(line.gross.currency),
            net=line.net,
            tax=line.tax,
            gross=line.gross,
        )
        for line in tax_lines
    )


def taken(lines: Iterable[InvoicedLine]) -> Counter[InvoiceLineId]:
    """How many pieces of each line of the invoice these lines of its credit notes took back."""
    pieces = Counter[InvoiceLineId]()
    for line in lines:
        if line.credits_line_id is not None:
            pieces[line.credits_line_id] += line.quantity
    return pieces
