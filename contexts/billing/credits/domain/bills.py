"""What stands on a credit note: lines and taxes of the invoice, or a part of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from contexts.billing.credits.domain.claims import Claim
from contexts.billing.credits.domain.pieces import Worth, discount, part, worths
from contexts.billing.credits.errors import NothingLeftToCredit
from contexts.billing.lines.domain import Bill, tax_line
from contexts.billing.lines.dto import Discount, InvoicedLine
from contexts.billing.taxes.domain.crediting import credit, credit_net_share, credit_share
from contexts.billing.taxes.domain.pricing import TaxGroup
from gotuto.ids import InvoiceLineId, Sku, new_id
from gotuto.money import Money, total

# As much as a line's description holds.
_LONGEST = 300


def mirror(claim: Claim) -> Bill:
    """The invoice as it stands, taken back."""
    lines = [_taking_back(line) for line in claim.lines]
    return _bill(claim, lines, claim.groups, claim.discount)


def of_amount(claim: Claim, amount: Money, *, reason: str) -> Bill:
    """An amount of at most what is due, one line for each tax group that it is shared over."""
    parts = credit(claim.groups, credited=claim.credited, amount=amount)
    lines = [_summary(claim, group, position, reason) for position, group in enumerate(parts, start=1)]
    return _bill(claim, lines, parts, None)


def of_lines(claim: Claim, wanted: Mapping[InvoiceLineId, int]) -> Bill:
    """So many pieces of lines. Raises NothingLeftToCredit where they come to more than is left of what is taxed alike."""
    worth, parts = worths(claim), list[TaxGroup]()
    for group in claim.groups:
        alike = [line for line in claim.of_group(group) if line.id in wanted]
        if not alike:
            continue
        basis = total((_part(claim, line, worth[line.id].share, wanted[line.id]) for line in alike), claim.due.currency)
        parts.append(_shared(claim, group, basis))
    lines = list(_pieces(claim, worth, wanted))
    return _bill(claim, lines, parts, None)


def _shared(claim: Claim, group: TaxGroup, basis: Money) -> TaxGroup:
    before = claim.before(group)
    left = claim.basis(group) - claim.basis(before)
    if basis > left:
        rate = f"{(group.rate * 100).normalize():f} %"
        net = "" if claim.prices_include_tax else " net"
        raise NothingLeftToCredit(what=f"what is taxed at {rate} on {claim.number}", left=f"{left}{net}")
    if claim.prices_include_tax:
        return credit_share(group, credited=before, gross=basis)
    return credit_net_share(group, credited=before, net=basis)


def _part(claim: Claim, line: InvoicedLine, whole: Money, quantity: int) -> Money:
    return part(whole, line, taken=claim.taken.get(line.id, 0), quantity=quantity)


def _pieces(
    claim: Claim, worth: Mapping[InvoiceLineId, Worth], wanted: Mapping[InvoiceLineId, int]
) -> Iterator[InvoicedLine]:
    credited = (line for line in claim.lines if line.id in wanted)
    for position, line in enumerate(credited, start=1):
        quantity = wanted[line.id]
        price = _part(claim, line, worth[line.id].price, quantity)
        off = discount(line, quantity=quantity, price=price, of_document=claim.discount)
        yield replace(_taking_back(line), position=position, quantity=quantity, total=price, discount=off)


def _taking_back(line: InvoicedLine) -> InvoicedLine:
    return replace(line, id=InvoiceLineId(new_id()), credits_line_id=line.id)


def _summary(claim: Claim, group: TaxGroup, position: int, reason: str) -> InvoicedLine:
    price = claim.basis(group)
    return InvoicedLine(
        position=position,
        sku=Sku(""),
        description=f"{claim.number}: {reason}"[:_LONGEST],
        quantity=1,
        unit_price=price,
        total=price,
        tax_rate=group.rate,
        tax_category=group.category,
        exemption=group.exemption,
    )


def _bill(claim: Claim, lines: Iterable[InvoicedLine], groups: Iterable[TaxGroup], off: Discount | None) -> Bill:
    groups, currency = tuple(groups), claim.due.currency
    return Bill(
        lines=tuple(lines),
        tax_lines=tuple(tax_line(group) for group in groups),
        net=total((group.net for group in groups), currency),
        tax=total((group.tax for group in groups), currency),
        total=total((group.gross for group in groups), currency),
        discount=off,
        has_net_prices=not claim.prices_include_tax,
    )
