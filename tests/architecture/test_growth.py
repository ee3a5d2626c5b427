"""What is asked again and again finds its rows by an index, in tables that grow with every order."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gotuto import testing
from gotuto.backoffice import BackOffice
from gotuto.db import execute, fetch_all, fetch_one
from gotuto.modules import modules

pytestmark = pytest.mark.django_db

# As many as there are products, destinations or settings of the shop, or fewer.
SMALL = {
    "config_invariantlook",
    "gotuto_outbound_breaker",
    "billing_numbercounter",
    "inventory_stockitem",
    "gotuto_actions_run",
    "gotuto_imports_import",
    "inventory_location",
    "catalog_pricelist",
    "customer_customergroup",
}
# Lists of what is as many as the assortment, the shelves, the places, the programs that call, or what staff did lately.
FEW = {
    "catalog.product",
    "catalog.attribute",
    "catalog.category",
    "catalog.synonyms",
    "customer.apitoken",
    "gotuto_actions.run",
    "gotuto_imports.import",
    "inventory.location",
    "catalog.pricelist",
    "customer.customergroup",
}
LISTS = {page.model._meta.label_lower: page for page in admin.site._registry.values() if isinstance(page, BackOffice)}


# What is known of the few rows of earlier tests decides nothing: each table is planned for as one that nobody has looked at.
_UNKNOWN = """
WITH known AS (
    SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname::text <> ALL(%s)
), forgotten AS (
    DELETE FROM pg_statistic USING known WHERE starelid = known.oid
)
UPDATE pg_class SET relpages = 0, reltuples = -1 FROM known WHERE pg_class.oid = known.oid
"""


@pytest.fixture(autouse=True)
def _unknown() -> None:
    execute(_UNKNOWN, [[*SMALL]])


def asked() -> dict[str, str]:
    """What a scrape of the metrics, readiness and the first page of the back office ask."""
    found = {}
    for module in modules():
        found |= {f"{module.label}: {gauges.gauges[0].name}": gauges.select for gauges in module.gauges}
        found |= {f"{module.label}: lag of {lag.name}": lag.select for lag in module.lags}
        found |= {f"{module.label}: {figure.title}": figure.number for figure in module.figures}
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def plan_of(statement: str, *, but: str = "") -> list[dict[str, Any]]:
    # Over so few rows any plan is as good as another, unless reading them all is out of the question.
    for way in ("seqscan", *but.split()):
        execute(f"SET LOCAL enable_{way} = off")
    [(text,)] = fetch_all(f"EXPLAIN (FORMAT JSON) {statement}")
    return list(nodes((text if isinstance(text, list) else json.loads(text))[0]["Plan"]))


def reads_all(node: dict[str, Any]) -> bool:
    """Whether it goes through a whole table that grows, or a whole index of it."""
    if node["Node Type"] == "Seq Scan":
        return node["Relation Name"] not in SMALL
    if not node["Node Type"].startswith(("Index", "Bitmap Index")) or "Index Cond" in node:
        return False
    row = fetch_one(
        "SELECT indpred IS NULL, indrelid::regclass::text FROM pg_index WHERE indexrelid = %s::regclass",
        [node["Index Name"]],
    )
    assert row is not None
    return bool(row[0]) and row[1] not in SMALL


def read_as_a_whole(statement: str, *, but: str = "") -> list[str]:
    return [
        f"{node['Node Type']} on {node.get('Relation Name') or node['Index Name']}"
        for node in plan_of(statement, but=but)
        if reads_all(node)
    ]


@pytest.mark.parametrize("name", asked())
def test_what_is_asked_at_every_scrape_finds_its_rows_by_an_index(name: str) -> None:
    assert read_as_a_whole(asked()[name]) == []


def test_the_minutes_look_at_the_invariants_finds_what_changed_by_an_index() -> None:
    # Its plan must not hang on how large earlier tests have left the files of these tables.
    execute("TRUNCATE gotuto_outbox_event CASCADE")
    execute("SELECT set_config('gotuto.invariants_since', now()::text, true)")
    assert read_as_a_whole("SELECT * FROM invariants_violations", but="hashjoin mergejoin") == []


def test_the_ledger_is_summed_up_from_its_index_alone() -> None:
    plan = plan_of(
        "SELECT sum(delta_on_hand), sum(delta_reserved) FROM inventory_movement WHERE sku = 'A'", but="bitmapscan"
    )
    [scan] = [node for node in plan if "Index Name" in node]
    assert (scan["Node Type"], scan["Index Name"]) == ("Index Only Scan", "inventory_movement_ledger")


def unsorted(rows: Any) -> list[str]:
    """What has to be sorted before the first page of a list can be shown."""
    statement, parameters = rows[:50].query.sql_with_params()
    execute("SET LOCAL enable_seqscan = off")
    execute("SET LOCAL enable_sort = off")
    [(plan,)] = fetch_all(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    return [node["Node Type"] for node in nodes(plan[0]["Plan"]) if "Sort" in node["Node Type"]]


@pytest.mark.parametrize("label", sorted(LISTS.keys() - FEW))
def test_a_list_of_the_back_office_comes_in_the_order_of_an_index(label: str, admin_user: Any) -> None:
    page, request = LISTS[label], RequestFactory().get("/")
    request.user = admin_user
    assert unsorted(page.get_queryset(request).order_by(*page.get_ordering(request))) == []


@pytest.mark.parametrize("label", sorted(LISTS.keys() - FEW))
def test_a_list_of_the_back_office_asks_no_table_for_all_its_different_values(label: str, admin_client: Client) -> None:
    app, model = label.split(".")
    with CaptureQueriesContext(connection) as asked:
        assert admin_client.get(f"/admin/{app}/{model}/").status_code == 200
    assert [query["sql"] for query in asked if "DISTINCT" in query["sql"] and "WHERE" not in query["sql"]] == []


@pytest.mark.parametrize("label", ["gotuto_outbox.event", "order.streamrow", "inventory.movement"])
def test_an_id_is_looked_for_by_an_index(label: str, admin_user: Any) -> None:
    page, request = LISTS[label], RequestFactory().get("/")
    request.user = admin_user
    found, _ = page.get_search_results(request, page.model._default_manager.order_by(), str(uuid4()))
    statement, parameters = found.query.sql_with_params()
    execute("SET LOCAL enable_seqscan = off")
    [(plan,)] = fetch_all(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
    assert [node for node in nodes(plan[0]["Plan"]) if reads_all(node)] == []


def test_a_batch_of_the_purge_looks_up_the_deliveries_of_its_events() -> None:
    execute("SET LOCAL enable_seqscan = off")
    execute("SET LOCAL enable_hashjoin = off")
    [(plan,)] = fetch_all(
        f"EXPLAIN (FORMAT JSON) {testing.DELETE_OF_EVENTS}", {"before": timezone.now(), "limit": 1_000}
    )
    assert [node for node in nodes(plan[0]["Plan"]) if reads_all(node)] == []


def test_a_scan_of_everything_and_a_sort_are_noticed() -> None:
    assert read_as_a_whole("SELECT count(*) FROM order_order") != []
    assert read_as_a_whole("SELECT 1 FROM gotuto_outbox_delivery WHERE state IN ('pending', 'dead')") != []
    assert read_as_a_whole("SELECT 1 FROM gotuto_outbox_delivery WHERE state = 'pending'") == []
    movements: type[Model] = LISTS["inventory.movement"].model
    assert unsorted(movements._default_manager.order_by("-occurred_at", "-id")) == ["Sort"]
