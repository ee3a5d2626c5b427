"""Billing in the back office."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contexts.billing import models
from contexts.billing.clients import dto
from contexts.billing.clients.queries import get_client, list_clients
from contexts.billing.clients.use_cases import create_client
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import open_invoice, void_invoice
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.address import Address
from gotuto.ids import ClientId, OrderId, new_id
from gotuto.paging import PageRequest
from tests.billing import builders
from tests.billing.builders import draft, eur, guest, issued, line, pay, voided_before
from tests.office import press, said

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
INVOICES, CLIENTS = "/admin/billing/invoice/", "/admin/billing/client/"
HOME = {
    "recipient": "Bob",
    "line1": "Alley 2",
    "line2": "",
    "postal_code": "20095",
    "city": "Hamburg",
    "region": "",
    "country": "DE",
}
BOB = {"name": "Bob", "email": "bob@example.com", "phone": ""}
NOWHERE = dict.fromkeys(HOME, "")


@pytest.fixture
def sign_in(client, db):
    """Sign a member of staff in who has these roles."""

    def enter(*roles):
        email = f"{'-'.join(roles) or 'staff'}@example.com"
        ensure_staff(email=email, password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
        assert client.login(username=email, password="a-long-password-9")
        return client

    return enter


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def single():
    return open_invoice(order_id=None, buyer=guest(), currency="EUR", lines=[line()], now=NOW)


def clients():
    return list_clients(filters=dto.ClientFilter(), page=PageRequest()).items


def test_a_clerk_reads_an_invoice_with_lines_taxes_and_payments(sign_in):
    invoice = issued(now=NOW)
    pay(invoice.id, "2.50", now=NOW, reference="Statement 7")
    page = text(sign_in("billing").get(f"{INVOICES}{invoice.id}/change/"))
    for words in ("INV-2026-000001", "Green tea", "12.50 EUR", "19 %", "Statement 7", "10.00 EUR"):
        assert words in page


def test_the_page_of_a_void_invoice_says_that_nothing_is_due(sign_in):
    invoice = voided_before(now=NOW)
    page = text(sign_in("billing").get(f"{INVOICES}{invoice.id}/change/"))
    assert "0.00 EUR" in page.split("Still due")[-1][:500]


def book(office, invoice, **paid):
    return press(office, f"{INVOICES}{invoice.id}/record_payment/", **paid)


def test_a_clerk_books_a_payment(sign_in):
    invoice, office = issued(now=NOW), sign_in("billing")
    asked = office.get(f"{INVOICES}{invoice.id}/record_payment/").context["form"]
    assert (asked["amount"].value(), asked["method"].value()) == (Decimal("12.50"), "bank_transfer")
    assert said(book(office, invoice, amount="2.50", method="cash", reference="Till 1")) == ["Record a payment: done."]
    assert get_invoice(invoice_id=invoice.id, of_client=None).amount_due == eur("10.00")
    assert "Record a payment (amount: 2.50, method: cash, reference: Till 1)" in text(
        office.get(f"{INVOICES}{invoice.id}/history/")
    )


def test_a_refused_payment_stands_beside_the_input(sign_in):
    invoice = issued(now=NOW)
    page = book(sign_in("billing"), invoice, amount="99.00", method="cash", reference="Till 1")
    assert "99.00 EUR is more than the 12.50 EUR still due" in text(page)
    assert "amount" in page.context["form"].errors
    assert get_invoice(invoice_id=invoice.id, of_client=None).payments == ()


def test_a_settled_invoice_offers_no_payment(sign_in):
    invoice = issued(now=NOW)
    pay(invoice.id, "12.50", now=NOW)
    assert "Record a payment" not in text(sign_in("billing").get(f"{INVOICES}{invoice.id}/change/"))


def test_staff_without_the_role_look_but_do_not_touch(sign_in):
    invoice, office = issued(now=NOW), sign_in("support")
    assert "Record a payment" not in text(office.get(f"{INVOICES}{invoice.id}/change/"))
    assert "line1" not in text(office.get(f"{CLIENTS}{invoice.client_id}/change/"))
    assert book(office, invoice, amount="2.50", method="cash", reference="Till 1").status_code == 403
    assert office.get(f"{CLIENTS}add/").status_code == 403


@pytest.mark.parametrize("search", ["", "inv-2026-000001", "ada@example.com", "nonsense"])
def test_invoices_are_listed_and_found(sign_in, search):
    issued(now=NOW)
    void_invoice(order_id=OrderId(new_id()), reason="Never invoiced", now=NOW)
    page = text(sign_in("billing").get(INVOICES, {"q": search}))
    assert ("INV-2026-000001" in page.split("<main")[-1]) is (search != "nonsense")


def test_an_invoice_without_an_order_is_voided_and_others_offer_no_such_thing(sign_in):
    own, orders, office = single(), draft(now=NOW), sign_in("billing")
    assert "void_this" not in text(office.get(f"{INVOICES}{issued(now=NOW).id}/change/"))
    void_own, void_other = (f"{INVOICES}{one.id}/void_this/" for one in (own, orders))
    assert void_own in text(office.get(f"{INVOICES}{own.id}/change/"))
    assert "This field is required" in text(press(office, void_own))
    assert said(press(office, void_own, reason="Written twice.")) == ["Void the draft: done."]
    row = models.Invoice.objects.get(id=own.id)
    assert (row.status, row.void_reason) == ("void", "Written twice.")
    assert void_other not in text(office.get(f"{INVOICES}{orders.id}/change/"))
    assert "cannot be done any more" in said(press(office, void_other, reason="x"))[0]
    assert get_invoice(invoice_id=orders.id, of_client=None).status == "draft"


def test_only_a_draft_without_an_order_is_deleted(sign_in):
    own, orders, office = single(), draft(now=NOW), sign_in("billing")
    office.post(f"{INVOICES}{own.id}/delete/", {"post": "yes"})
    assert office.post(f"{INVOICES}{orders.id}/delete/", {"post": "yes"}).status_code == 403
    assert "Delete invoice" not in text(office.get(f"{INVOICES}{orders.id}/change/"))
    assert list(models.Invoice.objects.values_list("id", flat=True)) == [orders.id]


def test_a_client_is_entered_with_his_address(sign_in):
    sign_in("billing").post(f"{CLIENTS}add/", BOB | HOME)
    [client] = clients()
    assert (client.name, client.address.city, client.address.name) == ("Bob", "Hamburg", "Bob")


def test_a_client_can_do_without_an_address(sign_in):
    office = sign_in("billing")
    office.post(f"{CLIENTS}add/", BOB | NOWHERE)
    [client] = clients()
    assert client.address is None
    assert "Bob" in text(office.get(CLIENTS))


def test_half_an_address_is_refused(sign_in):
    page = text(sign_in("billing").post(f"{CLIENTS}add/", BOB | HOME | {"line1": "", "country": "Germany"}))
    assert "An address needs this." in page
    page = text(sign_in("billing").post(f"{CLIENTS}add/", BOB | HOME | {"country": "XX"}))
    assert "&#x27;XX&#x27; is not a country code of ISO 3166-1, such as DE." in page
    page = text(sign_in("billing").post(f"{CLIENTS}add/", BOB | HOME | {"city": "", "postal_code": "2009"}))
    assert "An address in Germany needs a city." in page
    assert "is not a postal code in Germany" in page
    assert clients() == ()


def test_an_address_of_before_the_rules_is_shown_and_stays(sign_in):
    address = Address(name="Robert", line1="Alley 2", postal_code="none", city="", country="ZZ")
    made = create_client(name="Bob", email="bob@example.com", address=address, now=NOW)
    fields = {"recipient": "Robert", "line1": "Alley 2", "postal_code": "none", "city": "", "country": "ZZ"}
    sign_in("billing").post(f"{CLIENTS}{made.id}/change/", BOB | NOWHERE | fields | {"phone": "+4940"})
    [client] = clients()
    assert (client.phone, client.address) == ("+4940", address)


def test_a_client_is_changed(sign_in):
    address = Address(name="Robert", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE", phone="1")
    made = create_client(name="Bob", email="bob@example.com", address=address, now=NOW)
    office, path = sign_in("billing"), f"{CLIENTS}{made.id}/change/"
    page = text(office.get(path))
    assert 'value="Bob"' in page
    assert 'value="Robert"' in page
    office.post(path, BOB | HOME | {"phone": "+4940", "city": "Bremen"})
    [client] = clients()
    assert (client.phone, client.address.city, client.version) == ("+4940", "Bremen", 2)


def test_a_client_without_invoices_is_deleted(sign_in):
    made, office = create_client(name="Bob", email="bob@example.com", now=NOW), sign_in("billing")
    office.post(f"{CLIENTS}{made.id}/delete/", {"post": "yes"})
    assert clients() == ()


def test_a_client_with_invoices_is_kept(sign_in):
    customer_id = new_id()
    draft(now=NOW, buyer=builders.customer(customer_id))
    sign_in("billing").post(f"{CLIENTS}{customer_id}/delete/", {"post": "yes"})
    assert get_client(client_id=ClientId(customer_id)).customer_id == customer_id
