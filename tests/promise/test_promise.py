"""What clients, operators and stored rows rely on is as it was; what was added is nobody's harm."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.promise import openapi, plain, present, tables
from tests.promise.exceptions import ALLOWED
from tests.promise.record import recorded

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "openapi": openapi.differences,
    "codes": plain.codes,
    "commands": plain.commands,
    "settings": plain.settings,
    "events": plain.events,
    "names": plain.names,
    "migrations": tables.gone_migrations,
    "tables": tables.differences,
}


@cache
def differences(name: str) -> list[str]:
    return list(COMPARE[name](recorded(name), present.ALL[name]()))


@pytest.mark.parametrize("name", COMPARE)
def test_nothing_that_was_promised_is_gone_or_changed(name: str) -> None:
    broken = [difference for difference in differences(name) if difference not in ALLOWED]
    assert not broken, "Undo it, or list it with its reason in tests/promise/exceptions.py:\n" + "\n".join(broken)


def test_every_exception_is_still_needed() -> None:
    found = {difference for name in COMPARE for difference in differences(name)}
    assert set(ALLOWED) <= found, "Take these out of tests/promise/exceptions.py"


def planted(name: str, change: Callable[[Any], Any]) -> list[str]:
    """The differences of a tree that is as before but for one change."""
    after = copy.deepcopy(recorded(name))
    change(after)
    return list(COMPARE[name](recorded(name), after))


def schema(document: Any, name: str) -> Any:
    return document["components"]["schemas"][name]


BROKEN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "DELETE /api/v1/carts/{cart_id}/items/{sku}/: removed": (
        "openapi",
        lambda api: api["paths"]["/api/v1/carts/{cart_id}/items/{sku}/"].pop("delete"),
    ),
    "POST /api/v1/orders/: its operationId was orders_create, is place": (
        "openapi",
        lambda api: api["paths"]["/api/v1/orders/"]["post"].update(operationId="place"),
    ),
    "POST /api/v1/orders/: can no longer be called with no credentials": (
        "openapi",
        lambda api: api["paths"]["/api/v1/orders/"]["post"]["security"].remove({}),
    ),
    "POST /api/v1/orders/ header Prefer: must be sent now": (
        "openapi",
        lambda api: api["paths"]["/api/v1/orders/"]["post"]["parameters"][1].update(required=True),
    ),
    "POST /api/v1/orders/ header Prefer: removed": (
        "openapi",
        lambda api: api["paths"]["/api/v1/orders/"]["post"]["parameters"].pop(1),
    ),
    "GET /api/v1/orders/{order_id}/ answer 200.status: removed": (
        "openapi",
        lambda api: schema(api, "Order")["properties"].pop("status"),
    ),
    "GET /api/v1/orders/{order_id}/ answer 200.number: may be missing now": (
        "openapi",
        lambda api: schema(api, "Order")["required"].remove("number"),
    ),
    "GET /api/v1/orders/{order_id}/ answer 200.number: may also be null": (
        "openapi",
        lambda api: schema(api, "Order")["properties"].update(number={"anyOf": [{"type": "string"}, {"type": "null"}]}),
    ),
    "GET /api/v1/orders/{order_id}/ answer 200.version: was integer, is string": (
        "openapi",
        lambda api: schema(api, "Order")["properties"]["version"].update(type="string"),
    ),
    "POST /api/v1/orders/ answer 202: removed": (
        "openapi",
        lambda api: api["paths"]["/api/v1/orders/"]["post"]["responses"].pop("202"),
    ),
    "POST /api/v1/orders/ body.email: removed": (
        "openapi",
        lambda api: schema(api, "OrderBody")["properties"].pop("email"),
    ),
    "POST /api/v1/orders/ body.terms: must be sent now": (
        "openapi",
        lambda api: schema(api, "OrderBody")["required"].append("terms"),
    ),
    "POST /api/v1/orders/ body.email: maxLength was 254, is 10": (
        "openapi",
        lambda api: schema(api, "OrderBody")["properties"]["email"].update(maxLength=10),
    ),
    "GET /api/v1/orders/ answer 200.results[].status: no longer has shipped": (
        "openapi",
        lambda api: schema(api, "OrderStatus")["enum"].remove("shipped"),
    ),
    "refusal code order.cart_empty: removed; clients that match on it fall through": (
        "codes",
        lambda codes: codes.pop("order.cart_empty"),
    ),
    "refusal code order.cart_empty: was 422 'The request was refused', is 409 'No'": (
        "codes",
        lambda codes: codes.update({"order.cart_empty": [409, "No"]}),
    ),
    "manage.py saga retry: removed": ("commands", lambda commands: commands["saga"]["verbs"].pop("retry")),
    "manage.py saga list --all: removed": (
        "commands",
        lambda commands: commands["saga"]["verbs"]["list"]["arguments"].pop("--all"),
    ),
    "manage.py saga list --limit: is required now": (
        "commands",
        lambda commands: commands["saga"]["verbs"]["list"]["arguments"]["--limit"].update(required=True),
    ),
    "setting GOTUTO_TAX_RATE: no source names it; an old name goes on with a warning": (
        "settings",
        lambda settings: settings.remove("GOTUTO_TAX_RATE"),
    ),
    "event sample order.order_placed.1: changed; a new shape is a new schema with a sample of its own": (
        "events",
        lambda events: events["order.order_placed.1"].update(payer="text"),
    ),
    "event handler order.on_payment_received: removed; stored deliveries wait for it": (
        "names",
        lambda names: names["handlers"].remove("order.on_payment_received"),
    ),
    "task order.expire_carts: removed; queued messages name it": (
        "names",
        lambda names: names["tasks"].remove("order.expire_carts"),
    ),
    "migration order.0008_open_orders: removed or renamed; databases have applied it": (
        "migrations",
        lambda migrations: migrations["order"].remove("0008_open_orders"),
    ),
    "table order_order: removed or renamed; the last release works with it": (
        "tables",
        lambda tables: tables.pop("order_order"),
    ),
    "column order_order.number: removed or renamed; the last release names it": (
        "tables",
        lambda tables: tables["order_order"].pop("number"),
    ),
    "column order_order.number: was varchar(20), is varchar(8)": (
        "tables",
        lambda tables: tables["order_order"]["number"].update(type="varchar(8)"),
    ),
    "column inventory_stockitem.on_hand: was bigint, is integer": (
        "tables",
        lambda tables: tables["inventory_stockitem"]["on_hand"].update(type="integer"),
    ),
    "column billing_invoice.total: was numeric(19, 4), is numeric(19, 6)": (
        "tables",
        lambda tables: tables["billing_invoice"]["total"].update(type="numeric(19, 6)"),
    ),
    "column billing_payment.actor: takes no NULL any more, and the last release may write it": (
        "tables",
        lambda tables: tables["billing_payment"]["actor"].update(null=False),
    ),
    "column gotuto_outbox_delivery.fenced: has no default any more, and the last release may rely on it": (
        "tables",
        lambda tables: tables["gotuto_outbox_delivery"]["fenced"].update(default=False),
    ),
    "column order_order.gift: must be given, and the last release does not; add db_default or null=True": (
        "tables",
        lambda tables: tables["order_order"].update(gift={"type": "boolean", "null": False, "default": False}),
    ),
}


@pytest.mark.parametrize("told", BROKEN)
def test_a_broken_promise_is_told_in_words(told: str) -> None:
    name, change = BROKEN[told]
    assert told in planted(name, change)


@pytest.mark.parametrize(
    "change",
    [
        lambda api: api["paths"].update({"/api/v1/returns/": {"get": {}}}),
        lambda api: schema(api, "Order")["properties"].update(note={"type": "string"}),
        lambda api: schema(api, "OrderBody")["properties"].update(note={"type": "string"}),
        lambda api: schema(api, "OrderStatus")["enum"].append("returned"),
        lambda api: api["paths"]["/api/v1/orders/"]["get"]["parameters"].append(
            {"in": "query", "name": "total_min", "schema": {"type": "string"}}
        ),
    ],
    ids=["a path", "a field of an answer", "an optional field of a body", "a status", "an optional parameter"],
)
def test_an_addition_is_no_broken_promise(change: Callable[[Any], Any]) -> None:
    assert planted("openapi", change) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: tables.update(order_return={"id": {"type": "uuid", "null": False, "default": False}}),
        lambda tables: tables["order_order"].update(gift={"type": "boolean", "null": False, "default": True}),
        lambda tables: tables["order_order"].update(gift={"type": "boolean", "null": True, "default": False}),
        lambda tables: tables["order_order"]["number"].update(type="varchar(40)"),
        lambda tables: tables["order_order"]["number"].update(type="text"),
        lambda tables: tables["billing_invoice"]["total"].update(type="numeric(24, 4)"),
        lambda tables: tables["order_order"]["number"].update(null=True),
    ],
    ids=["a table", "a default", "a column without a value", "a longer text", "any text", "larger numbers", "no value"],
)
def test_tables_that_only_grow_are_no_broken_promise(change: Callable[[Any], Any]) -> None:
    assert planted("tables", change) == []
