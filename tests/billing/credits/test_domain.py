"""What may be credited of an invoice, and what it comes to: parts are never above the whole, and together are it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contexts.billing.credits.domain import check_creditable, credit_amount, credit_lines, credit_rest, settle
from contexts.billing.credits.domain.claims import canonical
from contexts.billing.credits.dto import LineCredit
from contexts.billing.errors import (
    CreditLineUnknown,
    CreditNotPositive,
    InvoiceIsCreditNote,
    InvoiceIsVoid,
    InvoiceNotIssued,
    NothingLeftToCredit,
)
from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus, SettledBy
from contexts.billing.lines.dto import Discount, InvoiceLine
from gotuto.ids import InvoiceId, InvoiceLineId, new_id
from gotuto.money import CurrencyMismatch, Money
from tests.billing.credits.claims import EXPORT, OFF, after, claim, pieces
from tests.billing.lines import eur, line

TEA = line("11.90", quantity=3, rate="0.19", sku="TEA")
BOOK = line("10.70", quantity=2, rate="0.07", sku="BOOK")


def abroad(price: str, *, quantity: int, sku: str) -> InvoiceLine:
    return replace(line(price, quantity=quantity, sku=sku), taxation=EXPORT)


def account(status: InvoiceStatus = InvoiceStatus.SENT, **given: object) -> Account:
    return replace(
        Account(
            invoice_id=InvoiceId(new_id()), status=status, total=eur("10.00"), paid=eur("0.00"), credited=eur("0.00")
        ),
        **given,
    )


def test_the_whole_is_the_invoice_as_it_stands():
    invoice = claim([TEA, BOOK], discount=OFF)
    whole = credit_rest(invoice, reason="Returned")
    assert (whole.lines, whole.discount, whole.total) == (
        tuple(replace(one, credits_line_id=one.id) for one in invoice.lines), OFF, invoice.due)  # fmt: skip
    assert not {one.id for one in whole.lines} & {one.id for one in invoice.lines}


def test_pieces_of_a_line_cost_what_they_cost_on_the_invoice():
    invoice = claim([TEA, BOOK])
    [credited] = credit_lines(invoice, pieces(invoice, TEA=2)).lines
    assert (credited.quantity, credited.unit_price, credited.total, credited.discount) == (
        2, eur("11.90"), eur("23.80"), None)  # fmt: skip
    assert credited.credits_line_id == invoice.lines[0].id


def test_the_same_line_twice_counts_together():
    invoice = claim([TEA])
    assert credit_lines(invoice, pieces(invoice, TEA=1) * 2).total == eur("23.80")


def test_the_discount_of_a_line_and_of_the_document_is_shared():
    cheap = replace(TEA, discount=Discount(amount=eur("1.00"), reason="Dented"))
    invoice = claim([cheap], discount=Discount(amount=eur("4.70"), reason="Regular customer"))
    first, second = (credit_lines(invoice, pieces(invoice, TEA=number)) for number in (1, 2))
    assert (first.total, second.total) == (eur("10.00"), eur("20.00"))
    assert first.lines[0].discount == Discount(amount=eur("1.90"), reason="Dented")


def test_the_reason_of_a_shared_discount_is_that_of_the_document_where_the_line_has_none():
    invoice = claim([TEA], discount=Discount(amount=eur("5.70"), reason="Regular customer"))
    assert credit_lines(invoice, pieces(invoice, TEA=1)).lines[0].discount == Discount(
        amount=eur("1.90"), reason="Regular customer"
    )


def test_an_amount_is_shared_by_what_is_taxed_alike():
    invoice = claim([TEA, BOOK])
    credited = credit_amount(invoice, eur("10.00"), reason="Late")
    assert [(one.rate, one.gross) for one in credited.tax_lines] == [
        (Decimal("0.07"), eur("3.75")), (Decimal("0.19"), eur("6.25"))]  # fmt: skip
    assert [(one.description, one.quantity, one.total, one.credits_line_id) for one in credited.lines] == [
        ("INV-2026-000001: Late", 1, eur("3.75"), None), ("INV-2026-000001: Late", 1, eur("6.25"), None)]  # fmt: skip


def test_lines_are_numbered_and_say_how_they_are_taxed():
    invoice = claim([abroad("11.90", quantity=2, sku="TEA"), BOOK])
    for note in (
        credit_amount(invoice, eur("10.00"), reason="Late"),
        credit_lines(invoice, pieces(invoice, TEA=1, BOOK=1)),
    ):
        assert [one.position for one in note.lines] == [1, 2]
        assert {(one.tax_rate, one.tax_category, one.exemption) for one in note.lines} == {
            (Decimal(0), "G", "VATEX-EU-G"), (Decimal("0.07"), "S", "")}  # fmt: skip
    [book] = credit_lines(invoice, pieces(invoice, BOOK=1)).lines
    assert book.position == 1


def test_a_long_reason_fits_on_a_line():
    invoice = claim([TEA])
    assert len(credit_amount(invoice, eur("1.00"), reason="x" * 500).lines[0].description) == 300


def test_tax_is_on_top_where_prices_are_net():
    invoice = claim([line("100.00", quantity=3, rate="0.19")], is_net=True)
    credited = credit_lines(invoice, pieces(invoice, TEA=1))
    assert (credited.net, credited.tax, credited.lines[0].total, credited.has_net_prices) == (
        eur("100.00"), eur("19.00"), eur("100.00"), True)  # fmt: skip
    amount = credit_amount(after(invoice, credited), eur("11.90"), reason="Late")
    assert (amount.net, amount.tax, amount.lines[0].total) == (eur("10.00"), eur("1.90"), eur("10.00"))


def test_the_tax_that_nobody_owes_is_credited_to_nobody():
    invoice = claim([abroad("11.90", quantity=2, sku="TEA")])
    assert invoice.due == eur("20.00")
    credited = credit_lines(invoice, pieces(invoice, TEA=1))
    assert (credited.total, credited.tax, credited.lines[0].total) == (eur("10.00"), eur("0.00"), eur("11.90"))


def test_goods_with_and_without_a_tax_inside_are_credited_by_what_was_owed_for_them():
    goods = [abroad("11.90", quantity=1, sku="TEA"), replace(abroad("10.00", quantity=1, sku="MAP"),
             taxation=replace(EXPORT, included=Decimal(0)))]  # fmt: skip
    invoice = claim(goods, discount=Discount(amount=eur("2.19"), reason="Fair"))
    assert invoice.due == eur("18.00")
    assert credit_lines(invoice, pieces(invoice, TEA=1)).total == eur("9.00")
    assert credit_lines(invoice, pieces(invoice, MAP=1)).total == eur("9.00")
    [shown] = credit_lines(invoice, pieces(invoice, TEA=1)).lines
    assert (shown.total, shown.discount) == (eur("10.71"), Discount(amount=eur("1.19"), reason="Fair"))


def test_what_was_free_is_credited_with_what_was_not():
    invoice = claim([TEA, line("0.00", rate="0.07", sku="GIFT")])
    credited = credit_lines(invoice, pieces(invoice, TEA=1, GIFT=1))
    assert (len(credited.lines), credited.total) == (2, eur("11.90"))
    with pytest.raises(CreditNotPositive, match=r"0.00 EUR is not"):
        credit_lines(invoice, pieces(invoice, GIFT=1))


def test_more_pieces_than_are_left_of_a_line_are_refused():
    invoice = claim([TEA, BOOK])
    left = after(invoice, credit_lines(invoice, pieces(invoice, TEA=2)))
    with pytest.raises(NothingLeftToCredit, match=r"Only 1 of 3 of line 1 of INV-2026-000001 can still be credited"):
        credit_lines(left, pieces(left, TEA=2))
    assert credit_lines(left, pieces(left, TEA=1)).total == eur("11.90")


def test_no_more_pieces_are_credited_than_there_were():
    invoice = claim([TEA])
    with pytest.raises(NothingLeftToCredit, match="Only 3 of 3 of line 1"):
        credit_lines(invoice, pieces(invoice, TEA=4))


def test_the_first_pieces_are_worth_what_they_are_of_the_whole():
    third = replace(line("0.01", quantity=3, sku="TEA"), discount=Discount(amount=eur("0.02"), reason="Dented"))
    invoice = claim([third])
    assert credit_lines(invoice, pieces(invoice, TEA=2)).total == eur("0.01")


def test_what_was_free_takes_nothing_from_what_was_not():
    invoice = claim([BOOK, line("0.00", rate="0.07", sku="GIFT")])
    assert credit_lines(invoice, pieces(invoice, BOOK=1)).total == eur("10.70")


def test_the_discount_of_net_prices_is_shared_within_what_is_taxed_alike():
    cent = Discount(amount=eur("0.01"), reason="Fair")
    invoice = claim(
        [line("0.10", rate="0.19", sku="A"), line("0.10", rate="0.07", sku="B")], is_net=True, discount=cent
    )
    note = credit_lines(invoice, pieces(invoice, A=1, B=1))
    assert [(one.sku, one.total) for one in note.lines] == [("A", eur("0.10")), ("B", eur("0.09"))]


def test_lines_are_told_apart_by_all_that_makes_them_worth_more():
    [one] = claim([abroad("11.90", quantity=2, sku="TEA")]).lines
    others = [
        replace(one, total=eur("23.00")),
        replace(one, unit_price=eur("12.00")),
        replace(one, sku="TEE"),
        replace(one, description="Black tea"),
        replace(one, included_rate=Decimal("0.07")),
    ]
    assert len({canonical(each) for each in (one, *others)}) == 6
    none = replace(one, included_rate=None)
    assert sorted([one, none], key=canonical) == [none, one]


@pytest.mark.parametrize("amount", ["57.11", "1000.00"])
def test_more_than_is_due_is_refused(amount):
    with pytest.raises(NothingLeftToCredit, match=r"Only 57.10 EUR of INV-2026-000001 can still be credited"):
        credit_amount(claim([TEA, BOOK]), eur(amount), reason="Late")


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_an_amount_is_above_zero(amount):
    with pytest.raises(CreditNotPositive, match=amount):
        credit_amount(claim([TEA]), eur(amount), reason="Late")


def test_an_amount_is_in_the_currency_of_the_invoice():
    with pytest.raises(CurrencyMismatch):
        credit_amount(claim([TEA]), Money.of("1.00", "USD"), reason="Late")


@pytest.mark.parametrize("quantity", [0, -1])
def test_pieces_are_at_least_one(quantity):
    invoice = claim([TEA])
    with pytest.raises(CreditNotPositive):
        credit_lines(invoice, pieces(invoice, TEA=quantity))
    both = claim([TEA, BOOK])
    with pytest.raises(CreditNotPositive):
        credit_lines(both, pieces(both, TEA=quantity, BOOK=2))


def test_an_amount_may_be_all_that_is_due():
    invoice = claim([TEA, BOOK])
    assert credit_amount(invoice, invoice.due, reason="Late").total == invoice.due


def test_a_line_is_one_of_the_invoice():
    with pytest.raises(CreditLineUnknown, match="no line"):
        credit_lines(claim([TEA]), [LineCredit(line_id=InvoiceLineId(new_id()), quantity=1)])


def test_pieces_are_refused_where_amounts_took_what_they_were():
    invoice = claim([TEA, BOOK])
    left = after(invoice, credit_amount(invoice, eur("40.00"), reason="Late"))
    with pytest.raises(NothingLeftToCredit, match=r"Only 10\.69 EUR of what is taxed at 19 % on INV-2026-000001"):
        credit_lines(left, pieces(left, TEA=3))


def test_what_is_left_of_net_prices_is_said_as_net():
    invoice = claim([TEA, BOOK], is_net=True)
    left = after(invoice, credit_amount(invoice, eur("40.00"), reason="Late"))
    with pytest.raises(NothingLeftToCredit, match=r"Only 13\.86 EUR net of what is taxed at 19 %"):
        credit_lines(left, pieces(left, TEA=3))


def test_pieces_are_refused_where_money_came_in_for_them():
    paid = replace(claim([TEA]), due=eur("20.00"))
    with pytest.raises(NothingLeftToCredit, match=r"Only 20.00 EUR"):
        credit_lines(paid, pieces(paid, TEA=2))


def test_the_rest_is_the_pieces_that_are_left():
    invoice = claim([TEA, BOOK], discount=OFF)
    left = after(invoice, credit_lines(invoice, pieces(invoice, TEA=3, BOOK=1)))
    rest = credit_rest(left, reason="Returned")
    assert [(one.sku, one.quantity) for one in rest.lines] == [("BOOK", 1)]
    assert rest.total == left.due


def test_the_rest_is_an_amount_where_money_came_in_or_amounts_were_credited():
    invoice = claim([TEA, BOOK])
    for left in (
        replace(invoice, due=eur("20.00")),
        after(invoice, credit_amount(invoice, eur("10.00"), reason="Late")),
    ):
        rest = credit_rest(left, reason="Returned")
        assert (rest.total, {one.credits_line_id for one in rest.lines}) == (left.due, {None})


def test_the_rest_of_an_invoice_of_which_all_pieces_are_credited_is_an_amount():
    invoice = claim([TEA])
    left = replace(invoice, due=eur("1.00"), taken={invoice.lines[0].id: 3})
    assert credit_rest(left, reason="Returned").total == eur("1.00")


def test_nothing_is_left_of_what_is_settled():
    with pytest.raises(NothingLeftToCredit, match=r"Only 0.00 EUR"):
        credit_rest(replace(claim([TEA]), due=eur("0.00")), reason="Returned")


def test_an_invoice_is_paid_once_payments_and_credits_come_to_its_total():
    half = settle(account(paid=eur("4.00")), eur("5.00"))
    assert (half.status, half.due, half.settled_by) == (InvoiceStatus.SENT, eur("1.00"), None)
    both = settle(half, eur("1.00"))
    assert (both.status, both.due, both.settled_by) == (InvoiceStatus.PAID, eur("0.00"), SettledBy.BOTH)
    assert settle(account(InvoiceStatus.OVERDUE), eur("10.00")).settled_by is SettledBy.CREDIT


@pytest.mark.parametrize(
    ("refused", "of"),
    [
        (InvoiceNotIssued, account(InvoiceStatus.DRAFT)),
        (InvoiceIsVoid, account(InvoiceStatus.VOID)),
        (InvoiceIsCreditNote, account(InvoiceStatus.PAID, kind=InvoiceKind.CREDIT_NOTE)),
    ],
)
def test_only_an_issued_invoice_can_be_credited(refused, of):
    with pytest.raises(refused):
        check_creditable(of)


def test_sent_overdue_and_paid_ones_may_be_asked():
    for status in (InvoiceStatus.SENT, InvoiceStatus.OVERDUE, InvoiceStatus.PAID):
        check_creditable(account(status))
