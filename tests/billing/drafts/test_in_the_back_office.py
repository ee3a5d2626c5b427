"""Invoices by hand in the back office: one page is the whole of it."""

from datetime import UTC, datetime

import pytest

from contexts.billing.clients.use_cases import create_client
from contexts.billing.models import Invoice
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.address import Address
from gotuto.money import Money
from tests.billing.builders import issued
from tests.billing.sellers.builders import described
from tests.factories import ProductFactory
from tests.office import press, said

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PAGE = "/admin/billing/invoice/"
BOB = Address(name="Bob", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE")


@pytest.fixture
def office(client, db):
    described()
    ensure_staff(email="b@example.com", password="a-long-password-9", roles=["billing"], is_superuser=False, now=NOW)
    assert client.login(username="b@example.com", password="a-long-password-9")
    return client


@pytest.fixture
def bob(db):
    return create_client(name="Bob", email="bob@example.com", address=BOB, now=NOW)


def filled(office, page, **answers):
    """What the form of a page would send with these answers."""
    form = office.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    plain = {name: "on" if value is True else value for name, value in sent.items() if value not in (None, False)}
    return {**plain, **answers}


def write(office, page, **answers):
    return office.post(page, filled(office, page, **answers), follow=True)


def advice(row=1, **said):
    line = {"description": "Advice", "quantity": "2", "unit_price": "59.50", **said}
    return {f"{name}_{row}": value for name, value in line.items()}


def test_staff_write_change_and_issue_an_invoice(office, bob):
    answer = write(
        office,
        f"{PAGE}add/",
        client=bob.id,
        notes="Thank you.",
        **advice(),
        discount_amount="19",
        discount_reason="Cash",
    )
    assert answer.status_code == 200
    row = Invoice.objects.get()
    assert (row.total, row.notes, row.discount_reason) == (Money.of("100.00", "EUR").amount, "Thank you.", "Cash")
    page = f"{PAGE}{row.id}/change/"
    form = office.get(page).context["adminform"].form
    assert (form["description_1"].value(), str(form["unit_price_1"].value()), form.rows) == ("Advice", "59.50", 4)
    write(
        office,
        page,
        **advice(
            2,
            description="More",
            quantity="1",
            unit_price="10.70",
            tax_class="reduced",
            discount="1",
            discount_reason="x",
        ),
    )
    row.refresh_from_db()
    assert [(line.description, str(line.tax_rate)) for line in row.lines.all()] == [
        ("Advice", "0.1900"),
        ("More", "0.0700"),
    ]
    assert said(press(office, f"{PAGE}{row.id}/issue_this/")) == ["Issue the invoice: done."]
    row.refresh_from_db()
    assert row.number == "INV-2026-000001"
    shown = office.get(page)
    assert "description_1" not in shown.content.decode()
    assert "Thank you." in shown.content.decode()


def test_the_catalogue_fills_what_is_left_open(office, bob):
    ProductFactory(sku="BOOK", name="A book", price=Money.of("10.70", "EUR"))
    write(office, f"{PAGE}add/", client=bob.id, sku_1="BOOK", quantity_1="3")
    assert [(line.description, line.quantity) for line in Invoice.objects.get().lines.all()] == [("A book", 3)]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "An invoice needs at least one line"),
        (advice(unit_price=""), "Line 1 needs a unit_price"),
        ({**advice(), "currency": "XYZ"}, "XYZ"),
        ({**advice(), "deliver_to": "QQ"}, "QQ"),
        ({**advice(), "discount_amount": "500"}, "cannot be taken off"),
        ({**advice(), "sku_1": "", "quantity_1": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_invoiced_stands_beside_the_input(office, bob, answers, words):
    answer = write(office, f"{PAGE}add/", client=bob.id, **answers)
    assert words in answer.content.decode()
    assert not Invoice.objects.exists()


def test_what_is_issued_or_of_an_order_is_only_read(office, bob):
    row = issued(now=NOW)
    page = f"{PAGE}{row.id}/change/"
    shown = office.get(page).content.decode()
    assert "Save" not in shown
    assert "Still due" in shown
    # The table's columns as they are would tell nobody anything.
    assert "Legal entity" not in shown
    assert office.post(page, {"client": str(bob.id)}).status_code == 403


def test_a_draft_in_a_currency_of_its_own(office, bob):
    write(office, f"{PAGE}add/", client=bob.id, currency="usd", **advice())
    page = f"{PAGE}{Invoice.objects.get().id}/change/"
    answer = write(office, page, seen_version="7")
    assert "Somebody else changed it meanwhile" in answer.content.decode()
    assert Invoice.objects.get().currency == "USD"


def test_rows_that_are_only_shown_are_those_that_are_there_whatever_was_sent(office, bob):
    write(office, f"{PAGE}add/", client=bob.id, **advice())
    page = f"{PAGE}{Invoice.objects.get().id}/change/"
    shown = [rows.formset.prefix for rows in office.get(page).context["inline_admin_formsets"]]
    assert "tax_lines" in shown
    made_up = {f"{prefix}-TOTAL_FORMS": "7" for prefix in shown} | {f"{prefix}-INITIAL_FORMS": "0" for prefix in shown}
    answer = write(office, page, **made_up, notes="Hello", quantity_1="0")
    assert "greater than or equal to 1" in answer.content.decode()
    write(office, page, **made_up, notes="Hello")
    assert Invoice.objects.get().notes == "Hello"
