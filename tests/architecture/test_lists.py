"""What a list is filtered and sorted by is found by an index; a page is never made by sorting a table."""

import re
from enum import Enum
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gotuto.db import execute, fetch_all
from gotuto.filters import parameters
from gotuto.roles import Role
from tests.architecture import test_access
from tests.architecture.test_access import LINES, patterns, routes
from tests.architecture.world import World

shop = test_access.shop
pytestmark = pytest.mark.django_db

TABLES = {
    "products": "catalog_product",
    "product-prices": "catalog_priceentry",
    "categories": "catalog_category",
    "imports": "gotuto_imports_import",
    "import-errors": "gotuto_imports_importproblem",
    "stock-items": "inventory_stockitem",
    "stock-movements": "inventory_movement",
    "stock-values": "inventory_stockitem",
    "transfers": "inventory_transfer",
    "purchase-orders": "inventory_purchaseorder",
    "suppliers": "inventory_supplier",
    "supplier-goods": "inventory_suppliergood",
    "shortages": "inventory_stockitem",
    "stocktakes": "inventory_stocktake",
    "stocktake-lines": "inventory_stocktakeline",
    "stock-reservations": "inventory_reservation",
    "stock-line": "inventory_reservationline",
    "orders": "order_order",
    "invoices": "billing_invoice",
    "bank-statements": "billing_bankstatement",
    "statement-lines": "billing_statementline",
    "clients": "billing_client",
    "payments": "billing_payment",
    "refunds": "billing_refund",
    "dunning-runs": "billing_dunningrun",
    "fees": "billing_fee",
    "closed-periods": "billing_closedperiod",
    "shipments": "shipping_shipment",
    "notifications": "notification_notification",
}
# Columns without an index of their own, and why none is worth its cost: the page walks along the index of its ordering and
# looks at each row until it is full.
WALKED = {
    ("product-prices", "kind"): "within the ledger of one product",
    ("imports", "kind"): "there are few",
    ("imports", "status"): "there are few",
    ("import-errors", "column"): "within one import",
    ("stock-line", "reservation.order_id"): "one line, of which an order is one; who waits is few beside who does not",
    ("orders", "total"): "the index has the amounts of each currency, and amounts between two ends are seldom rare",
    ("orders", "is_cancellable"): "is asked for together with the status, which leads one",
    ("invoices", "total"): "as with orders",
    ("payments", "amount"): "as with orders",
    ("payments", "channel"): "one of three",
    ("refunds", "amount"): "there are few",
    ("statement-lines", "amount"): "as with orders",
    ("clients", "on_hold"): "few are, and an index of these alone has them in order",
    ("shipments", "carrier"): "one of few",
    ("dunning-runs", "legal_entity"): "one of few sellers, each of which has a run wherever the others have one",
    (
        "fees",
        "invoice__client_id",
    ): "stands on the invoice, and fees are few: one of many reminders claims one, once an invoice",
    ("invoices", "kind"): "nearly all are invoices, and credit notes are found by the invoice that they correct",
    ("categories", "updated_at"): "there are few",
    ("stock-items", "on_hand"): "changes with each receipt and each parcel, which must stay on their page",
    ("supplier-goods", "item_id"): "within the goods of one supplier, which an index has by SKU",
    ("stock-items", "is_low"): "an index holds those that are, by SKU",
    ("shortages", "supplier.code"): "among what is low, of which there is as much as people order in a day",
    ("stock-movements", "kind"): "within the ledger of one SKU",
    ("stock-movements", "occurred_at"): "is found by SKU and occurred_at",
    ("notifications", "kind"): "one of four",
    ("stocktake-lines", "state"): "within one stocktake, which has 2,000 lines at most",
}
SAMPLES = {
    "bool": "true",
    "date": "2026-11-25",
    "datetime": "2026-11-25T08:30:00Z",
    "Decimal": "12.50",
    "int": "3",
    "str": "ada@example.com",
    "UUID": "01a1fbed-958c-708b-adcb-88998f41d862",
}
# Where not every text will do.
SAMPLES_BY_NAME = {"gtin": "4006381333931", "sku": "OLD", "products currency": "CHF", "imports kind": "products"}
# What a search has found is put into the order of its relevance; `tests/catalog/search` looks at its plans.
PUT_IN_ORDER = {("products", "search")}


