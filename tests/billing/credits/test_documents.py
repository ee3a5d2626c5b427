"""The documents of credit notes: made and mailed like those of invoices, for the same people, and valid as e-invoices."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from contexts.billing import models
from contexts.billing.books.queries import verify
from contexts.billing.clients.models import Client
from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.documents.queries import get_pdf
from contexts.billing.documents.use_cases import send_document
from contexts.billing.invoices import dto, statements
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.lines.domain import bill
from contexts.billing.lines.dto import Discount, InvoiceLine
from contexts.billing.taxes.dto import Taxation, TaxCategory
from contexts.notification.models import Notification
from contexts.order import lifecycle
from contexts.order.access import token
from gotuto.ids import ClientId, InvoiceId, new_id
from gotuto.money import Money
from tests.billing.builders import credit
from tests.billing.documents.einvoice.official import SYNTAXES, failures
from tests.billing.lines import eur, line
from tests.billing.sellers.builders import described
from tests.clients import Api, customer_api, staff_api
from tests.shop import ADDRESS, STAFF, Shop, settle

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("official rules")]


@pytest.fixture
def shop(now: Any) -> Shop:
    described(now=now)
    shop = Shop(now)
    shop.has("tea")
    return shop


def breaks_no_rule(note: dto.Invoice) -> None:
    printed = models.Document.objects.get(invoice_id=note.id).printed()
    for syntax, write in SYNTAXES.items():
        assert failures(syntax, write(printed)) == [], f"{note.number} in {syntax}"


def words(note: dto.Invoice) -> str:
    file = get_pdf(invoice_id=note.id)
    assert file is not None
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages)


def cancelled(shop: Shop, **who: Any) -> tuple[Any, dto.Invoice]:
    placed = shop.order({"TEA": 2}, **who)
    lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="Changed my mind.", now=shop.now)
    shop.settle()
    return placed, shop.credit_notes_of(placed)[0]


def test_the_paper_says_what_it_corrects_and_asks_for_nothing(shop):
    placed, note = cancelled(shop)
    said = words(note)
    for what in (
        "Rechnungskorrektur",
        note.number,
        shop.invoices_of(placed)[0].number,
        "Auf Wunsch storniert.",
        placed.number,
    ):
        assert what in said
    assert "DE02 1203" not in said.split("Korrekturbetrag")[0]
    assert "Zahlbar bis" not in said


def test_the_buyer_is_sent_it_without_being_asked_for_money(shop, mailoutbox):
    placed, note = cancelled(shop)
    [mail] = [one for one in mailoutbox if one.subject == "Your credit note"]
    assert mail.to == ["ada@example.com"]
    assert f"here is your credit note {note.number} for your order {placed.number} over 23.80 EUR" in mail.body
    assert not {"Please pay", "IBAN", "DE02"} & set(mail.body.split())
    [(name, content, kind)] = mail.attachments
    assert (name, kind, content[:5]) == (f"{note.number}.pdf", "application/pdf", b"%PDF-")
    assert Notification.objects.get(kind="credit_note_issued").order_id == placed.id


def test_it_is_sent_again_when_staff_wish(shop, mailoutbox):
    _, note = cancelled(shop)
    send_document(invoice_id=note.id, now=shop.now + timedelta(hours=1))
    settle()
    assert [one.subject for one in mailoutbox].count("Your credit note") == 2


def test_who_wants_no_mail_gets_none(shop, mailoutbox):
    placed = shop.order({"TEA": 2})
    Client.objects.update(invoices_by_mail=False)
    credit(shop.invoices_of(placed)[0].id, now=shop.now)
    settle()
    assert "Your credit note" not in [one.subject for one in mailoutbox]


def test_it_is_read_by_those_who_read_the_invoice(shop):
    ada, bob = customer_api("ada@example.com"), customer_api("bob@example.com")
    theirs, note = cancelled(shop, customer_id=ada.get("customers/me/").json()["id"])
    path = f"invoices/{note.id}/document/"
    assert [who.get(path).status_code for who in (ada, bob, Api(), staff_api("support"))] == [200, 404, 404, 200]
    assert Api(**{"X-Order-Token": token(kind="order", subject_id=theirs.id)}).get(path).status_code == 404

    placed, note = cancelled(shop)
    path = f"invoices/{note.id}/document/"
    for subject, status in ((placed.id, 200), (theirs.id, 404), (note.id, 404)):
        assert Api(**{"X-Order-Token": token(kind="order", subject_id=subject)}).get(path).status_code == status


def invoice_of(
    now: Any, lines: list[InvoiceLine], *, discount: Discount | None = None, is_net: bool = False
) -> InvoiceId:
    """An issued invoice as staff will write one: with discounts, at home or abroad."""
    invoice_id = InvoiceId(new_id())
    statements.open_invoice(
        invoice_id=invoice_id,
        order_id=None,
        reference="A-7",
        client_id=ClientId(new_id()),
        buyer=dto.Buyer(
            name="Ada", email="ada@example.com", address=replace(ADDRESS, country="FR", postal_code="75001", city="Paris"),
            vat_id="FR40303265045",
        ),
        bill=bill(lines, currency="EUR", standard_rate=Decimal("0.19"), prices_include_tax=not is_net, discount=discount),
        particulars=dto.Particulars(delivered_on=now.date(), deliver_to="FR"),
        now=now,
    )  # fmt: skip
    issue_invoice(invoice_id=invoice_id, now=now)
    return invoice_id


def intra(rate: str) -> Taxation:
    return Taxation(
        category=TaxCategory.INTRA_COMMUNITY, rate=Decimal(0), included=Decimal(rate), exemption="VATEX-EU-IC"
    )


OFF = Discount(amount=eur("7.77"), reason="Regular customer")
DENTED = Discount(amount=eur("0.99"), reason="Dented")
MIXED = [
    replace(line("33.33", quantity=3, rate="0.19", sku="TEA"), discount=DENTED),
    line("10.70", quantity=2, rate="0.07", sku="BOOK"),
    line("0.00", rate="0.07", sku="GIFT"),
]
ABROAD = [
    replace(line("11.90", quantity=3, sku="TEA"), taxation=intra("0.19")),
    replace(line("10.70", quantity=1, sku="BOOK"), taxation=intra("0.07")),
]
INVOICES = {
    "gross": (MIXED, None, False),
    "gross with a discount": (MIXED, OFF, False),
    "net": (MIXED, None, True),
    "net with a discount": (MIXED, OFF, True),
    "to another member state": (ABROAD, None, False),
    "to another member state with a discount": (ABROAD, OFF, False),
}


@pytest.mark.parametrize("name", INVOICES)
def test_real_credit_notes_break_no_official_rule_and_are_sealed(shop, name):
    lines, discount, is_net = INVOICES[name]
    first, second = (invoice_of(shop.now, lines, discount=discount, is_net=is_net) for _ in range(2))
    whole = credit(first, now=shop.now)
    parts = [credit(second, now=shop.now, TEA=1), credit(second, "5.01", now=shop.now), credit(second, now=shop.now)]
    settle()
    assert sum(part.total.minor_units for part in parts) == whole.total.minor_units
    for note in (whole, *parts):
        row = models.Document.objects.get(invoice_id=note.id)
        assert (row.status, row.no_xml_code, row.last_error) == ("done", None, "")
        breaks_no_rule(note)
    assert verify().findings == ()


def test_the_rest_in_pieces_is_valid_too(shop):
    invoice_id = invoice_of(shop.now, MIXED, discount=OFF)
    credit(invoice_id, now=shop.now, TEA=2, GIFT=1)
    rest = credit(invoice_id, now=shop.now)
    settle()
    assert [(one.sku, one.quantity) for one in rest.lines] == [("TEA", 1), ("BOOK", 2)]
    breaks_no_rule(rest)


def test_a_currency_without_an_e_invoice_has_a_credit_note_on_paper(shop):
    invoice_id = InvoiceId(new_id())
    tea = replace(line(), unit_price=Money.of("0.333", "KWD"), quantity=3)
    statements.open_invoice(
        invoice_id=invoice_id, order_id=None, reference="", client_id=ClientId(new_id()),
        buyer=dto.Buyer(name="Ada", email="ada@example.com", address=ADDRESS),
        bill=bill([tea], currency="KWD", standard_rate=Decimal("0.19")), particulars=dto.Particulars(), now=shop.now,
    )  # fmt: skip
    issue_invoice(invoice_id=invoice_id, now=shop.now)
    note = credit_invoice(invoice_id=invoice_id, reason="Late", amount=Money.of("0.500", "KWD"), now=shop.now)
    settle()
    assert "0,500" in words(note)
    assert models.Document.objects.get(invoice_id=note.id).no_xml_code == "billing.not_in_en16931"
