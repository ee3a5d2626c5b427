"""The VAT report as staff read it in the back office."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.test import Client

from contexts.customer.models import User
from tests.billing.reports.sales import OSS, sell
from tests.billing.sellers.builders import described
from tests.clients import staff_api

# The page asks what year it is.
NEW_YEAR = date(datetime.now(UTC).year, 1, 1)


@pytest.fixture
def office(db):
    described()
    staff_api("billing")
    browser = Client()
    browser.force_login(User.objects.get(email="billing@example.com"))
    return browser


def page(office, asked=""):
    answer = office.get(f"/admin/billing/legalentity/vat-report/?{asked}")
    return answer.status_code, " ".join(unescape(answer.content.decode()).split())


def test_staff_read_it_on_a_page(office):
    sell("119.00", "FR", on=NEW_YEAR)
    sell("119.00", "CH", on=NEW_YEAR)
    status, shown = page(office, f"first={NEW_YEAR}&legal_entity=main")
    assert status == 200
    assert "at home (DE136695976), though it went to consumers elsewhere in the EU" in shown
    assert "Export outside the European Union, exempt from VAT: article 146" in shown
    assert "EUR: 2 documents, of which 0 credit notes" in shown
    assert '<progress class="go-gauge" max="10000.00" value="100.00"' in shown
    assert "Below the threshold" in shown


def test_over_the_threshold_without_the_one_stop_shop_stands_out(office):
    sell("14280.00", "FR", on=NEW_YEAR)
    assert 'role="alert" class="bg-red-100' in page(office)[1]
    described(registrations=(OSS,))
    assert 'role="alert"' not in page(office)[1]


def test_a_page_about_nobody_in_the_union_and_documents_without_particulars(office):
    described(address=None)
    sell("119.00")
    status, shown = page(office, "first=2026-10-01&last=2026-10-31")
    assert (status, "there is no threshold" in shown, "1 document does not say" in shown) == (200, True, True)
    assert "Nothing was issued in these days." in page(office, "first=2020-10-01&last=2020-10-31")[1]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("first=2026-10-31&last=2026-10-01", "cannot end on 2026-10-01"),
        ("first=tomorrow", "Enter a valid date."),
        ("legal_entity=berlin", "berlin is not one of the available choices"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_beside_its_field(office, asked, words):
    status, shown = page(office, asked)
    assert (status, words in shown, "<table" in shown) == (400, True, False)


def test_nobody_else_opens_the_page(db):
    staff_api("support")
    browser = Client()
    browser.force_login(User.objects.get(email="support@example.com"))
    assert browser.get("/admin/billing/legalentity/vat-report/").status_code == 403
