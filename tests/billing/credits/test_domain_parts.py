"""However an invoice is credited, in whatever parts and order: the parts are never above the whole, and together are it."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from contexts.billing.credits.domain import credit_amount, credit_lines, credit_rest
from contexts.billing.credits.dto import LineCredit
from contexts.billing.errors import CreditNotPositive, InvoiceEmpty, NothingLeftToCredit
from contexts.billing.lines.domain import tax_line
from contexts.billing.lines.dto import Discount, InvoiceLine
from contexts.billing.taxes.dto import Taxation, TaxCategory
from gotuto.ids import Sku
from tests.billing.credits.claims import EXPORT, after, claim, pieces, sums
from tests.billing.lines import eur

amounts = some.integers(0, 30_000).map(lambda cents: eur(f"{cents / 100:.2f}"))
taxations = some.sampled_from(
    [
        Taxation(category=TaxCategory.STANDARD, rate=Decimal("0.19"), included=Decimal("0.19")),
        Taxation(category=TaxCategory.STANDARD, rate=Decimal("0.07"), included=Decimal("0.07")),
        EXPORT,
        replace(EXPORT, included=Decimal("0.07")),
    ]
)


@some.composite
def invoices(draw):
    lines = []
    for number in range(draw(some.integers(1, 5))):
        price, quantity = draw(amounts), draw(some.integers(1, 7))
        full = (price * quantity).minor_units
        off = draw(some.integers(0, full))
        discount = Discount(amount=eur(f"{off / 100:.2f}"), reason="Dented") if off else None
        lines.append(
            InvoiceLine(
                sku=Sku(f"SKU-{number}"),
                description=f"Thing {number}",
                quantity=quantity,
                unit_price=price,
                taxation=draw(taxations),
                discount=discount,
            )
        )
    total = sum((one.unit_price * one.quantity).minor_units - (one.discount.amount.minor_units if one.discount else 0)
                for one in lines)  # fmt: skip
    off = draw(some.integers(0, max(total - 1, 0)))
    return lines, draw(some.booleans()), Discount(amount=eur(f"{off / 100:.2f}"), reason="Fair") if off else None


def _made(drawn):
    lines, is_net, discount = drawn
    try:
        return claim(lines, is_net=is_net, discount=discount)
    except InvoiceEmpty:
        return None


@given(invoices(), some.data())
def test_however_it_is_credited_the_parts_are_the_whole(drawn, data):
    invoice = _made(drawn)
    if invoice is None:
        return
    left, notes = invoice, []
    for _ in range(data.draw(some.integers(0, 6))):
        if left.due.is_zero:
            break
        try:
            if data.draw(some.booleans()):
                cents = data.draw(some.integers(1, left.due.minor_units))
                note = credit_amount(left, eur(f"{cents / 100:.2f}"), reason="Part")
            else:
                wanted = data.draw(some.lists(some.sampled_from(left.lines), unique_by=lambda one: one.id, min_size=1))
                note = credit_lines(left, [LineCredit(line_id=one.id, quantity=data.draw(some.integers(1, one.quantity)))
                                           for one in wanted])  # fmt: skip
        except (NothingLeftToCredit, CreditNotPositive):
            continue
        notes.append(note)
        left = after(left, note)
    if not left.due.is_zero:
        notes.append(credit_rest(left, reason="Rest"))
    assert sums([one for note in notes for one in note.tax_lines]) == sums(_tax_lines(invoice))
    for note in notes:
        adds_up(note)


@given(invoices(), some.data())
def test_piece_by_piece_is_the_whole(drawn, data):
    invoice = _made(drawn)
    if invoice is None:
        return
    single = [one.id for one in invoice.lines for _ in range(one.quantity)]
    left, notes = invoice, []
    for line_id in data.draw(some.permutations(single)):
        try:
            notes.append(credit_lines(left, [LineCredit(line_id=line_id, quantity=1)]))
        except CreditNotPositive:
            # A piece that comes to nothing is taken all the same.
            left = replace(left, taken={**left.taken, line_id: left.taken.get(line_id, 0) + 1})
            continue
        left = after(left, notes[-1])
    assert left.due.is_zero
    assert sums([one for note in notes for one in note.tax_lines]) == sums(_tax_lines(invoice))


@given(invoices(), some.data())
def test_the_order_of_lines_is_irrelevant(drawn, data):
    lines, is_net, discount = drawn
    invoice = _made(drawn)
    if invoice is None:
        return
    other = claim(data.draw(some.permutations(lines)), is_net=is_net, discount=discount)
    wanted = data.draw(some.dictionaries(some.sampled_from([one.sku for one in lines]), some.just(1), min_size=1))

    def credited(of):
        try:
            return sums(credit_lines(of, pieces(of, **wanted)).tax_lines)
        except CreditNotPositive:
            return None

    assert credited(invoice) == credited(other)


def adds_up(note):
    """As a document wants it: lines are what is taxed, where no tax is inside a price that nobody owes."""
    assert note.total == note.net + note.tax
    for one in note.lines:
        off = one.discount.amount if one.discount else eur("0.00")
        assert one.total == one.unit_price * one.quantity - off
        assert off.minor_units >= 0
        assert one.total.minor_units >= 0
    if note.discount is None and not any(one.included_rate for one in note.lines):
        basis = note.net if note.has_net_prices else note.total
        assert sum(one.total.minor_units for one in note.lines) == basis.minor_units


def _tax_lines(invoice):
    return [tax_line(group) for group in invoice.groups]
