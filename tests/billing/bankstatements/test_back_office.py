"""Staff read a statement and decide about its lines, in the back office and by a command."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from contexts.billing.bankfiles.models import CsvMapping
from contexts.billing.bankstatements.admin import splitting
from contexts.billing.bankstatements.models import BankStatement, StatementLine
from contexts.billing.clients.use_cases import create_client, merge_clients
from contexts.billing.payments.models import Payment
from contexts.customer.staff.use_cases import ensure_staff
from tests.billing.bankstatements.bank import NOW, account, bring, line_of, mapping, now_of
from tests.billing.bankstatements.files import IBAN, Entry, one_statement
from tests.billing.builders import eur, guest, issued
from tests.clients import PASSWORD
from tests.office import press
from tests.office import said as said_of

pytestmark = pytest.mark.django_db
_STATEMENTS, _LINES = "/admin/billing/bankstatement/", "/admin/billing/statementline/"


@pytest.fixture
def browser(client: Client) -> Client:
    account()
    ensure_staff(email="root@example.com", password=PASSWORD, roles=[], is_superuser=True, now=NOW)
    assert client.login(username="root@example.com", password=PASSWORD)
    return client


def page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def upload(browser: Client, content: bytes, **more: Any) -> Any:
    file = SimpleUploadedFile("statement.xml", content)
    return browser.post(f"{_STATEMENTS}add/", {"file": file, **more}, follow=True)


def test_a_file_is_read_and_its_page_shows_balances_and_gap(browser: Client) -> None:
    bring(number="1", opening="100.00", first="2026-11-02", last="2026-11-02")
    invoice = issued(now=NOW)
    upload(browser, one_statement(Entry(amount="12.50", text=str(invoice.number)), number="2"))
    row = BankStatement.objects.get(number="2")
    shown = page(browser, f"{_STATEMENTS}{row.pk}/change/")
    assert "1000.00 EUR and 12.50 EUR of its lines are 1012.50 EUR" in shown
    assert "900.00 EUR since 2026-11-02" in shown
    assert "1 booked, 0 wait" in shown
    assert "root@example.com" in shown
    assert "900.00 EUR since" in page(browser, _STATEMENTS)


def test_a_refusal_stands_on_the_form_and_a_csv_needs_its_mapping(browser: Client) -> None:
    mapping()
    file = b"Tag;Betrag;Waehrung;Name;IBAN;Zweck\n20.11.2026;12,50;EUR;Ada;DE1;x\n"
    assert "no mapping was named" in upload(browser, file).content.decode()
    upload(browser, file, mapping=CsvMapping.objects.get().pk)
    row = BankStatement.objects.get()
    assert "none in a CSV" in page(browser, f"{_STATEMENTS}{row.pk}/change/")


def test_a_proposal_is_accepted_split_or_parked_by_buttons(browser: Client) -> None:
    invoice = issued(now=NOW)
    told = bring(*(Entry(amount="12.50", text="thanks", name=f"Nr {one}") for one in range(3)))
    first, second, third = (line_of(told, which) for which in range(3))
    assert "the amount is what is due" in page(browser, f"{_LINES}{first.pk}/change/")
    assert str(invoice.number) in page(browser, f"{_LINES}{first.pk}/change/")
    press(browser, f"{_LINES}{first.pk}/accept/", proposal=1)
    assert now_of(invoice).status == "paid"

    other = issued(now=NOW, total="12.50")
    press(browser, f"{_LINES}{second.pk}/split/", client=str(invoice.client_id))
    assert Payment.objects.latest("received_at").client_id == invoice.client_id
    press(browser, f"{_LINES}{third.pk}/park/", reason="Who is it?")
    third.refresh_from_db()
    assert (third.state, third.note, now_of(other).amount_due) == ("parked", "Who is it?", eur("12.50"))
    assert "Who is it?" in page(browser, _LINES)


def test_a_line_is_split_among_what_its_client_owes(browser: Client) -> None:
    invoice = issued(now=NOW)
    line = line_of(bring(Entry(amount="20.00", text=str(invoice.number), name="Nobody")))
    shown = page(browser, f"{_LINES}{line.pk}/split/")
    assert f"{invoice.number}" in shown
    assert "12.50 EUR are due" in shown
    press(browser, f"{_LINES}{line.pk}/split/", client=str(invoice.client_id), **{f"part_{invoice.id}": "5.00"})
    assert now_of(invoice).amount_due == eur("7.50")
    assert Payment.objects.get().to_dto().amount_unallocated == eur("15.00")


def test_a_line_without_proposals_asks_first_whose_money_it_is_and_then_what_it_settles(browser: Client) -> None:
    first, second = issued(now=NOW), issued(now=NOW, total="30.00", buyer=guest("Grace"))
    line = line_of(bring(Entry(amount="40.00", text="thanks", name="Nobody")))
    button = f"{_LINES}{line.pk}/split/"
    asked = browser.get(button)
    assert list(asked.context["form"].fields) == ["client", "shown"]
    assert "select2" in asked.content.decode()
    assert "40.00 EUR came in from Nobody: thanks" in asked.content.decode()

    shown = press(browser, button, client=str(first.client_id))
    assert not shown.context["form"].errors
    assert f"part_{first.id}" in shown.context["form"].fields
    assert "Say how much of it settles what" in shown.content.decode()
    assert Payment.objects.count() == 0
    rich = create_client(name="Rich", email="rich@example.com", now=NOW)
    assert "The client owes nothing" in press(browser, button, client=str(rich.id)).content.decode()
    other = browser.post(
        button, {"client": str(second.client_id), "shown": str(first.client_id), f"part_{first.id}": "1"}
    )
    assert f"part_{second.id}" in other.context["form"].fields
    assert f"part_{first.id}" not in other.context["form"].fields

    given = {"client": str(second.client_id), "shown": str(second.client_id), f"part_{second.id}": "30.00"}
    browser.post(button, given)
    assert now_of(second).status == "paid"
    assert Payment.objects.get().to_dto().amount_unallocated == eur("10.00")
    assert "Split: 30.00 EUR of Grace" in page(browser, f"{_LINES}{line.pk}/history/")


def test_whose_money_it_is_must_be_somebody(browser: Client) -> None:
    line = line_of(bring(Entry(amount="40.00", text="thanks", name="Nobody")))
    for client in ("", "nobody", "00000000-0000-7000-8000-000000000000"):
        shown = browser.post(f"{_LINES}{line.pk}/split/", {"client": client, "shown": client})
        assert shown.context["form"].errors["client"]
    assert Payment.objects.count() == 0


def test_of_a_client_who_owes_very_much_any_invoice_is_named_by_its_number(browser: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(splitting, "SHOWN", 1)
    first, later = issued(now=NOW), issued(now=NOW)
    merge_clients(client_id=later.client_id, into=first.client_id, now=NOW)
    line = line_of(bring(Entry(amount="40.00", text="thanks", name="Nobody")))
    given = {"client": str(first.client_id), "shown": str(first.client_id), "other_amount": "2.50"}
    wrong = browser.post(f"{_LINES}{line.pk}/split/", {**given, "other": "INV-1"})
    assert wrong.context["form"].errors == {"other": ["The client owes nothing on an invoice of this number."]}
    browser.post(f"{_LINES}{line.pk}/split/", {**given, "other": str(later.number).lower()})
    assert now_of(later).amount_due == eur("10.00")


def test_a_statement_leads_to_its_lines_and_the_first_page_to_those_that_wait(browser: Client) -> None:
    invoice = issued(now=NOW)
    shown = upload(browser, one_statement(Entry(amount="12.50", text=str(invoice.number)), Entry(amount="9.99")))
    assert said_of(shown) == ["2026-11-20/1 is read: 1 booked, 1 wait, 0 put aside, 0 ignored."]
    [link] = re.findall(r'href="(/admin/billing/statementline/\?[^"]+)"', shown.content.decode())
    assert "2 statement lines" in page(browser, link)
    waiting = page(browser, f"{_LINES}?waits=yes")
    assert "1 statement line" in waiting
    assert str(invoice.number) not in waiting
    assert f"{_LINES}?waits=yes" in page(browser, "/admin/")


def test_a_file_that_was_read_before_says_so(browser: Client) -> None:
    file = one_statement(Entry(amount="9.99"), number="1")
    upload(browser, file)
    assert said_of(upload(browser, file)) == [
        "1 was read before: nothing is booked twice. 0 booked, 1 wait, 0 put aside, 0 ignored."
    ]
    overlapping = one_statement(Entry(amount="9.99"), Entry(amount="5.00"), number="2")
    assert said_of(upload(browser, overlapping)) == [
        "2 is read: 0 booked, 1 wait, 0 put aside, 0 ignored, 1 known from other statements."
    ]


def said(capsys: Any, *arguments: str) -> str:
    call_command("bank_statement", *arguments)
    return str(capsys.readouterr().out)


def test_an_operator_reads_files(capsys: Any, tmp_path: Path) -> None:
    assert "is an account of main" in said(capsys, "account", IBAN)
    file = tmp_path / "a.xml"
    file.write_bytes(one_statement(number="1", opening="100.00", first="2026-11-02", last="2026-11-02"))
    assert "are missing" not in said(capsys, "import", str(file))
    file.write_bytes(one_statement(Entry(amount="5.00", text="INV-2026-000001")))
    told = said(capsys, "import", str(file))
    assert f"{IBAN}, 2026-11-20 to 2026-11-20: 0 booked, 1 wait, 0 ignored." in told
    assert "900.00 EUR are missing since the statement that ends on 2026-11-02." in told
    assert json.loads(said(capsys, "import", str(file), "--json"))["statements"][0]["lines"]["open"] == 1
    issued(now=NOW, total="5.00")
    assert "Looked at 1 lines." in said(capsys, "match")
    assert StatementLine.objects.get().state == "matched"


def test_an_operator_saves_a_mapping(capsys: Any, tmp_path: Path) -> None:
    account()
    file = tmp_path / "giro.json"
    file.write_text(json.dumps({"name": "giro", "account": IBAN, "booked_on": "Tag", "amount": "Betrag"}))
    assert "Saved the mapping giro." in said(capsys, "mapping", str(file))
    file.write_text("[]")
    with pytest.raises(CommandError, match="is no mapping"):
        said(capsys, "mapping", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        said(capsys, "import", str(tmp_path / "none"))
