"""A list of the back office counts what a person may page through, and no further."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contexts.inventory.movements.models import Movement
from gotuto import counting
from gotuto.counting import BoundedPaginator
from tests.inventory.builders import stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_movements(monkeypatch: pytest.MonkeyPatch) -> None:
    for sku in ("TEA", "COFFEE", "CUP"):
        stocked(5, sku)


def test_few_rows_are_counted(three_movements: None, admin_client: Client) -> None:
    page = admin_client.get("/admin/inventory/movement/").content.decode()
    assert "3 results" in " ".join(page.split())
    assert "more than" not in page


def test_of_many_rows_a_list_says_that_there_are_more(
    three_movements: None, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    page = " ".join(admin_client.get("/admin/inventory/movement/").content.decode().split())
    assert "more than 2 results" in page
    assert "more than 2 movements" in page


def test_rows_are_counted_without_being_sorted_and_only_so_far(three_movements: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        paginator = BoundedPaginator(Movement.objects.order_by("reason"), 50)
        assert (paginator.count, paginator.count, paginator.in_words) == (3, 3, "3")
    [statement] = [query["sql"] for query in asked]
    assert "ORDER BY" not in statement
    assert "LIMIT 100001" in statement


def test_pages_end_where_the_count_does(three_movements: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 2)
    paginator = BoundedPaginator(Movement.objects.order_by("id"), 1)
    assert (paginator.count, paginator.num_pages, paginator.in_words) == (2, 2, "more than 2")
