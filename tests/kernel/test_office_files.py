"""Lists of the back office as files: all rows that the page shows, as people read them, for those who may see the page."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from structlog.testing import capture_logs

from gotuto.backoffice import BackOffice
from gotuto.flags.switching import switch
from gotuto.ids import new_id
from gotuto.sagas.models import SagaRun
from tests.kernel.test_back_office import office
from tests.kernel.toys import NOON
from tests.shop import Shop

pytestmark = pytest.mark.django_db

LISTS = {page.model._meta.label_lower: page for page in admin.site._registry.values() if isinstance(page, BackOffice)}
SAGAS = "gotuto_sagas.sagarun"


def address(label):
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


@pytest.fixture
def chief():
    return office(superuser=True)


def read_csv(answer):
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode(), newline="")))


def read_workbook(answer):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values]


def sagas(*names):
    SagaRun.objects.bulk_create(
        SagaRun(name=name, version=1, subject_id=new_id(), due_at=NOON, correlation_id="x", started_at=NOON)
        for name in names
    )


def test_a_list_leads_to_its_files_with_the_question_that_was_asked_of_it(chief):
    sagas("a", "b")
    page = chief.get(address(SAGAS), {"q": "nothing", "status": "running"}).content.decode()
    assert "as a file" not in page
    page = chief.get(address(SAGAS), {"status": "running"}).content.decode()
    assert "?_file=xlsx&amp;status=running" in page
    assert "?_file=csv&amp;status=running" in page


def test_orders_as_a_workbook_have_amounts_that_can_be_added(chief):
    shop = Shop(timezone.now())
    shop.has("tea", pieces=10)
    first, second = (shop.order({"TEA": pieces}) for pieces in (1, 2))
    header, *rows = read_workbook(chief.get(address("order.order"), {"_file": "xlsx"}))
    assert header[:6] == ["Number", "Status", "Buyer", "Total", "Total: currency", "Placed at"]
    assert [row[0] for row in rows] == [second.number, first.number]
    assert [(row[1], row[2]) for row in rows] == [("confirmed", rows[0][2])] * 2
    assert [Decimal(str(row[3])) for row in rows] == [second.total.amount, first.total.amount]
    assert {row[4] for row in rows} == {"EUR"}
    assert rows[0][5] == timezone.localtime(shop.now).replace(microsecond=0, tzinfo=None)


def pages_read(browser, *, rows):
    with CaptureQueriesContext(connection) as asked:
        assert len(read_csv(browser.get(address(SAGAS), {"_file": "csv"}))) == 1 + rows
    return sum(
        'ORDER BY "gotuto_sagas_sagarun"."id"' in query["sql"] and "LIMIT 500" in query["sql"] for query in asked
    )


def test_all_rows_are_read_some_hundred_at_a_time(chief):
    chief.get(address(SAGAS))
    sagas(*(["a"] * 1_100))
    pages = pages_read(chief, rows=1_100)
    sagas(*(["a"] * 1_000))
    assert pages_read(chief, rows=2_100) - pages == 2


def test_only_what_the_page_shows_is_in_the_file(chief):
    sagas("a", "b")
    SagaRun.objects.filter(name="a").update(state="done")
    assert len(read_csv(chief.get(address(SAGAS), {"_file": "csv", "status": "done"}))) == 2
    assert len(read_csv(chief.get(address(SAGAS), {"_file": "csv"}))) == 3


def test_whoever_may_not_see_the_page_gets_no_file():
    nobody = office()
    for label in ("order.order", "billing.invoice", "customer.customer"):
        assert nobody.get(address(label), {"_file": "csv"}).status_code == 403
    assert Client().get(address(SAGAS), {"_file": "csv"}).status_code == 302


def test_who_took_a_list_along_is_written_down(chief, django_capture_on_commit_callbacks):
    with capture_logs() as said, django_capture_on_commit_callbacks(execute=True):
        chief.get(address(SAGAS), {"_file": "xlsx"})
    (line,) = [line for line in said if line["event"] == "list_exported"]
    assert (line["list"], line["format"]) == (SAGAS, "xlsx")
    assert line["actor"]


def test_nobody_gets_a_file_while_exports_are_switched_off(chief):
    switch(name="http.csv_export", on=False)
    answer = chief.get(address(SAGAS), {"_file": "csv", "status": "running"}, follow=True)
    assert answer.redirect_chain == [(f"{address(SAGAS)}?status=running", 302)]
    assert "not given as files" in answer.content.decode()


def test_a_question_that_the_page_does_not_understand_leads_to_the_page(chief):
    answer = chief.get(address("order.order"), {"_file": "csv", "placed_at__gte": "yesterday"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address('order.order')}?placed_at__gte=yesterday")


def test_a_kind_of_file_that_there_is_not_is_the_page(chief):
    answer = chief.get(address(SAGAS), {"_file": "pdf"})
    assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("label", LISTS)
def test_every_list_can_be_had_as_a_file(chief, label):
    header, *_ = read_csv(chief.get(address(label), {"_file": "csv"}))
    # Some columns are there where the shop uses what they tell of; of a picture nothing is left in a cell.
    shown = {*LISTS[label].get_list_display(RequestFactory().get("/"))} - {"picture"}
    assert len(header) >= len(shown)
