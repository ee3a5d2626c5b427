"""Credit notes in the back office and on the command line."""

import json
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contexts.billing import models
from contexts.billing.invoices.queries import get_invoice
from contexts.customer.staff.use_cases import ensure_staff
from tests.billing.builders import credit, draft, eur, issued, pay
from tests.office import press, said
from tests.shop import Shop

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
INVOICES = "/admin/billing/invoice/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    roles = ["billing", "support"]
    ensure_staff(email="clerk@example.com", password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
    assert client.login(username="clerk@example.com", password="a-long-password-9")
    return client


def page(office, invoice):
    return office.get(f"{INVOICES}{invoice.id}/change/").content.decode()


def button(invoice):
    return f"{INVOICES}{invoice.id}/credit_this/"


def look(invoice):
    return get_invoice(invoice_id=invoice.id, of_client=None)


def test_a_clerk_credits_pieces_an_amount_and_the_rest(office):
    invoice = issued(now=NOW)
    form = office.get(button(invoice)).context["form"]
    assert list(form.fields) == ["reason", "amount", "pieces_of_line_1"]
    assert "12.50 are due" in form.fields["amount"].help_text
    assert form.fields["pieces_of_line_1"].help_text == "Green tea: 1 of 1 can be credited."
    assert said(press(office, button(invoice), reason="Late", amount="2.50")) == ["Credit: done."]
    assert said(press(office, button(invoice), reason="Returned")) == ["Credit: done."]
    assert (look(invoice).amount_due, look(invoice).settled_by) == (eur("0.00"), "credit")
    assert (
        "Credit: CN-2026-000001 over 2.50 EUR (Late)" in office.get(f"{INVOICES}{invoice.id}/history/").content.decode()
    )


def test_pieces_that_are_credited_are_offered_no_more(office):
    shop = Shop(NOW)
    shop.has("tea", price="5.00")
    [invoice] = shop.invoices_of(shop.order({"TEA": 3}))
    assert said(press(office, button(invoice), reason="Broken", pieces_of_line_1="2")) == ["Credit: done."]
    assert look(invoice).amount_credited == eur("10.00")
    assert office.get(button(invoice)).context["form"].fields["pieces_of_line_1"].max_value == 1
    refused = press(office, button(invoice), reason="Broken", pieces_of_line_1="2")
    assert "pieces_of_line_1" in refused.context["form"].errors
    credit(invoice.id, now=NOW, TEA=1)
    assert button(invoice) not in page(office, invoice)


def test_a_refused_credit_stands_beside_the_input(office):
    invoice = issued(now=NOW)
    assert (
        "Only 12.50 EUR of INV-2026-000001" in press(office, button(invoice), reason="x", amount="99").content.decode()
    )
    both = press(office, button(invoice), reason="x", amount="1", pieces_of_line_1="1")
    assert "amount" in both.context["form"].errors
    assert "This field is required" in press(office, button(invoice)).content.decode()
    assert models.Invoice.objects.filter(kind="credit_note").count() == 0


def test_an_invoice_leads_to_its_credit_notes_and_they_to_it(office):
    invoice = issued(now=NOW)
    note = credit(invoice.id, now=NOW, reason="Sent back")
    there, back = page(office, invoice), page(office, note)
    assert f'href="{INVOICES}{note.id}/change/"' in there
    assert "Sent back" in there
    assert "CN-2026-000001" in there
    assert f'href="{INVOICES}{invoice.id}/change/"' in back
    assert "Sent back" in back
    assert [word in back for word in ("Still due", "Due date", "Void reason")] == [False] * 3
    assert "Credits the invoice" not in there


def test_what_a_credit_settled_is_called_credited_and_what_money_did_paid(office):
    credited, paid, both = (issued(now=NOW) for _ in range(3))
    note = credit(credited.id, now=NOW)
    pay(paid.id, "12.50", now=NOW)
    pay(both.id, "10.00", now=NOW)
    credit(both.id, now=NOW)
    for one, word in ((credited, "credited"), (paid, "paid"), (both, "paid"), (note, "credit note")):
        shown = office.get(f"{INVOICES}?q={one.number}").content.decode().split("<main")[-1]
        assert re.search(rf">\s*{word}\s*</span>", shown), f"{one.number} is not called {word}"


def test_only_what_is_not_credited_yet_offers_a_credit(office):
    gone = issued(now=NOW)
    note = credit(gone.id, now=NOW)
    for one in (gone, note, draft(now=NOW)):
        assert button(one) not in page(office, one)
        assert "cannot be done any more" in said(press(office, button(one), reason="x"))[0]


def test_the_page_of_an_order_tells_of_its_credit_notes(office):
    shop = Shop(NOW)
    shop.has("tea", price="5.00")
    placed = shop.order({"TEA": 1})
    [invoice] = shop.invoices_of(placed)
    credit(invoice.id, "2.00", now=NOW)
    told = office.get(f"/admin/order/order/{placed.id}/change/").content.decode()
    for words in ("Credit note CN-2026-000001", "paid 0.00 EUR, credited 2.00 EUR, 3.00 EUR still due by"):
        assert words in told


def command(*arguments):
    out = StringIO()
    call_command("credit", *arguments, stdout=out)
    return out.getvalue()


def test_an_operator_credits_by_number():
    invoice = issued(now=NOW)
    year = datetime.now(UTC).year
    assert command(invoice.number, "--reason", "Late", "--amount", "2.50") == (
        f"CN-{year}-000001 takes 2.50 EUR off {invoice.number}.\n")  # fmt: skip
    told = json.loads(command(invoice.number, "--reason", "Returned", "--json"))
    assert told["credit_note"]["total"] == {"amount": "10.00", "currency": "EUR"}
    assert look(invoice).settled_by == "credit"


def test_an_operator_is_told_what_would_be_and_what_is_wrong():
    invoice = issued(now=NOW)
    assert command(invoice.number, "--reason", "Late", "--dry-run").startswith("A credit note takes 12.50 EUR off")
    assert look(invoice).settled_by is None
    for arguments, words in (
        (["INV-1999-1", "--reason", "x"], "There is no invoice with the number INV-1999-1."),
        ([invoice.number, "--reason", "x", "--amount", "99"], "Only 12.50 EUR"),
        ([invoice.number, "--reason", "x", "--amount", "much"], "is no amount. Write it as 12.50"),
        ([invoice.number, "--reason", "x" * 501], "500"),
        ([invoice.number, "--reason", "x", "--amount", "1.001"], "more decimals"),
    ):
        with pytest.raises(CommandError, match=words):
            command(*arguments)
