"""Invoices by hand: what may be changed, and how a line is completed and taxed; plain Python, no database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from contexts.billing.drafts import domain
from contexts.billing.drafts.dto import Draft, DraftLine
from contexts.billing.invoices.dto import Buyer, Invoice, InvoiceKind, InvoiceStatus
from contexts.billing.lines.domain import bill
from contexts.billing.lines.dto import Discount, InvoiceLine
from contexts.billing.taxes.dto import TaxCategory
from contexts.catalog.dto import PricedProduct
from gotuto.address import Address
from gotuto.ids import CategoryId, ClientId, InvoiceId, OrderId, ProductId, Sku
from gotuto.tax_classes import TaxClass
from tests.billing.lines import eur
from tests.billing.taxes.parties import NOW, TODAY, buyer, proved, seller
from tests.refusals import refused

INVOICE, CLIENT = InvoiceId(UUID(int=1)), ClientId(UUID(int=2))
BOOK = PricedProduct(
    product_id=ProductId(UUID(int=3)),
    sku=Sku("BOOK"),
    name="A book",
    unit_price=eur("10.70"),
    tax_class=TaxClass.REDUCED,
    category_id=CategoryId(UUID(int=4)),
)
ADVICE = DraftLine(description="Advice", unit_price=eur("119.00"))
FRENCH_BUSINESS = buyer("FR", vat_id=proved("FR"))
HOME = Address(name="Bob", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE")


def completed(*lines):
    return list(domain.completed(Draft(client_id=CLIENT, lines=lines), {"BOOK": BOOK}))


def taxed(line=ADVICE, *, recipient=FRENCH_BUSINESS, on=TODAY):
    [whole] = completed(line)
    return domain.taxed(whole, supplier=seller(), recipient=recipient, on=on, at=NOW)


def test_a_draft_by_hand_may_be_changed():
    domain.check_editable(INVOICE, kind=InvoiceKind.INVOICE, status=InvoiceStatus.DRAFT, order_id=None)


@pytest.mark.parametrize(
    ("kind", "status", "order_id", "why"),
    [
        (InvoiceKind.INVOICE, InvoiceStatus.SENT, None, "it is sent; credit it, and write another"),
        (InvoiceKind.CREDIT_NOTE, InvoiceStatus.PAID, None, "it is paid; credit it, and write another"),
        (InvoiceKind.INVOICE, InvoiceStatus.DRAFT, OrderId(UUID(int=5)), "it goes with its order"),
    ],
    ids=["issued", "a credit note", "of an order"],
)
def test_nothing_else_is_changed_by_hand(kind, status, order_id, why):
    with refused("billing.invoice_not_draft", f"The invoice {INVOICE} cannot be changed: {why}."):
        domain.check_editable(INVOICE, kind=kind, status=status, order_id=order_id)


def test_what_a_line_leaves_out_is_as_the_catalogue_says():
    assert completed(DraftLine(sku=" book ", quantity=2, unit="", is_service=True)) == [
        DraftLine(
            sku="BOOK",
            description="A book",
            quantity=2,
            unit_price=eur("10.70"),
            tax_class=TaxClass.REDUCED,
            unit="C62",
            is_service=True,
        )
    ]


def test_what_a_line_says_goes_before_the_catalogue():
    said = DraftLine(
        sku="BOOK", description="A dented book", unit_price=eur("8.00"), tax_class=TaxClass.STANDARD, unit="HUR"
    )
    assert completed(said) == [said]


def test_a_line_that_is_not_in_the_catalogue_is_taxed_at_the_standard_rate():
    assert completed(ADVICE) == [replace(ADVICE, tax_class=TaxClass.STANDARD)]


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        (DraftLine(), "a description and a unit_price"),
        (replace(ADVICE, unit_price=None), "a unit_price"),
        (replace(ADVICE, description=""), "a description"),
    ],
)
def test_a_line_that_is_not_in_the_catalogue_says_what_it_is_and_costs(line, missing):
    words = f"Line 2 needs {missing}; only what is in the catalogue can leave that out."
    with refused("billing.draft_line_incomplete", words):
        completed(ADVICE, line)


def test_a_line_is_taxed_by_where_it_goes_what_it_is_and_when():
    goods, service = taxed(), taxed(replace(ADVICE, is_service=True))
    assert [line.taxation.category for line in (goods, service)] == ["K", "AE"]
    at_home = [taxed(recipient=buyer("DE"), on=day).taxation.rate for day in (date(2020, 12, 31), date(2021, 1, 1))]
    assert at_home == [Decimal("0.16"), Decimal("0.19")]
    assert taxed(DraftLine(sku="BOOK"), recipient=buyer("DE")).taxation.rate == Decimal("0.07")


def test_a_line_is_invoiced_as_it_was_written():
    friend = Discount(amount=eur("9.00"), reason="A friend")
    written = DraftLine(sku="BOOK", quantity=2, unit="HUR", discount=friend, is_service=True)
    line = taxed(written)
    assert line == InvoiceLine(
        sku=Sku("BOOK"),
        description="A book",
        quantity=2,
        unit_price=eur("10.70"),
        taxation=line.taxation,
        unit="HUR",
        discount=friend,
        tax_class=TaxClass.REDUCED,
        is_service=True,
    )


def test_only_goods_for_a_business_in_another_state_need_the_day_of_delivery():
    service, at_home = taxed(replace(ADVICE, is_service=True)), taxed(recipient=buyer("DE"))
    assert taxed().taxation.category is TaxCategory.INTRA_COMMUNITY
    assert domain.tells_delivery([service, taxed()])
    assert not domain.tells_delivery([service, at_home])
    assert not domain.tells_delivery([replace(at_home, taxation=None)])


def invoice(draft, *, address=HOME):
    lines = [domain.taxed(line, supplier=seller(), recipient=buyer("DE"), on=TODAY, at=NOW) for line in draft.lines]
    made = bill(
        lines,
        currency="EUR",
        standard_rate=Decimal("0.19"),
        prices_include_tax=draft.prices_include_tax,
        discount=draft.discount,
    )
    return Invoice(
        id=INVOICE,
        number=None,
        status=InvoiceStatus.DRAFT,
        client_id=draft.client_id,
        order_id=None,
        reference=draft.reference,
        buyer=Buyer(name="Bob", email="bob@example.com", address=address),
        issue_date=None,
        due_date=None,
        lines=made.lines,
        tax_lines=made.tax_lines,
        net=made.net,
        tax=made.tax,
        total=made.total,
        prices_include_tax=draft.prices_include_tax,
        discount=draft.discount,
        delivered_on=draft.delivered_on,
        deliver_to=draft.deliver_to,
        notes=draft.notes,
        buyer_reference=draft.buyer_reference,
        amount_paid=eur("0.00"),
        amount_credited=eur("0.00"),
        amount_due=made.total,
        payments=(),
        created_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        version=1,
    )


def test_a_draft_is_read_as_it_was_written():
    dented = Discount(amount=eur("1.00"), reason="Dented")
    [line] = completed(DraftLine(sku="BOOK", quantity=2, unit="HUR", discount=dented, is_service=True))
    written = Draft(
        client_id=CLIENT,
        currency="EUR",
        lines=(line,),
        prices_include_tax=False,
        discount=Discount(amount=eur("2.00"), reason="Cash"),
        delivered_on=date(2026, 11, 2),
        deliver_to="FR",
        reference="Talk of May",
        buyer_reference="PO 7",
        notes="Thank you.",
    )
    assert domain.as_written(invoice(written)) == written


@pytest.mark.parametrize(
    ("address", "written"), [(replace(HOME, country="FR"), ""), (HOME, "FR"), (None, "FR")], ids=["FR", "DE", "none"]
)
def test_where_the_client_lives_was_written_by_nobody(address, written):
    [line] = completed(ADVICE)
    abroad = Draft(client_id=CLIENT, lines=(line,), deliver_to="FR")
    assert domain.as_written(invoice(abroad, address=address)).deliver_to == written
