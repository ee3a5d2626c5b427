"""A shop with a hundred thousand guests: each order of a guest is a client, and finding one costs what it costs with ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.billing.clients.models import Client
from contexts.billing.clients.use_cases import prove_email
from gotuto.db import execute, fetch_all
from gotuto.ids import ClientId
from tests.clients import staff_api

pytestmark = pytest.mark.django_db

_GUESTS = """
INSERT INTO billing_client (id, name, email, email_proved_at, phone, created_at, updated_at, version)
SELECT gen_random_uuid(), 'Guest ' || n, 'guest-' || n / 2 || '@example.com', CASE WHEN n & 1 = 0 THEN now() END, '', now(), now(), 1
FROM generate_series(1, 100000) AS n
"""


# A page of each ordering and of each look-up.
QUERIES = ["", "?email=guest-4711@example.com", "?email_proved=true", "?ordering=-created_at", "?page_size=100"]


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
        assert touched(plan_of(statement)) <= 102, query
    twice = staff.get("clients/?email=guest-4711@example.com").json()["results"]
    assert sorted(client["name"] for client in twice) == ["Guest 9422", "Guest 9423"]


def test_who_proved_an_address_is_found_by_it_however_many_guests_there_are():
    execute("SET LOCAL statement_timeout = 0")
    execute(_GUESTS)
    execute("ANALYZE billing_client")
    second = Client.objects.get(name="Guest 9423")
    with CaptureQueriesContext(connection) as asked:
        prove_email(client_id=ClientId(second.id), email="Guest-4711@example.com", now=timezone.now())
    statement = next(one["sql"] for one in asked.captured_queries if "FOR NO KEY UPDATE" in one["sql"])
    assert touched(plan_of(statement)) <= 4
    second.refresh_from_db()
    assert second.merged_into.name == "Guest 9422"


def plan_of(statement):
    (plan,) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")[0][0]
    return plan["Plan"]


def touched(node):
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if "Relation Name" in node else 0
    return own + sum(touched(part) for part in node.get("Plans", ()))
