"""A shop with a hundred thousand guests: each order of a guest is a client, and finding one costs what it costs with ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gotuto.db import execute, fetch_all
from tests.clients import staff_api

pytestmark = pytest.mark.django_db

_GUESTS = """
INSERT INTO billing_client (id, name, email, phone, created_at, updated_at, version)
SELECT gen_random_uuid(), 'Guest ' || n, 'guest-' || n / 2 || '@example.com', '', now(), now(), 1
FROM generate_series(1, 100000) AS n
"""


# A page of each ordering and of each look-up.
QUERIES = ["", "?email=guest-4711@example.com", "?ordering=-created_at", "?page_size=100"]


def test_a_page_of_clients_touches_a_page_of_rows_however_many_guests_there_are():
    # Of an index over words an insert takes its time.
    execute("SET LOCAL statement_timeout = 0")
    execute(_GUESTS)
    execute("ANALYZE billing_client")
    staff = staff_api("billing")
    for query in QUERIES:
        with CaptureQueriesContext(connection) as asked:
            assert staff.get(f"clients/{query}").status_code == 200
        [statement] = [one["sql"] for one in asked.captured_queries if "billing_client" in one["sql"]]
        (plan,) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")[0][0]
        assert touched(plan["Plan"]) <= 102, query
    twice = staff.get("clients/?email=guest-4711@example.com").json()["results"]
    assert sorted(client["name"] for client in twice) == ["Guest 9422", "Guest 9423"]


def touched(node):
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if "Relation Name" in node else 0
    return own + sum(touched(part) for part in node.get("Plans", ()))
