"""What pieces of a line are worth: parts of its tax group that add up to it, however they are cut."""

from dataclasses import dataclass
from decimal import Decimal

from contexts.billing.credits.domain.claims import Claim, canonical
from contexts.billing.lines.dto import Discount, InvoicedLine
from gotuto.ids import InvoiceLineId
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Worth:
    """A whole line: its share of its tax group, and its price after all discounts.

    The two differ only where the price holds a tax that nobody owes.
    """

    share: Money
    price: Money


def worths(claim: Claim) -> dict[InvoiceLineId, Worth]:
    """The share of each line, by largest remainder; the document's discount is shared with it."""
    prices = _prices(claim)
    found: dict[InvoiceLineId, Worth] = {}
    for group in claim.groups:
        lines = claim.of_group(group)
        unowed = [(line.included_rate or Decimal(0)) if claim.prices_include_tax else Decimal(0) for line in lines]
        shares = _split(claim.basis(group), [_weight(line, rate) for line, rate in zip(lines, unowed, strict=True)])
        for line, share, rate in zip(lines, shares, unowed, strict=True):
            found[line.id] = Worth(share=share, price=prices[line.id] if rate else share)
    return found


def part(whole: Money, line: InvoicedLine, *, taken: int, quantity: int) -> Money:
    """What the next pieces are of a whole line: the parts of all its pieces are the whole, however many at a time."""
    return _first(whole, line, taken + quantity) - _first(whole, line, taken)


def discount(line: InvoicedLine, *, quantity: int, price: Money, of_document: Discount | None) -> Discount | None:
    """What is off the price of so many pieces: the line's own discount and its share of the document's."""
    off = line.unit_price * quantity - price
    if off.is_zero:
        return None
    reasons = [one.reason for one in (line.discount, of_document) if one is not None]
    return Discount(amount=off, reason=next(iter(reasons), ""))


def _first(whole: Money, line: InvoicedLine, pieces: int) -> Money:
    return Money.round(whole.amount * pieces / line.quantity, whole.currency)


def _prices(claim: Claim) -> dict[InvoiceLineId, Money]:
    lines = sorted(claim.lines, key=canonical)
    off = Money.zero(claim.due.currency) if claim.discount is None else claim.discount.amount
    shares = _split(off, [line.total.minor_units for line in lines])
    return {line.id: line.total - share for line, share in zip(lines, shares, strict=True)}


def _weight(line: InvoicedLine, unowed: Decimal) -> int:
    """What a line is without the tax that is in its price and that nobody owes."""
    return Money.round(line.total.amount / (1 + unowed), line.total.currency).minor_units


def _split(amount: Money, weights: list[int]) -> list[Money]:
    return amount.split(weights) if any(weights) else [Money.zero(amount.currency)] * len(weights)
