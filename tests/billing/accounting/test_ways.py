"""The books over HTTP, in the back office and for operators."""

from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from contexts.billing.accounting.models import LedgerAccount
from contexts.billing.periods.models import ClosedPeriod
from contexts.customer.models import User
from tests.billing.accounting.books import accounts, written
from tests.billing.accounting.reader import read
from tests.billing.reports.sales import sell
from tests.billing.sellers.builders import described
from tests.clients import staff_api

MAY = {"first": date(2026, 5, 1), "last": date(2026, 5, 31)}
ASKED = "from=2026-05-01&to=2026-05-31&legal_entity=main"


@pytest.fixture
def clerk(db):
    described()
    return staff_api("billing")


@pytest.fixture
def office(clerk):
    browser = Client()
    browser.force_login(User.objects.get(email="billing@example.com"))
    return browser


def test_a_program_downloads_the_file_and_closes_the_month(clerk):
    accounts()
    sell("119.00", on=date(2026, 5, 4))
    answer = clerk.get(f"reports/datev/?{ASKED}")
    assert answer["Content-Type"] == "text/csv; charset=windows-1252"
    assert answer["Content-Disposition"] == 'attachment; filename="EXTF_main_20260501_20260531.csv"'
    assert (answer["X-Replaced"], answer["X-Left-Out"]) == ("0", "0")
    assert len(read(b"".join(answer.streaming_content)).lines) == 1
    told = clerk.post("closed-periods/", {"legal_entity": "main", "last": "2026-05-31"})
    assert (told.status_code, told.json()["first"], told.json()["bookings"]) == (201, "2026-05-01", 1)
    [period] = clerk.get("closed-periods/?legal_entity=main").json()["results"]
    assert period == told.json()
    one, two = (b"".join(clerk.get(f"reports/datev/?{ASKED}").streaming_content) for _ in range(2))
    assert one == two


def test_a_program_is_told_why_not(clerk):
    assert clerk.get(f"reports/datev/?{ASKED}").json()["code"] == "billing.accounts_missing"
    accounts()
    told = clerk.get("reports/datev/?from=2025-12-01&to=2026-01-31")
    assert (told.status_code, list(told.json()["errors"])) == (400, ["to"])
    assert clerk.post("closed-periods/", {"legal_entity": "main", "last": "2999-12-31"}).status_code == 409


def test_staff_enter_accounts_close_a_month_and_download_it(office):
    form = {
        "legal_entity": "main", "chart": "04", "consultant_number": "29098", "client_number": "5", "account_length": "4",
        "fiscal_month": "1", "accounts": "sale:home:S:19 = 8400\nmoney:cash =  1601\n\n",
    }  # fmt: skip
    shown = office.get("/admin/billing/accountmap/add/")
    assert "sale:home:S:19 = 8400" in shown.content.decode()
    answer = office.post("/admin/billing/accountmap/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert dict(LedgerAccount.objects.values_list("key", "account")) == {"money:cash": "1601"}
    page = "/admin/billing/accountmap/main/change/"
    assert "sale:home:S:19 = 4400" in office.get(page).content.decode()
    for accounts_told in ("nonsense", "debtors = 1\ndebtors = 2"):
        refused = office.post(page, {**form, "accounts": accounts_told})
        assert "write what is booked" in refused.content.decode()
    sell("119.00", on=date(2026, 5, 4))
    asks = reverse("admin:billing_accountmap_close_period", args=["main"])
    assert asks in office.get(page).content.decode()
    assert "Nothing is closed yet" in office.get(asks).content.decode()
    assert office.post(asks, {"last": "2026-05-31"}).status_code == 302
    period = ClosedPeriod.objects.get()
    assert "Closed up to 2026-05-31" in unescape(office.get(asks).content.decode())
    shown = unescape(office.get(f"/admin/billing/closedperiod/{period.id}/change/").content.decode())
    assert period.digest in shown
    listed = unescape(office.get("/admin/billing/closedperiod/").content.decode())
    link = "/admin/billing/closedperiod/datev/?first=2026-05-01&last=2026-05-31&legal_entity=main"
    assert link in listed
    assert b"".join(office.get(link).streaming_content) == written(**MAY)[0]


def test_the_page_asks_for_days_and_says_why_not(office):
    page = "/admin/billing/closedperiod/datev/"
    assert office.get(page).status_code == 200
    asked = f"{page}?first=2026-05-01&last=2026-05-31&legal_entity=main"
    refused = office.get(asked)
    assert refused.status_code == 400
    assert "are not entered yet" in unescape(refused.content.decode())


def test_who_only_sends_parcels_sees_none_of_it(clerk):
    staff_api("fulfilment")
    browser = Client()
    browser.force_login(User.objects.get(email="fulfilment@example.com"))
    assert browser.get("/admin/billing/closedperiod/datev/").status_code == 403


def test_an_operator_writes_the_file(clerk, tmp_path, capsys):
    accounts()
    sell("119.00", on=date(2026, 5, 4))
    asked = ["--from", "2026-05-01", "--to", "2026-05-31"]
    call_command("datev", *asked, "--into", str(tmp_path))
    assert "1 bookings, not closed, SHA-256" in capsys.readouterr().out
    [file] = tmp_path.iterdir()
    assert file.name == "EXTF_main_20260501_20260531.csv"
    assert len(read(file.read_bytes()).lines) == 1
    with pytest.raises(Exception, match="two fiscal years"):
        call_command("datev", "--from", "2025-05-01", "--to", "2026-05-31", "--into", str(tmp_path))
    assert list(tmp_path.iterdir()) == [file]
