"""A shop with a hundred thousand guests: each order of a guest is a client, and finding one costs what it costs with ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.clients import dto
from contexts.billing.clients.queries import list_clients
from gotuto.db import execute, fetch_all
from gotuto.paging import PageRequest
from tests.clients import staff_api

pytestmark = pytest.mark.django_db

_GUESTS = """
INSERT INTO billing_client (id, name, email, phone, created_at, updated_at, version)
SELECT gen_random_uuid(), 'Guest ' || n, 'guest-' || n / 2 || '@example.com', '', now(), now(), 1
FROM generate_series(1, 100000) AS n
"""


@pytest.fixture
def guests():
    execute(_GUESTS)
    execute("ANALYZE billing_client")


@pytest.mark.parametrize("query", ["", "?email=guest-4711@example.com", "?ordering=-created_at", "?page_size=100"])
def test_a_page_of_clients_touches_a_page_of_rows(guests, query):
    with CaptureQueriesContext(connection) as asked:
        answer = staff_api().get(f"clients/{query}")
    assert answer.status_code == 200
    [statement] = [one["sql"] for one in asked.captured_queries if "billing_client" in one["sql"]]
    (plan,) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")[0][0]
    assert touched(plan["Plan"]) <= 102


def touched(node):
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if "Relation Name" in node else 0
    return own + sum(touched(part) for part in node.get("Plans", ()))


def test_a_guest_who_bought_twice_is_found_as_both_clients(guests):
    page = list_clients(filters=dto.ClientFilter(email="guest-4711@example.com"), page=PageRequest())
    assert sorted(client.name for client in page.items) == ["Guest 9422", "Guest 9423"]
