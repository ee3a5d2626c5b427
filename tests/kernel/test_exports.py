"""Lists as files: for staff, the whole filtered list, page by page, and nothing that a spreadsheet would run."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gotuto.flags.switching import switch
from gotuto.http import exports
from gotuto.ids import new_id
from gotuto.paging import MAX_SIZE, Page
from gotuto.sagas.models import SagaRun
from tests.kernel.answers import problem
from tests.kernel.toy_api import Row
from tests.kernel.toys import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

COLUMNS = ["id", "name", "started_at", "price.amount", "price.currency", "moods"]


def sagas(*names):
    SagaRun.objects.bulk_create(
        SagaRun(name=name, version=1, subject_id=new_id(), step=place, due_at=NOON, correlation_id="x",
                started_at=NOON + timedelta(seconds=place))
        for place, name in enumerate(names)
    )  # fmt: skip


def table(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_staff_get_the_whole_filtered_list_in_its_order(staff_api):
    sagas(*(["a"] * (2 * MAX_SIZE + 50)), "b")
    answer = staff_api().get("/bells/?format=csv&name=a&ordering=-step&page_size=3")
    assert answer["Content-Disposition"] == 'attachment; filename="bells.csv"'
    header, *rows = table(answer)
    assert header == COLUMNS
    assert [row[3] for row in rows] == [f"{step}.00" for step in reversed(range(2 * MAX_SIZE + 50))]
    assert rows[0][1:] == [
        "a",
        (NOON + timedelta(seconds=249)).isoformat().replace("+00:00", "Z"),
        "249.00",
        "EUR",
        '["sad"]',
    ]


def test_staff_get_a_workbook_of_the_same_rows(staff_api):
    sagas("a", "=1+1", "c")
    answer = staff_api().get("/bells/?format=xlsx&ordering=-step")
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Disposition"] == 'attachment; filename="bells.xlsx"'
    header, *rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values
    assert list(header) == COLUMNS
    assert [row[1:4] for row in rows] == [
        ("c", (NOON + timedelta(seconds=2)).replace(tzinfo=None), 2),
        ("=1+1", (NOON + timedelta(seconds=1)).replace(tzinfo=None), 1),
        ("a", NOON.replace(tzinfo=None), 0),
    ]


def test_a_file_is_made_page_by_page_as_it_is_read(staff_api):
    sagas(*(["a"] * (3 * MAX_SIZE)))
    clerk = staff_api()
    answer = clerk.get("/bells/?format=csv")
    chunks = iter(answer.streaming_content)
    assert next(chunks).count(b"\r\n") == 1
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert next(chunks).count(b"\r\n") == MAX_SIZE
        assert len(asked) <= 1
    assert list(chunks) == []


@pytest.mark.parametrize("accepted", ["application/json", "text/html", "text/csv"])
def test_csv_is_given_by_name_whatever_the_client_usually_takes(staff_api, accepted):
    assert table(staff_api().get("/bells/?format=csv", Accept=accepted))[0] == COLUMNS


def test_whoever_asks_for_the_head_only_gets_no_rows(staff_api):
    sagas("a")
    clerk = staff_api()
    answer = clerk._client.head("/bells/?format=csv", headers=clerk.headers)
    assert (answer["Content-Type"], list(answer.streaming_content)) == ("text/csv; charset=utf-8", [])


def test_nobody_gets_a_file_while_exports_are_switched_off(staff_api):
    switch(name="http.csv_export", on=False)

    refusal = problem(staff_api().get("/bells/?format=csv"), 403, "http.csv_export_off")
    assert "pages of the list" in refusal["detail"]
    problem(staff_api().get("/peals/?of=1&format=csv"), 403, "http.csv_export_off")
    assert staff_api().get("/bells/").status_code == 200


def test_csv_is_for_staff(api, customer_api):
    assert "Bearer" in problem(api.get("/bells/?format=csv"), 401, "not_authenticated")["detail"]
    assert "staff" in problem(customer_api().get("/bells/?format=csv"), 403, "permission_denied")["detail"]


def test_what_is_wrong_with_the_question_is_said_before_the_file_begins(staff_api):
    assert "mood" in problem(staff_api().get("/bells/?format=csv&mood=angry"), 400, "invalid")["errors"]
    assert "colour" in problem(staff_api().get("/bells/?format=csv&colour=red"), 400, "invalid")["errors"]


def test_only_lists_can_be_had_as_csv(staff_api):
    problem(staff_api().get(f"/bells/{new_id()}/?format=csv"), 400, "invalid")
    problem(staff_api().post("/bells/?format=csv", {"note": "c"}), 400, "invalid")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@cmd", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(staff_api, text):
    sagas(text)
    assert table(staff_api().get("/bells/?format=csv"))[1][1] == f"'{text}"


def test_commas_quotes_and_lines_stay_within_their_cell(staff_api):
    sagas('a, "b"\nc')
    assert table(staff_api().get("/bells/?format=csv"))[1][1] == 'a, "b"\nc'


@pytest.mark.parametrize("bells", [0, 1, 2, 5])
def test_the_rows_of_a_report_are_a_file_through_all_of_its_pages(staff_api, bells):
    answer = staff_api().get(f"/peals/?of={bells}&format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="peals.csv"'
    assert table(answer) == [
        ["bell", "strength.amount", "strength.currency"],
        *([f"bell {n}", f"{n}.00", "EUR"] for n in range(bells)),
    ]
    assert len(staff_api().get(f"/peals/?of={bells}").json()["strokes"]) == min(bells, 2)


def test_a_report_is_a_file_for_staff_and_refused_before_it_begins(api, staff_api):
    assert api.get("/peals/?of=1").status_code == 200
    problem(api.get("/peals/?of=1&format=csv"), 401, "not_authenticated")
    assert staff_api().get("/peals/?of=10&format=csv").status_code == 422


def test_a_file_that_breaks_off_says_so_at_its_end():
    page = Page(items=(), next="on")
    pages = iter([page])

    def ask(query):
        return next(pages)

    class Query:
        def at(self, cursor):
            return cursor

    class Request:
        method, path = "GET", "/bells/"
        accepted_renderer = exports.list_renderers()[0]

    answer = exports.export(ask, Query(), item=Row, request=Request())
    assert table(answer)[-1] == ["This file is not complete: something went wrong on our side. Ask for it again."]
