"""Work that is due is found by an index, however much has been done before."""

from itertools import pairwise

import pytest
from django.apps import apps

from gotuto import leases, testing
from gotuto.db import execute, fetch_all
from gotuto.outbound.models import OutboundCall
from gotuto.outbound.statements import statements_of

pytestmark = pytest.mark.django_db

CALLS = [model for model in apps.get_models() if issubclass(model, OutboundCall)]


@pytest.fixture(autouse=True)
def tables_as_new(db):
    # What other tests rolled back still fills pages, and the planner counts pages; the test's end takes this back too.
    execute(
        "TRUNCATE gotuto_outbox_event, gotuto_outbox_delivery, gotuto_sagas_sagarun, gotuto_sagas_failedattempt,"
        " gotuto_actions_run, gotuto_actions_runrow, gotuto_imports_import, gotuto_imports_importrow,"
        f" {', '.join(call._meta.db_table for call in CALLS)} CASCADE"
    )


def plan_of(statement):
    # Over so few rows any plan is as good as another, unless reading them all is out of the question.
    execute("SET LOCAL enable_seqscan = off")
    execute("SET LOCAL enable_bitmapscan = off")
    known = {"destinations": ["mail"], "leases": [leases.length()], "first_waits": [leases.length()], "lost": ""}
    parameters = {"lease": leases.length(), "handlers": ["toys.first"], **known}
    return [line for (line,) in fetch_all(f"EXPLAIN {statement}", parameters)]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (testing.CLAIM_OF_DELIVERIES, "outbox_delivery_due"),
        (testing.CLAIM_OF_SAGAS, "saga_due"),
        (testing.CLAIM_OF_ACTIONS, "actions_run_due"),
        (testing.CLAIM_OF_IMPORTS, "imports_import_due"),
        *((statements_of(call).claim, f"{call.__name__.lower()}_due") for call in CALLS),
        *((statements_of(call).ask, f"{call.__name__.lower()}_due") for call in CALLS),
    ],
    ids=[
        "deliveries",
        "sagas",
        "actions",
        "imports",
        *(f"{deed} {call.__name__}" for deed in ("send", "ask") for call in CALLS),
    ],
)
def test_what_is_due_is_found_by_the_index(statement, index):
    plan = plan_of(statement)
    used = [following for line, following in pairwise(plan) if f"Index Scan using {index} " in line]
    assert used
    assert all("due_at <= statement_timestamp()" in condition for condition in used), "\n".join(plan)


def test_a_claim_looks_up_who_waits_before_it_row_by_row():
    # Statistics of a quiet shop, in which nobody waits; a join that was planned for that would read a whole backlog.
    execute("ANALYZE gotuto_outbox_delivery")
    plan = plan_of(testing.CLAIM_OF_DELIVERIES)
    line = next(
        place for place, text in enumerate(plan) if "using outbox_delivery_order on" in text and " oldest " in text
    )
    assert "(handler = (due.handler)::text) AND (aggregate_id = due.aggregate_id)" in plan[line + 1], plan