def lists() -> dict[str, Any]:
    """The declarations of all lists, by the name of their route."""
    found = {}
    for name, view in routes("v1"):
        declared = getattr(getattr(view.cls, "get", None), "operation", None)
        if declared is not None and declared.listing is not None:
            found[name] = declared.listing
    return found


def sample(kind: Any) -> str:
    while hasattr(kind, "__origin__") or hasattr(kind, "__supertype__"):
        kind = getattr(kind, "__supertype__", None) or kind.__origin__
    return next(iter(kind)).value if issubclass(kind, Enum) else SAMPLES[kind.__name__]


def given(route: str, parameter: Any) -> str:
    special = SAMPLES_BY_NAME.get(parameter.name) or SAMPLES_BY_NAME.get(f"{route} {parameter.name}")
    return special or sample(parameter.kind)


def queries() -> list[tuple[str, str]]:
    filtered = [
        (name, f"{parameter.name}={given(name, parameter)}")
        for name, listing in lists().items()
        for parameter in parameters(listing.filters)
        # What is named by data is tried with the attributes.
        if (name, parameter.name) not in PUT_IN_ORDER and not parameter.is_named
    ]
    ordered = [
        (name, f"ordering={sign}{wish}")
        for name, one in lists().items()
        for wish in one.orderings
        for sign in ("", "-")
    ]
    return filtered + ordered


def test_every_list_is_known_here() -> None:
    assert set(lists()) == set(TABLES)


@pytest.mark.parametrize(("name", "query"), queries())
def test_a_page_is_read_along_an_index(name: str, query: str, shop: World) -> None:
    known = {
        key: shop.ids[key.removesuffix("_id")] for key in ("stocktake_id", "supplier_id", "product_id", "import_id")
    }
    path = reverse(f"v1:{name}", kwargs={key: known.get(key, "TEA") for key in patterns()[name]})
    with CaptureQueriesContext(connection) as asked:
        answer = shop.person("role", _reader(name)).get(f"{path}?{query}")
    assert answer.status_code == 200, answer.json()
    pages = [
        one["sql"] for one in asked if "LIMIT" in one["sql"] and re.search(rf'FROM "?{TABLES[name]}\b', one["sql"])
    ]
    # What is asked besides is plain SQL, where the page is the ORM's.
    (statement,) = [sql for sql in pages if f'FROM "{TABLES[name]}"' in sql] or pages
    plan = plan_of(statement)
    assert not re.search(r"(^|-> +)Sort ", plan), plan
    assert f"Seq Scan on {TABLES[name]} " not in plan, plan


def _reader(name: str) -> str:
    """The role that reads all of it."""
    return next(line.role for line in LINES if (line.method, line.route) == ("GET", name)) or Role.SUPPORT


@pytest.mark.parametrize("name", TABLES)
def test_what_a_filter_compares_with_leads_an_index_or_it_is_said_why_not(name: str) -> None:
    leading = columns_that_lead(TABLES[name])
    without = {column for _, column in lists()[name].compared() if column.rpartition(".")[2] not in leading}
    assert without == {column for known, column in WALKED if known == name}


def plan_of(statement: str) -> str:
    # Over so few rows any plan is as good as another, unless reading and sorting all of them is out of the question.
    for method in ("seqscan", "bitmapscan", "sort"):
        execute(f"SET LOCAL enable_{method} = off")
    return "\n".join(line for (line,) in fetch_all(f"EXPLAIN {statement}"))


def columns_that_lead(table: str) -> set[str]:
    rows = fetch_all(
        """
        SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = %s::regclass
        """,
        [table],
    )
    return {name for (name,) in rows}
