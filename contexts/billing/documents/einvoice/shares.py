"""Net amounts of lines and discounts (EN 16931: BT-131, BG-20, BG-27).

The books round the tax of each rate and category once, so that a gross line has no net of its own. Here it gets its share
of the group's net by largest remainder: lines less discounts are the group's net to the minor unit. Where prices are net,
each share is what stands on the line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contexts.billing.documents.dto import Document
from contexts.billing.lines.dto import InvoicedLine, TaxLine
from gotuto.money import Money, exponent, rounded, total


@dataclass(frozen=True, kw_only=True)
class LineShare:
    """A line, its net after its own discount, and that discount net of tax."""

    line: InvoicedLine
    net: Money
    discount: Money


@dataclass(frozen=True, kw_only=True)
class GroupShare:
    """What is taxed alike: its tax, its lines, and its part of the document's discount, net of tax.

    The standard has one group for each rate and category; where the books tell several by their reasons, `tax` is the sum
    and `exemptions` are all of them.
    """

    tax: TaxLine
    exemptions: tuple[str, ...]
    lines: tuple[LineShare, ...]
    discount: Money


@dataclass(frozen=True, kw_only=True)
class _Group:
    tax: TaxLine
    exemptions: tuple[str, ...]
    lines: tuple[InvoicedLine, ...]
    amount: Money
    includes_tax: bool

    @property
    def basis(self) -> Money:
        return self.tax.gross if self.includes_tax else self.tax.net

    def net_of(self, part: Money, whole: Money, net: Money) -> Money:
        """A part as net as the whole is; where nothing is left of the whole, by the rate."""
        if whole.is_zero:
            return Money.round(part.amount / (1 + self.tax.rate), part.currency) if self.includes_tax else part
        return Money.round(part.amount * net.amount / whole.amount, part.currency)


def shares(document: Document) -> list[GroupShare]:
    """The net amounts of a document, by rate and category, in the order of its tax lines.

    Raises ValueError where lines and tax lines do not make up the document's net.
    """
    alike: dict[tuple[object, ...], list[TaxLine]] = {}
    for tax in document.tax_lines:
        alike.setdefault((tax.rate, tax.category), []).append(tax)
    groups = [_group(document, taxes) for taxes in alike.values()]
    shared = [_shared(group, off) for group, off in zip(groups, _discounts(document, groups), strict=True)]
    lines = total((line.net for group in shared for line in group.lines), document.net.currency)
    if lines - total((group.discount for group in shared), document.net.currency) != document.net:
        raise ValueError(f"{document.number}: its lines and tax lines are not {document.net} without tax.")
    return shared


def deviation(document: Document) -> int:
    """By how many minor units the tax of a group differs at most from net × rate, rounded (BR-CO-17)."""
    currency = document.total.currency
    differences = (abs(one.tax.amount - rounded(one.net.amount * one.rate, currency)) for one in document.tax_lines)
    return max(int(difference.scaleb(exponent(currency))) for difference in differences)


def _group(document: Document, taxes: Sequence[TaxLine]) -> _Group:
    currency, first = document.total.currency, taxes[0]
    lines = [line for line in document.lines if (line.tax_rate, line.tax_category) == (first.rate, first.category)]
    return _Group(
        tax=replace(
            first,
            net=total((one.net for one in taxes), currency),
            tax=total((one.tax for one in taxes), currency),
            gross=total((one.gross for one in taxes), currency),
        ),
        exemptions=tuple(one.exemption for one in taxes),
        lines=tuple(lines),
        amount=total((line.total for line in lines), currency),
        includes_tax=document.prices_include_tax,
    )


def _discounts(document: Document, groups: list[_Group]) -> list[Money]:
    """The document's discount by group: what the tax lines say, or by amount where they hold no tax that is in the prices."""
    currency = document.total.currency
    if not document.discount:
        return [Money.zero(currency)] * len(groups)
    told = [group.amount - group.basis for group in groups]
    if total(told, currency) == document.discount.amount and min(told) >= Money.zero(currency):
        return told
    return document.discount.amount.split([group.amount.minor_units for group in groups])


def _shared(group: _Group, off: Money) -> GroupShare:
    discount = group.net_of(off, group.amount - off, group.tax.net)
    lines = tuple(_line_shares(group, group.tax.net + discount))
    return GroupShare(tax=group.tax, exemptions=group.exemptions, lines=lines, discount=discount)


def _line_shares(group: _Group, net: Money) -> Iterator[LineShare]:
    weights = [line.total.minor_units for line in group.lines]
    nets = net.split(weights) if any(weights) else [net] * len(weights)
    for line, share in zip(group.lines, nets, strict=True):
        off = line.discount.amount if line.discount else Money.zero(net.currency)
        yield LineShare(line=line, net=share, discount=group.net_of(off, line.total, share))
